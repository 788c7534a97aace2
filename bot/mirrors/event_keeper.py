"""Does one thing about a guild's scheduled events: in Discord, and in the store."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.guilds.model import Choices
from bot.mirrors.events_plan import Action, Do
from bot.mirrors.model import PENDING, Mirror, MirrorKind, Reply, Result
from bot.mirrors.native import Native, Seen
from bot.mirrors.store import LostError, MirrorStore
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.translation import speaking

log = logging.getLogger(__name__)

DONE = Reply(result=Result.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a look at a guild's events gave: all that are not over, or why there is nothing."""

    reply: Reply
    seen: Sequence[Seen] = ()


class EventBook(Protocol):
    """A guild's scheduled events.

    Each request takes seconds at most, and says what came of it; none fails.
    """

    def native(
        self, session: Session, timetable: Timetable, guild_id: int, *, with_stream: bool
    ) -> Native:
        """Return what a session's event shows; `with_stream` tells whether it says where to watch.

        It can't fail on data.
        """
        ...

    async def listed(self, guild_id: int) -> Listed:
        """Return the events that are not over, whoever made them."""
        ...

    async def create(self, guild_id: int, native: Native) -> Reply:
        """Make an event."""
        ...

    async def edit(self, guild_id: int, event: int, native: Native) -> Reply:
        """Have an event that has not begun show something else; gone if it is not there."""
        ...

    async def remove(self, guild_id: int, seen: Seen) -> Reply:
        """Cancel an event, or end it if it has begun; gone if it is not there."""
        ...


class EventKeeper:
    """Does what a plan says. Each thing may be cut off anywhere: the next plan finds out how far.

    Before an event is made, the right to it is claimed in the store.
    """

    def __init__(self, store: MirrorStore, book: EventBook) -> None:
        self._store = store
        self._book = book

    async def known(self) -> tuple[Mirror, ...]:
        """Return what the store holds. Raises what the store raises."""
        return await self._store.all(MirrorKind.EVENT)

    async def listed(self, guild_id: int) -> Listed:
        """Return the events that are not over, whoever made them."""
        return await self._book.listed(guild_id)

    def native(self, session: Session, timetable: Timetable, choices: Choices) -> Native:
        """Return what a session's event shows in a guild that chose so."""
        with_stream = not choices.streams_at_start
        with speaking(choices.spoken):
            return self._book.native(session, timetable, choices.guild_id, with_stream=with_stream)

    async def take(
        self, guild_id: int, action: Action, mirrors: dict[str, Mirror], now: datetime
    ) -> Reply:
        """Do one thing, and keep in `mirrors` what stands then.

        Raises:
            LostError: another process was there first; or what the store raises.
        """
        match action:
            case Action(do=Do.CREATE, subject=str(subject), native=Native() as native):
                return await self._create(guild_id, subject, native, mirrors, now)
            case Action(do=Do.ADOPT, subject=str(subject), seen=Seen() as seen):
                # What it shows is not known, so that it is edited next.
                mine = _mirror(guild_id, subject, seen.id, "", now)
                return await self._swap(mirrors, subject, mine)
            case Action(
                do=Do.EDIT, subject=str(subject), native=Native() as native, seen=Seen() as seen
            ):
                return await self._edit(guild_id, mirrors[subject], native, mirrors, now)
            case Action(do=Do.REMOVE, seen=Seen() as seen):
                reply = await self._book.remove(guild_id, seen)
                if reply.result is Result.LATER or action.subject is None:
                    return reply
                log.info("An event of guild %d is taken away", guild_id)
                await self._swap(mirrors, action.subject, None)
                return reply if reply.result is Result.REFUSED else DONE
            case Action(do=Do.FORGET, subject=str(subject)):
                return await self._swap(mirrors, subject, None)
        raise ValueError(action)

    async def _create(
        self,
        guild_id: int,
        subject: str,
        native: Native,
        mirrors: dict[str, Mirror],
        now: datetime,
    ) -> Reply:
        claim = _mirror(guild_id, subject, PENDING, "", now)
        await self._swap(mirrors, subject, claim)
        reply = await self._book.create(guild_id, native)
        if reply.result is Result.REFUSED:
            # Nothing is on its way that would have to be waited for.
            await self._swap(mirrors, subject, None)
        if reply.result is not Result.DONE:
            return reply
        made = replace(claim, discord_id=reply.discord_id, digest=native.digest)
        return await self._swap(mirrors, subject, made)

    async def _edit(
        self,
        guild_id: int,
        mirror: Mirror,
        native: Native,
        mirrors: dict[str, Mirror],
        now: datetime,
    ) -> Reply:
        reply = await self._book.edit(guild_id, mirror.discord_id, native)
        match reply.result:
            case Result.DONE:
                edited = replace(mirror, digest=native.digest, edited_at=now)
                return await self._swap(mirrors, mirror.subject, edited)
            case Result.GONE:
                return await self._swap(mirrors, mirror.subject, None)
        return reply

    async def _swap(self, mirrors: dict[str, Mirror], subject: str, after: Mirror | None) -> Reply:
        before = mirrors.get(subject)
        if before != after and not await self._store.swap(before, after):
            raise LostError
        if after is None:
            mirrors.pop(subject, None)
        else:
            mirrors[subject] = after
        return DONE


def _mirror(guild_id: int, subject: str, event: int, digest: str, now: datetime) -> Mirror:
    return Mirror(
        guild_id=guild_id,
        kind=MirrorKind.EVENT,
        subject=subject,
        discord_id=event,
        digest=digest,
        created_at=now,
        edited_at=now,
    )
