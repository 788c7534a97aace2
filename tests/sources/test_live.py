"""A program that is published on the web, refreshed again and again: stories on a real socket."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.program import yaml_file
from bot.program.diff import ChangeKind
from bot.rehearsal.time import HeldClock
from bot.sources.folder import ProgramFiles
from bot.sources.overview import Overview
from bot.sources.reading import Unreadable, read
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from bot.sources.table import SourceTable
from bot.sources.taking import MOST_TRIES
from tests.sources.feed import Feed, a_calendar, an_event, talks
from tests.sources.memory_versions import MemoryVersions

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
EVERY = timedelta(minutes=5)


class Lease:
    async def holds(self, lease):
        return True


class HereReader:
    """Reads in this process, for speed"""

    def __init__(self):
        self.failures = 0

    def read(self, work):
        if self.failures:
            self.failures -= 1
            return Unreadable(words="Reading it takes longer than a moment.", is_passing=True)
        return read(work)

    def stop(self):
        pass


class House:
    """A running refresh of one published program"""

    def __init__(self, feed, folder):
        self.feed = feed
        self.folder = folder
        self.versions = MemoryVersions()
        self.clock = HeldClock(NOW)
        self.restart()

    def restart(self, **fields):
        table = SourceTable(
            **{"id": "conf", "source": self.feed.url, "allow_private": True, **fields}
        )
        self.shelf = Shelf(default="conf")
        self.reader = HereReader()
        self.refresh = Refresh(
            self.shelf,
            ProgramFiles([self.folder]),
            self.versions,
            Lease(),
            self.clock,
            tables=[table],
            reader=self.reader,
        )
        self.overview = Overview(self.refresh, self.shelf, self.versions, EVERY)

    async def look(self, text=None):
        if text is not None:
            self.feed.text = text
        self.clock.move_to(self.clock.now() + EVERY)
        await self.refresh.look()

    @property
    def program(self):
        return self.shelf.lookup(None).program

    @property
    def titles(self):
        return [talk.title for talk in self.program.talks]

    @property
    def numbers(self):
        return sorted(int(title.split()[1]) for title in self.titles)

    @property
    def trouble(self):
        found = self.refresh.troubles.all().get("conf")
        return found and found.words

    async def told(self):
        kept = await self.versions.changes("conf", 100)
        return [
            ((one.change.after or one.change.before).title, *one.change.kinds)
            for one in reversed(kept)
        ]


@pytest.fixture
async def house(tmp_path):
    async with Feed() as feed:
        running = House(feed, tmp_path)
        await running.refresh.start()
        yield running


async def test_at_its_first_start_the_program_is_fetched_and_stands_under_our_id(house):
    assert (house.program.id, house.numbers, await house.told()) == ("conf", [*range(10)], [])
    assert house.trouble is None


async def test_what_changed_is_taken_over_and_kept_as_changes(house):
    before = {talk.title: talk.id for talk in house.program.talks}

    await house.look(talks(*range(11), t3=20))

    after = {talk.title: talk.id for talk in house.program.talks}
    assert await house.told() == [("Talk 3", ChangeKind.MOVED), ("Talk 10", ChangeKind.ADDED)]
    assert {title: after[title] for title in before} == before


async def test_an_unchanged_source_is_asked_with_its_etag_and_nothing_happens(house):
    lookup = house.shelf.lookup(None)

    await house.look()
    await house.look()

    assert house.feed.answers == [200, 304, 304]
    assert house.shelf.lookup(None) is lookup


async def test_a_source_is_looked_at_as_often_as_its_table_says(house):
    for _ in range(10):
        house.clock.move_to(house.clock.now() + timedelta(minutes=1))
        await house.refresh.look()

    assert len(house.feed.answers) == 3


async def test_after_a_restart_the_stored_version_stands_at_once_and_nothing_is_told_anew(house):
    house.feed.status = 500
    house.restart()
    await house.refresh.start()
    at_first = house.numbers
    house.feed.status = 200
    await house.look()

    assert (at_first, house.numbers, await house.told()) == ([*range(10)], [*range(10)], [])


async def test_a_broken_source_leaves_what_stands_and_is_told_once(house, caplog):
    await house.look("BEGIN:VCALENDAR\r\nnothing of the kind")
    first = house.refresh.troubles.all()["conf"]
    await house.look()
    await house.look()

    assert (house.numbers, house.refresh.troubles.all()["conf"]) == ([*range(10)], first)
    assert first.words.startswith(f"{house.feed.url} can't be used: ")
    assert sum("can't be used" in record.getMessage() for record in caplog.records) == 1


async def test_an_emptied_source_is_refused_and_told(house):
    await house.look(a_calendar())

    assert house.numbers == [*range(10)]
    assert "can't be used" in house.trouble


async def test_a_server_that_is_away_for_once_is_no_trouble(house):
    house.feed.status = 503
    await house.look()
    once = house.trouble
    await house.look()
    twice = house.trouble
    house.feed.status = 200
    await house.look()

    assert (once, house.trouble) == (None, None)
    answer = "The server answers 503 (Service Unavailable). Try again later."
    assert twice == f"{house.feed.url} can't be fetched. {answer}"


async def test_a_source_that_lost_too_much_is_refused_until_organizers_accept_it(house):
    await house.look(talks(*range(6)))
    refused = (await house.overview.status("conf")).refused
    await house.look()
    standing, words = house.numbers, house.trouble

    taken = await house.overview.accept("conf", refused.digest)

    assert (standing, taken, house.numbers) == ([*range(10)], True, [*range(6)])
    assert "4 of 10 sessions are no longer in it" in words
    assert [change.kinds for change in refused.changes] == [(ChangeKind.CANCELLED,)] * 4
    assert len(await house.told()) == 4
    assert (await house.overview.status("conf")).refused is None
    assert house.trouble is None

    await house.look()

    assert (house.numbers, house.trouble, len(await house.told())) == ([*range(6)], None, 4)


async def test_a_refused_version_is_forgotten_when_the_source_is_whole_again(house):
    await house.look(talks(*range(6)))
    refused = (await house.overview.status("conf")).refused

    await house.look(talks(*range(10)))

    assert (await house.overview.status("conf")).refused is None
    assert not await house.overview.accept("conf", refused.digest)
    assert (house.trouble, house.numbers, await house.told()) == (None, [*range(10)], [])


async def test_no_other_version_than_the_refused_one_is_accepted(house):
    await house.look(talks(*range(6)))

    assert not await house.overview.accept("conf", "0" * 64)
    assert house.numbers == [*range(10)]


async def test_seven_of_ten_are_enough(house):
    await house.look(talks(*range(7)))

    assert house.trouble is None


async def test_a_session_that_vanished_once_stays_and_twice_is_cancelled(house):
    await house.look(talks(*range(9)))
    once = house.numbers, await house.told()
    await house.look()

    assert once == ([*range(10)], [])
    assert (house.numbers, await house.told()) == (
        [*range(9)],
        [("Talk 9", ChangeKind.CANCELLED)],
    )


async def test_what_else_changed_is_told_while_a_session_is_missing(house):
    await house.look(talks(*range(9), t3=20))

    assert (house.numbers, await house.told()) == (
        [*range(10)],
        [("Talk 3", ChangeKind.MOVED)],
    )


async def test_a_flapping_source_says_nothing(house):
    for _ in range(3):
        await house.look(talks(*range(9)))
        await house.look(talks(*range(10)))

    assert (house.numbers, await house.told(), house.trouble) == ([*range(10)], [], None)


async def test_what_was_missing_before_a_restart_counts_after_it(house):
    await house.look(talks(*range(9)))
    house.restart()
    await house.refresh.start()
    await house.look()

    assert house.numbers == [*range(9)]


async def test_a_failed_look_is_no_good_refresh(house):
    await house.look(talks(*range(9)))
    house.feed.status = 500
    await house.look()
    house.feed.status = 200
    meanwhile = house.numbers
    await house.look()

    assert (meanwhile, house.numbers) == ([*range(10)], [*range(9)])


async def test_a_file_with_the_tables_id_gives_way_to_it(house):
    text = house.versions.versions["conf"].text.replace("Talk 3", "Other")
    (house.folder / "conf.yaml").write_text(text, encoding="utf-8")

    await house.look()

    assert "Other" not in house.titles


async def test_a_file_of_a_table_is_imported_and_applied_at_once(house, tmp_path_factory):
    path = tmp_path_factory.mktemp("published") / "schedule.ics"
    path.write_text(talks(*range(10)), encoding="utf-8", newline="")
    house.restart(source=None, file=path)
    await house.refresh.start()
    path.write_text(talks(*range(9)), encoding="utf-8", newline="")

    await house.look()

    assert (house.numbers, await house.told()) == (
        [*range(9)],
        [("Talk 9", ChangeKind.CANCELLED)],
    )


async def test_a_reload_asks_at_once_and_for_all_of_it(house):
    await house.look()
    house.feed.text = a_calendar(*(an_event(one) for one in range(9)), an_event(9, title="New 9"))

    await house.overview.reload("conf")

    assert "New 9" in house.titles
    assert house.feed.answers[-1] == 200


async def test_a_status_says_where_it_comes_from_and_when_it_was_looked_at(house):
    status = await house.overview.status("conf")

    assert (status.name, status.origin, status.is_live) == ("Conf 2026", house.feed.url, True)
    assert (status.last_look, status.next_look) == (NOW, NOW + EVERY)
    assert (status.accepted_at, len(status.digest), status.counts.sessions) == (NOW, 8, 10)
    assert (status.trouble, status.refused) == (None, None)


async def test_two_programs_fail_apart_from_each_other(house, caplog):
    async def broken(*_):
        raise ZeroDivisionError

    house.refresh.outlets.by_program["conf"].look = broken
    await house.look(talks(*range(11)))

    assert house.numbers == [*range(10)]
    assert "looking at the source of conf failed; the next look tries again" in caplog.text


async def test_a_file_that_lost_too_much_is_refused_and_can_be_accepted(house):
    program = replace(house.program, id="other")
    path = house.folder / "other.yaml"
    path.write_text(yaml_file.write(program), encoding="utf-8")
    await house.look()
    less = replace(program, sessions=program.sessions[:5])
    path.write_text(yaml_file.write(less), encoding="utf-8")
    house.clock.move_to(house.clock.now() + EVERY)

    await house.look()
    await house.look()
    words = house.refresh.troubles.all()["other"].words
    standing = len(house.shelf.lookup("other").program.sessions)
    status = await house.overview.status("other")
    taken = await house.overview.accept("other", status.refused.digest)

    assert words == (
        "other.yaml is not taken over: 5 of 10 sessions are no longer in it. "
        "If that is meant, accept it with `/program accept`."
    )
    assert (standing, taken, len(house.shelf.lookup("other").program.sessions)) == (10, True, 5)
    assert (status.origin, status.is_live) == ("other.yaml", False)
    assert dict(house.refresh.troubles.all()) == {}


async def test_a_stop_while_something_is_read_is_told_to_nobody(house):
    def stopped(_work):
        house.refresh.stop()
        return Unreadable(words="Marquee is being stopped.")

    house.reader.read = stopped

    await house.look(talks(*range(9)))

    assert (house.trouble, await house.versions.troubles()) == (None, ())


async def test_what_could_not_be_read_for_once_is_read_by_the_next_look(house):
    house.reader.failures = 1
    await house.look(talks(*range(11)))
    wrong = house.trouble

    await house.look()

    assert "takes longer" in wrong
    assert (house.numbers, house.trouble) == ([*range(11)], None)


async def test_what_can_never_be_read_is_not_tried_for_good(house):
    house.reader.failures = 100
    await house.look(talks(*range(11)))

    for _ in range(6):
        await house.look()

    assert 100 - house.reader.failures == MOST_TRIES


async def test_a_trouble_outlasts_a_restart_as_what_it_was(house):
    await house.look("{")
    (before,) = await house.versions.troubles()

    house.clock.move_to(house.clock.now() + timedelta(days=1))
    house.restart()
    await house.refresh.start()
    at_start = await house.versions.troubles()
    await house.look()

    assert at_start == await house.versions.troubles() == (before,)
