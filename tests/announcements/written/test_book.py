import asyncio
from dataclasses import replace

import pytest

from bot.announcements.written.book import LISTED, Book
from bot.announcements.written.model import AnnouncementState, At, AtOnce, Before, Words
from bot.announcements.written.plan import delivery_of
from bot.announcements.written.standing import Phase
from bot.delivery.life import claimed, settled
from bot.delivery.model import Cause, Outcome, State
from bot.errors import AnnouncementError
from bot.program.timetable import Timetable
from tests.announcements.written.announcements import (
    HOUR,
    MINUTE,
    NOON,
    WORDS,
    an_announcement,
    before,
)
from tests.announcements.written.test_service import START, a_world
from tests.factories import a_program

DRAFT, WAITING = AnnouncementState.DRAFT, AnnouncementState.WAITING
EARLY = NOON - HOUR
SENT = Outcome(state=State.SENT, message_id=5)
FAILED = Outcome(state=State.FAILED, reason="busy")
DROPPED = Outcome(state=State.DROPPED, cause=Cause.GONE, reason="gone")
UNSURE = Outcome(state=State.UNSURE, cause=Cause.UNREADABLE, reason="who knows")


async def a_book(*announcements):
    world = await a_world(*announcements)
    book = Book(world.store, world.service, world.ledger, world.programs, world.guilds)
    return world, book


async def became(world, one, outcome=None):
    """Claim an announcement's delivery, and settle it if there is an outcome"""
    record = claimed(delivery_of(one, NOON), NOON)
    await world.ledger.write_off(settled(record, outcome, NOON) if outcome else record)


def a_draft(**fields):
    return an_announcement(**{"state": DRAFT, "moment": AtOnce(), **fields})


async def test_a_draft_begins_empty_and_is_found_by_its_own_guild_only():
    _, book = await a_book()
    first = await book.draft(1, 10, AtOnce(), NOON)
    second = await book.draft(1, 10, AtOnce(), NOON)

    standing = await book.one(1, first.id, NOON)

    assert (standing.announcement, standing.phase) == (first, Phase.DRAFT)
    assert (first.words, first.state, first.id != second.id) == (Words(), DRAFT, True)
    with pytest.raises(AnnouncementError, match="no such announcement here"):
        await book.one(2, first.id, NOON)


ORDERS = [
    lambda book, guild, key: book.write(guild, key, WORDS, NOON),
    lambda book, guild, key: book.send_to(guild, key, 11, NOON),
    lambda book, guild, key: book.ping(guild, key, 7, NOON),
    lambda book, guild, key: book.set_time(guild, key, AtOnce(), NOON),
    lambda book, guild, key: book.confirm(guild, key, 1, NOON),
    lambda book, guild, key: book.cancel(guild, key, NOON),
    lambda book, guild, key: book.deleted(guild, key, NOON),
    lambda book, guild, key: book.renew(guild, key, NOON),
]


@pytest.mark.parametrize("order", ORDERS)
async def test_nothing_reaches_another_guilds_announcement(order):
    one = a_draft(guild_id=2)
    world, book = await a_book(one)

    with pytest.raises(AnnouncementError, match="no such announcement here"):
        await order(book, 1, one.id)

    assert world.store.held == {one.id: one}


async def test_all_of_a_draft_can_be_changed_each_change_with_its_own_revision():
    one = a_draft()
    _, book = await a_book(one)

    await book.write(1, one.id, Words(title="New"), NOON)
    await book.send_to(1, one.id, 11, NOON)
    await book.ping(1, one.id, 7, NOON)
    standing = await book.set_time(1, one.id, before("rivers"), NOON)

    assert standing.announcement == replace(
        one,
        words=Words(title="New"),
        channel=11,
        role=7,
        moment=before("rivers"),
        revision=5,
    )


async def test_two_that_change_the_same_one_at_once_both_have_their_way():
    one = a_draft()
    _, book = await a_book(one)

    await asyncio.gather(book.send_to(1, one.id, 11, NOON), book.ping(1, one.id, 7, NOON))

    standing = await book.one(1, one.id, NOON)
    assert (standing.announcement.channel, standing.announcement.role) == (11, 7)


async def test_confirmed_it_waits_and_is_planned_at_once():
    one = a_draft()
    world, book = await a_book(one)

    standing = await book.confirm(1, one.id, one.revision, NOON)

    assert (standing.phase, standing.announcement.moment) == (Phase.WAITING, At(at=NOON))
    assert [each.key for each in await world.due(NOON)] == [one.key]


