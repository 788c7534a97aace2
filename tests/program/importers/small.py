"""A small source of every format, for where there are no real ones."""

from tests.program.importers import (
    test_c3voc,
    test_ccip,
    test_europython,
    test_frab,
    test_hoverboard,
    test_icalendar,
    test_indico,
    test_open_event,
    test_pretalx,
    test_sched,
    test_sessionize,
    test_symposion,
)
from tests.program.importers.sources import as_bytes

SMALL = {
    "frab": {"schedule.xml": as_bytes(test_frab.schedule(test_frab.event()))},
    "c3voc": {"schedule.json": as_bytes(test_c3voc.v1(test_c3voc.EVENT))},
    "pretalx": {
        "talks.json": as_bytes(test_pretalx.page(test_pretalx.TALK)),
        "event.json": as_bytes(test_pretalx.EVENT),
    },
    "sessionize": {"all.json": as_bytes(test_sessionize.ALL)},
    "gridsmart": {
        "grid.json": as_bytes(test_sessionize.grid((5, "Hall", [test_sessionize.gridded()]))),
        "speakers.json": as_bytes([test_sessionize.SPEAKER]),
    },
    "icalendar": {
        "all.ics": as_bytes(
            test_icalendar.calendar(
                test_icalendar.event(test_icalendar.NINE, test_icalendar.TEN),
                test_icalendar.event(test_icalendar.NINE, "RRULE:FREQ=DAILY;COUNT=4", uid="2"),
            )
        )
    },
    "europython": {
        "schedule.json": as_bytes({"days": {"2024-05-01": test_europython.DAY}}),
        "sessions.json": as_bytes(test_europython.SESSIONS),
        "speakers.json": as_bytes(test_europython.SPEAKERS),
    },
    "indico": {"export.json": as_bytes(test_indico.export(test_indico.contribution(1)))},
    "open event": {f"{name}.json": as_bytes(part) for name, part in test_open_event.FILES.items()},
    "open event, zip": {"camp.zip": test_open_event.zipped(test_open_event.FILES)},
    "ccip": {"session.json": as_bytes(test_ccip.data(test_ccip.SESSION))},
    "hoverboard": {
        "data.json": as_bytes(
            test_hoverboard.data(
                test_hoverboard.slot("9:00", "09:40", test_hoverboard.cells("101", "102"))
            )
        )
    },
    "symposion": {"conference.json": as_bytes(test_symposion.both())},
    "sched": {"all.json": as_bytes([test_sched.EVENT])},
}
