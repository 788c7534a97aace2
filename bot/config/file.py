"""Reads config.toml into Settings and names every fault with its line and what to do."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.config.setting import Setting, WrongValueError, settings_of
from bot.config.settings import FILE, TOKEN_VARIABLE, Settings
from bot.config.tables import (
    GUILD,
    GUILD_DEFAULTS,
    GUILD_SETTINGS,
    PROGRAM,
    PROGRAM_SETTINGS,
    is_out_of_place,
)
from bot.errors import Fault, SettingsError
from bot.guilds.model import GuildTable, Route, RouteKind
from bot.program.ids import ITEM_ID
from bot.sources.table import SourceTable

EXAMPLE = "config.example.toml"

_NAME = r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*"""
_HEADER = re.compile(rf"\s*(\[\[?){_NAME}(?:\.{_NAME})?\]")
_KEY = re.compile(rf"{_NAME}(?:\.{_NAME})?=")
_SYNTAX_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)")

# ("log", "level"), or ("guild", 1, "tracks", "web") for [guild.tracks] of the second [[guild]].
_Place = tuple[str | int, ...]


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings from a file, if there is one, and from the environment.

    Raises:
        SettingsError: naming every fault of the file at once.
    """
    values: dict[str, Any] = {}
    if path is not None:
        values = _read(_text(path), str(path))
    folder = Path() if path is None else path.parent
    for name in ("store", "programs"):
        place = values.get(name, getattr(Settings(), name))
        values[name] = folder / place if isinstance(place, Path) else place
    values["sources"] = tuple(
        replace(one, file=folder / one.file) if one.file else one
        for one in values.get("sources", ())
    )
    token = environ.get(TOKEN_VARIABLE, "").strip()
    if token:
        values["token"] = SecretStr(token)
    return Settings(**values, file=path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        what = f"It can't be read: {error.strerror}."
        fix = f"Copy {EXAMPLE} to {FILE}, or name another file with --config."
    except UnicodeDecodeError:
        what, fix = "It is not UTF-8 text.", "Save it as UTF-8."
    raise SettingsError([Fault(file=str(path), what=what, fix=fix)])


def _read(text: str, file: str) -> dict[str, Any]:
    reader = _Reader(text, file)
    values = reader.settings(_parsed(text, file))
    if reader.faults:
        raise SettingsError(sorted(reader.faults, key=lambda fault: fault.line or 0))
    return values


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also absurd numbers and nesting
        message = str(error)
    place = _SYNTAX_PLACE.search(message)
    fault = Fault(
        file=file,
        what=f"This is not TOML: {_SYNTAX_PLACE.sub('', message)}.",
        fix=f"Compare it with {EXAMPLE}.",
        line=int(place[1]) if place else None,
        column=int(place[2]) if place else None,
    )
    raise SettingsError([fault])


class _Reader:
    """Turns parsed TOML into the values of Settings' fields and collects what is wrong with it."""

    def __init__(self, text: str, file: str) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._lines = _lines(text)

    def settings(self, table: dict[str, Any]) -> dict[str, Any]:
        """Return what the file sets, by the names of Settings' fields."""
        declared = settings_of(Settings)
        sections = dict.fromkeys(one.section for one in declared.values())
        self._refuse_unknown(table, (*sections, PROGRAM, GUILD), ())
        values: dict[str, Any] = {}
        for section in sections:
            own = {name: one for name, one in declared.items() if one.section == section}
            values |= self._values(table.get(section, {}), own, (section,))
        self._check_shards(table, values)
        values["sources"] = self._sources(table.get(PROGRAM, []))
        values["guilds"] = self._guilds(table.get(GUILD, []), values)
        return values

    def _check_shards(self, table: dict[str, Any], values: Mapping[str, Any]) -> None:
        ids, count = values.get("shard_ids", ()), values.get("shard_count", 0)
        if not ids or (not count and table["discord"].get("shard_count")):  # a fault of its own
            return
        beyond = [str(one) for one in ids if one >= count]
        if not count:
            fix = "Add shard_count: how many shards there are over all processes."
            self._fault(("discord", "shard_ids"), "shard_ids stands without a shard_count.", fix)
        elif beyond:
            what = f"shard_ids holds {', '.join(beyond)}, and shard_count is {count}."
            self._fault(("discord", "shard_ids"), what, f"Shards count from 0 to {count - 1}.")

    def _sources(self, tables: object) -> tuple[SourceTable, ...]:
        sources: dict[str, SourceTable] = {}
        for place, table, own in self._tables(PROGRAM, tables, PROGRAM_SETTINGS):
            id_ = own["id"]
            if id_ in sources:
                what = f"The program {id_} has two [[program]] tables."
                self._fault((*place, "id"), what, "Keep the one that is meant.")
            said = [key for key in ("source", "file") if key in table]
            if len(said) != 1:
                count = "both a source and a file" if said else "no source and no file"
                what = f"The [[program]] table of {id_} has {count}."
                fix = "Write one of them: source for a web address, file for a file or folder here."
                self._fault((*place, "file"), what, fix)
            sources[id_] = SourceTable(**own)
        return tuple(sources.values())

    def _guilds(self, tables: object, values: dict[str, Any]) -> tuple[GuildTable, ...]:
        default = {name: values.get(name, getattr(Settings(), name)) for name in GUILD_DEFAULTS}
        guilds: dict[int, GuildTable] = {}
        for place, _, own in self._tables(GUILD, tables, GUILD_SETTINGS):
            if own["id"] in guilds:
                what = f"The server {own['id']} has two [[guild]] tables."
                self._fault((*place, "id"), what, "Join them.")
            if own.get("mention_role") == own["id"]:
                what = "mention_role is the server's own id, which stands for @everyone."
                fix = "Name another role, or none: Marquee never pings everyone."
                self._fault((*place, "mention_role"), what, fix)
            guilds[own["id"]] = _guild_table(default | own)
        return tuple(guilds.values())

    def _tables(
        self, name: str, tables: object, settings: Mapping[str, Setting]
    ) -> Iterator[tuple[_Place, dict[str, Any], dict[str, Any]]]:
        """Give the place of each table with an id, what is written in it, and its values."""
        if not isinstance(tables, list):
            what = f"[{name}] is one table."
            self._fault((name,), what, f"Write [[{name}]], with two brackets.")
            return
        for number, table in enumerate(tables):
            own = self._values(table, settings, (name, number))
            if "id" in own:
                yield (name, number), table, own

    def _values(
        self, table: object, settings: Mapping[str, Setting], place: _Place
    ) -> dict[str, Any]:
        """Return the values of one section by field name; what is wrong with them is collected."""
        if not isinstance(table, dict):
            self._fault(
                place, f"{place[0]} is no section.", f"Write {_header(place)} above its keys."
            )
            return {}
        self._refuse_unknown(table, [one.key for one in settings.values()], place)
        values: dict[str, Any] = {}
        for name, one in settings.items():
            if one.key not in table:
                if one.required:
                    fix = f"Add it, as in `{one.key} = {json.dumps(one.shown)}`. {one.help}"
                    self._fault(place, f"{_header(place)} has no {one.key}.", fix)
            elif one.by_id:
                values[name] = self._by_id(one, table[one.key], (*place, one.key))
            else:
                values |= self._value(one, name, table[one.key], (*place, one.key))
        return values

    def _value(self, one: Setting, name: str, value: object, place: _Place) -> dict[str, Any]:
        """Return a value by its name, or nothing if it is wrong, which is collected."""
        try:
            return {name: one.read(value)}
        except WrongValueError as wrong:
            told = ".".join(part for part in place[1:] if isinstance(part, str))
            self._fault(place, f"{told} {wrong.what}", wrong.fix)
            return {}

    def _by_id(self, one: Setting, table: object, place: _Place) -> dict[str, Any]:
        """Return the values of a table within a table, by the ids that are its keys."""
        header = f"[{one.section}.{one.key}]"
        if not isinstance(table, dict):
            fix = f"Write {header} below the server's other keys, and a line for each under it."
            self._fault(place, f"{one.key} is no table.", fix)
            return {}
        values: dict[str, Any] = {}
        for key, value in table.items():
            if is_out_of_place(one, key, value):
                what = f"{key} stands in {header}, and is a key of the server."
                fix = f"Write it above {header}, right below {_header(place)}."
                self._fault((*place, key), what, fix)
            elif ITEM_ID.fullmatch(key):
                values |= self._value(one, key, value, (*place, key))
            else:
                what = f"{json.dumps(key, ensure_ascii=False)} in {header} is no id."
                fix = "Write it as the program has it: small letters, digits and hyphens."
                self._fault((*place, key), what, fix)
        return values

    def _refuse_unknown(self, table: dict[str, Any], known: Iterable[str], place: _Place) -> None:
        known = tuple(known)
        for key in table:
            if key not in known:
                where = _header(place) if place else "the file"
                what = f"There is no setting {key} in {where}."
                self._fault((*place, key), what, _suggestion(key, known))

    def _fault(self, place: _Place, what: str, fix: str) -> None:
        line = self._lines.get(place) or self._lines.get(place[:-1])
        self.faults.append(Fault(file=self._file, what=what, fix=fix, line=line))


