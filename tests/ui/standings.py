"""How programs stand, for tests of what organizers see: sound by default."""

from datetime import UTC, timedelta

from bot.guilds.effective import OverlayOverview
from bot.guilds.model import Choices, Lead
from bot.program.overlay import NOTHING, conflicts
from bot.program.timetable import Timetable
from bot.sources.overview import Counts, Refused, SourceStatus
from bot.sources.version import KeptChange
from bot.ui.program_status_card import Standing
from tests.factories import NINE

NOW = NINE.astimezone(UTC)
MINUTE = timedelta(minutes=1)
CHANNEL = 222_222_222_222_222_222
CHOICES = Choices(guild_id=1, reminder_channel=CHANNEL, leads=(Lead(before=10 * MINUTE),))


def counts_of(program):
    return Counts(
        talks=len(program.talks),
        speakers=len(program.speakers),
        sessions=len(program.sessions),
        rooms=len(program.rooms),
        tracks=len(program.tracks),
    )


def a_status(program, **fields):
    return SourceStatus(
        **{
            "program": program.id,
            "name": program.name,
            "zone": program.zone,
            "counts": counts_of(program),
            "origin": "conf-22.yaml",
            "is_live": False,
            "digest": "0123456789ab",
            "accepted_at": NOW - 60 * MINUTE,
            "last_look": NOW - MINUTE,
            "next_look": NOW + MINUTE,
            "trouble": None,
            "refused": None,
            **fields,
        }
    )


def a_refused(program, *changes, digest="0123456789abcdef" * 4):
    return Refused(
        digest=digest, at=NOW - 5 * MINUTE, counts=counts_of(program), changes=tuple(changes)
    )


def a_standing(program, *, choices=CHOICES, overlay=NOTHING, **fields):
    return Standing(
        status=a_status(program, **fields),
        choices=choices,
        overlay=OverlayOverview(
            timetable=Timetable(program), overlay=overlay, conflicts=conflicts(program, overlay)
        ),
    )


def kept(*changes, later="b", at=NOW):
    return tuple(
        KeptChange(program="conf-22", earlier="a", later=later, at=at, change=change)
        for change in changes
    )
