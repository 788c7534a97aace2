"""Every format that can be imported, the most telling ones first."""

from bot.program.importers import (
    c3voc,
    ccip,
    europython,
    frab,
    hoverboard,
    icalendar,
    indico,
    open_event,
    pretalx,
    sched,
    sessionize,
    symposion,
)
from bot.program.importers.format import Format

FORMATS: tuple[Format, ...] = (
    frab.FORMAT,
    icalendar.FORMAT,
    open_event.FORMAT,
    c3voc.V2,
    c3voc.V1,
    sessionize.FORMAT,
    ccip.FORMAT,
    symposion.FORMAT,
    europython.FORMAT,
    indico.FORMAT,
    sched.FORMAT,
    hoverboard.FORMAT,
    # Last, since it looks for its objects at any depth.
    pretalx.FORMAT,
)
