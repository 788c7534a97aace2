"""Finds a program's things by id, and what belongs to what."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from bot.program.model import Program, Room, Session, Speaker, Talk, Track
from bot.translation import said

Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)

# What a session is called that has no name and nothing in it.
BREAK = said("Break")


class Directory:
    """One program's things by id and by what they are linked with; never changes.

    Whatever is asked for by an id that is not on the program gives None or an empty tuple, and
    ids that lead nowhere are skipped. Lists stand in the program's own order.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._talks = {talk.id: talk for talk in program.talks}
        self._speakers = {speaker.id: speaker for speaker in program.speakers}
        self._tracks = {track.id: track for track in program.tracks}
        self._rooms = {room.id: room for room in program.rooms}
        self._sessions = {session.id: session for session in program.sessions}
        self._talks_by_speaker = grouped(
            (speaker, talk) for talk in program.talks for speaker in talk.speakers
        )
        self._tracks_by_host = grouped(
            (host, track) for track in program.tracks for host in track.hosts
        )

    @property
    def program(self) -> Program:
        """The program that this directory is of."""
        return self._program

    def talk(self, talk_id: str) -> Talk | None:
        """Return the talk with that id."""
        return self._talks.get(talk_id)

    def speaker(self, speaker_id: str) -> Speaker | None:
        """Return the speaker or host with that id."""
        return self._speakers.get(speaker_id)

    def track(self, track_id: str) -> Track | None:
        """Return the track with that id."""
        return self._tracks.get(track_id)

    def room(self, room_id: str) -> Room | None:
        """Return the room with that id."""
        return self._rooms.get(room_id)

    def session(self, session_id: str) -> Session | None:
        """Return the session with that id."""
        return self._sessions.get(session_id)

    def speakers_of(self, talk: Talk) -> tuple[Speaker, ...]:
        """Return who gives the talk, in the talk's order."""
        return _found(talk.speakers, self._speakers)

    def hosts_of(self, track: Track) -> tuple[Speaker, ...]:
        """Return who hosts the track, in the track's order."""
        return _found(track.hosts, self._speakers)

    def talks_of(self, session: Session) -> tuple[Talk, ...]:
        """Return what is presented in the session, in the session's order."""
        return _found(session.talks, self._talks)

    def talks_of_speaker(self, speaker_id: str) -> tuple[Talk, ...]:
        """Return the talks that this person gives."""
        return self._talks_by_speaker.get(speaker_id, ())

    def tracks_hosted_by(self, speaker_id: str) -> tuple[Track, ...]:
        """Return the tracks that this person hosts."""
        return self._tracks_by_host.get(speaker_id, ())

    def title_of(self, session: Session) -> str:
        """Return what to call a session; never empty.

        Its own title, else its only talk's, else its track's name, else its first talk's title,
        else "Break".
        """
        if session.title:
            return session.title
        talks = self.talks_of(session)
        if len(talks) == 1:
            return talks[0].title
        track = self._tracks.get(session.track or "")
        if track:
            return track.name
        return talks[0].title if talks else BREAK


def grouped(pairs: Iterable[tuple[Key, Thing]]) -> dict[Key, tuple[Thing, ...]]:
    """Return all things of each key, in the order given."""
    groups: defaultdict[Key, list[Thing]] = defaultdict(list)
    for key, thing in pairs:
        groups[key].append(thing)
    return {key: tuple(things) for key, things in groups.items()}


def _found(ids: Iterable[str], things: Mapping[str, Thing]) -> tuple[Thing, ...]:
    return tuple(things[one] for one in ids if one in things)
