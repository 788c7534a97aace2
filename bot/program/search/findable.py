"""Says by which texts each talk, speaker and track is found."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.program.model import Session, Speaker, Talk, Track
from bot.program.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """One thing that a person may look for, and its texts by how much a match in them says.

    `names` are the people that belong to it, `about` what else is said of it in a few words,
    `text` what is said at length. `sessions` are those in which it can be met.
    """

    id: str
    title: str
    names: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    text: str = ""
    sessions: tuple[Session, ...] = ()


def talks_to_find(timetable: Timetable) -> Iterator[Findable]:
    """Give each talk in program order, found by its speakers, their companies and its track too."""
    for talk in timetable.program.talks:
        speakers = timetable.speakers_of(talk)
        sessions = timetable.sessions_of_talk(talk.id)
        yield Findable(
            id=talk.id,
            title=talk.title,
            names=tuple(speaker.name for speaker in speakers),
            about=(*_places_of_work(speakers), *_headings(sessions, timetable)),
            text=talk.abstract or "",
            sessions=sessions,
        )


def speakers_to_find(timetable: Timetable) -> Iterator[Findable]:
    """Give each speaker in program order, found by what they present and host too."""
    for speaker in timetable.program.speakers:
        talks = timetable.talks_of_speaker(speaker.id)
        tracks = timetable.tracks_hosted_by(speaker.id)
        yield Findable(
            id=speaker.id,
            title=speaker.name,
            about=(
                *_places_of_work((speaker,)),
                *(talk.title for talk in talks),
                *(track.name for track in tracks),
            ),
            text=speaker.bio or "",
            sessions=_sessions_of_speaker(talks, tracks, timetable),
        )


def tracks_to_find(timetable: Timetable) -> Iterator[Findable]:
    """Give each track in program order, found by its hosts too."""
    for track in timetable.program.tracks:
        yield Findable(
            id=track.id,
            title=track.name,
            names=tuple(host.name for host in timetable.hosts_of(track)),
            text=track.description or "",
            sessions=timetable.sessions_of_track(track.id),
        )


def _places_of_work(speakers: tuple[Speaker, ...]) -> list[str]:
    return [text for speaker in speakers for text in (speaker.role, speaker.company) if text]


def _headings(sessions: tuple[Session, ...], timetable: Timetable) -> list[str]:
    tracks = [timetable.track(session.track) for session in sessions if session.track]
    return [
        *(track.name for track in tracks if track),
        *(session.title for session in sessions if session.title),
    ]


def _sessions_of_speaker(
    talks: tuple[Talk, ...], tracks: tuple[Track, ...], timetable: Timetable
) -> tuple[Session, ...]:
    presented = [session for talk in talks for session in timetable.sessions_of_talk(talk.id)]
    hosted = [session for track in tracks for session in timetable.sessions_of_track(track.id)]
    return tuple({session.id: session for session in (*presented, *hosted)}.values())
