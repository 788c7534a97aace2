"""Plans every guild's reminders, and says what a planned one is about when it is sent."""

import json
import logging
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.delivery.ledger import Ledger
from bot.delivery.model import Delivery, Plan, Told
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.program.timetable import Timetable
from bot.reminders.model import Reminder
from bot.reminders.plan import MISSED_FOR, is_called_for, plan_reminders

log = logging.getLogger(__name__)


class Timetables(Protocol):
    """Where a guild's timetable comes from."""

    def timetable_for(self, choices: Choices) -> Timetable | None:
        """Return the timetable that a guild's posts follow; None if its program is not loaded."""
        ...


class Reminders:
    """The reminders of all guilds: a Planner for dispatch, and the subjects for the postman."""

    def __init__(self, timetables: Timetables, guilds: Guilds, ledger: Ledger) -> None:
        self._timetables = timetables
        self._guilds = guilds
        self._ledger = ledger

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return each guild's plan; one that can't be made is logged with a reference and left out.

        The ledger is asked once for all guilds, since this is done every few seconds.
        """
        told = defaultdict[int, list[Told]](list)
        for one in await self._ledger.told(now - MISSED_FOR):
            told[one.guild_id].append(one)
        plans = []
        for choices in self._guilds.all():
            try:
                plans.append(self._plan(choices, told[choices.guild_id], now))
            except Exception:
                reference = secrets.token_hex(4)
                log.exception("Reference %s: no plan for guild %d", reference, choices.guild_id)
        return plans

    def _plan(self, choices: Choices, told: Sequence[Told], now: datetime) -> Plan:
        timetable = self._timetables.timetable_for(choices)
        if timetable is None:
            return Plan()
        return plan_reminders(timetable, choices, told, now)

    def subject(self, delivery: Delivery, now: datetime) -> tuple[Reminder, Timetable] | None:
        """Return what a delivery tells, with the timetable to tell it from.

        None if it is not called for any more: a session moved or is gone, the program is not
        loaded, or the guild chose otherwise meanwhile. What still holds is planned anew.
        """
        choices = self._guilds.for_guild(delivery.guild_id)
        timetable = self._timetables.timetable_for(choices)
        told = json.loads(delivery.subject)
        if timetable is None or timetable.program.id != told["program"]:
            return None
        if not is_called_for(timetable, choices, delivery, now):
            return None
        sessions = (timetable.session(session_id) for session_id in told["sessions"])
        reminder = Reminder(
            program=timetable.program,
            start=datetime.fromisoformat(told["start"]),
            sessions=tuple(session for session in sessions if session is not None),
            mark=delivery.digest,
        )
        return reminder, timetable
