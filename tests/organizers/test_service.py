from dataclasses import replace

import pytest

from bot.delivery.model import Cause, Kind, State
from bot.organizers.lookback import MARGIN
from bot.organizers.model import Missed, Telling, Unread
from bot.organizers.service import Elsewhere, Tellings
from bot.storage.ledger import SqlLedger
from tests.delivery.deliveries import DUE, MINUTE, SECOND, START
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import NINE, a_program, a_session, a_talk
from tests.organizers.troubles import (
    ORGANIZERS,
    SETTLED,
    AProgramTrouble,
    a_trouble,
    an_unshown,
    choosing,
)
from tests.reminders.memory import FixedGuilds, OneProgram
from tests.storage.databases import DATABASES, a_database

NOW = SETTLED + 3 * SECOND
DAY = 24 * 60 * MINUTE
TALK = a_talk()
PROGRAM = a_program(a_session(NINE, id="keynote", title="Rivers", talks=(TALK.id,)), talks=(TALK,))


class Troubled:
    """Programs that could not be read, as a test sets them."""

    def __init__(self, *troubles):
        self.troubles = troubles

    def all(self):
        return {one.program: one for one in self.troubles}


class Unshowing:
    """A mirror with its troubles, by guild."""

    def __init__(self, by_guild):
        self.by_guild = by_guild

    def troubles(self, guild_id):
        return self.by_guild.get(guild_id, ())


class Listening:
    """A ledger that remembers what it was asked."""

    def __init__(self, ledger):
        self._ledger = ledger
        self.asked = []
        self.since = []

    async def troubles(self, since):
        self.asked.append("troubles")
        self.since.append(since)
        return await self._ledger.troubles(since)

    def __getattr__(self, name):
        self.asked.append(name)
        return getattr(self._ledger, name)


class Bench:
    def __init__(self, ledger, *choices, program=PROGRAM, programs=None, mirrors=(), **more):
        self.ledger = Listening(ledger)
        self.guilds = FixedGuilds(*(choices or [choosing()]))
        self.programs = OneProgram(program)
        elsewhere = Elsewhere(programs=programs, mirrors=mirrors)
        self.tellings = Tellings(self.programs, self.guilds, self.ledger, elsewhere, **more)

    async def settle(self, *troubles):
        for trouble in troubles:
            claim = await self.ledger.claim(trouble.delivery, DUE)
            await self.ledger.settle(replace(trouble, claimed_at=claim.claimed_at))

    async def due(self, now=NOW):
        return [one for plan in await self.tellings.plans(now) for one in plan.due]

    async def tell(self, telling, state=State.SENT, **fields):
        record = await self.ledger.claim(telling, NOW)
        await self.ledger.settle(replace(record, state=state, settled_at=NOW, **fields))


@pytest.fixture(params=["memory", *DATABASES])
async def ledger(request, tmp_path):
    if request.param == "memory":
        yield MemoryLedger()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlLedger(database)


async def test_each_guilds_organizers_are_told_of_their_own(ledger):
    other = choosing(guild_id=2, organizer_channel=98)
    bench = Bench(ledger, choosing(), other, choosing(guild_id=3))
    await bench.settle(a_trouble(), a_trouble(guild_id=2))

    assert [(one.guild_id, one.place) for one in await bench.due()] == [(1, ORGANIZERS), (2, 98)]


async def test_what_was_told_is_not_told_again_whatever_follows(ledger):
    bench = Bench(ledger)
    await bench.settle(a_trouble("keynote"))
    (telling,) = await bench.due()
    await bench.tell(telling)

    await bench.settle(a_trouble("panel", at=SETTLED + MINUTE))

    assert await bench.due(NOW + 2 * MINUTE) == []


@pytest.mark.parametrize("cause", [Cause.FORBIDDEN, Cause.GONE, Cause.LATE])
async def test_a_telling_that_fails_causes_no_other(ledger, cause):
    bench = Bench(ledger)
    await bench.settle(a_trouble())
    (telling,) = await bench.due()

    await bench.tell(telling, State.DROPPED, cause=cause)

    assert len(await bench.ledger.troubles(DUE)) == 2
    assert await bench.due() == []


async def test_a_telling_is_claimed_once(ledger):
    bench = Bench(ledger)
    await bench.settle(a_trouble())
    (telling,) = await bench.due()

    claims = [await bench.ledger.claim(telling, NOW) for _ in range(2)]

    assert [claim is not None for claim in claims] == [True, False]


async def test_another_organizer_channel_withdraws_a_telling_and_gets_its_own(ledger):
    bench = Bench(ledger)
    await bench.settle(a_trouble())
    (telling,) = await bench.due()
    bench.guilds.choices = (choosing(organizer_channel=98),)

    subject = bench.tellings.subject(telling, NOW)
    await bench.tell(telling, State.WITHDRAWN)
    (again,) = await bench.due()

    assert subject is None
    assert (again.key, again.place) == (telling.key, 98)
    assert await bench.ledger.claim(again, NOW) is not None


async def test_what_failed_while_posting_was_paused_is_told_when_it_goes_on(ledger):
    bench = Bench(ledger, choosing(paused_at=DUE))
    await bench.settle(a_trouble())

    while_paused = await bench.due()
    bench.guilds.choices = (choosing(),)

    assert (while_paused, len(await bench.due())) == ([], 1)


async def test_when_nothing_is_wrong_the_ledger_is_asked_one_question(ledger):
    bench = Bench(ledger, programs=Troubled())

    assert await bench.due() == []
    assert bench.ledger.asked == ["troubles"]


