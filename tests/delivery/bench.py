"""Dispatch between a list of deliveries and a list of posts, for tests."""

import pytest

from bot.delivery.dispatch import Dispatch
from bot.delivery.planners import Planners
from bot.rehearsal.time import HeldAlarm, HeldClock
from tests.delivery.deliveries import DUE
from tests.delivery.fakes import Channels, Everywhere, Killed, ListPlanner
from tests.delivery.memory_ledger import MemoryLedger


class Bench:
    """Dispatch between a list of deliveries and a list of posts, at an instant in the hand."""

    def __init__(self, *deliveries, at=DUE):
        self.clock = HeldClock(at)
        self.ledger = MemoryLedger()
        self.posting = Everywhere()
        self.planner = ListPlanner(self.ledger, *deliveries, posting=self.posting)
        self.channels = Channels(self.clock)
        self.restart()

    def restart(self):
        """A new process; only the ledger and Discord remember."""
        self.planning = Planners([self.planner], self.posting)
        self.alarm = HeldAlarm(self.clock)
        self.dispatch = Dispatch(self.planning, self.ledger, self.channels, self.alarm, self.clock)

    async def wake(self, at=None):
        self.clock.move_to(at or self.clock.now())
        await self.dispatch.wake()

    async def die(self, delivery, *, posted):
        """Wake, and be killed in the middle of sending `delivery`."""
        faults = self.channels.after_posting if posted else self.channels.faults
        faults[delivery.key] = [Killed()]
        with pytest.raises(Killed):
            await self.dispatch.wake()
        self.restart()

    def state(self, delivery):
        return self.ledger.records[delivery.key].state

    def record(self, delivery):
        return self.ledger.records[delivery.key]
