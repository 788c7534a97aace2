import asyncio
import logging
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.delivery.model import Cause
from bot.mirrors.board import board_of
from bot.mirrors.board_keeper import LEFT_FOR
from bot.mirrors.board_plan import LONGEST_WAIT, OLD_EDITS, PIN_AGAIN
from bot.mirrors.model import MirrorKind, Reply, Result, Trouble
from bot.program.timetable import Timetable
from tests.factories import NINE, a_program, a_session
from tests.mirrors.mirrors import GUILD, MINUTE, OTHER_PLACE, PLACE, a_mirror, told_in
from tests.mirrors.pinned import Killed, Town

HOUR = timedelta(hours=1)
OTHER = 2
PROGRAM = a_program(
    *(
        a_session(NINE + number * 30 * MINUTE, id=f"s-{number}", title=f"S {number}", minutes=25)
        for number in range(12)
    )
)
TIMETABLE = Timetable(PROGRAM)
START, END = NINE.astimezone(UTC), NINE.astimezone(UTC) + 6 * HOUR
BEFORE, WITHIN = START - 10 * MINUTE, START + 5 * MINUTE
LATER = Reply(result=Result.LATER, reason="Discord could not be reached")
FORBIDDEN = Reply(result=Result.REFUSED, reason="allow Send Messages")
TOO_OLD = Reply(result=Result.TOO_OLD, reason="too old")


@pytest.fixture
def town():
    return Town(TIMETABLE, BEFORE)


@pytest.fixture
async def posted(town):
    """A town whose board is posted and pinned"""
    await town.boards.look()
    town.walls.calls.clear()
    return town


def shows(town, instant):
    """Whether the one board of a town shows what it should at an instant"""
    (paper,) = town.walls.papers
    return paper.board == board_of(town.timetable, instant)


def choose(town, guild_id=GUILD, **fields):
    town.choices[guild_id] = replace(town.choices[guild_id], **fields)


async def test_a_board_is_posted_pinned_and_kept(town):
    await town.boards.look()

    (paper,), (mirror,) = town.walls.papers, town.mirrors
    assert (paper.is_pinned, shows(town, BEFORE)) == (True, True)
    assert mirror == a_mirror(discord_id=paper.id, digest=town.walls.digest(paper.board), at=BEFORE)


async def test_it_is_left_alone_as_long_as_its_text_is_the_same(posted):
    for minutes in range(1, 10):
        await posted.look_at(BEFORE + minutes * MINUTE)

    assert posted.walls.calls == []


async def test_it_is_edited_when_a_session_begins_and_when_it_ends(posted):
    seen = []
    for instant in (START, START + 24 * MINUTE, START + 25 * MINUTE, START + 30 * MINUTE):
        await posted.look_at(instant)
        seen.append(shows(posted, instant))

    assert seen == [True] * 4
    assert [method for method, _ in posted.walls.calls] == ["edit"] * 3


async def test_it_is_edited_at_most_once_a_minute(posted):
    await posted.look_at(START)
    posted.timetable = Timetable(replace(PROGRAM, name="Renamed"))
    await posted.look_at(START + timedelta(seconds=59))
    held_back = len(posted.walls.calls)

    await posted.look_at(START + MINUTE)

    assert (held_back, len(posted.walls.calls)) == (1, 2)
    assert shows(posted, START + MINUTE)


async def test_over_a_whole_day_it_is_one_message_until_it_is_old(posted):
    for seconds in range(0, 7 * 3600, 15):
        await posted.look_at(BEFORE + timedelta(seconds=seconds))

    (paper,) = posted.walls.papers
    edits = [method for method, _ in posted.walls.calls].count("edit")
    # Twelve starts and twelve ends, and none of them twice.
    assert edits == 24
    assert shows(posted, END)
    assert min(b - a for a, b in zip(paper.edits, paper.edits[1:], strict=False)) >= MINUTE


async def test_a_restart_keeps_the_same_message(posted):
    (before,) = posted.walls.papers
    posted.restart()

    await posted.look_at(WITHIN)

    assert posted.walls.papers == [before]
    assert posted.walls.calls == [("edit", GUILD)]


async def test_what_somebody_deleted_is_posted_again_with_the_next_change(posted):
    (before,) = posted.walls.papers
    posted.walls.delete(before)

    await posted.look_at(WITHIN)

    (after,) = posted.walls.papers
    assert after.id != before.id
    assert (after.is_pinned, shows(posted, WITHIN)) == (True, True)