def _guild_table(values: dict[str, Any]) -> GuildTable:
    kinds = ((RouteKind.ROOM, "rooms"), (RouteKind.TRACK, "tracks"))
    routes = [
        Route(kind=kind, id=one, channel=channel)
        for kind, key in kinds
        for one, channel in sorted(values.pop(key, {}).items())
    ]
    return GuildTable(**values, routes=tuple(routes))


def _header(place: _Place) -> str:
    return f"[[{place[0]}]]" if place[0] in (PROGRAM, GUILD) else f"[{place[0]}]"


def _suggestion(key: str, known: Iterable[str]) -> str:
    homes = [one.section for one in settings_of(Settings).values() if one.key == key]
    if homes:
        return f"It belongs under [{homes[0]}]."
    near = get_close_matches(key, known, n=1)
    if near:
        return f"Do you mean {near[0]}?"
    return f"These are known: {', '.join(known)}."


def _lines(text: str) -> dict[_Place, int]:
    """Return the line of every section and key, for messages: the parser doesn't say them.

    Text inside a multi-line string may be taken for a key; that misleads a message at most.
    """
    lines: dict[_Place, int] = {}
    tables: Counter[str] = Counter()
    section: _Place = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name, inner = _unquoted(header[2]), header[3]
            if header[1] == "[[" and not inner:
                tables[name] += 1
            section = (name, tables[name] - 1) if tables[name] else (name,)
            lines.setdefault(section, number)
            if inner:
                section = (*section, _unquoted(inner))
                lines.setdefault(section, number)
        elif key := _KEY.match(line):
            names = [_unquoted(name) for name in key.groups() if name]
            lines.setdefault((*section, names[0]), number)
            lines.setdefault((*section, *names), number)
    return lines


def _unquoted(name: str) -> str:
    return name.strip("\"'")
