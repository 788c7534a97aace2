import pytest

from bot.errors import ImportRefusedError
from tests.program.importers.sources import SECRET, doubts_of, imported, said

NINE = "DTSTART;TZID=Europe/Berlin:20240501T090000"
TEN = "DTEND;TZID=Europe/Berlin:20240501T100000"


def calendar(*lines, head=()):
    first = "".join(f"{one}\r\n" for one in ("BEGIN:VCALENDAR", "VERSION:2.0", *head))
    return first + "".join(lines) + "END:VCALENDAR\r\n"


def event(*lines, uid="1", title="A talk"):
    inside = [f"UID:{uid}", f"SUMMARY:{title}", *lines]
    return "BEGIN:VEVENT\r\n" + "".join(f"{one}\r\n" for one in inside) + "END:VEVENT\r\n"


def test_an_event_is_told_whole():
    text = calendar(
        event(
            NINE,
            TEN,
            "LOCATION:Hall\\, 1st floor",
            "CATEGORIES:Art,More",
            "DESCRIPTION:Speakers: Ada (Inst)\\, Bo\\n\\nWhy &amp; how",
            "URL:https://example.org/a",
            f"ORGANIZER;CN=Club:mailto:{SECRET}",
            f"ATTENDEE;CN=Guest:mailto:{SECRET}",
            f"CONTACT:{SECRET}",
        ),
        head=["X-WR-CALNAME:Camp", "X-WR-TIMEZONE:UTC"],
    )

    program = imported(text, zone=None).program

    assert said(program) == [("Wed 09:00-10:00", "A talk", "Hall, 1st floor", "Ada, Bo")]
    assert (program.name, program.zone) == ("Camp", "Europe/Berlin")
    assert program.talks[0].abstract == "Why & how"
    assert program.tracks[0].name == "Art"
    assert "secret" not in repr(program)
    assert "Guest" not in repr(program)


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART:20240501T070000Z",
        "DTSTART:20240501T090000",
        "DTSTART;TZID=W. Europe Standard Time:20240501T090000",
        "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20240501T090000",
        "DTSTART;TZID=Somewhere:20240501T090000",
    ],
)
def test_a_time_is_understood_however_it_is_written(start):
    assert said(imported(calendar(event(start, "DURATION:PT1H"))).program)[0][0] == (
        "Wed 09:00-10:00"
    )


@pytest.mark.parametrize(
    "zone", ["W. Europe Standard Time", "/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"]
)
def test_the_zone_is_the_one_that_the_times_are_in(zone):
    text = calendar(event(f"DTSTART;TZID={zone}:20240501T090000"))

    assert imported(text, zone=None).program.zone == "Europe/Berlin"


def test_a_zone_of_the_calendars_own_may_say_where_it_is():
    own = (
        "BEGIN:VTIMEZONE\r\nTZID:Own\r\nX-LIC-LOCATION:Europe/Berlin\r\nBEGIN:STANDARD\r\n"
        "DTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
    )
    text = calendar(own, event("DTSTART;TZID=Own:20240501T090000"))

    program = imported(text, zone=None).program

    assert program.zone == "Europe/Berlin"
    assert said(program)[0][0] == "Wed 09:00"


def test_an_unknown_zone_is_told():
    result = imported(calendar(event("DTSTART;TZID=Somewhere:20240501T090000")))

    assert doubts_of(result)["An event's time zone is not known."] == 1


def test_a_zone_of_utc_is_no_place():
    text = calendar(event("DTSTART:20240501T070000Z"), head=["X-WR-TIMEZONE:UTC"])

    with pytest.raises(ImportRefusedError, match="in which time zone"):
        imported(text, zone=None)


def test_the_prefix_of_pretalx_tells_who_speaks():
    text = calendar(
        event(NINE, title="All in - all out - Ada Berg\\, Bo and Cy"),
        event(NINE, uid="2", title="Nobody - "),
        head=["PRODID:-//pretalx//camp//"],
    )

    assert sorted(one[1:] for one in said(imported(text).program)) == [
        ("All in - all out", None, "Ada Berg, Bo and Cy"),
        ("Nobody", None, ""),
    ]


def test_what_is_cancelled_is_left_out_and_what_lasts_all_day_too():
    result = imported(
        calendar(
            event(NINE),
            event(NINE, "STATUS:CANCELLED", uid="2"),
            event("DTSTART;VALUE=DATE:20240501", uid="3"),
        )
    )

    assert len(result.program.sessions) == 1
    assert doubts_of(result)["An event is cancelled."] == 1
    assert doubts_of(result)["An event takes a whole day."] == 1


def test_a_daily_event_comes_every_day_but_those_left_out_or_moved():
    text = calendar(
        event(
            NINE,
            TEN,
            "RRULE:FREQ=DAILY;COUNT=4",
            "EXDATE;TZID=Europe/Berlin:20240502T090000",
            title="Morning talk",
        ),
        event(
            "RECURRENCE-ID;TZID=Europe/Berlin:20240503T090000",
            "DTSTART;TZID=Europe/Berlin:20240503T110000",
            title="Morning talk",
        ),
    )

    program = imported(text).program

    assert [one[0] for one in said(program)] == ["Wed 09:00-10:00", "Fri 11:00", "Sat 09:00-10:00"]
    assert len(program.talks) == 1
    assert len({one.key for one in program.sessions}) == 3


def test_a_rule_without_an_end_gives_the_first_time_and_is_told():
    result = imported(calendar(event(NINE, "RRULE:FREQ=DAILY")))

    assert len(result.program.sessions) == 1
    assert doubts_of(result)["An event is repeated by a rule that is not simple."] == 1


def test_an_address_as_the_place_is_a_stream():
    (session,) = imported(
        calendar(event(NINE, "LOCATION:https://example.org/live"))
    ).program.sessions

    assert session.stream == "https://example.org/live"
    assert session.room is None


def test_one_uid_for_several_talks_is_several_talks():
    result = imported(calendar(event(NINE), event(TEN.replace("DTEND", "DTSTART"), title="B")))

    assert len(result.program.talks) == 2
    assert doubts_of(result)["Several sessions share one id."] == 2


def test_several_calendars_are_one_program():
    texts = [calendar(event(NINE, uid=uid, title=uid)) for uid in "abc"]

    assert len(imported(*texts).program.sessions) == 3


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16"])
def test_other_codings_are_read(coding):
    text = calendar(event(NINE, title="Café"))

    assert said(imported(text.encode(coding)).program)[0][1] == "Café"


def test_a_line_folded_within_a_letter_is_whole():
    data = calendar(event(NINE, title="Café")).encode().replace(b"\xc3\xa9", b"\xc3\r\n \xa9")

    assert said(imported(data).program)[0][1] == "Café"


@pytest.mark.parametrize(
    "line", ["DTSTART:nonsense", "DTSTART:2024-05-01", "DTSTART;VALUE=PERIOD:20240501T090000Z/PT1H"]
)
def test_an_event_whose_start_is_none_is_left_out(line):
    assert len(imported(calendar(event(NINE), event(line, uid="2"))).program.sessions) == 1


@pytest.mark.parametrize("text", ["BEGIN:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nBEGIN VEVENT\r\n"])
def test_a_broken_calendar_is_refused_in_words(text):
    with pytest.raises(ImportRefusedError, match="iCalendar"):
        imported(text)
