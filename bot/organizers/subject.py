"""What a telling is about, as the JSON that its delivery carries, and back."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.delivery.model import Cause
from bot.organizers.model import About, Missed, Unposted, Unread, Unshown
from bot.translation import Said
from bot.translation.said import from_text, to_text

# What stands for the end of a value that was too long.
ELLIPSIS = "…"


def write(about: About) -> str:
    """Return all that is needed to tell of it, since the plan may have changed by then.

    Sessions stand in it by id; their titles are looked up when it is told.
    """
    match about:
        case Unposted():
            return json.dumps(_posts(about))
        case Unread():
            return json.dumps(_program(about))
        case Unshown():
            kept = {"words": to_text(about.words), "at": about.at.isoformat()}
            return json.dumps({**asdict(about), **kept})


def read(subject: str) -> About:
    """Return what `write` wrote."""
    told = json.loads(subject)
    if "program" in told:
        at = datetime.fromisoformat(told["at"])
        return Unread(program=told["program"], at=at, words=from_text(told["words"]))
    if "kind" in told:
        at = datetime.fromisoformat(told["at"])
        more = {"cause": Cause(told["cause"]), "words": from_text(told["words"]), "at": at}
        return Unshown(**{**told, **more})
    return Unposted(
        cause=Cause(told["cause"]),
        place=told["channel"],
        words=from_text(told["words"]),
        posts=told["posts"],
        first=datetime.fromisoformat(told["first"]),
        last=datetime.fromisoformat(told["last"]),
        sessions=tuple(
            Missed(session=session, start=datetime.fromisoformat(start))
            for session, start in told["sessions"]
        ),
        more=told["more"],
    )


def shortened(words: str, most: int) -> str:
    """Return words of at most `most` letters, as they are in English.

    Their longest value is cut, so that the rest can still be said in other languages; only where
    that is not enough, it is their beginning in English.
    """
    excess = len(words) - most
    if excess <= 0:
        return words
    if isinstance(words, Said):
        texts = {name: value for name, value in words.values.items() if isinstance(value, str)}
        longest = max(texts, key=lambda name: len(texts[name]), default="")
        left = len(texts.get(longest, "")) - excess
        if left > 0:
            values = {**words.values, longest: shortened(texts[longest], left)}
            return words.having(values)
    return words[: most - len(ELLIPSIS)] + ELLIPSIS


def _posts(about: Unposted) -> dict[str, Any]:
    return {
        "cause": about.cause,
        "channel": about.place,
        "words": to_text(about.words),
        "posts": about.posts,
        "first": about.first.isoformat(),
        "last": about.last.isoformat(),
        "sessions": [[one.session, one.start.isoformat()] for one in about.sessions],
        "more": about.more,
    }


def _program(about: Unread) -> dict[str, Any]:
    words = to_text(about.words)
    return {"program": about.program, "at": about.at.isoformat(), "words": words}
