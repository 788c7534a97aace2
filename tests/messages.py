"""Reads every text that Marquee can say out of the code, and brings the catalogs up to date.

`make messages` runs it. What is new in a catalog is empty until somebody translates it, and what is
no longer said is removed; `tests/translation/test_catalogs.py` says what is missing.
"""

import io
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from discord import app_commands
from discord.ext import commands

from bot.translation.catalog import CATALOGS, DOMAIN
from bot.translation.language import Language
from bot.translator import COMMAND, OPTION
from tests.house import ROOT, Module, modules

KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "counted": (1, 2),
    "said": None,
    "said_many": (1, 2),
}
# What gettext would have in a catalog's head that would change with nothing that is said.
UNSAID = tuple(
    f'"{name}'.encode()
    for name in ("POT-", "PO-", "Project-", "Report-", "Last-", "Language-Team", "Generated-By")
)
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
COMMENTS = ("Translators:",)
TRANSLATED = [language for language in Language if language is not Language.ENGLISH]


def template() -> Catalog:
    """All that is said in the code, with the modules in which it stands."""
    catalog = marked_in(modules())
    for context, name, where in sorted(command_names()):
        catalog.add(name, locations=[(where, 0)], context=context)
    return catalog


def marked_in(read: Iterable[Module]) -> Catalog:
    """All that is marked in some modules, with those in which it stands."""
    catalog = Catalog(domain=DOMAIN, project="Marquee", fuzzy=False)
    for module in read:
        found = extract_from_file(
            "python", ROOT / module.path, keywords=KEYWORDS, comment_tags=COMMENTS
        )
        for _line, message, comments, context in found:
            catalog.add(
                message,
                locations=[(module.path.as_posix(), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def command_names():
    """What commands and options are called: the context, the name, and the module it is in."""
    for module in modules():
        if module.part != "cogs":
            continue
        for _, cog in getmembers(import_module(module.name), isclass):
            if issubclass(cog, commands.Cog) and cog.__module__ == module.name:
                where = module.path.as_posix()
                if issubclass(cog, commands.GroupCog):
                    yield COMMAND, cog.__cog_group_name__, where
                for command in commands_of(cog.__cog_app_commands__):
                    yield COMMAND, command.name, where
                    for option in getattr(command, "parameters", ()):
                        yield OPTION, option.name, where


def commands_of(roots):
    """The commands and groups, and all within them."""
    for command in roots:
        yield command
        if isinstance(command, app_commands.Group):
            yield from command.walk_commands()


def path_of(language: Language) -> Path:
    """A language's catalog as translators edit it."""
    return CATALOGS / language.folder / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: Language) -> Catalog:
    """A language's catalog; one without any text if there is none yet."""
    path = path_of(language)
    if not path.exists():
        head = f"# {language.own_name}, for Marquee. See CONTRIBUTING.md for how to translate."
        return Catalog(locale=language.folder, domain=DOMAIN, header_comment=head, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language.folder, domain=DOMAIN)


def updated(language: Language, source: Catalog) -> Catalog:
    """A language's catalog with exactly the texts of the template."""
    catalog = read(language)
    catalog.update(source, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def text_of(catalog: Catalog) -> bytes:
    """A catalog as its file holds it; without its dates, so that it changes only with its texts."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, include_lineno=False, sort_output=True, omit_header=False)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNSAID))


def compiled(catalog: Catalog) -> bytes:
    """A catalog as gettext reads it; the same for the same texts."""
    catalog.creation_date = catalog.revision_date = UNDATED
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def main() -> None:
    """Bring every catalog up to date, compile it, and print what is left to translate."""
    source = template()
    for language in TRANSLATED:
        catalog = updated(language, source)
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text_of(catalog))
        path.with_suffix(".mo").write_bytes(compiled(read(language)))
        missing = sum(1 for message in catalog if message.id and not all_there(message))
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {missing} to translate")  # noqa: T201


def all_there(message) -> bool:
    """Whether a message has a translation in each of its forms."""
    if isinstance(message.string, tuple | list):
        return bool(message.string) and all(message.string)
    return bool(message.string)


if __name__ == "__main__":
    sys.exit(main())
