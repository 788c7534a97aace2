"""What Marquee says, in the languages of those it speaks to: gettext catalogs, plurals, dates.

Edges say `_("…")` at the moment when they speak. The inside, which doesn't know to whom, says
`said("…")`: English with its translation still to come, which an edge takes by `in_words`.
"""

from bot.translation.catalog import N_, _, ngettext, pgettext, speak, speaking, spoken
from bot.translation.language import Language
from bot.translation.phrases import dated, day_name, figures, listed, short_day
from bot.translation.said import Said, in_words, said, said_many, together

__all__ = [
    "N_",
    "Language",
    "Said",
    "_",
    "dated",
    "day_name",
    "figures",
    "in_words",
    "listed",
    "ngettext",
    "pgettext",
    "said",
    "said_many",
    "short_day",
    "speak",
    "speaking",
    "spoken",
    "together",
]
