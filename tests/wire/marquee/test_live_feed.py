"""A program is published by a site that is edited, while a real `marquee run` tells of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.wire.crash.victim import Nursery
from tests.wire.marquee.dying import DEATH, ON_THE_WIRE, Step
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
        self._folder, self._loopback, self._nursery = folder, loopback, nursery
        self.site = site
        self.talks, self.changes, self.organizers = guild.channels.values()
        self._plan = {"reminder": [], "change": [], "corrected": [], "telling": []}
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
        return Forked(self._nursery, self._folder, self._loopback.address, entry=ENTRY, more=more)

    def edit(self, schedule):
        self.site.schedule = schedule

    def calls_for_reminder(self, title):
        self._reminded("reminder", f"**{title}**", self.site.schedule[title].start)

    def calls_for_corrected(self, word, title, told):
        self._reminded("corrected", f"{word} **{title}**", told)

    def _reminded(self, kind, words, start):
        stamped = f"{words} · Hall · <t:{round(start.timestamp())}:R>"
        stamped = words if kind == "corrected" else stamped
        self._plan[kind].append(planned(self.talks, stamped, start, LEAD))

    def calls_for_change(self, words, now=None):
        """Both channels are to be told, from now on"""
        due, start = datetime.now(UTC), soon(NOT_SOON)
        told = [planned(place, words, start, start - due) for place in (self.changes, self.talks)]
        self._plan["change"] += told

    def calls_for_telling(self, words):
        due, start = datetime.now(UTC), soon(NOT_SOON)
        self._plan["telling"].append(planned(self.organizers, words, start, start - due))

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
        posted = await self._loopback.witness.posted()
        groups = {kind: [one for one in posted if self._kind(one) == kind] for kind in self._plan}
        return joined(counted(self._plan[kind], groups[kind]) for kind in self._plan)

    def _kind(self, posted):
        if posted.channel_id == self.organizers:
            return "telling"
        if posted.body["embeds"][0]["title"] == "Changes of the program":
            return "change"
        is_corrected = posted.body["content"].startswith(("Moved:", "Cancelled:"))
        return "corrected" if is_corrected else "reminder"


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
    story.edit(a_schedule(Rivers=0, Bridges=4))
    story.calls_for_reminder("Bridges")
    async with story.process() as marquee:
        first = story.site.schedule["Rivers"].start
        story.edit(await _moved_once_told(story, "Rivers"))
        story.calls_for_corrected("Moved:", "Rivers", first)
        story.calls_for_reminder("Rivers")
        await story.until_told()
        ended = await marquee.stop()
    async with story.process() as marquee:
        await story.until_looked()
        await story.until_told()
        ended_again = await marquee.stop()

    assert await counts(Trouble.FEED) == FINE
    assert (ended, ended_again, "Traceback" in marquee.log) == (0, 0, False)


async def _moved_once_told(story, title):
    """The schedule with a session that moves a few seconds, once people were reminded of it"""
    await story._loopback.witness.until_posted(1, story.talks)
    schedule = moved(story.site.schedule, title, soon(6))
    stamp = round(schedule[title].start.timestamp())
    story.calls_for_change(f"**{title}** moved to <t:{stamp}:F>")
    return schedule


@pytest.mark.parametrize("step", Step)
async def test_killed_at_a_step_of_a_refresh_it_tells_each_change_once(
    loopback, story, counts, step
):
    story.edit(a_schedule(Rivers=0, Bridges=4, Hills=NOT_SOON, Woods=NOT_SOON))
    story.calls_for_reminder("Bridges")
    async with story.process(step) as marquee:
        first = story.site.schedule["Rivers"].start
        schedule = await _moved_once_told(story, "Rivers")
        fault = await _fault(loopback, story, step)
        story.edit(schedule)
        if fault:
            await until(lambda: _is_met(loopback))
            marquee.kill()
        ended = await marquee.ended()
    story.calls_for_corrected("Moved:", "Rivers", first)
    story.calls_for_reminder("Rivers")
    async with story.process() as marquee:
        await story.until_told()
        ended_again = await marquee.stop()

    assert await counts(Trouble.REFRESH_KILL) == FINE
    assert (ended, ended_again, "Traceback" in marquee.log) == (KILLED, 0, False)


async def _fault(loopback, story, step):
    match step:
        case Step.SENDING:
            return await loopback.fault(posting(story.changes), delay=WIRE)
        case Step.POSTED:
            return await loopback.fault(posting(story.changes), hold=WIRE)
    return None


async def _is_met(loopback):
    (fault,) = await loopback.faults()
    return fault["hits"]
