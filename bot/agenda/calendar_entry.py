"""What a calendar file says of a session, in words that any calendar can hold."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2s
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.agenda.model import Saved
from bot.program.check.web_address import why_not
from bot.program.model import Session, Speaker, Talk, Track
from bot.program.timetable import Timetable
from bot.translation import Language, _, in_words, ngettext, speaking

# Some calendars take no more of a description, and nobody reads it there.
LONGEST_TEXT = 8_000
LONGEST_LINE = 500
_BETWEEN = "\n\n"
# What importers call the page that a source has of a talk, in small letters.
TALK_PAGE = "talk page"

# Some programs take each of them for the end of a line, which would end a text before its time.
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NEVER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A session in a calendar file, with the timetable that it is followed in.

    A file leads back to the guild, by id, that it is followed in. Of two files, the one with the
    greater `sequence` is the newer one for a calendar. A session that `is_cancelled` need not be in
    the timetable; the calendar takes it out or strikes it.
    """

    session: Session
    timetable: Timetable
    sequence: int = 0
    is_cancelled: bool = False
    guild_id: int | None = None

    @property
    def uid(self) -> str:
        """Return what calendars know the session by: the same for every guild and in every file."""
        return f"{self.session.id}@{self.timetable.program.id}.marquee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a file says of a session, each text as it may be written; times in its zone or UTC."""

    start: datetime
    end: datetime | None
    summary: str
    description: str
    place: str | None
    url: str | None
    track: str | None
    status: str


def entries_of(timetable: Timetable, called_off: Iterable[Session] = ()) -> list[CalendarEntry]:
    """Return an entry for each session of a program, and for those that do not take place."""
    taking_place = [CalendarEntry(session=one, timetable=timetable) for one in timetable.sessions]
    cancelled = [
        CalendarEntry(session=one, timetable=timetable, is_cancelled=True) for one in called_off
    ]
    return [*taking_place, *cancelled]


def gone(saved: Saved, timetable: Timetable) -> CalendarEntry:
    """Return the entry of a saved session of which its program says nothing any more."""
    program = timetable.program
    room = next((one.id for one in program.rooms if one.name == saved.seen.room), None)
    session = Session(
        id=saved.session,
        start=saved.seen.start.astimezone(ZoneInfo(program.zone)),
        title=saved.seen.title,
        room=room,
    )
    return CalendarEntry(
        session=session, timetable=timetable, is_cancelled=True, guild_id=saved.guild_id
    )


def digest_of(entry: CalendarEntry) -> str:
    """Return a digest of all that a file says of a session, but its sequence, alarms and guild.

    So it is the same for everybody who follows the same, in whatever language.
    """
    with speaking(Language.ENGLISH):
        told = wording_of(replace(entry, guild_id=None))
    end = "" if told.end is None else told.end.astimezone(UTC).isoformat()
    texts = (told.summary, told.description, told.place, told.url, told.track, told.status)
    whole = [told.start.astimezone(UTC).isoformat(), end, entry.timetable.program.zone]
    whole += [text or "" for text in texts]
    return blake2s("\x1f".join(whole).encode(), digest_size=16).hexdigest()


def wording_of(entry: CalendarEntry) -> Wording:
    """Return what a file says of a session, in the language spoken now. Never fails."""
    timetable, session = entry.timetable, entry.session
    start, end = _times(entry)
    room = timetable.room(session.room or "")
    track = timetable.track(session.track or "")
    title = as_line(in_words(timetable.title_of(session)))
    stream = _address(session.stream)
    return Wording(
        start=start,
        end=end,
        summary=_("Cancelled: {title}").format(title=title) if entry.is_cancelled else title,
        description=_description(entry),
        # Calendars open an address that stands there.
        place=as_line(room.name) if room else stream,
        url=_url(entry),
        track=as_line(track.name) if track else None,
        status="CANCELLED" if entry.is_cancelled else "CONFIRMED",
    )