async def test_once_all_is_told_only_what_is_new_is_looked_for(ledger):
    bench = Bench(ledger)
    await bench.settle(a_trouble())
    (telling,) = await bench.due()
    await bench.tell(telling)
    later = NOW + 60 * MINUTE
    since = bench.ledger.since

    for now in (NOW, NOW, later, later):
        await bench.due(now)
    await bench.settle(a_trouble(place=11, at=later))

    assert since == [NOW - DAY, NOW - DAY, NOW - MARGIN, NOW - MARGIN, later - MARGIN]
    assert [one.due for one in await bench.due(later)] == [later]


async def test_an_organizer_channel_chosen_later_is_told_of_the_whole_day(ledger):
    bench = Bench(ledger, choosing(organizer_channel=None))
    await bench.settle(a_trouble())
    later = NOW + 60 * MINUTE

    without = [await bench.due(NOW), await bench.due(later)]
    bench.guilds.choices = (choosing(),)

    assert (without, len(await bench.due(later))) == ([[], []], 1)


async def test_a_process_tells_only_its_own_guilds(ledger):
    bench = Bench(ledger, choosing(), choosing(guild_id=2), owns=lambda guild_id: guild_id == 2)
    await bench.settle(a_trouble(), a_trouble(guild_id=2))

    assert [one.guild_id for one in await bench.due()] == [2]


async def test_a_guild_that_is_not_known_is_not_told():
    bench = Bench(MemoryLedger())
    await bench.settle(a_trouble(guild_id=2))

    assert await bench.due() == []


async def test_a_guild_whose_tellings_fail_is_logged_and_the_others_have_theirs(caplog):
    bench = Bench(MemoryLedger(), choosing(), choosing(guild_id=2))
    odd = a_trouble()
    await bench.settle(replace(odd, reason=1), a_trouble(guild_id=2))

    assert [one.guild_id for one in await bench.due()] == [2]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_without_a_channel_or_while_paused_there_is_no_subject():
    bench = Bench(MemoryLedger())
    await bench.settle(a_trouble())
    (telling,) = await bench.due()

    subjects = []
    for choices in (choosing(organizer_channel=None), choosing(paused_at=DUE)):
        bench.guilds.choices = (choices,)
        subjects.append(bench.tellings.subject(telling, NOW))

    assert subjects == [None, None]


async def test_a_subject_names_the_sessions_as_they_are_called_now():
    bench = Bench(MemoryLedger())
    await bench.settle(a_trouble("gone", "keynote"))
    (telling,) = await bench.due()

    told = bench.tellings.subject(telling, NOW)

    assert told.mark == telling.digest
    assert told.about.sessions == (
        Missed(session="gone", start=START, title=None),
        Missed(session="keynote", start=START, title="Rivers"),
    )


async def test_without_a_program_the_sessions_have_no_titles():
    bench = Bench(MemoryLedger(), program=None)
    await bench.settle(a_trouble("keynote"))
    (telling,) = await bench.due()

    told = bench.tellings.subject(telling, NOW)

    assert told.about.sessions == (Missed(session="keynote", start=START),)


async def test_a_program_that_could_not_be_read_is_told_wherever_it_is_followed(ledger):
    bench = Bench(
        ledger,
        choosing(),
        choosing(guild_id=2),
        choosing(guild_id=3, organizer_channel=None),
        programs=Troubled(AProgramTrouble()),
    )

    assert [one.guild_id for one in await bench.due()] == [1, 2]


async def test_a_program_that_nobody_follows_is_not_told(ledger):
    bench = Bench(ledger, programs=Troubled(AProgramTrouble(program="other-22")))

    assert await bench.due() == []


async def test_a_program_that_was_never_loaded_is_told_where_it_was_chosen(ledger):
    bench = Bench(
        ledger,
        choosing(program="conf-22"),
        choosing(guild_id=2),
        program=None,
        programs=Troubled(AProgramTrouble()),
    )

    assert [one.guild_id for one in await bench.due()] == [1]


async def test_of_a_program_that_was_never_good_it_is_told_that_there_is_none():
    troubled = Troubled(AProgramTrouble())
    bench = Bench(MemoryLedger(), choosing(program="conf-22"), programs=troubled)
    (telling,) = await bench.due()
    with_one = bench.tellings.subject(telling, NOW)

    bench.programs.put(None)

    assert with_one.about.stands
    assert not bench.tellings.subject(telling, NOW).about.stands


async def test_a_fault_is_told_once_and_another_one_again(ledger):
    troubled = Troubled(AProgramTrouble())
    bench = Bench(ledger, programs=troubled)
    (telling,) = await bench.due()
    await bench.tell(telling)
    after_the_first = await bench.due()

    troubled.troubles = (AProgramTrouble(words="Line 4.", digest="f" * 64),)
    (second,) = await bench.due()

    assert after_the_first == []
    assert bench.tellings.subject(second, NOW) == Telling(
        about=Unread(program="conf-22", at=SETTLED, words="Line 4."), mark=second.digest
    )
    assert second.kind is Kind.TELLING


async def test_what_is_not_shown_in_a_guild_is_told_there_once_a_day(ledger):
    mirrors = [Unshowing({1: [an_unshown()]}), Unshowing({2: [an_unshown(place=None)]})]
    bench = Bench(ledger, choosing(), choosing(guild_id=2), choosing(guild_id=3), mirrors=mirrors)
    found = await bench.due()
    for telling in found:
        await bench.tell(telling)

    assert [one.guild_id for one in found] == [1, 2]
    assert await bench.due(SETTLED + DAY - MINUTE) == []
    assert [one.guild_id for one in await bench.due(SETTLED + DAY)] == [1, 2]


async def test_what_is_not_shown_is_told_as_it_was_found():
    bench = Bench(MemoryLedger(), mirrors=[Unshowing({1: [an_unshown()]})])
    (telling,) = await bench.due()

    assert bench.tellings.subject(telling, NOW).about.words == an_unshown().words
