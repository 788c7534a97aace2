import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.followers import followed_guild
from bot.agenda.model import Attendee, Forgotten, Seen, Wishes
from bot.agenda.service import Agendas
from bot.guilds.model import Lead
from bot.translation import Language
from tests.agenda.attendees import SAVED_AT, USER, a_saved, an_attendee, saved_sessions
from tests.agenda.memory_agendas import MemoryAgendas

NOW = datetime(2022, 11, 30, 17, 0, tzinfo=UTC)
OTHER = 78
HERE = a_saved("session-a", guild_id=5)
THERE = a_saved("session-b")


class Counted(MemoryAgendas):
    """An AgendaStore that tells how many attendees were read out of it, and how often all were."""

    def __init__(self, *attendees):
        super().__init__(*attendees)
        self.read = 0
        self.read_all = 0

    async def all(self, after=0):
        found = await super().all(after)
        self.read += len(found)
        self.read_all += after == 0
        return found


class Broken(MemoryAgendas):
    """An AgendaStore that takes what is written and then can't be read."""

    def __init__(self, *attendees):
        super().__init__(*attendees)
        self.is_broken = False

    async def one(self, user_id):
        if self.is_broken:
            raise OSError
        return await super().one(user_id)

    async def stamp(self):
        if self.is_broken:
            raise OSError
        return await super().stamp()


async def _loaded(store):
    agendas = Agendas(store)
    await agendas.reload()
    return agendas


def _index(attendees):
    """The index of followers, made anew from everybody."""
    index = {}
    for one in attendees:
        for saved in one.saved:
            followed = (saved.program, followed_guild(one, saved))
            index.setdefault(followed, {}).setdefault(saved.session, {})[one.user_id] = saved
    return index


async def test_a_person_of_whom_nothing_is_held_has_an_empty_agenda():
    agendas = await _loaded(MemoryAgendas())

    assert agendas.of(USER) == Attendee(user_id=USER)
    assert (list(agendas.all()), agendas.followers()) == ([], {})


async def test_what_is_stored_is_known_after_loading():
    kept = an_attendee(HERE, THERE, number=3, last_guild=5)

    agendas = await _loaded(MemoryAgendas(kept))

    assert (agendas.of(USER), list(agendas.all())) == (kept, [kept])


async def test_a_session_is_saved_once_and_known_at_once():
    store = MemoryAgendas()
    agendas = await _loaded(store)

    assert [await agendas.save(USER, HERE), await agendas.save(USER, HERE)] == [True, False]

    assert agendas.of(USER).saved == (HERE,)
    assert await store.one(USER) == agendas.of(USER)


async def test_a_person_is_written_in_the_language_in_which_they_were_spoken_to_last():
    agendas = await _loaded(MemoryAgendas())
    await agendas.speak(USER, Language.FRENCH)
    unknown = (agendas.of(USER).language, agendas.all())
    await agendas.save(USER, HERE)
    spoken = [agendas.of(USER).language]

    for language in (Language.GERMAN, Language.ENGLISH):
        await agendas.speak(USER, language)
        spoken.append(agendas.of(USER).language)

    assert (unknown[0], list(unknown[1])) == (None, [])
    assert spoken == [None, Language.GERMAN, Language.ENGLISH]


async def test_a_language_is_written_only_if_it_is_another_than_before():
    store = MemoryAgendas()
    agendas = await _loaded(store)
    await agendas.save(USER, HERE)
    await agendas.speak(USER, Language.ENGLISH)
    before = await store.stamp()

    await agendas.speak(USER, Language.ENGLISH)

    assert await store.stamp() == before


async def test_a_session_saved_in_a_guild_is_followed_there_and_one_saved_elsewhere_in_the_last():
    agendas = await _loaded(MemoryAgendas())

    await agendas.save(USER, THERE)
    before = agendas.followers()
    await agendas.save(USER, HERE)

    assert before == {("conf-22", None): {"session-b": {USER: THERE}}}
    assert agendas.followers() == {
        ("conf-22", 5): {"session-a": {USER: HERE}, "session-b": {USER: THERE}}
    }


