"""What a telling is about, as the JSON that its delivery carries, and back."""

import json
from datetime import datetime
from typing import Any

from bot.delivery.model import Cause
from bot.organizers.model import About, Missed, Unposted, Unread


def write(about: About) -> str:
    """Return all that is needed to tell of it, since the plan may have changed by then.

    Sessions stand in it by id; their titles are looked up when it is told.
    """
    return json.dumps(_posts(about) if isinstance(about, Unposted) else _program(about))


def read(subject: str) -> About:
    """Return what `write` wrote."""
    told = json.loads(subject)
    if "program" in told:
        at = datetime.fromisoformat(told["at"])
        return Unread(program=told["program"], at=at, words=told["words"])
    return Unposted(
        cause=Cause(told["cause"]),
        place=told["channel"],
        words=told["words"],
        posts=told["posts"],
        first=datetime.fromisoformat(told["first"]),
        last=datetime.fromisoformat(told["last"]),
        sessions=tuple(
            Missed(session=session, start=datetime.fromisoformat(start))
            for session, start in told["sessions"]
        ),
        more=told["more"],
    )


def _posts(about: Unposted) -> dict[str, Any]:
    return {
        "cause": about.cause,
        "channel": about.place,
        "words": about.words,
        "posts": about.posts,
        "first": about.first.isoformat(),
        "last": about.last.isoformat(),
        "sessions": [[one.session, one.start.isoformat()] for one in about.sessions],
        "more": about.more,
    }


def _program(about: Unread) -> dict[str, Any]:
    return {"program": about.program, "at": about.at.isoformat(), "words": about.words}
