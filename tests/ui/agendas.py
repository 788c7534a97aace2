"""People with agendas of the two small conferences, and every card about any agenda."""

from dataclasses import replace
from datetime import UTC, time, timedelta

from bot.agenda.clashes import all_placed, clashes, placed_if
from bot.agenda.comparison import Comparison, compare
from bot.agenda.model import Attendee, Forgotten, Quiet, Saved, Seen, Wishes
from bot.agenda.outline import outline, seen_of
from bot.guilds.model import Lead
from bot.program.timetable import Timetable
from bot.ui.agenda_card import Agenda, agenda_card, ask_to_clear_card, cleared, taken_out
from bot.ui.agenda_compare_card import (
    Pair,
    agreed_card,
    compare_card,
    stopped_card,
)
from bot.ui.agenda_orders import SaveAgainOrder, ShowOrder
from bot.ui.agenda_settings_card import STILL_CLOSED, Reminding, settings_card
from bot.ui.forgotten_card import ask_to_forget_card, forgotten_card
from bot.ui.saved_card import Kept, saved_card, taken_back_card
from tests.ui.conference import BEFORE, TWO_DAYS

MINE, THEIRS, CHANNEL = 7, 8, 5
# All that the cards mention, and nobody is pinged by.
MENTIONED = ("<@7>", "<@8>", "<#5>")
NOW = BEFORE.astimezone(UTC)
WATER = Timetable(TWO_DAYS)
RIVERS, LAKES, LUNCH, SEAS = WATER.sessions
DAY = timedelta(days=1)


def saved(session, timetable=WATER, **seen):
    """A session as it was saved and last seen, but for what `seen` says else"""
    return Saved(
        program=timetable.program.id,
        session=session.id,
        at=NOW - DAY,
        seen=replace(seen_of(session, timetable), **seen),
    )


def attendee(*kept, **fields):
    return Attendee(**{"user_id": MINE, "saved": kept, **fields})


def timetables(*known):
    """What finds these timetables by their programs' ids, and no others"""
    by_id = {one.program.id: one for one in known}
    return lambda program, _: by_id.get(program)


def agenda_of(person, now=NOW, *known, program="water-22"):
    known = known or (WATER,)
    return Agenda(
        attendee=person,
        outline=outline(person, program, timetables(*known), now),
        names={one.program.id: one.program.name for one in known},
    )


def kept(session, person, *known, **fields):
    """A session that a person saved, with what it clashes with"""
    find = timetables(*(known or (WATER,)))
    (one,) = (one for one in person.saved if one.session == session.id)
    placed = placed_if(one, person, find)
    clashing = clashes(placed, all_placed(person, find))
    return Kept(placed=placed, attendee=person, clashes=clashing, **fields)


def every_agenda_card(program, words):
    """Every card about agendas in which all of a program is saved, last seen as quite other."""
    timetable = Timetable(program)
    other = replace(program, id="other", name=words)
    people = [_who_saved_all(timetable, words, DAY), _who_saved_all(timetable, words, -DAY)]
    moments = [one.start.astimezone(UTC) for one in timetable.sessions[:2]] or [NOW]
    for person in people:
        for now in (*moments, moments[0] - DAY, moments[-1] + 400 * DAY):
            for known in ((timetable, Timetable(other)), (Timetable(other),)):
                agenda = agenda_of(person, now, *known, program=program.id)
                undo = SaveAgainOrder(program=program.id, session="x" * 32)
                for page, done in ((1, taken_out(words, undo)), (2, cleared(9)), (1295, None)):
                    view, _ = agenda_card(
                        agenda, ShowOrder(program=program.id, page=page), done=done
                    )
                    yield view
                yield ask_to_clear_card(agenda)
            for session in timetable.sessions[:3]:
                here = kept(session, person, timetable, fallback=CHANNEL, is_first=True)
                yield saved_card(here, now)
        mine = compare(person, Attendee(user_id=THEIRS), program.id, timetables(timetable))
        all_of_it = mine.only_mine
        for comparison in (
            mine,
            Comparison(both=all_of_it, only_mine=all_of_it, only_theirs=all_of_it),
        ):
            yield compare_card(Pair(program=program, user_id=THEIRS, comparison=comparison))
        yield settings_card(Reminding(attendee=person, program=program, fallback=CHANNEL))
        yield settings_card(Reminding(attendee=person), done=STILL_CLOSED)
        yield ask_to_forget_card(person)
    yield taken_back_card(program.id, "x" * 32, words)


def every_other_card():
    """Those that depend on no program."""
    for wishes in (
        Wishes(),
        Wishes(direct=False),
        Wishes(leads=()),
        Wishes(
            leads=tuple(Lead(before=timedelta(minutes=one)) for one in range(1, 4000, 7)),
            quiet=Quiet(begin=time(3), end=time(3)),
        ),
    ):
        yield settings_card(Reminding(attendee=attendee(wishes=wishes)))
    yield agreed_card(THEIRS, MINE, can_invite=True)
    yield agreed_card(THEIRS, MINE, can_invite=False)
    yield stopped_card(THEIRS)
    yield forgotten_card(Forgotten())
    much = {"sessions": 400, "agreements": 1, "deliveries": 20, "actions": 900}
    yield forgotten_card(Forgotten(**much, settings=True))


def _who_saved_all(timetable, words, by):
    """Somebody who last saw everything elsewhere, later or sooner, and some that is gone."""
    gone = Saved(
        program=timetable.program.id,
        session="gone",
        at=NOW,
        seen=Seen(title=words, start=NOW, room=words),
    )
    abroad = (replace(gone, program=f"conf-{number}") for number in range(8))
    everything = (
        saved(one, timetable, title=words, room=words, start=one.start.astimezone(UTC) + by)
        for one in timetable.sessions
    )
    return attendee(
        *everything,
        gone,
        *abroad,
        replace(gone, program="other"),
        closed_at=NOW if by > timedelta(0) else None,
        wishes=Wishes(leads=tuple(Lead(before=timedelta(minutes=one)) for one in (1440, 60, 5))),
    )