async def test_what_nobody_touched_is_the_very_same_in_the_next_index():
    agendas = await _loaded(MemoryAgendas())
    await agendas.save(USER, HERE)
    await agendas.save(OTHER, a_saved("session-c", guild_id=6))
    before = agendas.followers()

    await agendas.save(OTHER, a_saved("session-b", guild_id=6))

    after = agendas.followers()
    assert after["conf-22", 5] is before["conf-22", 5]
    assert after["conf-22", 6]["session-c"] is before["conf-22", 6]["session-c"]
    assert set(before["conf-22", 6]) == {"session-c"}


async def test_all_that_a_person_wants_is_kept_and_known():
    store = MemoryAgendas()
    agendas = await _loaded(store)
    wishes = Wishes(leads=(Lead(before=timedelta(minutes=5)),))
    seen = Seen(title="Another title", start=NOW)

    await agendas.save(USER, HERE)
    await agendas.wish(USER, wishes)
    await agendas.look(USER, "conf-22", {"session-a": seen})
    await agendas.open(USER, 900)
    await agendas.close(USER, NOW)
    await agendas.told_closed(USER)
    await agendas.show_to(USER, OTHER)

    assert agendas.of(USER) == await store.one(USER)
    assert agendas.of(USER) == an_attendee(
        a_saved("session-a", guild_id=5, seen=seen),
        wishes=wishes,
        last_guild=5,
        closed_at=NOW,
        is_told_closed=True,
        shown_to=frozenset({OTHER}),
        channel=900,
        number=7,
    )
    await agendas.hide_from(USER, OTHER)
    await agendas.close(USER, None)
    attendee = agendas.of(USER)
    assert (attendee.shown_to, attendee.closed_at) == (frozenset(), None)


async def test_dropped_sessions_are_followed_no_more():
    agendas = await _loaded(MemoryAgendas())
    await agendas.save(USER, HERE)

    assert await agendas.drop(USER, "conf-22", ["session-a", "session-x"]) == 1

    assert (agendas.of(USER).saved, agendas.followers()) == ((), {})


async def test_dropping_for_somebody_unknown_makes_no_attendee_and_tells_nobody():
    agendas = await _loaded(MemoryAgendas())
    calls = []
    agendas.on_change(lambda: calls.append(1))

    assert await agendas.drop(USER, "conf-22", ["session-a"]) == 0

    assert (list(agendas.all()), calls) == ([], [])


async def test_a_forgotten_person_is_gone_from_memory_and_from_those_who_showed_them_theirs():
    store = MemoryAgendas()
    agendas = await _loaded(store)
    await agendas.save(USER, HERE)
    await agendas.show_to(OTHER, USER)

    forgotten = await agendas.forget(USER)

    assert forgotten == Forgotten(sessions=1, agreements=1)
    assert agendas.of(USER) == Attendee(user_id=USER)
    assert (agendas.of(OTHER).shown_to, agendas.followers()) == (frozenset(), {})


async def test_a_person_is_forgotten_at_once_even_if_the_store_fails_after_it():
    store = Broken(an_attendee(HERE, number=1))
    agendas = await _loaded(store)
    store.is_broken = True

    with pytest.raises(OSError):  # noqa: PT011 - any that the store raises
        await agendas.forget(USER)

    assert (list(agendas.all()), agendas.followers()) == ([], {})


async def test_what_was_written_but_not_read_back_is_known_with_the_next_reload():
    store = Broken()
    agendas = await _loaded(store)
    store.is_broken = True
    with pytest.raises(OSError):  # noqa: PT011 - any that the store raises
        await agendas.save(USER, HERE)
    store.is_broken = False

    await agendas.reload()

    assert agendas.of(USER).saved == (HERE,)


async def test_a_forgotten_guilds_sessions_follow_none():
    agendas = await _loaded(MemoryAgendas())
    await agendas.save(USER, HERE)

    await agendas.forget_guild(5)

    assert list(agendas.followers()) == [("conf-22", None)]
    assert agendas.of(USER).last_guild is None


