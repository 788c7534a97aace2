"""Who saved which session, by the timetable that it follows: kept up to date person by person."""

from collections.abc import Mapping

from bot.agenda.model import Attendee, Saved

# Whose timetable a saved session follows: a program's id, and the guild whose effective one it is.
Followed = tuple[str, int | None]
# By that, by session and by user id.
Followers = Mapping[Followed, Mapping[str, Mapping[int, Saved]]]


def followed_guild(attendee: Attendee, saved: Saved) -> int | None:
    """Return the guild whose effective program a saved session follows, None for the source's.

    That is where it was saved; if that was outside of any guild, the attendee's last one.
    """
    return attendee.last_guild if saved.guild_id is None else saved.guild_id


class FollowersDraft:
    """A next version of the index; the one that it is made from stays as it was.

    Only what changes is copied, and once: whatever is the very same in both versions was not
    touched. Nothing in it is empty.
    """

    def __init__(self, earlier: Followers) -> None:
        self._index = dict(earlier)
        self._sessions: dict[Followed, dict[str, Mapping[int, Saved]]] = {}
        self._people: dict[tuple[Followed, str], dict[int, Saved]] = {}

    def put(self, before: Attendee | None, after: Attendee | None) -> None:
        """Take in what one person saved, in place of what they had `before`; None is nothing."""
        gone, come = _places(before), _places(after)
        for place in gone.keys() - come.keys():
            self._own_people(place).pop(gone[place][0], None)
        for place, (user_id, saved) in come.items():
            if gone.get(place) != (user_id, saved):
                self._own_people(place)[user_id] = saved

    def done(self) -> Followers:
        """Return the index, to be drafted no further."""
        for (followed, session), people in self._people.items():
            if not people:
                del self._sessions[followed][session]
        for followed, sessions in self._sessions.items():
            if not sessions:
                del self._index[followed]
        return self._index

    def _own_people(self, place: tuple[Followed, str]) -> dict[int, Saved]:
        if place not in self._people:
            followed, session = place
            if followed not in self._sessions:
                own = dict(self._index.get(followed, {}))
                self._index[followed] = self._sessions[followed] = own
            sessions = self._sessions[followed]
            sessions[session] = self._people[place] = dict(sessions.get(session, {}))
        return self._people[place]


def _places(attendee: Attendee | None) -> Mapping[tuple[Followed, str], tuple[int, Saved]]:
    if attendee is None:
        return {}
    return {
        ((saved.program, followed_guild(attendee, saved)), saved.session): (
            attendee.user_id,
            saved,
        )
        for saved in attendee.saved
    }
