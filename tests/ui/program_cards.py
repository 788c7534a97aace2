"""Every card about a program that organizers can see when it became another one."""

from dataclasses import replace
from datetime import timedelta

from bot.guilds.effective import OverlayOverview
from bot.program.diff import diff
from bot.program.overlay import AtSource, Cancelled, Moved, Overlay, conflicts
from bot.program.timetable import Timetable
from bot.ui.orders import ChangesOrder, ReviewOrder, StatusOrder
from bot.ui.program_changes_card import changes_card, review_card
from bot.ui.program_status_card import Standing, status_card
from tests.ui.standings import CHOICES, NOW, a_refused, a_status, kept

DAY = timedelta(days=1)
PAGES = (1, 2, 3, 1295)
DONE = "Done. " * 20


def cards(earlier, later, words):
    """The cards on pages that exist and pages that do not; `words` stand wherever some can"""
    changes = diff(earlier, later, {one.id for one in earlier.sessions[::3]})
    refused = a_refused(later, *changes)
    status = a_status(earlier, refused=refused, trouble=words * 40, origin=words * 10)
    overlay = Overlay(overrides=tuple(overrides(earlier)))
    standing = Standing(
        status=status,
        choices=replace(CHOICES, paused_at=NOW),
        overlay=OverlayOverview(
            timetable=Timetable(later), overlay=overlay, conflicts=conflicts(later, overlay)
        ),
    )
    for page in PAGES:
        yield status_card(standing, StatusOrder(page=page), done=DONE)
        yield changes_card(status, kept(*changes), ChangesOrder(page=page), done=DONE)
        yield review_card(status, refused, ReviewOrder(page=page), done=DONE)


def overrides(program):
    for number, one in enumerate(program.sessions):
        source = AtSource(start=one.start, room=one.room)
        if number % 2:
            yield Cancelled(session=one.id, source=source, at=NOW)
        else:
            room = program.rooms[-1].id if program.rooms else None
            yield Moved(session=one.id, source=source, at=NOW, start=one.start + 3 * DAY, room=room)