async def test_what_has_ended_is_gone_with_those_who_have_nothing_else():
    agendas = await _loaded(MemoryAgendas())
    await agendas.save(USER, HERE)
    await agendas.save(OTHER, a_saved("session-a", program="conf-23", seen=HERE.seen))

    assert await agendas.end(["conf-22"], SAVED_AT + timedelta(days=1), ["conf-22"]) == 1

    assert [one.user_id for one in agendas.all()] == [OTHER]


async def test_only_what_is_new_is_read_when_another_process_wrote():
    store = Counted(*(an_attendee(HERE, user_id=one, number=one) for one in range(1, 101)))
    agendas = await _loaded(store)
    read = store.read

    await store.save(3, THERE)
    await store.save(500, HERE)
    await agendas.reload()

    assert (store.read - read, store.read_all) == (2, 1)
    assert agendas.followers() == _index(store.attendees.values())


async def test_nothing_is_read_if_nothing_is_new():
    store = Counted(an_attendee(HERE, number=1))
    agendas = await _loaded(store)
    read = store.read

    await agendas.reload()

    assert store.read == read


async def test_who_was_forgotten_by_another_process_is_gone_after_a_reload():
    store = MemoryAgendas(an_attendee(HERE, number=1), an_attendee(HERE, user_id=8, number=2))
    agendas = await _loaded(store)

    await store.forget(USER)
    await store.save(9, THERE)
    await agendas.reload()

    assert [one.user_id for one in agendas.all()] == [8, 9]
    assert agendas.followers() == _index(store.attendees.values())


async def test_a_write_of_this_process_hides_none_of_another_that_came_before():
    store = MemoryAgendas()
    agendas = await _loaded(store)

    await store.save(OTHER, HERE)
    await agendas.save(USER, HERE)
    await agendas.reload()

    assert sorted(one.user_id for one in agendas.all()) == [USER, OTHER]


async def test_listeners_hear_once_of_all_that_came_together_and_not_of_what_changed_nothing():
    store = MemoryAgendas()
    agendas = await _loaded(store)
    calls = []
    agendas.on_change(lambda: calls.append(len(agendas.all())))

    await store.save(USER, HERE)
    await store.save(OTHER, HERE)
    await agendas.reload()
    await agendas.save(USER, HERE)
    await agendas.reload()

    assert calls == [2]


async def test_what_is_given_out_stays_as_it_was():
    agendas = await _loaded(MemoryAgendas())
    await agendas.save(USER, HERE)
    everybody, index = agendas.all(), agendas.followers()

    await agendas.save(OTHER, HERE)

    assert [one.user_id for one in everybody] == [USER]
    assert index == {("conf-22", 5): {"session-a": {USER: HERE}}}


async def test_thousands_of_attendees_are_taken_in_while_others_have_their_turn():
    many = (an_attendee(HERE, user_id=one, number=one) for one in range(1, 2_001))
    agendas = Agendas(MemoryAgendas(*many))
    turns = 0

    loading = asyncio.create_task(agendas.reload())
    while not loading.done():
        turns += 1
        assert len(agendas.all()) in (0, 2_000)
        await asyncio.sleep(0)

    assert turns > 5
    assert len(agendas.followers()["conf-22", 5]["session-a"]) == 2_000


PEOPLE = st.integers(1, 4)
WRITES = st.one_of(
    st.tuples(st.just("save"), PEOPLE, saved_sessions()),
    st.tuples(
        st.just("drop"),
        PEOPLE,
        st.just("conf-22"),
        st.lists(st.sampled_from(["session-0", "session-1", "session-2"])),
    ),
    st.tuples(
        st.just("look"),
        PEOPLE,
        st.just("conf-23"),
        st.just({"session-1": Seen(title="Seen", start=NOW)}),
    ),
    st.tuples(st.just("wish"), PEOPLE, st.builds(Wishes, direct=st.booleans())),
    st.tuples(st.just("show_to"), PEOPLE, PEOPLE),
    st.tuples(st.just("forget"), PEOPLE),
    st.tuples(st.just("forget_guild"), st.integers(1, 2)),
    st.tuples(
        st.just("end"),
        st.lists(st.sampled_from(["conf-22", "conf-23"]), max_size=1),
        st.just(SAVED_AT + timedelta(days=5)),
        st.lists(st.sampled_from(["conf-22", "conf-23"]), max_size=2),
    ),
)


