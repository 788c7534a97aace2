"""What people see of a guild's deliveries, and the second chance that they can give to one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.ledger import Ledger
from bot.delivery.life import DROPPED_BY_HAND, claimed, settled
from bot.delivery.log_lines import tell
from bot.delivery.model import Delivery, Kind, Record, State
from bot.delivery.planners import Planning
from bot.errors import DeliveryError
from bot.translation import said

# How many of the past ones are listed.
LATELY = 25

NO_SUCH = said("There is no such delivery any more. Ask for the list again.")
POSTED = said("It was posted already.")
UNDER_WAY = said("It is being posted this very moment. Look again in a minute.")
NOT_CALLED_FOR = said("It is not called for any more: the program or your choices have changed.")
STILL_COMING = said("Its time has not come yet, and then it is posted by itself.")
PAUSED = said("Posting is paused here. Resume it first, and then try this one again.")
GIVEN_UP = said("It is not going to be posted anyway.")
SESSION_STARTED = said("Its session has started, so it is too late for it.")
ALL_STARTED = said("All that it tells of has started, so it is too late for it.")
TOO_LATE_NOW = said("It is too late for it now.")
TOO_LATE = {
    Kind.REMINDER: SESSION_STARTED,
    Kind.TELLING: TOO_LATE_NOW,
    Kind.CHANGE: ALL_STARTED,
    Kind.DIGEST: said("The day that it tells of is over, so it is too late for it."),
    Kind.WELCOME: TOO_LATE_NOW,
    Kind.LOG: said("It is too late for it now; what organizers did is listed here all the same."),
    Kind.ANNOUNCEMENT: said("Its hour is over. Under `/announce list` it can be written anew."),
    Kind.PERSONAL: SESSION_STARTED,
    Kind.PERSONAL_CHANGE: ALL_STARTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A guild's deliveries: what is `coming`, the soonest first, and what was, the latest first.

    `lately` also holds what is being posted or tried again at the moment.
    """

    coming: tuple[Delivery, ...]
    lately: tuple[Record, ...]


class Deliveries:
    """Shows a guild's deliveries, and tries one again or drops it because a person wants that.

    `now` is aware, a digest is `Delivery.digest`. Any method raises what the store raises.
    """

    def __init__(self, planning: Planning, ledger: Ledger, wake: Callable[[], None]) -> None:
        """`wake` has the dispatch look again soon, and neither waits nor fails.

        Where no dispatch runs it does nothing; the one that does run looks every few seconds.
        """
        self._planning = planning
        self._ledger = ledger
        self._wake = wake

    async def overview(self, guild_id: int, now: datetime) -> Overview:
        """Return what is coming for a guild and what was lately."""
        return Overview(
            coming=await self._coming(guild_id, now),
            lately=await self._ledger.recent(guild_id, LATELY),
        )

    async def one(self, guild_id: int, digest: str, now: datetime) -> Record | Delivery | None:
        """Return one of a guild's deliveries: its record, or as it is planned if it has none yet.

        None if the guild has no such delivery. One that was withdrawn and is planned again is
        returned as planned.
        """
        record = await self._record(guild_id, digest)
        if record is not None and record.state is not State.WITHDRAWN:
            return record
        planned = [one for one in await self._coming(guild_id, now) if one.digest == digest]
        # If it was not planned, it may have been claimed between the two questions.
        return planned[0] if planned else await self._record(guild_id, digest)

    async def retry(self, guild_id: int, digest: str, now: datetime) -> None:
        """Have a delivery that was not posted tried again, at once.

        Raises:
            DeliveryError: there is no such delivery, posting is paused in this guild, or it was
                posted already, is being posted, has not come yet, is too late or not called for.
        """
        match await self.one(guild_id, digest, now):
            case None:
                raise DeliveryError(NO_SUCH)
            case Delivery():
                raise DeliveryError(STILL_COMING)
            case Record() as record:
                await self._reopen(record, now)

    async def drop(self, guild_id: int, digest: str, now: datetime) -> None:
        """Have a delivery that is coming, or waits for its next try, never posted.

        Raises:
            DeliveryError: there is no such delivery, or it was posted already, is being posted, or
                is not going to be posted anyway.
        """
        match await self.one(guild_id, digest, now):
            case None:
                raise DeliveryError(NO_SUCH)
            case Delivery() as delivery:
                dropped = settled(claimed(delivery, now), DROPPED_BY_HAND, now)
                if not await self._ledger.write_off(dropped):
                    raise DeliveryError(UNDER_WAY)
                tell(dropped)
            case Record() as record:
                await self._drop(record, now)

    async def _record(self, guild_id: int, digest: str) -> Record | None:
        record = await self._ledger.find(digest)
        return record if record is not None and record.delivery.guild_id == guild_id else None

    async def _coming(self, guild_id: int, now: datetime) -> tuple[Delivery, ...]:
        planned = {
            one
            for plan in await self._planning.plans(now)
            for one in (*plan.due, *plan.upcoming)
            if one.guild_id == guild_id
        }
        return tuple(sorted(planned, key=lambda one: (one.due, one.key)))

    async def _reopen(self, record: Record, now: datetime) -> None:
        match record.state:
            case State.SENT:
                raise DeliveryError(POSTED)
            case State.CLAIMED:
                raise DeliveryError(UNDER_WAY)
            case State.WITHDRAWN:
                raise DeliveryError(NOT_CALLED_FOR)
        if now >= record.delivery.expires:
            raise DeliveryError(TOO_LATE[record.delivery.kind])
        if self._planning.is_paused(record.delivery.guild_id):
            raise DeliveryError(PAUSED)
        if await self._ledger.reopen(record, now) is None:
            raise DeliveryError(UNDER_WAY)
        self._wake()

    async def _drop(self, record: Record, now: datetime) -> None:
        match record.state:
            case State.SENT:
                raise DeliveryError(POSTED)
            case State.CLAIMED:
                raise DeliveryError(UNDER_WAY)
            case State.WITHDRAWN:
                raise DeliveryError(NOT_CALLED_FOR)
            case State.DROPPED | State.EXPIRED | State.UNSURE:
                raise DeliveryError(GIVEN_UP)
        dropped = await self._ledger.drop(record, now)
        if dropped is None:
            raise DeliveryError(UNDER_WAY)
        tell(dropped)
