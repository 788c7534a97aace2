"""What pickers and buttons call a talk, a person and a track."""

from collections.abc import Iterable

from bot.program.model import Speaker, Talk, Track
from bot.program.search import Hit, HitKind
from bot.program.timetable import Timetable
from bot.translation import _
from bot.ui.controls import AskButton, Opening, ask
from bot.ui.questions import SpeakerQuestion, TalkQuestion, TrackQuestion
from bot.ui.text import counted

# Two pages, two tracks and Share make a full row.
MOST_TRACKS = 2


def talk_opening(talk: Talk, timetable: Timetable) -> Opening:
    """Return what opens a talk: its title, and who gives it."""
    return Opening(
        name=talk.title,
        note=", ".join(speaker.name for speaker in timetable.speakers_of(talk)),
        question=TalkQuestion(program=timetable.program.id, id=talk.id),
    )


def talk_openings(talks: Iterable[Talk], timetable: Timetable) -> tuple[Opening, ...]:
    """Return what opens each of the talks."""
    return tuple(talk_opening(talk, timetable) for talk in talks)


def speaker_opening(speaker: Speaker, timetable: Timetable) -> Opening:
    """Return what opens a person: their name, role and company."""
    return Opening(
        name=speaker.name,
        note=", ".join(text for text in (speaker.role, speaker.company) if text),
        question=SpeakerQuestion(program=timetable.program.id, id=speaker.id),
    )


def track_opening(track: Track, timetable: Timetable) -> Opening:
    """Return what opens a track: its name, and how many talks it has."""
    return Opening(
        name=track.name,
        note=counted(
            "Track, {count} talk",
            "Track, {count} talks",
            len(timetable.talks_of_track(track.id)),
        ),
        question=TrackQuestion(program=timetable.program.id, id=track.id),
    )


def track_buttons(tracks: Iterable[Track], timetable: Timetable) -> list[AskButton]:
    """Return the buttons to a few tracks: "Track" for an only one, else by their names."""
    unique = {track.id: track_opening(track, timetable) for track in tracks}
    few = list(unique.values())[:MOST_TRACKS]
    return [ask(one.name if len(few) > 1 else _("Track"), one.question) for one in few]


def hit_opening(hit: Hit, timetable: Timetable) -> Opening | None:
    """Return what opens the thing that a search found; None if it is not on this program."""
    if hit.kind is HitKind.TALK:
        talk = timetable.talk(hit.id)
        return None if talk is None else talk_opening(talk, timetable)
    if hit.kind is HitKind.SPEAKER:
        speaker = timetable.speaker(hit.id)
        return None if speaker is None else speaker_opening(speaker, timetable)
    track = timetable.track(hit.id)
    return None if track is None else track_opening(track, timetable)


def hit_openings(hits: Iterable[Hit], timetable: Timetable) -> tuple[Opening, ...]:
    """Return what opens each thing found, in their order."""
    found = (hit_opening(hit, timetable) for hit in hits)
    return tuple(opening for opening in found if opening is not None)