def _times(entry: CalendarEntry) -> tuple[datetime, datetime | None]:
    """Return start and end; in UTC where one of them is in the later half of a repeated hour.

    A file's time on a clock in a zone means the earlier one, there is no other way to say it.
    """
    zone = ZoneInfo(entry.timetable.program.zone)
    start, end = (
        one.astimezone(zone).replace(microsecond=0)
        for one in (entry.session.start, entry.timetable.end_of(entry.session))
    )
    if _is_later_half(start) or _is_later_half(end):
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    return start, end if end.timestamp() > start.timestamp() else None


def _is_later_half(one: datetime) -> bool:
    return one.fold == 1 and one.utcoffset() != one.replace(fold=0).utcoffset()


def _description(entry: CalendarEntry) -> str:
    timetable, session = entry.timetable, entry.session
    title = timetable.title_of(session)
    talks = _BETWEEN.join(_told(talk, timetable, title) for talk in timetable.talks_of(session))
    ending = _text("\n".join(_ending(entry)))
    body = _cut(_text(talks), max(LONGEST_TEXT - len(ending) - len(_BETWEEN), 0))
    return _cut(_BETWEEN.join(filter(None, (body, ending))), LONGEST_TEXT)


def _told(talk: Talk, timetable: Timetable, title: str) -> str:
    """Return who gives a talk and what it is about; with its title, if the session has another."""
    lines = [] if talk.title == title else [talk.title]
    speakers = timetable.speakers_of(talk)
    if speakers:
        line = ngettext("Speaker: {names}", "Speakers: {names}", len(speakers))
        lines.append(line.format(names=", ".join(map(_person, speakers))))
    lines += [f"{in_words(link.title)}: {link.url}" for link in talk.links]
    return _BETWEEN.join(filter(None, ("\n".join(lines), talk.abstract)))


def _person(speaker: Speaker) -> str:
    known = ", ".join(filter(None, (speaker.role, speaker.company)))
    return f"{speaker.name} ({known})" if known else speaker.name


def _ending(entry: CalendarEntry) -> Iterator[str]:
    timetable, session = entry.timetable, entry.session
    track = timetable.track(session.track or "")
    if track is not None:
        yield _track_line(track, timetable)
    if session.stream:
        yield _("Stream: {address}").format(address=session.stream)
    program = timetable.program
    yield f"{program.name}: {program.link}" if program.link else program.name
    if entry.guild_id is not None:
        back = f"https://discord.com/channels/{entry.guild_id}"
        yield _("Back to Discord: {address}").format(address=back)


def _track_line(track: Track, timetable: Timetable) -> str:
    hosts = ", ".join(map(_person, timetable.hosts_of(track)))
    if not hosts:
        return _("Track: {track}").format(track=track.name)
    return _("Track: {track}, hosted by {hosts}").format(track=track.name, hosts=hosts)


def _url(entry: CalendarEntry) -> str | None:
    """Return the page of the session's only talk, else the program's, else any link of the talk.

    A page is what is called so, or else is on the program's own site: other links lead to slides,
    videos and chats.
    """
    talks = entry.timetable.talks_of(entry.session)
    own = [one for one in talks[0].links if _address(one.url)] if len(talks) == 1 else []
    home = _address(entry.timetable.program.link)
    called = (one.url for one in own if one.title.casefold() == TALK_PAGE)
    at_home = (one.url for one in own if home and _site(one.url) == _site(home))
    found = (*called, *at_home, home, *(one.url for one in own))
    return next(filter(None, found), None)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _address(url: str | None) -> str | None:
    return url if url and not _NEVER.search(url) and why_not(url) is None else None


def _text(text: str) -> str:
    return _NEVER.sub("", _BREAKS.sub("\n", text)).strip()


def as_line(text: str) -> str:
    """Return a text on one line, with nothing in it that no calendar can hold."""
    return _cut(" ".join(_text(text).split()), LONGEST_LINE)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: max(longest - 1, 0)].rstrip()}…"
