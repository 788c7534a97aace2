"""The log of what organizers do, for their own guild: kept, and posted where they chose."""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.delivery.log_lines import new_reference
from bot.delivery.model import Delivery, Kind, Plan
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.organizers.actions import Action, ActionStore, Logged
from bot.organizers.subject import shortened
from bot.translation.said import from_text, to_text

log = logging.getLogger(__name__)

# How much of what was done is kept in words.
LONGEST = 300

# For how long an action is worth a post in the guild's log channel. It is listed for longer.
POSTED_FOR = timedelta(hours=1)

# How many actions are listed.
LATELY = 50


class OrganizerLog:
    """Keeps what organizers do, and posts it where they chose: a Planner, and subjects for it."""

    def __init__(
        self,
        store: ActionStore,
        guilds: Guilds,
        ledger: Ledger,
        clock: Clock,
        *,
        owns: Callable[[int], bool],
    ) -> None:
        self._store = store
        self._guilds = guilds
        self._ledger = ledger
        self._clock = clock
        self._owns = owns

    async def note(self, guild_id: int, user_id: int | None, what: str) -> None:
        """Keep that somebody did something. Never fails: what they did, they did."""
        try:
            await self._guilds.know(guild_id)
            await self._store.add(guild_id, user_id, shortened(what, LONGEST), self._clock.now())
        except Exception:
            log.exception("Reference %s: an action was not kept", new_reference())

    async def recent(self, guild_id: int) -> tuple[Action, ...]:
        """Return a guild's last actions, the latest first. Raises what the store raises."""
        return await self._store.recent(guild_id, LATELY)

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return what is to be posted in the guilds' log channels."""
        told = {
            one.guild_id: one
            for one in self._guilds.all()
            if one.log_channel is not None and one.paused_at is None and self._owns(one.guild_id)
        }
        if not told:
            return ()
        wanted = [
            _delivery(action, told[action.guild_id])
            for action in await self._store.since(now - POSTED_FOR)
            if action.guild_id in told and action.at >= told[action.guild_id].log_since
        ]
        held = await self._ledger.held({one.key for one in wanted}) if wanted else frozenset()
        return (Plan(due=tuple(one for one in wanted if one.key not in held)),)

    def subject(self, delivery: Delivery, now: datetime) -> Logged | None:
        """Return what a delivery tells; None if the guild has another log channel by now."""
        del now
        choices = self._guilds.for_guild(delivery.guild_id)
        if choices.log_channel != delivery.place or choices.paused_at is not None:
            return None
        told = json.loads(delivery.subject)
        return Logged(
            user_id=told["by"],
            at=datetime.fromisoformat(told["at"]),
            what=from_text(told["what"]),
            mark=delivery.digest,
        )


def _delivery(action: Action, choices: Choices) -> Delivery:
    place = choices.log_channel
    assert place is not None
    subject = {"by": action.user_id, "at": action.at.isoformat(), "what": to_text(action.what)}
    return Delivery(
        key=f"{Kind.LOG}:{action.guild_id}:{place}:{action.id}",
        guild_id=action.guild_id,
        place=place,
        kind=Kind.LOG,
        due=action.at,
        expires=action.at + POSTED_FOR,
        subject=json.dumps(subject),
    )