@pytest.mark.parametrize(
    ("fields", "revision", "said"),
    [
        ({}, 2, "It was changed since you saw it"),
        ({"words": Words(title="A")}, 1, "It has no text yet"),
        ({"moment": At(at=EARLY)}, 1, "Its time is past"),
        ({"moment": before("gone")}, 1, "does not take place any more"),
        ({"state": WAITING, "moment": At(at=NOON + HOUR)}, 1, "It waits for its time already"),
        ({"state": AnnouncementState.CANCELLED}, 1, "It was cancelled or deleted"),
    ],
)
async def test_what_can_not_be_confirmed_is_refused_in_words(fields, revision, said):
    one = a_draft(**fields)
    world, book = await a_book(one)

    with pytest.raises(AnnouncementError, match=said):
        await book.confirm(1, one.id, revision, NOON)

    assert world.store.held == {one.id: one}


async def test_confirmed_less_than_its_span_before_the_session_it_is_posted_at_once():
    one = a_draft(moment=before("rivers", 30))
    world, book = await a_book(one)
    now = START - 20 * MINUTE

    await book.confirm(1, one.id, 1, now)

    assert [each.key for each in await world.due(now)] == [one.key]


async def test_confirmed_hours_after_it_would_have_been_due_it_is_posted_at_once():
    one = a_draft(moment=before("rivers", 180))
    world, book = await a_book(one)
    now = START - 90 * MINUTE

    standing = await book.confirm(1, one.id, 1, now)

    assert (standing.phase, standing.due) == (Phase.WAITING, now)
    assert [each.key for each in await world.due(now)] == [one.key]


async def test_so_is_what_waits_if_it_is_given_such_a_time():
    one = an_announcement(START + HOUR)
    world, book = await a_book(one)
    now = START - 90 * MINUTE

    standing = await book.set_time(1, one.id, before("rivers", 180), now)

    assert (standing.phase, standing.due) == (Phase.WAITING, now)
    assert [each.key for each in await world.due(now)] == [one.key]


async def test_once_its_session_has_started_it_is_not_confirmed():
    one = a_draft(moment=before("rivers"))
    _, book = await a_book(one)

    with pytest.raises(AnnouncementError, match="Its time is past"):
        await book.confirm(1, one.id, 1, START)


async def test_what_waits_is_never_posted_once_it_is_cancelled():
    one = an_announcement()
    world, book = await a_book(one)

    standing = await book.cancel(1, one.id, EARLY)

    assert (standing.phase, await world.due(NOON)) == (Phase.CANCELLED, [])


async def test_what_is_claimed_in_the_same_moment_is_not_taken_for_cancelled():
    one = an_announcement()
    world, book = await a_book(one)
    find = world.ledger.find
    looks = iter([None])

    async def claimed_in_between(digest):
        async for none in _each(looks):
            await became(world, one, SENT)
            return none
        return await find(digest)

    world.ledger.find = claimed_in_between
    with pytest.raises(AnnouncementError, match="It was posted already"):
        await book.cancel(1, one.id, NOON)

    standing = await book.one(1, one.id, NOON)
    assert (standing.phase, standing.announcement.state) == (Phase.POSTED, WAITING)


async def _each(looks):
    for look in looks:
        yield look


@pytest.mark.parametrize(
    ("outcome", "phase", "said"),
    [
        (None, Phase.POSTING, "It is being posted this very moment"),
        (FAILED, Phase.POSTING, "It is being posted this very moment"),
        (SENT, Phase.POSTED, "only its words can be changed"),
        (DROPPED, Phase.ENDED, "Write it anew"),
        (UNSURE, Phase.ENDED, "Write it anew"),
    ],
)
async def test_once_it_is_on_its_way_its_time_and_place_stay(outcome, phase, said):
    one = an_announcement()
    world, book = await a_book(one)
    await became(world, one, outcome)

    assert (await book.one(1, one.id, NOON)).phase == phase
    for order in ORDERS[1:4]:
        with pytest.raises(AnnouncementError, match=said):
            await order(book, 1, one.id)
    with pytest.raises(AnnouncementError, match=said):
        await book.cancel(1, one.id, NOON)


async def test_a_delivery_that_was_taken_back_is_as_if_it_had_never_been():
    one = an_announcement()
    world, book = await a_book(one)
    await became(world, one, Outcome(state=State.WITHDRAWN))

    standing = await book.one(1, one.id, NOON)

    assert (standing.phase, standing.record) == (Phase.WAITING, None)


async def test_words_of_what_was_posted_are_changed_and_refused_if_they_have_a_fault():
    one = an_announcement()
    world, book = await a_book(one)
    await became(world, one, SENT)
    new = Words(title="New", text="Other")

    standing = await book.write(1, one.id, new, NOON)

    assert (standing.phase, standing.announcement.words) == (Phase.POSTED, new)
    assert world.service.standing(standing.record.delivery).announcement.words == new
    with pytest.raises(AnnouncementError, match="It has no text yet"):
        await book.write(1, one.id, Words(title="A"), NOON)