@pytest.mark.parametrize("moment", ["create", "pin", "edit", "remove"])
async def test_killed_anywhere_and_started_again_it_is_one_board(town, moment):
    for instant in (BEFORE, WITHIN):
        town.walls.killed_after = moment
        choose(town, board_channel=PLACE if instant == BEFORE else OTHER_PLACE)
        for minutes in range(3):
            try:
                await town.look_at(instant + minutes * MINUTE)
            except Killed:
                town.restart()

    assert shows(town, WITHIN)
    (paper,), (mirror,) = town.walls.papers, town.mirrors
    assert (mirror.discord_id, paper.spot.channel, paper.is_pinned) == (
        paper.id,
        OTHER_PLACE,
        True,
    )


async def test_one_that_stands_already_is_adopted_where_the_store_was_lost(posted):
    posted.store.mirrors.clear()
    posted.restart()

    await posted.look_at(WITHIN)
    await posted.look_at(WITHIN + MINUTE)

    assert [method for method, _ in posted.walls.calls] == ["find", "edit"]
    assert shows(posted, WITHIN)


async def test_two_processes_post_one_board(town):
    first = town.boards
    town.restart()

    await asyncio.gather(first.look(), town.boards.look())
    await asyncio.gather(first.look(), town.boards.look())

    assert (len(town.walls.papers), len(town.mirrors)) == (1, 1)
    await town.look_at(WITHIN)
    await first.look()
    assert shows(town, WITHIN)


async def test_an_old_one_that_takes_no_more_edits_is_posted_anew(posted):
    (before,) = posted.walls.papers
    posted.walls.faults["edit"] = [TOO_OLD]

    await posted.look_at(WITHIN + 2 * HOUR)

    (after,) = posted.walls.papers
    assert after.id != before.id
    assert [method for method, _ in posted.walls.calls] == [
        "edit", "remove", "find", "create", "pin",
    ]  # fmt: skip


async def test_so_many_edits_of_an_old_one_in_an_hour_are_not_tried(posted):
    old = BEFORE + 2 * HOUR
    ids = []
    for minutes in range(OLD_EDITS + 2):
        posted.timetable = Timetable(replace(PROGRAM, name=f"Version {minutes}"))
        await posted.look_at(old + minutes * MINUTE)
        ids.append(posted.walls.papers[0].id)

    assert [method for method, _ in posted.walls.calls].count("edit") == OLD_EDITS + 1
    assert ids[:OLD_EDITS] == [ids[0]] * OLD_EDITS
    assert len(set(ids)) == 2


async def test_after_the_event_it_says_so_and_is_left_alone(posted):
    await posted.look_at(END)
    posted.walls.papers.clear()
    for hours in range(1, 9):
        await posted.look_at(END + hours * HOUR)

    assert posted.walls.calls == [("edit", GUILD)]


async def test_an_event_that_is_over_gets_no_new_board(town):
    await town.look_at(END + HOUR)

    assert (town.walls.calls, town.mirrors) == ([], [])


async def test_one_that_was_deleted_is_not_posted_to_say_that_it_is_over(posted):
    posted.walls.papers.clear()

    await posted.look_at(END)
    await posted.look_at(END + HOUR)

    assert (posted.walls.papers, posted.mirrors) == ([], [])


async def test_in_another_channel_it_is_posted_there_and_taken_away_here(posted):
    choose(posted, board_channel=OTHER_PLACE)

    await posted.look_at(WITHIN)

    (paper,), (mirror,) = posted.walls.papers, posted.mirrors
    assert (paper.spot.channel, mirror.channel) == (OTHER_PLACE, OTHER_PLACE)


@pytest.mark.parametrize(("fault", "papers"), [(None, 0), (Reply(result=Result.GONE), 1)])
async def test_without_a_channel_it_is_taken_away_and_forgotten(posted, fault, papers):
    posted.walls.faults["remove"] = [fault] if fault else []
    choose(posted, board_channel=None)

    await posted.look_at(WITHIN)
    await posted.look_at(WITHIN + HOUR)

    assert (len(posted.walls.papers), posted.mirrors) == (papers, [])
    assert posted.walls.calls == [("remove", GUILD)]


async def test_taking_it_away_is_tried_again_when_discord_is_not_reached(posted):
    posted.walls.faults["remove"] = [LATER]
    choose(posted, board_channel=None)

    await posted.look_at(WITHIN)
    await posted.look_at(WITHIN + MINUTE)

    assert (posted.walls.papers, posted.mirrors) == ([], [])


@pytest.mark.parametrize("field", ["paused_at", "left_at"])
async def test_nothing_is_done_while_posting_is_paused_or_marquee_is_away(posted, field):
    choose(posted, **{field: BEFORE})
    await posted.look_at(WITHIN)
    still = list(posted.walls.calls)

    choose(posted, **{field: None})
    await posted.look_at(WITHIN)

    assert (still, posted.walls.calls) == ([], [("edit", GUILD)])


