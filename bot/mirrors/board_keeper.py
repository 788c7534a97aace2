"""Takes one step towards the board that should stand in a guild: in Discord, and in the store."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.mirrors.board import Board
from bot.mirrors.board_plan import Step
from bot.mirrors.board_spots import Key, Spot, is_left, left_subject
from bot.mirrors.model import PENDING, Mirror, MirrorKind, Reply, Result
from bot.mirrors.store import LostError, MirrorStore

log = logging.getLogger(__name__)

# What makes another claim of one that is as new.
TICK, SECOND = timedelta(microseconds=1), timedelta(seconds=1)

# For how long it is tried to delete an old board from a channel that Marquee may not see.
LEFT_FOR = timedelta(days=1)


class Pinboard(Protocol):
    """Posts boards. Each call takes seconds at most, and says what came of it; none fails."""

    def digest(self, board: Board) -> str:
        """Return a digest of what a board shows: equal for boards that show the same only."""
        ...

    async def find(self, spot: Spot, tried_at: datetime) -> Reply:
        """Look among the pins, and around the instant when it was tried, for the spot's mark.

        Done with what was found, or gone. Refused where nothing can be seen or posted.
        """
        ...

    async def create(self, spot: Spot, board: Board, nonce: str, now: datetime) -> Reply:
        """Post a board; gone if what this nonce posted before was deleted since."""
        ...

    async def edit(self, spot: Spot, message: int, board: Board, now: datetime) -> Reply:
        """Have a posted message show a board."""
        ...

    async def pin(self, spot: Spot, message: int) -> Reply:
        """Have a message stand among its channel's pins."""
        ...

    async def remove(self, spot: Spot, message: int) -> Reply:
        """Delete a message; gone if somebody did."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What stands after a step, and what Discord said; one that is done may have a `reason` too.

    `left` is what could not be deleted, to be tried again under its own subject.
    """

    mirror: Mirror | None
    reply: Reply
    left: Mirror | None = None


