"""A Pinboard whose channels are in memory, and guilds that follow one timetable."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.guilds.model import Choices
from bot.mirrors.board_keeper import BoardKeeper
from bot.mirrors.boards import Boards
from bot.mirrors.model import Reply, Result
from bot.rehearsal.time import HeldClock
from bot.translation import speaking
from bot.ui.board_post import board_digest
from tests.mirrors.memory_mirrors import MemoryMirrorStore
from tests.mirrors.mirrors import GUILD, PLACE

DONE = Reply(result=Result.DONE)
AROUND = timedelta(minutes=5)


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Paper:
    """A posted message."""

    id: int
    spot: object
    board: object
    nonce: str
    at: object
    is_pinned: bool = False
    edits: list = field(default_factory=list)


class Walls:
    """Discord as a Pinboard sees it. `faults` come, by method, instead of the next calls.

    A fault is a Reply or an exception; `killed_after` names a method that does its work, and the
    process dies before it hears of it.
    """

    def __init__(self):
        self.papers = []
        self.calls = []
        self.faults = {}
        self.killed_after = None
        self.may_pin = True
        self.before = None
        self._last = 100
        self._deleted = set()

    def digest(self, board):
        with speaking(board.language):
            return board_digest(board)

    async def find(self, spot, tried_at):
        if reply := await self._met("find", spot):
            return reply
        for paper in self.papers:
            is_near = abs(paper.at - tried_at) <= AROUND
            if paper.spot == spot and (paper.is_pinned or is_near):
                return Reply(
                    result=Result.DONE,
                    discord_id=paper.id,
                    created_at=paper.at,
                    is_pinned=paper.is_pinned,
                )
        return Reply(result=Result.GONE)

    async def create(self, spot, board, nonce, now):
        if reply := await self._met("create", spot):
            return reply
        if nonce in self._deleted:
            return Reply(result=Result.GONE)
        same = [paper for paper in self.papers if paper.nonce == nonce]
        if not same:
            self._last += 1
            same = [Paper(id=self._last, spot=spot, board=board, nonce=nonce, at=now)]
            self.papers += same
        self._die_after("create")
        return Reply(result=Result.DONE, discord_id=same[0].id, created_at=same[0].at)

    async def edit(self, spot, message, board, now):
        if reply := await self._met("edit", spot):
            return reply
        paper = self._paper(spot, message)
        if paper is None:
            return Reply(result=Result.GONE)
        paper.board = board
        paper.edits.append(now)
        self._die_after("edit")
        return Reply(result=Result.DONE, discord_id=message, is_pinned=paper.is_pinned)

    async def pin(self, spot, message):
        if reply := await self._met("pin", spot):
            return reply
        if not self.may_pin:
            return Reply(result=Result.REFUSED, reason="allow Pin Messages")
        self._paper(spot, message).is_pinned = True
        self._die_after("pin")
        return DONE

    async def remove(self, spot, message):
        if reply := await self._met("remove", spot):
            return reply
        paper = self._paper(spot, message)
        if paper is None:
            return Reply(result=Result.GONE)
        self.delete(paper)
        self._die_after("remove")
        return DONE

    def delete(self, paper):
        """Delete a message, as anybody may; its nonce is still known."""
        self.papers.remove(paper)
        self._deleted.add(paper.nonce)

    def _paper(self, spot, message):
        where = (spot.guild_id, spot.channel)
        for one in self.papers:
            if one.id == message and (one.spot.guild_id, one.spot.channel) == where:
                return one
        return None

    async def _met(self, method, spot):
        self.calls.append((method, spot.guild_id))
        if self.before is not None:
            await self.before(method, spot)
        faults = self.faults.get(method, [])
        fault = faults.pop(0) if faults else None
        if isinstance(fault, BaseException):
            raise fault
        return fault

    def _die_after(self, method):
        if self.killed_after == method:
            self.killed_after = None
            raise Killed


class Town:
    """Guilds with boards, on a clock in the hand; `restart` is a new process on the same store."""

    def __init__(self, timetable, now, guilds=(GUILD,)):
        self.timetable = timetable
        self.clock = HeldClock(now)
        self.walls = Walls()
        self.store = MemoryMirrorStore()
        self.choices = {
            guild_id: Choices(guild_id=guild_id, board_channel=PLACE) for guild_id in guilds
        }
        self.others = set()
        self.restart()

    def restart(self):
        keeper = BoardKeeper(self.store, self.walls)
        self.boards = Boards(self, self, keeper, self.clock, owns=self.owns)

    def owns(self, guild_id):
        return guild_id not in self.others

    def timetable_for(self, choices):
        return self.timetable

    def all(self):
        return tuple(one for one in self.choices.values() if one.left_at is None)

    def for_guild(self, guild_id):
        return self.choices.get(guild_id) or Choices(guild_id=guild_id)

    async def look_at(self, instant):
        self.clock.move_to(instant)
        await self.boards.look()

    @property
    def mirrors(self):
        return list(self.store.mirrors.values())
