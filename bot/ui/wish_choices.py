"""What the settings' pickers offer for reminders and quiet hours, and what their values mean."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from discord import SelectOption

from bot.agenda.model import Quiet
from bot.guilds.model import Lead
from bot.translation import _, ngettext
from bot.ui.limits import OPTION_LABEL
from bot.ui.text import enumeration, plain

LEADS = tuple(timedelta(minutes=one) for one in (5, 10, 15, 30, 60, 120, 24 * 60))
# As hours of the day.
QUIET_HOURS = ((20, 8), (21, 7), (22, 7), (22, 8), (23, 7), (23, 8), (0, 7), (0, 8), (0, 9))
NEVER_QUIET = "-"

LONGEST_SPANS = 200
_MINUTE = timedelta(minutes=1)
_IN_AN_HOUR = 60
_IN_A_DAY = 24 * _IN_AN_HOUR


def span(length: timedelta) -> str:
    """Return a length of time in words, in whole minutes: "1 day", "2 hours", "10 minutes"."""
    minutes = length // _MINUTE
    if minutes and minutes % _IN_A_DAY == 0:
        number = minutes // _IN_A_DAY
        return ngettext("{count} day", "{count} days", number).format(count=number)
    if minutes and minutes % _IN_AN_HOUR == 0:
        number = minutes // _IN_AN_HOUR
        return ngettext("{count} hour", "{count} hours", number).format(count=number)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def spans(befores: Iterable[timedelta]) -> str:
    """Return how long before a start one is reminded, from the longest: "1 hour and 5 minutes"."""
    longest_first = sorted(set(befores), reverse=True)
    return enumeration([span(before) for before in longest_first], LONGEST_SPANS)


def lead_options(leads: Sequence[Lead]) -> list[SelectOption]:
    """Return what can be chosen, with the present `leads` chosen, and any that is not usual."""
    chosen = {lead.before for lead in leads}
    return [
        SelectOption(
            # Translators: how long before the start of a session: "10 minutes before".
            label=plain(_("{span} before").format(span=span(before)), OPTION_LABEL),
            value=str(before // _MINUTE),
            default=before in chosen,
        )
        for before in sorted({*LEADS, *sorted(chosen)[: len(LEADS)]})
    ]


def leads_chosen(values: Iterable[str], present: Sequence[Lead], now: datetime) -> tuple[Lead, ...]:
    """Return the leads that options stand for, from the longest.

    Those that are among the `present` ones are wanted since then, the others since `now`.

    Raises:
        ValueError: a value is none that the picker offers.
    """
    befores = {timedelta(minutes=int(value)) for value in values}
    since = {lead.before: lead.since for lead in present}
    if befores - {*LEADS, *since}:
        raise ValueError(befores)
    return tuple(
        Lead(before=before, since=since.get(before, now))
        for before in sorted(befores, reverse=True)
    )


def quiet_options(quiet: Quiet | None) -> list[SelectOption]:
    """Return what can be chosen, with the present hours chosen, even if they are not usual."""
    usual = [Quiet(begin=time(begin), end=time(end)) for begin, end in QUIET_HOURS]
    others = [] if quiet is None or quiet in usual else [quiet]
    return [
        SelectOption(
            label=plain(_("Never quiet"), OPTION_LABEL),
            value=NEVER_QUIET,
            default=quiet is None,
        ),
        *(
            SelectOption(label=_hours(one), value=_value(one), default=one == quiet)
            for one in (*others, *usual)
        ),
    ]


def quiet_chosen(value: str) -> Quiet | None:
    """Return the hours that an option stands for. Raises ValueError for a forged value."""
    if value == NEVER_QUIET:
        return None
    begin, end = value.split("-")
    return Quiet(begin=time(int(begin)), end=time(int(end)))


def _value(quiet: Quiet) -> str:
    return f"{quiet.begin.hour}-{quiet.end.hour}"


def _hours(quiet: Quiet) -> str:
    label = _("Quiet from {begin} to {end}").format(
        begin=f"{quiet.begin:%H:%M}", end=f"{quiet.end:%H:%M}"
    )
    return plain(label, OPTION_LABEL)
