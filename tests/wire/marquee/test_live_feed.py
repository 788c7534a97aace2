"""A program is published by a site that is edited, while a real `marquee run` tells of it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.wire.crash.victim import Nursery
from tests.wire.marquee.dying import DEATH, Step
from tests.wire.marquee.event import LEAD, posting, until
from tests.wire.marquee.forked import Forked
from tests.wire.marquee.process import KILLED, STORE, states
from tests.wire.marquee.site import Entry, Site, moved, without
from tests.wire.marquee.tally import FINE, Trouble, as_property, counted, joined, planned

ENTRY = "tests.wire.marquee.dying:main"
# Its reminder is due long after the story.
NOT_SOON = 3_000
# Seconds: the request on the wire comes out, or its answer, when the process is dead.
WIRE = 1.0
LOOKS = 2
ON_THE_WIRE = {Step.SENDING: {"delay": WIRE}, Step.POSTED: {"hold": WIRE}}

# What a death leaves: how many Changes are kept, and the states of the deliveries of them.
LEFT = {
    Step.FETCHED: (0, []),
    Step.READ: (0, []),
    Step.COMMITTING: (0, []),
    Step.COMMITTED: (1, []),
    Step.SHELVED: (1, []),
    Step.CLAIMED: (1, ["claimed"]),
    Step.SENDING: (1, ["claimed"]),
    Step.POSTED: (1, ["claimed"]),
    Step.ANSWERED: (1, ["claimed"]),
}

REMINDER, CORRECTED, CHANGE, TELLING = "reminder", "corrected", "change", "telling"
EMPTY = "It holds no session with a time"
THINNED = "2 of 4 sessions are no longer in it"

pytestmark = pytest.mark.trouble


def soon(seconds):
    """A start whose reminder is due so many seconds from now, or up to two more: an even second"""
    now = int(datetime.now(UTC).timestamp()) + seconds + 1
    return datetime.fromtimestamp(now + now % 2, UTC) + LEAD


def a_schedule(**dues):
    """Talks whose reminders are due so many seconds from now, at odd seconds: none at another's"""
    return {
        title: Entry(start=soon(due) + timedelta(seconds=2 * place + 1))
        for place, (title, due) in enumerate(dues.items())
    }


