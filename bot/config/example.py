"""config.example.toml, written from the declared settings so that it can't differ from them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from bot.config.setting import Setting, settings_of
from bot.config.settings import Settings
from bot.config.tables import GUILD, GUILD_SETTINGS, PROGRAM, PROGRAM_SETTINGS

_WIDTH = 98

_TOP = """\
# Marquee's settings. Copy this file to config.toml and change what you need: every line stands at
# its default. `marquee doctor` says whether all is well.
"""
_PROGRAMS = """\
# One such table for each program that is published elsewhere, to be kept fresh from there. It
# stands before a file of the programs' folder with the same id.
"""
_GUILDS = """\
# One such table for each server: what it starts with. Once its organizers choose anything under
# /setup, all of it is theirs to choose, and the table says nothing any more.
# Ids: turn on Developer Mode in Discord's settings, right-click a server or a channel, Copy ID.
"""


def example() -> str:
    """Return the text of config.example.toml: each setting with its help and its default."""
    blocks = [_TOP]
    declared = settings_of(Settings).values()
    for section in dict.fromkeys(one.section for one in declared):
        own = (one for one in declared if one.section == section)
        blocks.append(f"[{section}]\n" + _lines(own))
    blocks.append(_PROGRAMS + _table(PROGRAM, PROGRAM_SETTINGS))
    blocks.append(_GUILDS + _table(GUILD, GUILD_SETTINGS))
    return "\n".join(blocks)


def _lines(settings: Iterable[Setting]) -> str:
    return "".join(_comment(one.help) + _assignment(one) + "\n" for one in settings)


def _comment(words: str) -> str:
    return "".join(f"# {line}\n" for line in wrap(words, _WIDTH - 2))


def _assignment(setting: Setting) -> str:
    return f"{setting.key} = {json.dumps(setting.shown)}"


def _table(name: str, settings: Mapping[str, Setting]) -> str:
    """Return the lines of a table that becomes real when the first `# ` of each line is removed."""
    keys = [(f"[[{name}]]", "")]
    keys += [(_alternative(one) + _assignment(one), one.help) for one in _plain(settings)]
    # Tables within it come last: what follows their headers is theirs.
    for one in settings.values():
        if isinstance(one.shown, dict):
            keys.append((f"[{name}.{one.key}]", one.help))
            keys += [(f"{id_} = {json.dumps(value)}", "") for id_, value in one.shown.items()]
    longest = max(len(key) for key, _ in keys)
    lines = (f"{key:{longest}}  # {help_}" if help_ else key for key, help_ in keys)
    return "".join(f"# {line}\n" for line in lines)


def _plain(settings: Mapping[str, Setting]) -> Iterator[Setting]:
    return (one for one in settings.values() if not one.by_id)


def _alternative(setting: Setting) -> str:
    """Return a second mark of a comment for what can't stand beside the line before it."""
    return "# " if (setting.section, setting.key) == (PROGRAM, "file") else ""
