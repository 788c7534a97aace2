"""What people do with the bot on a loopback Discord, and what they see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.wire.line import Body, Id, Line

# A little more than the three seconds that Discord waits for a first answer.
PATIENCE = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Interacted:
    """What became of something a person did.

    `answer` is the callback's type (None: none came), `seconds` how long it took, `messages` all
    that the person sees of it; `loading` while a deferred answer is.
    """

    id: int
    kind: int
    answer: int | None
    data: Body | None
    seconds: float | None
    original: str | None
    loading: bool
    messages: tuple[Body, ...] = field(default=())

    @property
    def message(self) -> Body:
        """The first answer's message, as it is now."""
        return next(one for one in self.messages if one["id"] == self.original)

    @property
    def choices(self) -> list[str]:
        """The names that an autocomplete offers."""
        return [one["name"] for one in (self.data or {})["choices"]]


class People:
    """Acts for people; the owner, unless `user_id` names another. Ids are numbers or text."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def slash(
        self,
        channel_id: Id,
        name: str,
        options: Body | None = None,
        *,
        wait: float = PATIENCE,
        **who: Any,
    ) -> Interacted:
        """Let a person use a command ("talk", "session move"), and wait for the first answer.

        `who`: `user_id`, `locale`.
        """
        return await self._interact(
            "slash", wait, channel_id=str(channel_id), name=name, options=options or {}, **who
        )

    async def autocomplete(
        self, channel_id: Id, name: str, options: Body, focused: str, **who: Any
    ) -> Interacted:
        """Let a person type into an option."""
        return await self._interact(
            "autocomplete",
            PATIENCE,
            channel_id=str(channel_id),
            name=name,
            options=options,
            focused=focused,
            **who,
        )

    async def press(
        self,
        channel_id: Id,
        message_id: Id,
        custom_id: str,
        values: Iterable[str] | None = None,
        **who: Any,
    ) -> Interacted:
        """Let a person press a button, or pick values from a select."""
        return await self._interact(
            "press",
            PATIENCE,
            channel_id=str(channel_id),
            message_id=str(message_id),
            custom_id=custom_id,
            values=None if values is None else list(values),
            **who,
        )

    async def submit(
        self, channel_id: Id, interaction_id: Id, values: Mapping[str, str], **who: Any
    ) -> Interacted:
        """Let a person fill in the modal that answered an interaction."""
        return await self._interact(
            "submit",
            PATIENCE,
            channel_id=str(channel_id),
            interaction_id=str(interaction_id),
            values=dict(values),
            **who,
        )

    async def settled(self, interacted: Interacted, within: float = 5.0) -> Interacted:
        """Return what became of an interaction, once its answer no longer loads."""
        return _interacted(await self._line.do("interaction", id=str(interacted.id), wait=within))

    async def _interact(self, do: str, wait: float, **asked: Any) -> Interacted:
        if asked.get("user_id") is not None:
            asked["user_id"] = str(asked["user_id"])
        return _interacted(await self._line.do("interact", do=do, wait=wait, **asked))


def _interacted(told: Body) -> Interacted:
    return Interacted(**{**told, "id": int(told["id"]), "messages": tuple(told["messages"])})
