"""Every catalog says all that Marquee can say, and nothing else."""

import re
import string

import pytest

from bot.translation import Language
from bot.translator import COMMAND, OPTION
from tests.messages import (
    TRANSLATED,
    all_there,
    compiled,
    path_of,
    read,
    template,
    text_of,
    updated,
)

# Discord's documentation, "Application Command Naming": lower case where the script knows it.
NAME = re.compile(r"[-_'\w]{1,32}")
DESCRIPTION = 100
COMMAND_TEXT = 8_000
# A slash command that is named in a sentence, with its subcommand.
NAMED = re.compile(r"(?<![\w/<`])`?/([a-z]+)(?: ([a-z-]+))?|(?<=`)/([a-z]+)(?: ([a-z-]+))?")
EMPHASIS = re.compile(r"\*\*|`|\n|^-# |^- |^#+ |<[#@&:]|https?://", re.MULTILINE)


@pytest.fixture(scope="module")
def source():
    return template()


@pytest.fixture(scope="module", params=TRANSLATED, ids=str)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def catalog(language):
    return read(language)


def keys(catalog):
    return {(message.context, message.id) for message in catalog if message.id}


def pairs(catalog):
    """Every text with a translation of it: one for each of its forms"""
    for message in catalog:
        if not message.id:
            continue
        if isinstance(message.string, tuple | list):
            for form in message.string:
                yield message, message.id[-1], form
        else:
            yield message, message.id, message.string


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_nothing_is_untranslated(source, catalog):
    missing = keys(source) - keys(catalog)
    empty = {message.id for message in catalog if message.id and not all_there(message)}

    assert (missing, empty) == (set(), set())


def test_nothing_is_translated_that_is_never_said(source, catalog):
    assert keys(catalog) - keys(source) == set()


def test_nothing_is_only_guessed(catalog):
    assert [message.id for message in catalog if message.fuzzy and message.id] == []


def test_every_form_that_the_language_has_is_there(catalog):
    counted = [message for message in catalog if isinstance(message.id, tuple | list)]

    assert [one.id for one in counted if len(one.string) != catalog.num_plurals] == []


def test_a_translation_has_the_same_values_in_it(catalog):
    wrong = [
        (text, translation)
        for message, text, translation in pairs(catalog)
        # The form for one may do without its number.
        if places(translation) | {"count"} != places(text) | {"count"}
        or (not isinstance(message.id, tuple | list) and places(translation) != places(text))
    ]

    assert wrong == []


def test_a_translation_has_the_same_markdown_in_it(catalog):
    wrong = [
        (text, translation)
        for _, text, translation in pairs(catalog)
        if sorted(EMPHASIS.findall(text)) != sorted(EMPHASIS.findall(translation))
    ]

    assert wrong == []


def test_a_translation_begins_and_ends_as_the_text_does(catalog):
    wrong = [
        (text, translation)
        for _, text, translation in pairs(catalog)
        if (text[:1].isspace(), text[-1:].isspace())
        != (translation[:1].isspace(), translation[-1:].isspace())
    ]

    assert wrong == []


def names_of(catalog, context):
    return {message.id: message.string for message in catalog if message.context == context}


@pytest.mark.parametrize("context", [COMMAND, OPTION])
def test_names_are_such_as_discord_takes(catalog, context):
    names = names_of(catalog, context)

    wrong = [name for name in names.values() if not NAME.fullmatch(name) or name != name.lower()]

    assert wrong == []


def test_a_sentence_names_commands_as_they_are_called(catalog):
    called = names_of(catalog, COMMAND)
    wrong = []
    for _, text, translation in pairs(catalog):
        for found in NAMED.finditer(text):
            first, second = (found[1], found[2]) if found[1] else (found[3], found[4])
            if first not in called:
                continue
            wanted = f"/{called[first]}"
            if second in called:
                wanted += f" {called[second]}"
            if wanted not in translation:
                wrong.append((wanted, translation))

    assert wrong == []


def test_the_file_is_as_the_tool_writes_it(language, source):
    assert path_of(language).read_bytes() == text_of(updated(language, source)), (
        "run `make messages`"
    )


def test_what_is_shipped_is_what_is_translated(language):
    shipped = path_of(language).with_suffix(".mo").read_bytes()

    assert shipped == compiled(read(language)), "run `make messages`"


def test_english_needs_no_catalog():
    assert not path_of(Language.ENGLISH).exists()
