"""Keeps every guild's live boards equal to its program, by a look every few seconds."""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock, in_slices
from bot.delivery.gate import Gate
from bot.guilds.model import Choices
from bot.guilds.timetables import Timetables
from bot.mirrors.board_held import Held
from bot.mirrors.board_keeper import BoardKeeper
from bot.mirrors.board_plan import Case, Step, Wanted, step_of
from bot.mirrors.board_showing import Showing, Topic
from bot.mirrors.board_spots import WHOLE, Key, Spot, places_of, room_of, wants_boards
from bot.mirrors.known_guilds import KnownGuilds, forgotten
from bot.mirrors.model import Result, Trouble
from bot.mirrors.store import LostError
from bot.program.timetable import Timetable

log = logging.getLogger(__name__)

# How late a board may tell what is on.
LOOK = timedelta(seconds=15)

# Boards that are worked on at one time, so that reminders hardly wait for them; one whose channel
# is out of order keeps its place for no longer than that.
AT_ONCE = 5
PATIENCE = timedelta(seconds=5)

# How many guilds are looked at before all else gets its turn.
GUILDS_AT_ONCE = 100

# Taken away, claimed, posted, edited: one look may do all of it.
MOST_STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What is so for one board: what its guild chose, where it is to stand, and what it is about.

    Without a `topic` nobody knows what it is to show.
    """

    key: Key
    choices: Choices
    place: int | None
    topic: Topic | None


class Boards:
    """The boards of this process's guilds; the store must be theirs alone to write.

    Whatever goes wrong with one is logged with a reference, and the others are still looked after.
    """

    def __init__(
        self,
        programs: Timetables,
        guilds: KnownGuilds,
        keeper: BoardKeeper,
        clock: Clock,
        owns: Callable[[int], bool],
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._keeper = keeper
        self._clock = clock
        self._owns = owns
        self._gate = Gate(AT_ONCE, PATIENCE)
        self._held = Held(keeper.known)
        self._showing = Showing(keeper.digest)
        self._cases = defaultdict[int, dict[str, Case]](dict)
        self._busy: set[Key] = set()
        self._stopped = False

    def stop(self) -> None:
        """Begin nothing more; a step that is under way ends with the look that began it."""
        self._stopped = True

    def troubles(self, guild_id: int) -> Sequence[Trouble]:
        """Return what is known to be in the way of a guild's boards.

        Only of this process's own guilds.
        """
        if guild_id not in self._cases:
            return ()
        places = places_of(self._guilds.for_guild(guild_id), None)
        cases = (self._case((guild_id, subject), place) for subject, place in places.items())
        return tuple(case.trouble for case in cases if case.trouble is not None)

    def try_again(self, guild_id: int) -> None:
        """Have the next look try at once what failed before: organizers may have mended it.

        What is in the way is told until it is known that it is not any more.
        """
        now, cases = self._clock.now(), self._cases.get(guild_id, {})
        for subject, case in cases.items():
            cases[subject] = replace(case, tried=case.tried.again(now))

    async def look(self) -> None:
        """Have every own board stand and show what it should. Never fails.

        To be called every `LOOK`. It costs next to nothing as long as nothing changes, and a board
        that an earlier call is still at is left to that.
        """
        if self._stopped:
            return
        try:
            await self._held.read(self._busy)
            found = await self._unequal()
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("Reference %s: no board could be looked at; tried again", reference)
            return
        # An earlier look may have come to one of them meanwhile.
        mine = set(found) - self._busy
        self._busy |= mine
        await asyncio.gather(*(self._serve(key) for key in found if key in mine))

    async def _unequal(self) -> list[Key]:
        """Return the boards about which something is to be done by now."""
        found: list[Key] = []
        used: set[Topic] = set()
        for guild_id in forgotten(self._guilds, {*self._held.guilds(), *self._cases}):
            # Should the store hold something all the same, it is read again once that is met.
            self._held.drop(guild_id)
            self._cases.pop(guild_id, None)
        async for choices in in_slices(self._guilds.all(), GUILDS_AT_ONCE):
            if self._owns(choices.guild_id):
                found += self._unequal_in(choices, used)
        self._showing.keep(used)
        return found

    def _unequal_in(self, choices: Choices, used: set[Topic]) -> Sequence[Key]:
        guild_id, found = choices.guild_id, list[Key]()
        if not wants_boards(choices) and not self._held.subjects(guild_id):
            self._cases.pop(guild_id, None)
            return ()
        try:
            scenes = self._scenes(choices)
        except Exception as error:  # noqa: BLE001 - the other guilds are looked after all the same
            self._broke((guild_id, WHOLE), error)
            return ()
        for scene in scenes:
            used |= set() if scene.topic is None else {scene.topic}
            try:
                if scene.key not in self._busy and self._step(scene) is not Step.NOTHING:
                    found.append(scene.key)
            except Exception as error:  # noqa: BLE001 - so are the other boards
                self._broke(scene.key, error)
        return found

    def _scenes(self, choices: Choices) -> Sequence[_Scene]:
        """Return what is so for each board that a guild wants, or that stands there."""
        timetable = self._programs.timetable_for(choices)
        places = places_of(choices, timetable)
        subjects = dict.fromkeys([*places, *self._held.subjects(choices.guild_id)])
        cases = self._cases.get(choices.guild_id, {})
        for over in cases.keys() - subjects.keys():
            del cases[over]
        return [_scene(choices, one, places.get(one), timetable) for one in subjects]

    async def _serve(self, key: Key) -> None:
        """Take one step after the other, until the board is as it should be or can't be by now."""
        try:
            async with self._gate.through((0, self._clock.now())):
                for _ in range(MOST_STEPS):
                    if self._stopped or not await self._take_step(key):
                        break
        except LostError:
            # Somebody else did it; what the store holds by now is read with the next look.
            self._held.lose(key)
        except Exception as error:  # noqa: BLE001 - the other boards are looked after all the same
            self._broke(key, error)
        finally:
            self._busy.discard(key)

    async def _take_step(self, key: Key) -> bool:
        """Take the next step, if there is one; tell whether to go on."""
        # Much may have changed since it was found: posting was paused, the channel is another one.
        choices, now = self._guilds.for_guild(key[0]), self._clock.now()
        timetable = self._programs.timetable_for(choices)
        place = places_of(choices, timetable).get(key[1])
        scene = _scene(choices, key[1], place, timetable)
        step = self._step(scene)
        if step is Step.NOTHING:
            return False
        mirror = self._held.of(key)
        spot = Spot(guild_id=key[0], channel=place or 0, subject=key[1])
        board = None if scene.topic is None else self._showing.of(scene.topic, now).board
        taken = await self._keeper.take(step, spot, mirror, board, now)
        self._held.put(key, taken.mirror)
        if taken.left is not None:
            self._held.put((key[0], taken.left.subject), taken.left)
        self._keep(key, self._case(key, place).after(step, mirror, taken.reply, now))
        if taken.reply.result is not Result.DONE:
            told = (key[1], key[0], taken.reply.reason)
            log.warning("The board %s of guild %d: not done (%s)", *told)
        return taken.reply.result is Result.DONE

    def _step(self, scene: _Scene) -> Step:
        """Return what is to be done about a board by now."""
        choices, now = scene.choices, self._clock.now()
        if choices.paused_at is not None or choices.left_at is not None:
            return Step.NOTHING
        wanted = None
        if scene.topic is not None:
            shown = self._showing.of(scene.topic, now)
            wanted = Wanted(digest=shown.digest, is_over=shown.board.is_over)
        mirror = self._held.of(scene.key)
        tried = self._case(scene.key, scene.place).tried
        return step_of(scene.place, mirror, wanted, tried, now)

    def _case(self, key: Key, place: int | None) -> Case:
        case = self._cases.get(key[0], {}).get(key[1])
        return case if case is not None and case.place == place else Case(place=place)

    def _keep(self, key: Key, case: Case) -> None:
        self._cases[key[0]][key[1]] = case

    def _broke(self, key: Key, error: Exception) -> None:
        reference, now = secrets.token_hex(4), self._clock.now()
        told = (reference, key[1], key[0])
        log.error("Reference %s: the board %s of guild %d broke", *told, exc_info=error)
        place = places_of(self._guilds.for_guild(key[0]), None).get(key[1])
        case = self._case(key, place)
        self._keep(key, replace(case, tried=case.tried.failed(now)))


def _scene(
    choices: Choices, subject: str, place: int | None, timetable: Timetable | None
) -> _Scene:
    room_id, topic = room_of(subject), None
    if place is not None and timetable is not None:
        room = None if room_id is None else timetable.room(room_id)
        topic = Topic(timetable=timetable, language=choices.spoken, room=room)
    return _Scene(key=(choices.guild_id, subject), choices=choices, place=place, topic=topic)
