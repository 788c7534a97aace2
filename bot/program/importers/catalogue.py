"""The talks of a draft that are on its schedule, and the people who give them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from bot.program.ids import Ids
from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import Draft, DraftSpeaker, DraftTalk
from bot.program.importers.prose import line
from bot.program.importers.tidy import (
    address,
    kept_key,
    known,
    language,
    links,
    paragraphs,
)
from bot.program.model import Speaker, Talk
from bot.translation import Said, said

_UNTITLED = "Untitled"
_Keyed = TypeVar("_Keyed", DraftTalk, DraftSpeaker)


class Catalogue:
    """What is presented and by whom, with the ids that were given, by the source's keys."""

    def __init__(self, draft: Draft, scheduled: Collection[str], doubts: Doubts) -> None:
        """Take the talks whose keys are `scheduled`; what nobody meets is left out and told."""
        self._doubts = doubts
        self.talk_ids: dict[str, str] = {}
        self._speaker_ids: dict[str, str] = {}
        drafts = _by_key(draft.talks)
        given = {key: talk for key, talk in drafts.items() if key in scheduled}
        speaking = {key for talk in given.values() for key in talk.speakers}
        people = _by_key(draft.speakers)
        self._tell_unmet(said("A talk is not on the schedule."), drafts, given)
        self._tell_unmet(said("A person gives no talk on the schedule."), people, speaking)
        self.speakers = tuple(self._people(one for one in people.values() if one.key in speaking))
        self.talks = tuple(self._presented(given.values()))
        self._tell_namesakes()

    def _people(self, drafts: Iterable[DraftSpeaker]) -> Iterator[Speaker]:
        ids = Ids()
        for draft in drafts:
            name = line(draft.name)
            if not name:
                made = said("They were left out.")
                self._doubts.add(said("A person has no name."), made, draft.key)
                continue
            self._speaker_ids[draft.key] = ids.of(name)
            yield Speaker(
                id=self._speaker_ids[draft.key],
                name=name,
                role=line(draft.role or "") or None,
                company=line(draft.company or "") or None,
                bio=paragraphs(draft.bio, name, self._doubts),
                links=links(draft.links, name, self._doubts),
                picture=address(draft.picture, name, self._doubts),
                key=kept_key(draft.key),
            )

    def _presented(self, drafts: Iterable[DraftTalk]) -> Iterator[Talk]:
        ids = Ids()
        for draft in drafts:
            title = line(draft.title)
            if not title:
                made = said("It is called {name}.", name=_UNTITLED)
                self._doubts.add(said("A talk has no title."), made, draft.key)
                title = _UNTITLED
            told = (line(draft.subtitle or ""), paragraphs(draft.abstract, title, self._doubts))
            self.talk_ids[draft.key] = ids.of(title)
            yield Talk(
                id=self.talk_ids[draft.key],
                title=title,
                abstract="\n\n".join(filter(None, told)) or None,
                speakers=known(self._speaker_ids, draft.speakers, title, self._doubts),
                language=language(draft.language),
                level=line(draft.level or "") or None,
                links=links(draft.links, title, self._doubts),
                key=kept_key(draft.key),
            )

    def _tell_unmet(
        self, what: Said, drafts: Mapping[str, DraftTalk | DraftSpeaker], met: Collection[str]
    ) -> None:
        for key, one in drafts.items():
            if key not in met:
                called = one.title if isinstance(one, DraftTalk) else one.name
                self._doubts.add(what, LEFT_OUT, line(called) or key)

    def _tell_namesakes(self) -> None:
        for name, count in Counter(speaker.name for speaker in self.speakers).items():
            if count > 1:
                made = said("They stay apart, as in the source.")
                self._doubts.add(said("Several people have one name."), made, name)


def _by_key(drafts: Iterable[_Keyed]) -> dict[str, _Keyed]:
    """Return one draft for each key: of two the one that says more."""
    found: dict[str, _Keyed] = {}
    for one in drafts:
        if one.key not in found or len(repr(one)) > len(repr(found[one.key])):
            found[one.key] = one
    return found
