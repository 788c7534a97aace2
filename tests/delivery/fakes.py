"""A planner that plans from a list, and a Sender whose channels are a list too."""

from bot.delivery.model import Outcome, Plan, Seen, Sighting, State


class Everywhere:
    """Posting in every guild, less those that a test names."""

    def __init__(self):
        self.paused = set()
        self.others = set()

    def owns(self, guild_id):
        return guild_id not in self.others

    def is_paused(self, guild_id):
        return guild_id in self.paused


class ListPlanner:
    """Plans what it was given, less what the ledger holds; where posting is paused, it is held."""

    def __init__(self, ledger, *deliveries, posting=None):
        self.ledger = ledger
        self.deliveries = list(deliveries)
        self.posting = posting or Everywhere()

    async def plans(self, now):
        told = await self.ledger.told(min(one.due for one in self.deliveries))
        held = {(one.guild_id, one.place, one.item) for one in told}
        untold = [
            one
            for one in sorted(self.deliveries, key=lambda one: one.due)
            if not {(one.guild_id, one.place, item) for item in one.items} & held
        ]
        due = [one for one in untold if one.due <= now < one.expires]
        plan = Plan(
            due=tuple(one for one in due if not self.posting.is_paused(one.guild_id)),
            held=tuple(one for one in due if self.posting.is_paused(one.guild_id)),
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