async def test_a_program_that_is_not_loaded_changes_nothing(posted):
    posted.timetable = None

    await posted.look_at(WITHIN)

    assert posted.walls.calls == []


async def test_what_is_in_the_way_of_posting_is_told_until_it_is_not(town):
    town.walls.faults["find"] = [FORBIDDEN]
    await town.boards.look()
    told = told_in(town.boards)
    await town.look_at(BEFORE + MINUTE)

    assert (told, told_in(town.boards)) == ("allow Send Messages", None)
    assert len(town.walls.papers) == 1


async def test_a_trouble_is_of_the_channel_that_was_chosen_then(town):
    town.walls.faults["find"] = [FORBIDDEN]
    await town.boards.look()

    choose(town, board_channel=OTHER_PLACE)

    assert told_in(town.boards) is None


async def test_a_trouble_is_told_with_its_channel_since_when_and_why(town):
    town.walls.faults["find"] = [replace(FORBIDDEN, cause=Cause.GONE)] * 2
    await town.boards.look()
    await town.look_at(BEFORE + MINUTE)

    assert town.boards.troubles(GUILD) == (
        Trouble(
            kind=MirrorKind.BOARD,
            cause=Cause.GONE,
            place=PLACE,
            words="allow Send Messages",
            at=BEFORE,
        ),
    )


async def test_another_trouble_is_told_since_it_is_there(town):
    town.walls.faults["find"] = [FORBIDDEN, replace(FORBIDDEN, cause=Cause.GONE)]
    await town.boards.look()
    await town.look_at(BEFORE + MINUTE)

    assert [one.at for one in town.boards.troubles(GUILD)] == [BEFORE + MINUTE]


async def test_who_mended_it_need_not_wait(town):
    town.walls.faults["find"] = [FORBIDDEN]
    await town.boards.look()

    town.boards.try_again(GUILD)
    await town.boards.look()

    assert shows(town, BEFORE)


async def test_what_can_not_be_deleted_in_the_old_channel_goes_once_it_can(posted):
    posted.walls.faults["remove"] = [FORBIDDEN] * 3
    choose(posted, board_channel=OTHER_PLACE)
    await posted.boards.look()
    meanwhile = sorted(paper.spot.channel for paper in posted.walls.papers)
    posted.restart()

    for waited in range(1, 5):
        await posted.look_at(BEFORE + waited * LONGEST_WAIT)

    assert meanwhile == [PLACE, OTHER_PLACE]
    assert [paper.spot.channel for paper in posted.walls.papers] == [OTHER_PLACE]
    assert [mirror.channel for mirror in posted.mirrors] == [OTHER_PLACE]
    assert posted.boards.troubles(GUILD) == ()


async def test_what_can_not_be_deleted_for_a_day_is_given_up(posted):
    posted.walls.faults["remove"] = [FORBIDDEN] * 100
    choose(posted, board_channel=None)
    await posted.boards.look()
    await posted.look_at(BEFORE + LEFT_FOR - MINUTE)
    still = len(posted.mirrors)

    await posted.look_at(BEFORE + LEFT_FOR + LONGEST_WAIT)

    assert (still, posted.mirrors) == (1, [])


async def test_killed_while_it_keeps_what_can_not_be_deleted_it_keeps_it_once(posted):
    posted.walls.faults["remove"] = [FORBIDDEN] * 2
    choose(posted, board_channel=None)
    before = posted.mirrors
    await posted.boards.look()
    # As if it had been killed between its two writes.
    for mirror in before:
        await posted.store.swap(None, mirror)
    posted.restart()

    await posted.look_at(BEFORE + MINUTE)
    await posted.look_at(BEFORE + 2 * LONGEST_WAIT)

    assert (posted.walls.papers, posted.mirrors) == ([], [])


async def test_a_guild_that_was_forgotten_and_set_up_as_before_has_a_board_again(posted):
    choices = posted.choices.pop(GUILD)
    posted.walls.delete(posted.walls.papers[0])
    await posted.store.forget(GUILD)
    await posted.boards.look()

    posted.choices[GUILD] = choices
    await posted.boards.look()

    assert shows(posted, BEFORE)


async def test_a_guild_that_marquee_left_and_came_back_to_keeps_its_board(posted):
    choose(posted, left_at=BEFORE)
    await posted.boards.look()
    choose(posted, left_at=None)

    await posted.look_at(WITHIN)

    assert posted.walls.calls == [("edit", GUILD)]


