"""A planner that plans from a list, and a Sender whose channels are a list too."""

from bot.delivery.model import Outcome, Plan, Seen, Sighting, State


class ListPlanner:
    """Plans what it was given, less what the ledger holds."""

    def __init__(self, ledger, *deliveries):
        self.ledger = ledger
        self.deliveries = list(deliveries)

    async def plans(self, now):
        told = await self.ledger.told(min(one.due for one in self.deliveries))
        held = {(one.guild_id, one.place, one.item) for one in told}
        untold = [
            one
            for one in sorted(self.deliveries, key=lambda one: one.due)
            if not {(one.guild_id, one.place, item) for item in one.items} & held
        ]
        plan = Plan(
            due=tuple(one for one in untold if one.due <= now < one.expires),
            upcoming=tuple(one for one in untold if now < one.due),
            missed=tuple(one for one in untold if one.expires <= now),
        )
        return [plan]


class Killed(BaseException):
    """The process dies here."""


class Channels:
    """Discord as a Sender sees it: it posts, unless a fault stands for the delivery's next send.

    A fault is an Outcome or an exception, and comes instead of the post. `after_posting` ones come
    when it is posted already.
    """

    def __init__(self, clock):
        self._clock = clock
        self.posts = []
        self.sends = []
        self.faults = {}
        self.after_posting = {}
        self.looks = []
        self.sighting = None

    async def send(self, delivery):
        self.sends.append(delivery)
        self._fault(self.faults, delivery)
        if outcome := self._outcome(self.faults, delivery):
            return outcome
        self.posts.append((self._clock.now(), delivery))
        self._fault(self.after_posting, delivery)
        if outcome := self._outcome(self.after_posting, delivery):
            return outcome
        return Outcome(state=State.SENT, message_id=len(self.posts))

    async def find(self, delivery, claimed_at):
        self.looks.append(claimed_at)
        if isinstance(self.sighting, Exception):
            raise self.sighting
        if self.sighting is not None:
            return self.sighting
        for number, (_, posted) in enumerate(self.posts, start=1):
            if posted.digest == delivery.digest:
                return Sighting(seen=Seen.FOUND, message_id=number)
        return Sighting(seen=Seen.ABSENT)

    @property
    def posted(self):
        return [delivery for _, delivery in self.posts]

    @staticmethod
    def _fault(faults, delivery):
        waiting = faults.get(delivery.key, [])
        if waiting and isinstance(waiting[0], BaseException):
            raise waiting.pop(0)

    @staticmethod
    def _outcome(faults, delivery):
        waiting = faults.get(delivery.key, [])
        return waiting.pop(0) if waiting else None
