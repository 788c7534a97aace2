"""What has to be remembered of attendees, over restarts, and for how long."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.agenda.model import Attendee, Forgotten, Saved, Seen, Wishes
from bot.translation import Language


class AgendaStore(Protocol):
    """Keeps what attendees chose. Any method raises what its database raises; nothing is half done.

    Whatever changes an attendee gives them the next number, in one transaction, and tells the other
    processes (Topic.AGENDAS). A method that writes makes the attendee if there is none yet, unless
    it says otherwise.
    """

    async def stamp(self) -> tuple[int, int]:
        """Return the newest number and how many attendees there are; asked every few seconds."""
        ...

    async def all(self, after: int = 0) -> tuple[Attendee, ...]:
        """Return those whose number is greater than `after`, by number."""
        ...

    async def people(self) -> frozenset[int]:
        """Return the user ids of all attendees."""
        ...

    async def one(self, user_id: int) -> Attendee | None:
        """Return one attendee by Discord's user id, None if nothing is held of them."""
        ...

    async def save(self, user_id: int, saved: Saved) -> bool:
        """Add a session; False, with nothing changed, if it is there already.

        Where it was saved becomes the last guild, if that was in one.
        """
        ...

    async def drop(self, user_id: int, program: str, sessions: Collection[str]) -> int:
        """Remove saved sessions of a program; return how many there were. Makes no attendee."""
        ...

    async def look(self, user_id: int, program: str, seen: Mapping[str, Seen]) -> None:
        """Keep how saved sessions were seen, by session; one that is not saved is left out.

        Makes no attendee.
        """
        ...

    async def wish(self, user_id: int, wishes: Wishes) -> None:
        """Keep how an attendee wants to be reminded, in place of what they wanted before."""
        ...

    async def close(self, user_id: int, at: datetime | None) -> None:
        """Keep since when (UTC) DMs to an attendee are closed, None that they are open.

        They are told of it anew then. Once open, what was refused as closed is removed from the
        ledger, items and all, so that it can be told. Where that stands already, the first instant
        stays, and nothing is changed. Makes no attendee.
        """
        ...

    async def told_closed(self, user_id: int) -> None:
        """Keep that an attendee was told that their DMs are closed. Makes no attendee."""
        ...

    async def open(self, user_id: int, channel: int) -> None:
        """Keep an attendee's DM channel. Makes no attendee."""
        ...

    async def speak(self, user_id: int, language: Language) -> None:
        """Keep the language in which an attendee was spoken to last. Makes no attendee."""
        ...

    async def show_to(self, user_id: int, other: int) -> None:
        """Let `other` compare agendas with an attendee; it takes both to agree."""
        ...

    async def hide_from(self, user_id: int, other: int) -> None:
        """Take that back. Makes no attendee."""
        ...

    async def forget(self, user_id: int) -> Forgotten:
        """Remove everything that is held of a person, in one go.

        That is their row, what they saved, who may compare with them and whom others allowed to
        (`show_to` of both sides), and their deliveries in the ledger with all items. What they did
        as an organizer stays in their guild's log, without their id.
        """
        ...

    async def forget_guild(self, guild_id: int) -> None:
        """Let what was saved in a guild be saved in none, and be nobody's last guild."""
        ...

    async def end(
        self, programs: Collection[str], before: datetime, loaded: Collection[str]
    ) -> int:
        """Remove what is over: return how many saved sessions that were.

        That is all of these programs, and of those that are not `loaded`, of which nobody knows
        when they are over, what was last seen to start before `before`. An attendee with nothing
        saved any more is forgotten as `forget` does, if they saved nothing since `before` either.
        """
        ...


class CalendarStore(Protocol):
    """Remembers what calendar files last said of sessions, so that a later one is known as newer.

    Nothing in it is anybody's.
    """

    async def sequences(self, program: str, digests: Mapping[str, str]) -> Mapping[str, int]:
        """Return each session's revision, from 0; `digests` are of what is said of them now.

        One whose digest is another than last time gets the next number, which is kept. Raises what
        the database raises.
        """
        ...
