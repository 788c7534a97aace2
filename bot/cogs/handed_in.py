"""What an organizer hands in with /program attach: a file or an address, and maybe a zone."""

import asyncio
from dataclasses import dataclass

import discord

from bot.errors import ProgramOrderError
from bot.program.zones import zone_like, zone_named
from bot.sources.attached import LARGEST_ATTACHED, Source
from bot.sources.web_address import told
from bot.translation import said, together

# Discord's own servers hand the file out; seconds.
HANDED_OUT_WITHIN = 60

ONE_OF_THEM = said(
    "Hand in a `file`, or give the `address` where your program is published: one of the two. I "
    "read pretalx, frab, iCalendar, Sessionize, Sched, Indico and more, and my own YAML."
)
TOO_LARGE = said(
    "That file is larger than {size} MB, which no program is. "
    "Leave out what is no program, such as pictures.",
    size=LARGEST_ATTACHED // 1024**2,
)
NOT_HANDED_OUT = said("Discord did not hand me that file. Attach it again in a minute.")
NAME_A_PLACE = said("Name a place, as in Europe/Berlin.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What an organizer typed: a file or an address, and maybe a zone."""

    file: discord.Attachment | None
    address: str | None
    zone: str | None

    def source(self) -> Source:
        """Return where the program comes from.

        Raises:
            ProgramOrderError: it is none of the two, both, too large, or there is no such zone.
            FetchError: the address is none.
        """
        zone = self.zone.strip() if self.zone else None
        if zone and zone_named(zone) is None:
            like = zone_like(zone)
            hint = said("Did you mean {zone}?", zone=like) if like else NAME_A_PLACE
            none = said("There is no time zone “{zone}”.", zone=zone)
            raise ProgramOrderError(together(none, hint))
        if self.file is not None and self.address is None:
            if self.file.size > LARGEST_ATTACHED:
                raise ProgramOrderError(TOO_LARGE)
            return Source(origin=self.file.filename, zone=zone)
        if self.file is None and self.address is not None:
            address = self.address.strip()
            return Source(origin=told(address), address=address, zone=zone)
        raise ProgramOrderError(ONE_OF_THEM)


async def bytes_of(file: discord.Attachment) -> bytes:
    """Return what stands in a file that was handed in. Raises ProgramOrderError."""
    try:
        async with asyncio.timeout(HANDED_OUT_WITHIN):
            data = await file.read()
    except Exception as error:  # whatever it was, the file is not here
        raise ProgramOrderError(NOT_HANDED_OUT) from error
    if len(data) > LARGEST_ATTACHED:
        raise ProgramOrderError(TOO_LARGE)
    return data
