import tomllib
from pathlib import Path

from bot.config import Settings, load
from bot.config.example import example
from bot.config.file import _read
from bot.config.tables import GUILD_SETTINGS, PROGRAM_SETTINGS

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def test_the_example_is_what_the_declarations_say():
    assert EXAMPLE.read_text(encoding="utf-8") == example()


def test_the_example_equals_the_defaults():
    settings = load(EXAMPLE, {})

    assert settings == Settings(
        store=EXAMPLE.parent / "marquee.db", programs=EXAMPLE.parent / "data", file=EXAMPLE
    )


def test_the_examples_guild_table_is_whole_once_it_is_no_comment():
    _, mark, table = example().partition("# [[guild]]")
    lines = (mark + table).splitlines()

    uncommented = "\n".join(line.removeprefix("# ") for line in lines)

    (guild,) = tomllib.loads(uncommented)["guild"]
    assert guild == {key: one.shown for key, one in GUILD_SETTINGS.items()}
    assert len(_read(uncommented, "config.toml")["guilds"]) == 1


def test_the_examples_program_table_is_whole_once_it_is_no_comment():
    text = example()
    table = text[text.index("# [[program]]") : text.index("# One such table for each server")]

    uncommented = "\n".join(line.removeprefix("# ") for line in table.splitlines())
    with_file = uncommented.replace("\nsource", "\n# source").replace("\n# file", "\nfile")

    shown = {key: one.shown for key, one in PROGRAM_SETTINGS.items()}
    (from_web,), (from_file,) = (
        tomllib.loads(text)["program"] for text in (uncommented, with_file)
    )
    assert from_web | from_file == shown
    assert [len(_read(one, "config.toml")["sources"]) for one in (uncommented, with_file)] == [1, 1]
