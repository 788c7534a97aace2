"""Every card, post and form in every language: nothing is left in English, and all of it fits.

What is shown here is named in `gallery/`. A new text of a card is found to be missing there.
"""

import re
from inspect import getmembers, isfunction

import pytest

from bot.translation import Language, speaking
from bot.ui.program_attach_card import _HERE
from tests.house import modules
from tests.messages import marked_in
from tests.translation.fake import speaking_loudly
from tests.translation.gallery import (
    announcements,
    attendees,
    deliveries,
    posts,
    program,
    setup,
)
from tests.translation.gallery.shown import check, texts

ROOMS = (attendees, posts, deliveries, program, announcements, setup)
GALLERY = {
    f"{room.__name__.rpartition('.')[2]}: {name}": make
    for room in ROOMS
    for name, make in getmembers(room, isfunction)
    if make.__module__ == room.__name__ and not name.startswith("_")
}

# What is said in other words for whoever types slash commands.
OTHERWISE_HERE = {(None, text) for text in _HERE}
# What is in no language: mentions and times, addresses, digests, channels as Discord spells them.
UNSAID = re.compile(r"<[^<>\s]*>|https?\\?://[^\s)]+|[0-9a-f]{8,}|marquee-\w+|#[\w-]+")
NAMES = {"Marquee", *re.findall(r"\w+", " ".join(one.own_name for one in Language))}
LOWER_CASE = re.compile(r"\w*[a-zß-öø-ÿ]\w*")


@pytest.fixture(scope="module")
def loudly_said():
    """What is read of everything, in capitals; and each text that was said for that"""
    said = set()
    # Which has days without a letter that could be lower-case, and lists without words.
    with pytest.MonkeyPatch.context() as patch, speaking_loudly(patch, Language.JAPANESE, said):
        shown = {
            name: [text for thing in make() for text in texts(thing)]
            for name, make in GALLERY.items()
        }
    return shown, said


def test_nothing_is_left_in_english(loudly_said):
    shown, _ = loudly_said

    left = {
        (name, word, text)
        for name, found in shown.items()
        for text in found
        for word in set(LOWER_CASE.findall(UNSAID.sub("", text))) - NAMES
    }

    assert left == set()


def test_all_that_a_card_can_say_is_looked_at(loudly_said):
    _, said = loudly_said

    marked = marked_in(module for module in modules() if module.part == "ui")
    unsaid = {(one.context, one.id) for one in marked if one.id} - said - OTHERWISE_HERE

    assert unsaid == set()


EACH = [
    pytest.param(name, language, marks=pytest.mark.slow if name.endswith("much") else ())
    for name in sorted(GALLERY)
    for language in Language
]


@pytest.mark.parametrize(("name", "language"), EACH)
def test_whatever_is_shown_is_what_discord_takes(name, language):
    with speaking(language):
        for thing in GALLERY[name]():
            check(thing)