class Story:
    """A guild that follows a site; what is called for is noted here, and compared at the end"""

    def __init__(self, folder, loopback, guild, site, nursery):
        self._folder, self.loopback, self._nursery = folder, loopback, nursery
        self.site = site
        self.talks, self.changes, self.organizers = guild.channels.values()
        self._plan = {kind: [] for kind in (REMINDER, CORRECTED, CHANGE, TELLING)}
        (folder / "data").mkdir()
        (folder / "config.toml").write_text(
            f'[store]\npath = "{STORE}"\n[programs]\ndefault = "conf"\n'
            f'[[program]]\nid = "conf"\nsource = "{site.url}"\nallow_private = true\n'
            f"[[guild]]\nid = {guild.id}\nreminder_channel = {self.talks}\n"
            f"change_channel = {self.changes}\norganizer_channel = {self.organizers}\n"
            f"leads = [{round(LEAD.total_seconds() / 60)}]\n",
            encoding="utf-8",
        )

    def process(self, step=None):
        more = {DEATH: step} if step and step not in ON_THE_WIRE else {}
        return Forked(self._nursery, self._folder, self.loopback.address, entry=ENTRY, more=more)

    def edit(self, schedule):
        self.site.schedule = schedule

    def calls_for_reminder(self, title):
        start = self.site.schedule[title].start
        words = f"**{title}** · Hall · <t:{round(start.timestamp())}:R>"
        self._plan[REMINDER].append(planned(self.talks, words, start, LEAD))

    def calls_for_corrected(self, word, title):
        """The reminder that stands is to say so; `word` is what it begins with"""
        self._plan[CORRECTED].append(_from_now(self.talks, f"{word} **{title}**"))

    def calls_for_change(self, words):
        """Both channels are to be told, from now on"""
        self._plan[CHANGE] += [_from_now(place, words) for place in (self.changes, self.talks)]

    def calls_for_telling(self, words):
        self._plan[TELLING].append(_from_now(self.organizers, words))

    def comes_back(self, title):
        """What was called cancelled takes place as it was told first"""
        self._plan[CORRECTED].clear()
        self.calls_for_reminder(title)
        self.calls_for_change(f"**{title}** takes place after all")

    async def moved_once_told(self, title):
        """The schedule with a session some seconds later, once people were reminded of it"""
        await self.loopback.witness.until_posted(1, self.talks)
        schedule = moved(self.site.schedule, title, soon(2))
        start = schedule[title].start
        self.calls_for_change(f"**{title}** moved to {_stamp(schedule[title])}")
        self.calls_for_corrected("Moved:", title)
        words = f"**{title}** · Hall · <t:{round(start.timestamp())}:R>"
        self._plan[REMINDER].append(planned(self.talks, words, start, LEAD))
        return schedule

    async def until_stands(self, count):
        """Wait until so many versions stood since the folder was new"""
        words = "The program conf stands as in"
        await until(lambda: _is_so(self.log.count(words) >= count))

    async def until_told(self):
        """Wait until as much is posted as the plan has, in each channel, and some looks later"""
        await until(self._is_told)
        await self.until_looked()

    async def until_looked(self):
        seen = len(self.site.answers)
        await until(lambda: _is_so(len(self.site.answers) > seen + LOOKS))

    async def _is_told(self):
        return not (await self.count()).lost and set(states(self._folder / STORE)) == {"sent"}

    async def count(self):
        posted = [_whole(one) for one in await self.loopback.witness.posted()]
        groups = {kind: [one for one in posted if self._kind(one) == kind] for kind in self._plan}
        counts = {kind: counted(self._plan[kind], groups[kind]) for kind in self._plan}
        # When it was posted says nothing of when it was put right.
        counts[CORRECTED] = replace(counts[CORRECTED], lateness=())
        return joined(counts.values())

    def left(self):
        """How many Changes are stored, and the states of the deliveries that tell them"""
        with closing(sqlite3.connect(self._folder / STORE)) as store:
            (kept,) = store.execute("SELECT count(*) FROM changes").fetchone()
            rows = store.execute("SELECT state FROM deliveries WHERE kind = 'change'")
            return kept, [state for (state,) in rows]

    @property
    def log(self):
        file = self._folder / "marquee.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def _kind(self, posted):
        if posted.channel_id == self.organizers:
            return TELLING
        if posted.body["embeds"][0]["title"] == "Changes of the program":
            return CHANGE
        is_corrected = posted.body["content"].startswith(("Moved:", "Cancelled:"))
        return CORRECTED if is_corrected else REMINDER


def _whole(posted):
    """The message with what its embeds say in its content too: one telling begins as another"""
    said = [posted.body["content"], *(one["description"] for one in posted.body["embeds"])]
    return replace(posted, body={**posted.body, "content": "\n".join(said)})


def _from_now(place, words):
    due, start = datetime.now(UTC), soon(NOT_SOON)
    return planned(place, words, start, start - due)


def _stamp(entry):
    return f"<t:{round(entry.start.timestamp())}:F>"


async def _is_so(truth):
    return truth


@pytest.fixture(scope="module")
def nursery():
    with Nursery() as nursery:
        yield nursery


@pytest.fixture
async def story(tmp_path, loopback, nursery):
    guild = await loopback.stage.create_guild(channels=("talks", "changes", "organizers"))
    async with Site({}) as site:
        yield Story(tmp_path, loopback, guild, site, nursery)


@pytest.fixture
def counts(request, story):
    """Counts what became of the story's plan, and keeps it for the table"""

    async def counts(trouble):
        found = await story.count()
        request.node.user_properties.append(as_property(trouble, found))
        return found

    return counts


async def test_a_session_that_moves_is_told_once_and_its_reminder_moves(story, counts):
    story.edit(a_schedule(Rivers=-9, Bridges=0))
    story.calls_for_reminder("Bridges")
    async with story.process() as marquee:
        story.edit(await story.moved_once_told("Rivers"))
        await story.until_told()
        ended = await marquee.stop()
    async with story.process() as marquee:
        await story.until_told()
        ended_again = await marquee.stop()

    assert await counts(Trouble.FEED) == FINE
    assert (ended, ended_again, "Traceback" in marquee.log) == (0, 0, False)


