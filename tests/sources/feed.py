"""A conference's site on this machine: it publishes a calendar, and can be broken in many ways."""

from aiohttp import web
from aiohttp.test_utils import TestServer

DAY = "20261201"


def an_event(number, *, title=None, hour=None, room="Hall"):
    at = 8 + number if hour is None else hour
    return "\r\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{number}@conf",
            f"SUMMARY:{title or f'Talk {number}'}",
            f"LOCATION:{room}",
            f"DTSTART;TZID=Europe/Berlin:{DAY}T{at:02}0000",
            f"DTEND;TZID=Europe/Berlin:{DAY}T{at:02}3000",
            "END:VEVENT",
        ]
    )


def a_calendar(*events):
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//conf//", "X-WR-CALNAME:Conf 2026"]
    return "\r\n".join([*head, "X-WR-TIMEZONE:Europe/Berlin", *events, "END:VCALENDAR", ""])


def talks(*numbers, **moved):
    """The calendar of these talks; `moved` holds other hours, as in t3=17"""
    return a_calendar(*(an_event(one, hour=moved.get(f"t{one}")) for one in numbers))


class Feed:
    """Serves `text` with an ETag of it; `status` other than 200 is answered in its place."""

    def __init__(self):
        self.text = talks(*range(10))
        self.status = 200
        self.answers = []
        app = web.Application()
        app.router.add_get("/schedule.ics", self._answer)
        self._server = TestServer(app)

    @property
    def url(self):
        return str(self._server.make_url("/schedule.ics"))

    async def __aenter__(self):
        await self._server.start_server()
        return self

    async def __aexit__(self, *_):
        await self._server.close()

    async def _answer(self, request):
        etag = f'"{hash(self.text)}"'
        status = self.status
        if status == 200 and request.headers.get("If-None-Match") == etag:
            status = 304
        self.answers.append(status)
        body = self.text if status == 200 else None
        return web.Response(text=body, status=status, headers={"ETag": etag})