async def test_without_the_right_to_pin_it_stands_unpinned_and_that_is_said(town):
    town.walls.may_pin = False
    await town.boards.look()
    await town.look_at(WITHIN)
    told = told_in(town.boards)

    town.walls.may_pin = True
    await town.look_at(WITHIN + PIN_AGAIN)

    assert (told, shows(town, WITHIN)) == ("allow Pin Messages", True)
    assert (told_in(town.boards), town.walls.papers[0].is_pinned) == (None, True)


async def test_whoever_looks_is_told_again_and_once_it_is_allowed_it_is_pinned(town):
    town.walls.may_pin = False
    await town.boards.look()

    told = []
    for _ in range(3):
        told.append(told_in(town.boards))
        town.boards.try_again(GUILD)
        told.append(told_in(town.boards))
        await town.boards.look()
    town.walls.may_pin = True
    town.boards.try_again(GUILD)
    await town.boards.look()

    assert told == ["allow Pin Messages"] * 6
    assert (told_in(town.boards), town.walls.papers[0].is_pinned) == (None, True)


async def test_whoever_looks_has_nothing_tried_that_is_as_it_should_be(posted):
    posted.boards.try_again(GUILD)
    await posted.boards.look()

    assert posted.walls.calls == []


async def test_a_create_that_failed_is_tried_again_with_the_same_nonce(town):
    town.walls.faults["create"] = [LATER]
    await town.boards.look()
    await town.look_at(BEFORE + timedelta(seconds=30))
    waiting = list(town.walls.calls)

    await town.look_at(BEFORE + MINUTE)

    assert [method for method, _ in waiting] == ["find", "create"]
    (paper,), (mirror,) = town.walls.papers, town.mirrors
    assert paper.nonce == a_mirror(at=BEFORE, discord_id=0).nonce
    assert mirror.discord_id == paper.id


async def test_one_that_was_deleted_before_we_heard_of_it_is_posted_anew(town):
    town.walls.faults["create"] = [Reply(result=Result.GONE)]

    await town.boards.look()

    assert shows(town, BEFORE)


async def test_one_guilds_failure_leaves_the_others_as_they_are(caplog):
    town = Town(TIMETABLE, BEFORE, guilds=(GUILD, OTHER))
    town.walls.faults["find"] = [RuntimeError("a bug")]

    with caplog.at_level(logging.ERROR):
        await town.boards.look()
    first = [paper.spot.guild_id for paper in town.walls.papers]
    await town.look_at(BEFORE + MINUTE)

    assert len(first) == 1
    assert {paper.spot.guild_id for paper in town.walls.papers} == {GUILD, OTHER}
    (record,) = caplog.records
    assert record.message.startswith("Reference ")


async def test_a_store_that_fails_is_asked_again(town, caplog):
    async def broken(kind):
        raise OSError(kind)

    read, town.store.all = town.store.all, broken
    await town.boards.look()
    town.store.all = read

    await town.boards.look()

    assert shows(town, BEFORE)
    assert "no board could be looked at" in caplog.text


async def test_only_own_guilds_are_looked_after(town):
    town.others = {GUILD}

    await town.boards.look()

    assert town.walls.calls == []


async def test_a_guild_that_hangs_is_left_to_who_is_at_it_and_holds_up_no_other():
    town = Town(TIMETABLE, BEFORE, guilds=(GUILD, OTHER))
    answered = asyncio.Event()

    async def hang(method, spot):
        if spot.guild_id == GUILD:
            await answered.wait()

    town.walls.before = hang
    first = asyncio.create_task(town.boards.look())
    for _ in range(50):  # the other one is through long before
        await asyncio.sleep(0)
    await town.look_at(WITHIN)
    others = [paper.board for paper in town.walls.papers]
    answered.set()
    await first

    assert others == [board_of(TIMETABLE, WITHIN)]
    assert sorted(paper.spot.guild_id for paper in town.walls.papers) == [GUILD, OTHER]


async def test_a_stopped_one_begins_nothing_more(town):
    town.boards.stop()

    await town.boards.look()

    assert town.walls.calls == []


async def test_a_thousand_guilds_that_have_nothing_new_cost_nothing(monkeypatch):
    town = Town(TIMETABLE, BEFORE, guilds=range(1, 1_001))
    await town.boards.look()
    town.walls.calls.clear()
    made = []
    monkeypatch.setattr(town.walls, "digest", made.append)

    await town.look_at(BEFORE + MINUTE)

    assert (town.walls.calls, made) == ([], [])


async def test_taken_away_and_posted_again_at_one_instant_it_stands(posted):
    for channel in (OTHER_PLACE, PLACE, None, PLACE):
        choose(posted, board_channel=channel)
        await posted.boards.look()

    for _ in range(2):
        await posted.boards.look()
    assert shows(posted, BEFORE)
