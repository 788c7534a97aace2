"""What people do with the bot, and what it answered (interactions/receiving-and-responding)."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.wire.refusal import Refusal, unknown
from tests.wire.settings import Settings
from tests.wire.world import Channel, Message

Body = dict[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 4, 5, 6, 7, 8, 9
# Which answers each kind of interaction may get
MAY = {
    COMMAND: {REPLY, DEFER, SHOW_MODAL},
    COMPONENT: {REPLY, DEFER, DEFER_UPDATE, UPDATE, SHOW_MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {REPLY, DEFER, DEFER_UPDATE, UPDATE},
}


@dataclass(slots=True, kw_only=True)
class Interaction:
    """One press or command: sent at wall and monotonic seconds, then answered or not.

    `answer` is the callback's type, `data` what came with it, `seconds` how long it took.
    `messages` are its reply and follow-ups, those only one person sees too.
    """

    id: str
    kind: int
    channel: Channel
    user: Body
    wall: float
    monotonic: float
    origin: Message | None = None
    command: Body | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(40))
    answer: int | None = None
    data: Body | None = None
    seconds: float | None = None
    original: str | None = None
    loading: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def told(self) -> Body:
        """Return what a test may ask about it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "answer": self.answer,
            "data": self.data,
            "seconds": self.seconds,
            "original": self.original,
            "loading": self.loading,
            "messages": [one.body for one in self.messages.values() if not one.deleted],
        }


class Interactions:
    """All interactions so far."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._by_id: dict[str, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def add(self, interaction: Interaction) -> None:
        """Keep one that is about to be sent."""
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction

    def get(self, interaction_id: str) -> Interaction | None:
        """Return one by its id."""
        return self._by_id.get(interaction_id)

    def owner_of(self, message_id: str) -> Interaction | None:
        """Return the interaction that a message answered."""
        return next((one for one in self._by_id.values() if message_id in one.messages), None)

    def to_answer(self, interaction_id: str, token: str) -> Interaction:
        """Return one that waits for its first answer.

        Raises:
            Refusal: 10062 if it is unknown or too late, 40060 if it was answered.
        """
        found = self._by_id.get(interaction_id)
        if found is None or found.token != token:
            raise unknown("interaction")
        if found.answer is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - found.monotonic > self._settings.answer_seconds:
            raise unknown("interaction")
        return found

    def to_follow_up(self, token: str) -> Interaction:
        """Return one that was answered and may be followed up.

        Raises:
            Refusal: 10015 if it is unknown or unanswered, 50027 if its token is too old.
        """
        found = self._by_token.get(token)
        if found is None or found.answer is None:
            raise unknown("Webhook")
        if time.monotonic() - found.monotonic > self._settings.interaction_seconds:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return found
