"""A conference's site on this machine, which publishes its program as a schedule that a test edits.

The schedule is the c3voc's JSON, version 1. All its times are in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer

CONFERENCE = {"title": "Conf", "acronym": "conf", "time_zone_name": "UTC"}
PATH = "/schedule.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the schedule, as its editors see it."""

    start: datetime
    room: str = "Hall"


Schedule = Mapping[str, Entry]


def moved(schedule: Schedule, title: str, start: datetime) -> Schedule:
    """The schedule with one event at another time."""
    return {**schedule, title: replace(schedule[title], start=start)}


def without(schedule: Schedule, *titles: str) -> Schedule:
    """The schedule without some events."""
    return {title: one for title, one in schedule.items() if title not in titles}


class Site:
    """Serves `schedule`, by title, with an ETag; `answers` are the states of its answers so far."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.answers: list[int] = []
        app = web.Application()
        app.router.add_get(PATH, self._answer)
        self._server = TestServer(app)

    @property
    def url(self) -> str:
        return str(self._server.make_url(PATH))

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._server.close()

    async def _answer(self, request: web.Request) -> web.Response:
        etag = f'"{hash(frozenset(self.schedule.items()))}"'
        is_known = request.headers.get("If-None-Match") == etag
        self.answers.append(304 if is_known else 200)
        if is_known:
            return web.Response(status=304)
        return web.json_response(_published(self.schedule), headers={"ETag": etag})


def _published(schedule: Schedule) -> dict:
    days: dict[str, dict[str, list[dict]]] = {}
    for title, entry in schedule.items():
        rooms = days.setdefault(f"{entry.start:%Y-%m-%d}", {})
        rooms.setdefault(entry.room, []).append(_event(title, entry))
    conference = {
        **CONFERENCE,
        "days": [{"date": day, "rooms": rooms} for day, rooms in sorted(days.items())],
    }
    return {"schedule": {"version": "1", "conference": conference}}


def _event(title: str, entry: Entry) -> dict:
    return {
        "guid": f"guid-of-{title.lower()}",
        "date": entry.start.isoformat(),
        "duration": "00:30",
        "room": entry.room,
        "title": title,
        "persons": [{"code": title, "public_name": f"Speaker of {title}"}],
    }