@given(st.lists(st.tuples(st.booleans(), WRITES), max_size=30))
async def test_memory_and_index_are_as_if_made_anew_after_any_writes_of_two_processes(writes):
    store = MemoryAgendas()
    agendas = await _loaded(store)

    for is_ours, (name, *values) in writes:
        await getattr(agendas if is_ours else store, name)(*values)
        assert agendas.followers() == _index(agendas.all())
    await agendas.reload()

    assert {one.user_id: one for one in agendas.all()} == store.attendees
    assert agendas.followers() == _index(store.attendees.values())


async def test_nobody_waits_for_what_somebody_else_writes():
    held = asyncio.Event()

    class Slow(MemoryAgendas):
        async def save(self, user_id, saved):
            if user_id == USER:
                await held.wait()
            return await super().save(user_id, saved)

    agendas = Agendas(Slow())
    waiting = asyncio.create_task(agendas.save(USER, a_saved()))
    await asyncio.sleep(0)

    await agendas.save(OTHER, a_saved())
    await agendas.reload()
    meanwhile = [one.user_id for one in agendas.all()]
    held.set()
    await waiting

    assert meanwhile == [OTHER]
    assert sorted(one.user_id for one in agendas.all()) == sorted([USER, OTHER])


class Held(MemoryAgendas):
    """An AgendaStore whose answers can be held back on their way, once for each name of a method"""

    def __init__(self, *attendees):
        super().__init__(*attendees)
        self.held = {}
        self.is_asked = asyncio.Event()

    async def all(self, after=0):
        return await self._on_its_way("all", await super().all(after))

    async def one(self, user_id):
        return await self._on_its_way("one", await super().one(user_id))

    async def _on_its_way(self, name, answer):
        hold = self.held.pop(name, None)
        if hold is not None:
            self.is_asked.set()
            await hold.wait()
        return answer


async def test_who_is_forgotten_while_all_is_read_does_not_come_back():
    store = Held(an_attendee(HERE, number=1))
    agendas = Agendas(store)
    gone = []
    agendas.on_change(
        lambda: gone.append({one.user_id for one in agendas.all()} - set(store.attendees))
    )
    hold = store.held["all"] = asyncio.Event()
    reading = asyncio.create_task(agendas.reload())
    await store.is_asked.wait()

    forgetting = asyncio.create_task(agendas.forget(USER))
    await asyncio.sleep(0)
    hold.set()
    await reading
    await forgetting

    assert gone == [set(), set()]
    assert (list(agendas.all()), agendas.followers()) == ([], {})


async def test_who_is_forgotten_elsewhere_while_they_save_does_not_come_back():
    store = Held(an_attendee(THERE, user_id=OTHER, number=1))
    agendas = await _loaded(store)
    hold = store.held["one"] = asyncio.Event()
    saving = asyncio.create_task(agendas.save(USER, HERE))
    await store.is_asked.wait()

    await store.forget(USER)
    await agendas.reload()
    hold.set()
    await saving

    assert [one.user_id for one in agendas.all()] == [OTHER]
    assert agendas.followers() == _index(store.attendees.values())


async def test_what_was_opened_again_is_counted():
    agendas = await _loaded(MemoryAgendas(an_attendee(HERE, number=1, closed_at=NOW)))
    counted = [agendas.openings]

    for at in (None, None, NOW, NOW, None):
        await agendas.close(USER, at)
        counted.append(agendas.openings)

    assert counted == [0, 1, 1, 1, 1, 2]


async def test_what_was_read_before_a_later_change_never_takes_its_place():
    store = MemoryAgendas()
    agendas = Agendas(store)
    await agendas.save(USER, a_saved())
    early = await store.one(USER)
    await agendas.save(USER, a_saved(session="seas"))

    await agendas._take([(USER, early)])

    assert len(agendas.of(USER).saved) == 2
