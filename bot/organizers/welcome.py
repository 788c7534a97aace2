"""The word to organizers when Marquee comes to their guild: how to set it up."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.ledger import Ledger
from bot.delivery.model import Delivery, Kind, Plan
from bot.guilds.service import Guilds
from bot.translation import Language

# For how long after it came Marquee still says so.
WELCOMED_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """One welcome; `mark` is its delivery's digest, put where it is found again."""

    mark: str


class Welcomes:
    """Welcomes the guilds that Marquee came to: a Planner, and subjects for it.

    Who came is remembered in memory only: whoever starts anew names those that it came to lately.
    """

    def __init__(self, guilds: Guilds, ledger: Ledger, owns: Callable[[int], bool]) -> None:
        self._guilds = guilds
        self._ledger = ledger
        self._owns = owns
        self._waiting: dict[str, Delivery] = {}

    def greet(self, guild_id: int, place: int, came_at: datetime, language: Language) -> None:
        """Have a guild welcomed in a channel, once for each time that Marquee came there.

        It is in the language of the guild's own settings, unless its organizers chose another.
        """
        delivery = Delivery(
            key=f"{Kind.WELCOME}:{guild_id}:{round(came_at.timestamp())}",
            guild_id=guild_id,
            place=place,
            kind=Kind.WELCOME,
            due=came_at,
            expires=came_at + WELCOMED_FOR,
            subject=json.dumps({"language": language}),
        )
        self._waiting[delivery.key] = delivery

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return the welcomes that are due."""
        self._waiting = {key: one for key, one in self._waiting.items() if now < one.expires}
        if not self._waiting:
            return ()
        for key in await self._ledger.held(set(self._waiting)):
            del self._waiting[key]
        return (Plan(due=tuple(one for one in self._waiting.values() if self._is_wanted(one))),)

    def subject(self, delivery: Delivery, now: datetime) -> Welcome | None:
        """Return what a welcome tells; None to a guild that is set up already."""
        del now
        return Welcome(mark=delivery.digest) if self._is_wanted(delivery) else None

    def language_of(self, delivery: Delivery) -> Language:
        """Return the language of a welcome."""
        chosen = self._guilds.for_guild(delivery.guild_id).language
        # Those that were claimed by older versions name none.
        kept = Language.known(json.loads(delivery.subject).get("language"))
        return chosen or kept or Language.ENGLISH

    def _is_wanted(self, delivery: Delivery) -> bool:
        choices = self._guilds.for_guild(delivery.guild_id)
        is_quiet = choices.paused_at is not None or choices.left_at is not None
        return self._owns(delivery.guild_id) and not is_quiet and not choices.channels
