"""Errors that a person can act on.

MarqueeError
├── FaultyFileError           a file with faults; names every one of them
│   ├── SettingsError         config.toml or the environment
│   └── ProgramFileError      a program file
├── ImportRefusedError        a source that can't be imported
├── FetchError                a web address that can't be fetched
├── NotOnProgramError         what was asked for is not there
├── NoProgramError            this community has no program to ask about
├── StaleButtonError          a pressed button is of another Marquee, or forged
├── NotAnOrganizerError       only organizers may do that
├── DeliveryError             what was asked of a delivery can't be done
├── AgendaError               what an attendee wants of their agenda can't be done
├── SessionChangeError        what organizers want of a session can't be done
├── SetupError                what organizers choose for their server can't be chosen
├── ProgramOrderError         what organizers want of their program can't be done
├── AnnouncementError         what organizers want of an announcement can't be done
├── DiscordUnreachableError   Discord can't be reached to log in
├── StageBusyError            the rehearsal's page is just doing something
├── StageTooEarlyError        the event is older than Discord's time
├── StageMissingError         the rehearsal's packages are not installed
└── StoreError                the database can't be opened or is of another version

What is not in this tree is a bug: it is logged with a short reference that the person sees too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.translation import N_, said, together


class Severity(StrEnum):
    """How bad a fault is: an error stops the file from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a file: where, what, and what to do about it.

    Lines and columns count from 1; a fault of the whole file has neither.
    """

    file: str
    what: str
    fix: str
    line: int | None = None
    column: int | None = None
    severity: Severity = Severity.ERROR

    @property
    def where(self) -> str:
        """Return the place as compilers write it: file:line:column, as far as it is known."""
        place = (str(part) for part in (self.line, self.column) if part)
        return together(self.file, *place, by=":")

    @property
    def told(self) -> str:
        """Return all of it as one sentence, which can be said in any language."""
        words = together(self.what, self.fix)
        if self.severity is Severity.WARNING:
            return said("{place}: warning: {words}", place=self.where, words=words)
        # Translators: {place} is a file with its line and column, {words} says what is wrong.
        return said("{place}: error: {words}", place=self.where, words=words)

    def __str__(self) -> str:
        return str(self.told)


class MarqueeError(Exception):
    """Anything that a person can put right; its text says what, where and what to do."""


class FaultyFileError(MarqueeError):
    """A file with faults; `faults` names every one of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(together(*(fault.told for fault in self.faults), by="\n"))


class SettingsError(FaultyFileError):
    """config.toml or the environment is wrong."""


class ProgramFileError(FaultyFileError):
    """A program file can't be used; the program that stood before it still stands."""


class ImportRefusedError(MarqueeError):
    """A source can't be imported: `what` is wrong with it, and `fix` is what to do."""

    def __init__(self, what: str, fix: str) -> None:
        self.what = what
        self.fix = fix
        super().__init__(together(what, fix))


class FetchError(MarqueeError):
    """What stands at a web address can't be fetched: `where`, `what` is wrong, and the `fix`.

    None of them holds a user, a password or a query: these may be secrets.
    """

    def __init__(self, where: str, what: str, fix: str) -> None:
        self.where = where
        self.what = what
        self.fix = fix
        # Translators: {where} is a web address.
        super().__init__(together(said("{where} can't be fetched.", where=where), what, fix))


NOT_ON_PROGRAM = {
    "talk": N_("No talk on the program matches “{words}”."),
    "speaker": N_("No speaker on the program matches “{words}”."),
    "track": N_("No track on the program matches “{words}”."),
    "session": N_("No session on the program matches “{words}”."),
    "day": N_("No day on the program matches “{words}”."),
    "room": N_("No room on the program matches “{words}”."),
}


class NotOnProgramError(MarqueeError):
    """What a person typed is not on the program.

    `kind` is what was asked for, one of `NOT_ON_PROGRAM`; `words` what was typed.
    """

    def __init__(self, kind: str, words: str) -> None:
        self.kind = kind
        self.words = words
        super().__init__(said(NOT_ON_PROGRAM[kind], words=words))


class NoProgramError(MarqueeError):
    """This community has no program to ask about yet."""

    def __init__(self, program: str) -> None:
        super().__init__(
            said(
                "The program “{program}” is not loaded. "
                "Whoever runs Marquee finds the reason in its log or with `marquee doctor`.",
                program=program,
            )
        )


class StaleButtonError(MarqueeError):
    """A pressed button or picker that this Marquee doesn't understand."""

    def __init__(self) -> None:
        text = said("This button is from another version of me. Ask again: /help says how.")
        super().__init__(text)


class NotAnOrganizerError(MarqueeError):
    """Somebody without the permission Manage Server asks for what only organizers may do."""

    def __init__(self) -> None:
        super().__init__(
            said(
                "That is for organizers: it needs the permission Manage Server here. "
                "If this server lets you give the command itself, give it again."
            )
        )


class DeliveryError(MarqueeError):
    """What was asked of a delivery can't be done: there is none such, or it is too late for that.

    Its text says which it is, and what can be done instead.
    """


class AgendaError(MarqueeError):
    """What an attendee wants of their agenda can't be done; its text says why, and what can be."""


class SessionChangeError(MarqueeError):
    """What organizers want of a session can't be done; its text says why, and what can be."""


class SetupError(MarqueeError):
    """What organizers choose for their server can't be chosen; its text says why, and what can."""


class ProgramOrderError(MarqueeError):
    """What organizers want of their program can't be done; its text says why, and what can be."""


class AnnouncementError(MarqueeError):
    """What organizers want of an announcement can't be done; its text says why, and what can be."""


class DiscordUnreachableError(MarqueeError):
    """Discord can't be reached to log in."""

    def __init__(self, why: str) -> None:
        text = said("Discord can't be reached ({why}). Check the network and start again.", why=why)
        super().__init__(text)


class StageBusyError(MarqueeError):
    """Somebody does something in the rehearsal's page, and time can't move meanwhile."""

    def __init__(self) -> None:
        super().__init__(said("Somebody is using the page this very moment. Try that again."))


class StageTooEarlyError(MarqueeError):
    """The event was before 2015, and Discord's ids can tell no time before that."""

    def __init__(self) -> None:
        super().__init__(
            said(
                "Discord's time begins with 2015, so an event before that can't be rehearsed. "
                "Give a copy of the program later days, and rehearse that."
            )
        )


class StageMissingError(MarqueeError):
    """The packages that the rehearsal needs are not installed; `packages` names them for pip."""

    def __init__(self, packages: Sequence[str] = ("simcord[preview]",)) -> None:
        super().__init__(
            said(
                "The rehearsal needs its offline stage, in the environment that Marquee runs in. "
                "Install it there: pip install {packages}",
                packages=" ".join(repr(one) for one in packages),
            )
        )


class StoreError(MarqueeError):
    """The database can't be opened, or a newer Marquee wrote it."""
