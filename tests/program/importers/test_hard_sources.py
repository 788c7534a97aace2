"""Sources that are made to take long: none may take five seconds, or crash."""

import json
from contextlib import suppress
from time import process_time

import pytest

from bot.errors import ImportRefusedError
from tests.program.importers.sources import imported

LONGEST = 5
MANY = 3_000


def events(count, **fields):
    return [{"guid": str(at), "title": "Break", "start": "09:00", **fields} for at in range(count)]


def c3voc(found):
    days = [{"date": "2024-05-01", "rooms": {"Hall": found}}]
    return json.dumps({"schedule": {"conference": {"title": "Camp", "days": days}}})


def frab(inside):
    return f"<schedule><day date='2024-05-01'><room name='Hall'>{inside}</room></day></schedule>"


def calendar(*lines):
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCALENDAR", *lines, "END:VCALENDAR"))


def in_event(*lines):
    start = "DTSTART:20240501T090000Z"
    return calendar("BEGIN:VEVENT", start, "SUMMARY:A talk", *lines, "END:VEVENT")


PEOPLE = [{"id": number, "name": "Sam"} for number in range(MANY)]
SOURCES = {
    "deep XML": frab("<a>" * 100_000 + "</a>" * 100_000),
    "many breaks, XML": frab(
        "".join(f"<event id='{at}'><start>09:00</start><title>Break</title></event>"
                for at in range(MANY))
    ),
    "many breaks, JSON": c3voc(events(MANY)),
    "one id for all": c3voc(events(MANY, guid="one", id=1)),
    "namesakes": c3voc(events(1, persons=PEOPLE)),
    "deep JSON": "[" * 100_000,
    "deep JSON that closes": '{"a":' * 900 + "1" + "}" * 900,
    "a long number": '{"schedule": ' + "9" * 100_000 + "}",
    "many events": calendar(
        *(f"BEGIN:VEVENT\r\nUID:{at}\r\nSUMMARY:Break\r\nDTSTART:20240501T090000Z\r\nEND:VEVENT"
          for at in range(1_500))
    ),
    "events in events": calendar(*["BEGIN:VEVENT"] * 4_000, *["END:VEVENT"] * 4_000),
    "a line of parameters": in_event("COMMENT;" + "A=b;" * 40_000 + ":x"),
    "a line of escapes": in_event("DESCRIPTION:" + "\\n\\," * 40_000),
    "a line of brackets": in_event("DESCRIPTION:Speakers: " + "(a " * 50_000),
    "many categories": in_event("CATEGORIES:" + "a," * 50_000),
    "a rule for each second": in_event("RRULE:FREQ=SECONDLY;COUNT=99999999"),
    "a rule that never fits": in_event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=2"),
    "brackets": c3voc(events(3, title="A talk", abstract="[" * 60_000)),
    "angles": c3voc(events(3, title="a <" * 20_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_no_source_takes_long(name):
    began = process_time()

    with suppress(ImportRefusedError):
        imported(SOURCES[name])

    assert process_time() - began < LONGEST