async def test_a_feed_that_flaps_has_nothing_told_twice(story, counts):
    early = a_schedule(Rivers=NOT_SOON, Bridges=NOT_SOON)
    late = moved(early, "Rivers", early["Rivers"].start + timedelta(hours=1))
    story.edit(early)
    async with story.process() as marquee:
        await story.until_stands(1)
        for number, schedule in enumerate((late, early), start=2):
            story.edit(schedule)
            story.calls_for_change(f"**Rivers** moved to {_stamp(schedule['Rivers'])}")
            await story.until_stands(number)
            await story.until_told()
        for number, schedule in enumerate((late, early, late, early), start=4):
            story.edit(schedule)
            await story.until_stands(number)
        await story.until_told()
        ended = await marquee.stop()
    async with story.process() as marquee:
        await story.until_told()
        ended_again = await marquee.stop()

    assert await counts(Trouble.FEED) == FINE
    assert (ended, ended_again, "Traceback" in marquee.log) == (0, 0, False)


async def test_an_emptied_and_a_thinned_feed_are_refused_and_told_once_each(story, counts):
    whole = a_schedule(Rivers=-3, Bridges=2, Hills=NOT_SOON, Woods=NOT_SOON)
    story.edit(whole)
    story.calls_for_reminder("Rivers")
    story.calls_for_reminder("Bridges")
    async with story.process() as marquee:
        await story.until_stands(1)
        for schedule, words in ({}, EMPTY), (without(whole, "Bridges", "Woods"), THINNED):
            story.edit(schedule)
            story.calls_for_telling(words)
            await until(lambda words=words: _is_so(words in marquee.log))
            await story.until_looked()
        await story.until_told()
        ended = await marquee.stop()
    async with story.process() as marquee:
        await story.until_told()
        ended_again = await marquee.stop()

    assert await counts(Trouble.FEED) == FINE
    assert (ended, ended_again, "Traceback" in marquee.log) == (0, 0, False)


async def test_a_session_that_vanishes_and_comes_back_is_told_of_once_each(story, counts):
    whole = a_schedule(Rivers=-9, Bridges=NOT_SOON, Hills=NOT_SOON, Woods=NOT_SOON)
    story.edit(whole)
    async with story.process() as marquee:
        await story.loopback.witness.until_posted(1, story.talks)
        story.edit(without(whole, "Rivers"))
        story.calls_for_corrected("Cancelled:", "Rivers")
        story.calls_for_change(f"Cancelled: **Rivers**, {_stamp(whole['Rivers'])}")
        await story.until_told()
        ended = await marquee.stop()
    async with story.process() as marquee:
        await story.until_told()
        after_restart = await story.count()
        story.edit(whole)
        story.comes_back("Rivers")
        await story.until_told()
        ended_again = await marquee.stop()

    assert after_restart == FINE
    assert await counts(Trouble.FEED) == FINE
    assert (ended, ended_again, "Traceback" in marquee.log) == (0, 0, False)


@pytest.mark.parametrize("step", Step)
async def test_killed_at_a_step_of_a_refresh_it_tells_each_change_once(
    loopback, story, counts, step
):
    story.edit(a_schedule(Rivers=-9, Bridges=0, Hills=NOT_SOON, Woods=NOT_SOON))
    story.calls_for_reminder("Bridges")
    async with story.process(step) as marquee:
        schedule = await story.moved_once_told("Rivers")
        if step in ON_THE_WIRE:
            await loopback.fault(posting(story.changes), **ON_THE_WIRE[step])
        story.edit(schedule)
        if step in ON_THE_WIRE:
            await until(lambda: _is_on_the_wire(loopback, story, step))
            marquee.kill()
        ended = await marquee.ended()
    left = story.left()
    async with story.process() as marquee:
        await story.until_told()
        ended_again = await marquee.stop()

    assert await counts(Trouble.REFRESH_KILL) == FINE
    assert (ended, left, ended_again) == (KILLED, LEFT[step], 0)
    assert "Traceback" not in marquee.log


async def _is_on_the_wire(loopback, story, step):
    (fault,) = await loopback.faults()
    stands = await loopback.witness.count(story.changes)
    return fault["hits"] and (stands or step is Step.SENDING)
