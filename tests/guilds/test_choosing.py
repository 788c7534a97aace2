from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.guilds.choosing import (
    come_back,
    with_announcement_channel,
    with_change_channel,
    with_digest,
    with_leads,
    with_log_channel,
    with_program,
    with_reminder_channel,
    with_route,
)
from bot.guilds.model import LONG_AGO, Choices, Lead, Route, RouteKind
from bot.program.attached_id import attached_id

MINUTE = timedelta(minutes=1)
NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
HOUR_AND_TEN = (Lead(before=60 * MINUTE), Lead(before=10 * MINUTE))
CHOICES = Choices(guild_id=1, reminder_channel=10, leads=HOUR_AND_TEN)


def test_another_channel_has_every_lead_chosen_now():
    chosen = with_reminder_channel(CHOICES, 11, NOW)

    leads = tuple(replace(lead, since=NOW) for lead in HOUR_AND_TEN)
    assert chosen == replace(CHOICES, reminder_channel=11, leads=leads)


def test_the_same_channel_changes_nothing():
    assert with_reminder_channel(CHOICES, 10, NOW) == CHOICES


def test_a_new_lead_is_chosen_now_and_stands_by_its_length():
    chosen = with_leads(CHOICES, [10 * MINUTE, 30 * MINUTE], NOW)

    leads = (Lead(before=30 * MINUTE, since=NOW), Lead(before=10 * MINUTE))
    assert chosen == replace(CHOICES, leads=leads)


def test_changes_are_told_from_when_their_channel_was_chosen():
    chosen = with_change_channel(CHOICES, 12, NOW)

    assert (chosen.change_channel, chosen.changes_since) == (12, NOW)
    assert with_change_channel(chosen, None, NOW) == CHOICES


def test_another_program_keeps_the_channels_of_places_and_catches_nothing_up():
    route = Route(kind=RouteKind.ROOM, id="hall", channel=13)
    before = replace(CHOICES, program="conf-21", change_channel=12, routes=(route,))

    chosen = with_program(before, "conf-22", NOW)

    leads = tuple(replace(lead, since=NOW) for lead in HOUR_AND_TEN)
    assert chosen == replace(before, program="conf-22", leads=leads, changes_since=NOW)


def test_another_program_without_a_channel_for_changes_has_no_instant_for_them():
    assert with_program(CHOICES, "conf-22", NOW).changes_since == LONG_AGO


def test_a_route_takes_the_place_of_the_one_before_and_can_be_taken_away():
    hall = with_route(CHOICES, RouteKind.ROOM, "hall", 13, LONG_AGO)
    both = with_route(hall, RouteKind.TRACK, "hall", 14, LONG_AGO)
    moved = with_route(both, RouteKind.ROOM, "hall", 15, NOW)

    assert moved.routes == (
        Route(kind=RouteKind.ROOM, id="hall", channel=15, since=NOW),
        Route(kind=RouteKind.TRACK, id="hall", channel=14),
    )
    assert with_route(hall, RouteKind.ROOM, "hall", None, NOW) == CHOICES


def test_a_route_that_stays_holds_since_when_it_was_chosen():
    hall = with_route(CHOICES, RouteKind.ROOM, "hall", 13, LONG_AGO)

    assert with_route(hall, RouteKind.ROOM, "hall", 13, NOW) == hall
    assert with_route(CHOICES, RouteKind.ROOM, "hall", None, NOW) == CHOICES


def test_a_route_of_a_guild_that_was_told_nothing_so_far_is_not_caught_up():
    nowhere = replace(CHOICES, reminder_channel=None)

    chosen = with_route(nowhere, RouteKind.ROOM, "hall", 13, NOW)
    beside = with_route(CHOICES, RouteKind.ROOM, "hall", 13, NOW)

    assert {lead.since for lead in chosen.leads} == {NOW}
    assert beside.leads == CHOICES.leads


def test_the_day_is_told_from_when_its_channel_and_its_hour_were_chosen():
    in_a_channel = with_announcement_channel(CHOICES, 12, NOW)
    at_eight = with_digest(in_a_channel, time(8), NOW + MINUTE)

    assert (in_a_channel.announcement_channel, in_a_channel.digest_since) == (12, NOW)
    assert (at_eight.digest_at, at_eight.digest_since) == (time(8), NOW + MINUTE)
    assert with_digest(at_eight, time(8), NOW) == at_eight
    assert with_announcement_channel(in_a_channel, None, NOW) == CHOICES


def test_only_its_own_guild_can_choose_what_was_attached():
    own = attached_id(CHOICES.guild_id, "Own", 2022)
    anothers = attached_id(CHOICES.guild_id + 1, "Own", 2022)

    assert with_program(CHOICES, own, NOW).program == own
    assert with_program(CHOICES, anothers, NOW) == CHOICES


def test_who_is_back_again_is_told_nothing_of_the_time_between():
    left = replace(
        CHOICES, left_at=NOW - MINUTE, change_channel=12, announcement_channel=13, log_channel=14
    )

    back = come_back(left, NOW)

    leads = tuple(replace(lead, since=NOW) for lead in HOUR_AND_TEN)
    assert back == replace(
        left, left_at=None, leads=leads, changes_since=NOW, digest_since=NOW, log_since=NOW
    )


def test_what_was_done_before_the_log_had_its_channel_is_not_posted_there():
    chosen = with_log_channel(CHOICES, 14, NOW)

    assert (chosen.log_channel, chosen.log_since) == (14, NOW)
    assert with_log_channel(chosen, 14, NOW + MINUTE) == chosen
    assert with_log_channel(chosen, None, NOW) == CHOICES