async def test_a_draft_takes_words_with_faults():
    one = a_draft()
    _, book = await a_book(one)

    standing = await book.write(1, one.id, Words(title="A", picture="no"), NOON)

    assert standing.announcement.words == Words(title="A", picture="no")


async def test_what_waits_is_posted_at_once_if_that_is_said():
    one = an_announcement(NOON + HOUR)
    world, book = await a_book(one)

    await book.set_time(1, one.id, AtOnce(), NOON)

    assert [each.due for each in await world.due(NOON)] == [NOON]


@pytest.mark.parametrize(
    "fields", [{"moment": At(at=NOON - 2 * HOUR)}, {"moment": Before(session="gone", span=MINUTE)}]
)
async def test_what_is_held_can_have_a_new_time(fields):
    one = an_announcement(**fields)
    world, book = await a_book(one)

    held = await book.one(1, one.id, NOON)
    await book.set_time(1, one.id, AtOnce(), NOON)

    assert held.phase is Phase.HELD
    assert one.key in [each.key for each in await world.due(NOON)]


@pytest.mark.parametrize("outcome", [SENT, DROPPED])
async def test_written_anew_it_is_another_one(outcome):
    one = an_announcement(role=7)
    world, book = await a_book(one)
    await became(world, one, outcome)

    anew = (await book.renew(1, one.id, NOON)).announcement

    assert anew.id != one.id
    assert (anew.words, anew.channel, anew.role) == (one.words, one.channel, one.role)
    assert (anew.state, anew.moment, anew.revision) == (DRAFT, AtOnce(), 1)
    assert world.store.held[one.id] == one


@pytest.mark.parametrize("fields", [{}, {"state": DRAFT}])
async def test_what_can_still_be_posted_is_not_written_anew(fields):
    one = an_announcement(**fields)
    _, book = await a_book(one)

    with pytest.raises(AnnouncementError, match="It can still be posted as it is"):
        await book.renew(1, one.id, EARLY)


async def test_only_what_was_posted_can_be_deleted():
    one, other = an_announcement(), an_announcement()
    world, book = await a_book(one, other)
    await became(world, one, SENT)

    standing = await book.deleted(1, one.id, NOON)

    assert standing.phase is Phase.DELETED
    with pytest.raises(AnnouncementError, match="nothing to delete"):
        await book.deleted(1, other.id, EARLY)
    with pytest.raises(AnnouncementError, match="cancelled or deleted"):
        await book.write(1, one.id, WORDS, NOON)


async def test_a_guilds_announcements_are_listed_the_newest_first():
    old, new = an_announcement(), an_announcement(created_at=NOON)
    world, book = await a_book(old, new, an_announcement(guild_id=2))
    await became(world, old, SENT)

    listed = await book.listed(1, NOON)

    assert [(one.announcement.id, one.phase) for one in listed] == [
        (new.id, Phase.WAITING),
        (old.id, Phase.POSTED),
    ]


async def test_all_that_waits_is_listed_however_much_is_newer():
    waiting = an_announcement(START + HOUR, created_at=NOON - 9 * HOUR)
    held = an_announcement(moment=before("gone"), created_at=NOON - 8 * HOUR)
    posted = an_announcement(created_at=NOON - 7 * HOUR)
    under_way = an_announcement(created_at=NOON - 6 * HOUR)
    drafts = [a_draft(created_at=NOON) for _ in range(LISTED + 5)]
    forms = [a_draft(created_at=NOON, words=Words()) for _ in range(LISTED)]
    world, book = await a_book(waiting, held, posted, under_way, *drafts, *forms)
    await became(world, posted, SENT)
    await became(world, under_way, FAILED)

    listed = await book.listed(1, NOON + HOUR)
    soon = await book.listed(1, NOON)

    assert len(listed) == LISTED + 2
    assert [one.announcement for one in listed[LISTED:]] == [held, waiting]
    assert under_way in [one.announcement for one in soon]


async def test_abandoned_forms_push_nothing_out_of_the_list():
    posted = an_announcement(created_at=NOON - 7 * HOUR)
    forms = [a_draft(created_at=NOON, words=Words()) for _ in range(LISTED)]
    world, book = await a_book(posted, *forms)
    await became(world, posted, SENT)

    assert [one.announcement for one in await book.listed(1, NOON + 5 * HOUR)] == [posted]


async def test_without_a_program_what_waits_for_a_session_is_held():
    one = an_announcement(moment=before("rivers"))
    world, book = await a_book(one)
    world.programs.timetable = None

    held = await book.one(1, one.id, NOON)
    world.programs.timetable = Timetable(a_program())

    assert (held.phase, (await book.one(1, one.id, NOON)).phase) == (Phase.HELD, Phase.HELD)
