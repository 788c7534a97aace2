"""Knows which keys the ledger holds, and asks it for no more of them than it has to."""

from collections.abc import Callable, Iterable

from bot.delivery.ledger import Ledger
from bot.delivery.planning import held_among


class HeldKeys:
    """The keys of one planner's deliveries, as far as the ledger was asked for them.

    A key that is not held comes to be held only by a claim, and to that only by a plan that names
    it: so it is asked for again once it was `named`. One that is held stays so, unless somebody
    who knows of records that were removed has it asked for again. What was given back is asked for
    every time until it is not held, since its record goes a moment later than that is known.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._held: set[str] = set()
        self._free: set[str] = set()
        self._given_back: set[str] = set()

    @property
    def is_certain(self) -> bool:
        """Whether no key that was held when it was asked for may be given back in a moment."""
        return self._held.isdisjoint(self._given_back)

    def __contains__(self, key: str) -> bool:
        """Tell whether a key was held when the ledger was last asked for it."""
        return key in self._held

    async def learn(self, keys: Iterable[str]) -> bool:
        """Ask for those of the keys of which it is not known; tell whether any more is held.

        Raises what the ledger raises.
        """
        self._held -= self._given_back
        unknown = [key for key in keys if key not in self._free and key not in self._held]
        found = await held_among(self._ledger, unknown)
        self._held |= found
        free = {key for key in unknown if key not in found}
        self._free |= free
        self._given_back -= free
        return bool(found)

    def named(self, keys: Iterable[str]) -> None:
        """Take note that these are planned, so that they may be held from now on."""
        self._free.difference_update(keys)

    def give_back(self, key: str) -> None:
        """Take note that a delivery is withdrawn."""
        self._held.discard(key)
        self._free.discard(key)
        self._given_back.add(key)

    def ask_again(self, which: Callable[[str], bool]) -> None:
        """Take note that records of these keys may have been removed: they are asked for anew."""
        self._held = {key for key in self._held if not which(key)}

    def forget(self, is_over: Callable[[str], bool] = lambda _: True) -> None:
        """Forget the keys that are over: all of them, if nothing is said."""
        self._held = {key for key in self._held if not is_over(key)}
        self._free = {key for key in self._free if not is_over(key)}
        self._given_back = {key for key in self._given_back if not is_over(key)}
