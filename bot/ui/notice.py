"""Short answers: an apology, an error told in words, and what is not on the program."""

from discord.ui import LayoutView

from bot.errors import MarqueeError, NotOnProgramError
from bot.program.search import Hit, HitKind
from bot.translation import N_, _, in_words
from bot.ui.card import Card, layout
from bot.ui.controls import AskButton, ask, ways_on
from bot.ui.limits import ROW_BUTTONS, cut
from bot.ui.questions import SpeakerQuestion, TalkQuestion, TrackQuestion
from bot.ui.text import escape, escape_sentence

LONGEST_SENTENCE = 1_500

About = type[TalkQuestion] | type[SpeakerQuestion] | type[TrackQuestion]
ABOUT: dict[HitKind, About] = {
    HitKind.TALK: TalkQuestion,
    HitKind.SPEAKER: SpeakerQuestion,
    HitKind.TRACK: TrackQuestion,
}

GONE = {
    "talk": N_("That talk is no longer on the program. It may have been renamed or taken off."),
    "person": N_("That person is no longer on the program. They may have been taken off."),
    "track": N_("That track is no longer on the program. It may have been renamed or taken off."),
    "room": N_("That room is no longer on the program. It may have been renamed or taken off."),
}


def apology(reference: str) -> LayoutView:
    """Return what is said when Marquee failed; the log has the trace under `reference`."""
    return _notice(
        _("Sorry, that went wrong"),
        _(
            "The fault is on my side; please try once more. If it stays, tell an organizer this "
            "reference: **{reference}**"
        ).format(reference=escape(reference)),
    )


def told(error: MarqueeError) -> LayoutView:
    """Return an error that the person can act on, in its own words."""
    return _notice(_("That did not work"), cut(escape_sentence(words_of(error)), LONGEST_SENTENCE))


def words_of(error: MarqueeError) -> str:
    """Return what an error says, in the language spoken now."""
    # str() would make English of what can be said in any language.
    return in_words(error.args[0]) if error.args else str(error)


def not_found(error: NotOnProgramError, nearest: tuple[Hit, ...], program_id: str) -> LayoutView:
    """Return that what was typed is not on the program, with what is nearest as buttons."""
    sentence = cut(escape(words_of(error)), LONGEST_SENTENCE)
    unique = {(hit.kind, hit.id): hit for hit in nearest}
    closest = [
        ask(hit.title, ABOUT[hit.kind](program=program_id, id=hit.id)) for hit in unique.values()
    ]
    if not closest:
        return _notice(_("Not found"), sentence, ways_on(program_id))
    question = _("Did you mean one of these?")
    return _notice(_("Not found"), f"{sentence}\n{question}", closest[:ROW_BUTTONS])


def gone(kind: str, program_id: str) -> LayoutView:
    """Return that what an older message asks for has left the program, with ways on.

    `kind` is one of `GONE`.
    """
    return _notice(_("No longer here"), _(GONE[kind]), ways_on(program_id))


def _notice(heading: str, sentence: str, buttons: list[AskButton] | None = None) -> LayoutView:
    return layout(Card(title=heading, head=(sentence,), buttons=(buttons or [],)))
