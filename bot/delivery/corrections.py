"""Edits what was posted once it is no longer true, so that no wrong time stays in a channel."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock, give_way
from bot.delivery.ledger import Ledger
from bot.delivery.log_lines import named, new_reference
from bot.delivery.model import Outcome, Record, State

log = logging.getLogger(__name__)

# A send that was under way while the program changed is settled within this.
SETTLES_WITHIN = timedelta(seconds=30)

# Edits under way at one time. They share the pace of all requests with the sends, which go first.
AT_ONCE = 5


class Corrector(Protocol):
    """Knows what a posted message should show, and has it shown."""

    def content(self, record: Record) -> str | None:
        """Return the digest of what it should show by now; None if that can't be said."""
        ...

    async def amend(self, record: Record) -> Outcome:
        """Edit it, within seconds: sent with its content; failed for now; or dropped, for good.

        Only asked for what has a content and a message. Raises only on a bug.
        """
        ...


class Corrections:
    """Looks after the posts that stand, from when they are sent until they expire.

    Nothing is claimed for it: an edit says what the message is to show, so that doing it twice
    changes nothing more, and what a crash cuts off is done by the next start.
    """

    def __init__(
        self,
        ledger: Ledger,
        corrector: Corrector,
        clock: Clock,
        owns: Callable[[int], bool],
    ) -> None:
        self._ledger = ledger
        self._corrector = corrector
        self._clock = clock
        self._owns = owns
        # Until when every sweep looks; None if nothing calls for it.
        self._until: datetime | None = None
        # The keys of those that sweeps found right since something last called for it. Direct
        # messages may be thousands, and to say what one should show takes as long as to write it.
        self._right: set[str] = set()
        self._is_looking = False
        self._stopped = False

    def program_changed(self) -> None:
        """Have the next sweeps look, for half a minute: a send under way may tell the old version.

        To be called at the start too, and whenever it isn't known what a posted message shows.
        """
        self._until = self._clock.now() + SETTLES_WITHIN
        # A new set: a look that began before goes on with the old one.
        self._right = set()

    def stop(self) -> None:
        """Begin no more edits."""
        self._stopped = True

    async def sweep(self) -> None:
        """Look if something called for it and nobody is looking already. Never fails.

        To be called every few seconds; it costs nothing as long as nothing changed.
        """
        until = self._until
        if until is None or self._is_looking or self._stopped:
            return
        is_last = self._clock.now() >= until
        # What changes while it looks moves `_until` on, and is not forgotten.
        if await self._look(self._right) and is_last and self._until == until:
            self._until = None
            self._right = set()

    async def look(self) -> bool:
        """Edit every own post that stands and doesn't show what it should; tell if all do by now.

        Never fails: what goes wrong is logged, and the other posts are still looked at. What many
        read comes first, then direct messages.
        """
        return await self._look(set())

    async def _look(self, right: set[str]) -> bool:
        """Look at all but those that are known to be `right`, and add to these."""
        self._is_looking = True
        try:
            standing = iter(await self._standing(right))
            workers = [self._work(standing, right) for _ in range(AT_ONCE)]
            return all(await asyncio.gather(*workers))
        except Exception:
            log.exception(
                "Reference %s: could not look after what is posted; the next sweep tries again",
                new_reference(),
            )
            return False
        finally:
            self._is_looking = False

    async def _standing(self, right: set[str]) -> list[Record]:
        standing = await self._ledger.standing(self._clock.now())
        own = (
            one
            for one in standing
            if one.delivery.key not in right and self._owns(one.delivery.guild_id)
        )
        return sorted(own, key=lambda one: one.delivery.is_direct)

    async def _work(self, standing: Iterator[Record], right: set[str]) -> bool:
        """Look after one post after the other, as long as there are any.

        One on which it breaks is left as it is until something calls for another look.
        """
        are_right = True
        for record in standing:
            if self._stopped:
                return False
            try:
                if await self._correct(record):
                    right.add(record.delivery.key)
                else:
                    are_right = False
            except Exception:
                log.exception(
                    "Reference %s: correcting broke: %s", new_reference(), named(record.delivery)
                )
            await give_way()
        return are_right

    async def _correct(self, record: Record) -> bool:
        """Have a post show what it should; tell whether there is nothing left to do."""
        content = self._corrector.content(record)
        if content is None or content == record.content:
            return True
        outcome = await self._corrector.amend(record)
        if outcome.state is State.FAILED:
            log.warning("%s: not corrected yet (%s)", named(record.delivery), outcome.reason)
            return False
        # What can't be edited is taken for right, so that it is not tried at every look.
        await self._ledger.amend(record, outcome.content or content)
        if outcome.state is State.SENT:
            log.info("%s: corrected", named(record.delivery))
        else:
            log.warning("%s: can't be corrected (%s)", named(record.delivery), outcome.reason)
        return True
