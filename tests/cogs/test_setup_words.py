from types import SimpleNamespace

import pytest

from bot.cogs.setup_words import words_of, words_of_making
from bot.guilds.model import RouteKind
from bot.translation import in_words
from bot.ui.setup_orders import (
    ChannelPicker,
    Pick,
    Role,
    RolePicker,
    RoutePicker,
    Switch,
    TextPicker,
    Turn,
)
from tests.factories import a_program
from tests.translation.fake import speaking_loudly

ONE = (SimpleNamespace(id=77),)
LEADS, DIGEST, PROGRAM, LANGUAGE = (
    TextPicker(pick=pick) for pick in (Pick.LEADS, Pick.DIGEST, Pick.PROGRAM, Pick.LANGUAGE)
)


@pytest.mark.parametrize(
    ("order", "values", "said"),
    [
        (ChannelPicker(role=Role.REMINDERS), ONE, "chose <#77> for reminders"),
        (ChannelPicker(role=Role.LOG), ONE, "chose <#77> for this log"),
        (ChannelPicker(role=Role.REMINDERS), (), "took away the channel for reminders"),
        (RoutePicker(kind=RouteKind.TRACK, id="web"), ONE, "chose <#77> for the track web"),
        (RoutePicker(kind=RouteKind.ROOM, id="a"), (), "took away the channel for the room a"),
        (RolePicker(), ONE, "chose the role <@&77> for reminders to mention"),
        (RolePicker(), (), "chose that reminders mention nobody"),
        (LANGUAGE, ("pt-BR",), "chose Português (Brasil) for all that everyone can read"),
        (LEADS, ("1440",), "chose reminders 1 day before a start"),
        (LEADS, ("5", "60"), "chose reminders 1 hour and 5 minutes before a start"),
        (
            LEADS,
            ("5", "60", "1440"),
            "chose reminders 1 day, 1 hour and 5 minutes before a start",
        ),
        (DIGEST, ("18:00",), "chose that the day is told at 18:00"),
        (DIGEST, ("-",), "chose that the day is not told"),
        (PROGRAM, ("conf",), "chose the program Conf of all"),
        (PROGRAM, ("gone",), "chose the program gone"),
        (Turn(switch=Switch.PUBLIC_ANSWERS, on=True), (), "turned “answers for everyone” on"),
        (Turn(switch=Switch.PUBLIC_ANSWERS, on=False), (), "turned “answers for everyone” off"),
    ],
)
def test_the_log_says_what_was_chosen_with_its_value(order, values, said):
    assert words_of(order, values, [a_program(id="conf", name="Conf of all")]) == said


@pytest.mark.parametrize("role", Role)
def test_each_use_of_a_channel_has_words(role):
    assert words_of(ChannelPicker(role=role), ONE).startswith("chose <#77> for ")


@pytest.mark.parametrize("switch", Switch)
def test_each_switch_has_words(switch):
    assert words_of(Turn(switch=switch, on=True), ()).startswith("turned “")


@pytest.mark.parametrize("role", Role)
def test_each_channel_that_is_taken_away_has_words(role):
    assert words_of(ChannelPicker(role=role), ()).startswith("took away the channel for ")


@pytest.mark.parametrize(
    ("kind", "count", "said"),
    [
        (RouteKind.TRACK, 1, "had 1 channel created for tracks"),
        (RouteKind.ROOM, 12, "had 12 channels created for rooms"),
    ],
)
def test_the_log_says_how_many_channels_were_created(kind, count, said):
    assert words_of_making(kind, count) == said


def test_the_log_is_said_in_the_readers_language_to_the_last_word(monkeypatch):
    words = [
        words_of(LEADS, ("5", "60")),
        words_of(Turn(switch=Switch.ROOM_BOARDS, on=True), ()),
        words_of(RoutePicker(kind=RouteKind.TRACK, id="web"), ONE),
    ]

    with speaking_loudly(monkeypatch):
        told = [in_words(one) for one in words]

    assert told == [
        "CHOSE REMINDERS 1 HOUR AND 5 MINUTES BEFORE A START",
        "TURNED “LIVE BOARDS IN THE ROOMS' OWN CHANNELS” ON",
        "CHOSE <#77> FOR THE TRACK web",
    ]