class BoardKeeper:
    """Takes steps. Each may be cut off anywhere: the next one finds out how far it came.

    Before anything is posted, the right to it is claimed in the store, and it is looked whether it
    was posted already.
    """

    def __init__(self, store: MirrorStore, pinboard: Pinboard) -> None:
        self._store = store
        self._pinboard = pinboard

    def digest(self, board: Board) -> str:
        """Return a digest of what a board shows, as mirrors have it."""
        return self._pinboard.digest(board)

    async def known(self) -> dict[Key, Mirror]:
        """Return what the store holds, by guild and subject. Raises what the store raises."""
        stored = await self._store.all(MirrorKind.BOARD)
        return {(one.guild_id, one.subject): one for one in stored}

    async def take(
        self, step: Step, spot: Spot, mirror: Mirror | None, board: Board | None, now: datetime
    ) -> Taken:
        """Take a step, and return what stands then.

        Raises:
            LostError: another process was there first; or what the store raises.
        """
        match step, mirror, board:
            case Step.CLAIM, _, _:
                return await self._claim(spot, mirror, now)
            case Step.PUT, Mirror(), Board():
                return await self._put(spot, mirror, board, now)
            case Step.EDIT, Mirror(), Board():
                return await self._edit(spot, mirror, board, now)
            case Step.RENEW, Mirror(), _:
                return await self._renew(spot, mirror, now)
            case Step.REMOVE, Mirror(), _:
                return await self._remove(spot, mirror, now)
            case Step.PIN, Mirror(), _:
                return Taken(mirror=mirror, reply=await self._pinned(spot, mirror))
        raise ValueError(step)

    async def _claim(self, spot: Spot, mirror: Mirror | None, now: datetime) -> Taken:
        return await self._kept(mirror, _claim_after(mirror, spot, now))

    async def _put(self, spot: Spot, mirror: Mirror, board: Board, now: datetime) -> Taken:
        found = await self._pinboard.find(spot, mirror.edited_at)
        if found.result is Result.DONE:
            return await self._adopt(spot, mirror, found, now)
        if found.result is not Result.GONE:
            return Taken(mirror=mirror, reply=found)
        if board.is_over:
            return await self._kept(mirror, None)
        # From now on it may stand there, whatever becomes of us.
        tried = replace(mirror, edited_at=now)
        await self._swap(mirror, tried)
        made = await self._pinboard.create(spot, board, tried.nonce, now)
        if made.result is Result.GONE:
            return await self._claim(spot, tried, now)
        if made.result is not Result.DONE:
            return Taken(mirror=tried, reply=made)
        digest = self._pinboard.digest(board)
        posted = replace(tried, discord_id=made.discord_id, digest=digest, created_at=now)
        await self._swap(tried, posted)
        log.info("The board %s of guild %d is posted", spot.subject, spot.guild_id)
        return Taken(mirror=posted, reply=await self._pinned(spot, posted))

    async def _adopt(self, spot: Spot, mirror: Mirror, found: Reply, now: datetime) -> Taken:
        """Take over a message that was posted before a crash, or before the store was lost."""
        since = found.created_at or now
        # What it shows is not known, so that it is edited next.
        mine = replace(
            mirror, discord_id=found.discord_id, digest="", created_at=since, edited_at=since
        )
        await self._swap(mirror, mine)
        log.info("The board %s of guild %d stood there already", spot.subject, spot.guild_id)
        reply = found if found.is_pinned else await self._pinned(spot, mine)
        return Taken(mirror=mine, reply=reply)

    async def _edit(self, spot: Spot, mirror: Mirror, board: Board, now: datetime) -> Taken:
        reply = await self._pinboard.edit(spot, mirror.discord_id, board, now)
        match reply.result:
            case Result.DONE:
                digest = self._pinboard.digest(board)
                edited = replace(mirror, digest=digest, edited_at=now)
                await self._swap(mirror, edited)
                told = reply if reply.is_pinned else await self._pinned(spot, edited)
                return Taken(mirror=edited, reply=told)
            case Result.GONE if board.is_over:
                return await self._kept(mirror, None)
            case Result.GONE:
                log.info(
                    "The board %s of guild %d was deleted by someone", spot.subject, spot.guild_id
                )
                return await self._claim(spot, mirror, now)
            case Result.TOO_OLD if not board.is_over:
                return await self._renew(spot, mirror, now)
        return Taken(mirror=mirror, reply=reply)

    async def _renew(self, spot: Spot, mirror: Mirror, now: datetime) -> Taken:
        # First of all: two boards that say different things are worse than none for a moment.
        reply = await self._pinboard.remove(spot, mirror.discord_id)
        if reply.result not in (Result.DONE, Result.GONE):
            return Taken(mirror=mirror, reply=reply)
        log.info(
            "The board %s of guild %d is too old for more edits: posted anew",
            spot.subject,
            spot.guild_id,
        )
        return await self._claim(spot, mirror, now)

    async def _remove(self, spot: Spot, mirror: Mirror, now: datetime) -> Taken:
        """Take a board away from where it is not wanted any more."""
        assert mirror.channel is not None
        there = replace(spot, channel=mirror.channel)
        message = mirror.discord_id
        if mirror.is_pending:
            found = await self._pinboard.find(there, mirror.edited_at)
            if found.result is Result.LATER:
                return Taken(mirror=mirror, reply=found)
            message = found.discord_id
        if message != PENDING:
            reply = await self._pinboard.remove(there, message)
            if reply.result is Result.LATER:
                return Taken(mirror=mirror, reply=reply)
            if reply.result is Result.REFUSED:
                stays = replace(mirror, discord_id=message)
                return await self._left(mirror, stays, reply, now)
        return await self._kept(mirror, None)

    async def _left(self, mirror: Mirror, stays: Mirror, reply: Reply, now: datetime) -> Taken:
        """Keep what could not be deleted under a subject of its own, and try that for a day."""
        told = (stays.guild_id, stays.channel, reply.reason)
        if not is_left(mirror.subject):
            log.warning("An old board of guild %d stays in channel %d by now (%s)", *told)
            left = replace(stays, subject=left_subject(stays.discord_id), edited_at=now)
            # Should it be there already, we were cut off between these two.
            await self._store.swap(None, left)
            return replace(await self._kept(mirror, None), left=left)
        if timedelta() <= now - mirror.edited_at < LEFT_FOR:
            return Taken(mirror=mirror, reply=reply)
        log.warning("An old board of guild %d stays in channel %d for good (%s)", *told)
        return await self._kept(mirror, None)

    async def _pinned(self, spot: Spot, mirror: Mirror) -> Reply:
        """Pin a message that stands; that it can't be is told, and it stands unpinned."""
        reply = await self._pinboard.pin(spot, mirror.discord_id)
        return Reply(
            result=Result.DONE,
            discord_id=mirror.discord_id,
            is_pinned=reply.result is Result.DONE,
            reason=reply.reason if reply.result is Result.REFUSED else "",
        )

    async def _kept(self, before: Mirror | None, after: Mirror | None) -> Taken:
        await self._swap(before, after)
        return Taken(mirror=after, reply=Reply(result=Result.DONE))

    async def _swap(self, before: Mirror | None, after: Mirror | None) -> None:
        if before != after and not await self._store.swap(before, after):
            raise LostError


def _claim_after(mirror: Mirror | None, spot: Spot, now: datetime) -> Mirror:
    """Return the right to post a board, with another nonce than that of the mirror before."""
    # Discord knows the nonce of what was deleted, and posts nothing more with it.
    is_as_new = mirror is not None and timedelta() <= mirror.created_at - now < SECOND
    at = mirror.created_at + TICK if mirror is not None and is_as_new else now
    return Mirror(
        guild_id=spot.guild_id,
        kind=MirrorKind.BOARD,
        subject=spot.subject,
        discord_id=PENDING,
        channel=spot.channel,
        digest="",
        created_at=at,
        edited_at=at,
    )
