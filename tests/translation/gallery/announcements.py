"""What organizers are shown of what they write: each announcement, the list of them, the forms."""

from dataclasses import replace

from discord.app_commands import Choice

from bot.announcements.written.model import At, AtOnce, Stranded, Words, Written
from bot.announcements.written.standing import Phase
from bot.translation import Language
from bot.ui.announce_card import announcement_card, delete_card, preview_controls, preview_post
from bot.ui.announce_forms import time_form, words_form
from bot.ui.announce_list_card import announcements_card
from bot.ui.announce_orders import ListOrder
from bot.ui.announce_post import announce_post
from bot.ui.announce_words import moment_choice
from tests.announcements.written.announcements import NOON, an_announcement, before
from tests.translation.gallery.capitals import TIMETABLE, WHY
from tests.ui.every_message import MARK
from tests.ui.test_announce_card import standing

WORDS = Words(title="LUNCH", text="SOUP", picture="https://example.org/a")
NAMELESS = TIMETABLE.sessions[3]
MOMENTS = (At(at=NOON), AtOnce(), before(NAMELESS.id), before("7", 1), before("7", 2))


def _standings():
    """Announcements in every phase, and held, posted and ended with less known of them"""
    for phase in Phase:
        yield _standing(phase)
    yield _standing(Phase.DRAFT, words=Words(text="SOUP"), role=7)
    late = standing(Phase.WAITING, now=NOON, words=WORDS)
    yield replace(late, phase=Phase.HELD)
    yield replace(_standing(Phase.POSTED, words=Words(text="SOUP")), record=None)
    for phase, unknown in ((Phase.POSTED, "message_id"), (Phase.ENDED, "reason")):
        one = _standing(phase)
        yield replace(one, record=replace(one.record, **{unknown: None}))


def _standing(phase, **fields):
    one = standing(phase, **{"words": WORDS, **fields})
    return one if one.record is None else replace(one, record=replace(one.record, reason=WHY))


def announcements():
    for one in _standings():
        yield announcement_card(one, TIMETABLE, faults=[WHY])
        yield delete_card(one)
        yield preview_controls(one, TIMETABLE)
    yield announcement_card(_standing(Phase.POSTED), TIMETABLE, is_unshown=True)
    yield announcement_card(_standing(Phase.DRAFT, words=Words()), None)


def moments():
    for moment in MOMENTS:
        written = an_announcement(moment=moment, words=WORDS)
        one = replace(_standing(Phase.DRAFT), announcement=written)
        for timetable in (TIMETABLE, None):
            yield announcement_card(one, timetable)
            yield Choice(name=moment_choice(moment, timetable), value="x")
            for channel in ("NEWS", None):
                yield preview_controls(one, timetable, channel)


def lists():
    many = [one for _ in range(3) for one in _standings()]
    for page in (1, 2):
        yield announcements_card(many, TIMETABLE, ListOrder(page=page), is_paused=True)
    yield announcements_card([], TIMETABLE, ListOrder())


def posts():
    one = an_announcement(words=WORDS)
    yield announce_post(Written(announcement=one, mark=MARK))
    yield announce_post(Stranded(announcement=one, mark=MARK))
    yield preview_post(_standing(Phase.DRAFT), Language.JAPANESE)


def forms():
    yield words_form(an_announcement(words=WORDS))
    for moment in MOMENTS:
        yield time_form(an_announcement(moment=moment), TIMETABLE)
