"""Deliveries as an operator reads them: a table on a terminal, plain lines in a pipe."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.delivery.model import Delivery, Record, State
from bot.delivery.overview import Overview
from bot.guilds.model import Choices
from bot.printing import out, print_line, print_table
from bot.program.timetable import Timetable
from bot.ui.delivery_words import STATES, plain_name, was_held
from bot.ui.text import number_word, plain

# As many digits as tell the deliveries of an event apart.
SHORT_DIGEST = 8
HEADINGS = ("due", "what", "channel", "what became of it", "delivery")


def print_guild(
    choices: Choices, overview: Overview, program: Timetable | None, now: datetime
) -> None:
    """Print one guild's deliveries; `program` is its timetable, which gives the zone.

    What is coming stands before what was. In a pipe, each line begins with the guild.
    """
    rows = tuple(_rows(overview, program))
    state = _state(choices, program)
    if not out.is_terminal:
        print_table((), [(str(choices.guild_id), *row) for row in ((state,), *rows)])
        return
    print_line(f"Server {choices.guild_id}: {state}. There it is {said(now, program)}.")
    if rows:
        print_table(HEADINGS, rows)
    else:
        print_line("Nothing is coming, and nothing was posted yet.")
    print_line("")


def print_resumed(
    choices: Choices, since: datetime | None, overview: Overview, program: Timetable | None
) -> None:
    """Print that a guild is posted to again, and what fell due while it was paused, if it was."""
    if since is None:
        print_line(f"Server {choices.guild_id} was not paused.")
        return
    held = [one for one in overview.lately if was_held(one, since)]
    what = "post fell due and was" if len(held) == 1 else "posts fell due and were"
    fell = f"Meanwhile {number_word(len(held))} {what} not posted:"
    fell = fell if held else "Nothing fell due meanwhile."
    print_line(
        f"Server {choices.guild_id} is posted to again. It was paused since "
        f"{said(since, program)}. {fell}"
    )
    print_table(HEADINGS, [_past(one, program) for one in held])


def said(instant: datetime, program: Timetable | None) -> str:
    """Return an instant by the program's clock, its zone named: "2022-11-30 08:50 PST"."""
    return f"{instant.astimezone(_zone(program)):%Y-%m-%d %H:%M %Z}"


def _state(choices: Choices, program: Timetable | None) -> str:
    if choices.paused_at is not None:
        return f"paused since {said(choices.paused_at, program)}"
    if choices.reminder_channel is None and not choices.routes:
        return "no channel for reminders"
    return "posting"


def _rows(overview: Overview, program: Timetable | None) -> Iterator[Sequence[str]]:
    for delivery in overview.coming:
        yield _row(delivery, program, "coming")
    for record in overview.lately:
        yield _past(record, program)


def _past(record: Record, program: Timetable | None) -> Sequence[str]:
    return _row(record.delivery, program, _fate(record, program))


def _row(delivery: Delivery, program: Timetable | None, fate: str) -> Sequence[str]:
    return (
        said(delivery.due, program),
        plain(plain_name(delivery, program)),
        str(delivery.place),
        fate,
        delivery.digest[:SHORT_DIGEST],
    )


def _fate(record: Record, program: Timetable | None) -> str:
    state = STATES[record.state]
    if record.state is State.SENT:
        return f"{state} {said(record.settled_at or record.claimed_at, program)}"
    why = f": {plain(record.reason)}" if record.reason else ""
    again = "" if record.next_try is None else f"; next try {said(record.next_try, program)}"
    return f"{state}{why}{again}"


def _zone(program: Timetable | None) -> tzinfo:
    return UTC if program is None else ZoneInfo(program.program.zone)
