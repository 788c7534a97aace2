from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.guilds.adopt import adopt
from bot.guilds.model import LONG_AGO, Choices, GuildTable, Lead, Route, RouteKind
from bot.translation import Language

MINUTE = timedelta(minutes=1)
NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
TABLE = GuildTable(id=1, program="conf-22", reminder_channel=10, leads=(10 * MINUTE, 60 * MINUTE))


def _old(**fields):
    """What stands after TABLE was adopted by a fresh store."""
    leads = (Lead(before=60 * MINUTE, since=LONG_AGO), Lead(before=10 * MINUTE, since=LONG_AGO))
    choices = Choices(guild_id=1, program="conf-22", reminder_channel=10, leads=leads)
    return replace(choices, **fields)


def test_a_fresh_store_takes_the_tables_as_old_choices():
    assert adopt([TABLE], [], NOW) == (_old(),)


def test_an_unchanged_table_changes_nothing():
    assert adopt([TABLE], [_old()], NOW) == (_old(),)


def test_a_guild_new_to_a_known_store_chooses_now():
    table = GuildTable(id=2, reminder_channel=20, leads=(10 * MINUTE,))

    adopted = adopt([TABLE, table], [_old()], NOW)

    lead = Lead(before=10 * MINUTE, since=NOW)
    assert adopted == (_old(), Choices(guild_id=2, reminder_channel=20, leads=(lead,)))


def test_another_channel_chooses_every_lead_now():
    (adopted,) = adopt([replace(TABLE, reminder_channel=11)], [_old()], NOW)

    assert [lead.since for lead in adopted.leads] == [NOW, NOW]


@pytest.mark.parametrize(
    ("stood", "comes"), [("conf-22", "conf-23"), ("conf-22", None), (None, "conf-22")]
)
def test_another_program_chooses_every_lead_now(stood, comes):
    (adopted,) = adopt([replace(TABLE, program=comes)], [_old(program=stood)], NOW)

    assert (adopted.program, [lead.since for lead in adopted.leads]) == (comes, [NOW, NOW])


def test_the_default_program_that_stays_leaves_the_leads():
    table = replace(TABLE, program=None)

    assert adopt([table], [_old(program=None)], NOW) == (_old(program=None),)


def test_a_new_lead_is_chosen_now_and_the_others_stay():
    table = replace(TABLE, leads=(10 * MINUTE, 5 * MINUTE))

    (adopted,) = adopt([table], [_old()], NOW)

    assert adopted.leads == (
        Lead(before=10 * MINUTE, since=LONG_AGO),
        Lead(before=5 * MINUTE, since=NOW),
    )


def test_what_has_no_time_follows_the_table():
    table = replace(
        TABLE,
        public_answers=True,
        personal_fallback=True,
        mention_role=5,
        board_channel=40,
        native_events=True,
        streams_at_start=True,
        room_boards=True,
        language=Language.GERMAN,
    )

    (adopted,) = adopt([table], [_old()], NOW)

    assert adopted == _old(
        public_answers=True,
        personal_fallback=True,
        mention_role=5,
        board_channel=40,
        has_events=True,
        streams_at_start=True,
        has_room_boards=True,
        language=Language.GERMAN,
    )


def test_a_guild_without_a_table_loses_its_choices_and_stays_known():
    (adopted,) = adopt([], [_old()], NOW)

    assert adopted == Choices(guild_id=1)


def test_a_guild_whose_table_comes_back_chooses_now():
    gone = adopt([], [_old()], NOW)

    (back,) = adopt([TABLE], gone, NOW + MINUTE)

    assert [lead.since for lead in back.leads] == [NOW + MINUTE] * 2


def test_a_lead_that_is_named_twice_is_one():
    (adopted,) = adopt([replace(TABLE, leads=(MINUTE, MINUTE))], [], NOW)

    assert adopted.leads == (Lead(before=MINUTE, since=LONG_AGO),)


def test_changes_are_told_from_when_their_channel_or_program_was_chosen():
    table = replace(TABLE, change_channel=30)
    known = _old(change_channel=30, changes_since=LONG_AGO)

    adopted = [
        adopt([one], stored, NOW)[0].changes_since
        for one, stored in (
            (table, []),
            (table, [known]),
            (table, [_old()]),
            (replace(table, change_channel=31), [known]),
            (replace(table, program="conf-23"), [known]),
            (TABLE, [known]),
        )
    ]

    assert adopted == [LONG_AGO, LONG_AGO, NOW, NOW, NOW, LONG_AGO]


def test_the_day_is_told_from_when_its_channel_hour_or_program_was_chosen():
    table = replace(TABLE, announcement_channel=30, digest_at=time(8))
    known = _old(announcement_channel=30, digest_at=time(8), digest_since=LONG_AGO)

    adopted = [
        adopt([one], stored, NOW)[0].digest_since
        for one, stored in (
            (table, []),
            (table, [known]),
            (table, [_old()]),
            (replace(table, announcement_channel=31), [known]),
            (replace(table, digest_at=time(9)), [known]),
            (replace(table, program="conf-23"), [known]),
            (replace(table, digest_at=None), [known]),
            (TABLE, [known]),
        )
    ]

    assert adopted == [LONG_AGO, LONG_AGO, NOW, NOW, NOW, NOW, LONG_AGO, LONG_AGO]


def test_what_organizers_do_is_told_from_when_its_channel_was_chosen():
    table, known = replace(TABLE, log_channel=30), _old(log_channel=30)

    adopted = [
        adopt([one], stored, NOW)[0].log_since
        for one, stored in (
            (table, []),
            (table, [known]),
            (table, [_old()]),
            (replace(table, log_channel=31), [known]),
            (TABLE, [known]),
        )
    ]

    assert adopted == [LONG_AGO, LONG_AGO, NOW, NOW, LONG_AGO]


def test_a_tracks_own_channel_holds_since_it_was_named_and_leads_stay():
    web = Route(kind=RouteKind.TRACK, id="web", channel=30)
    ai = Route(kind=RouteKind.TRACK, id="ai", channel=31)
    hall = Route(kind=RouteKind.ROOM, id="hall", channel=32)

    (fresh,) = adopt([replace(TABLE, routes=(hall, ai, web))], [], NOW)
    moved = replace(ai, channel=33)
    (adopted,) = adopt([replace(TABLE, routes=(moved, web))], [fresh], NOW)

    assert fresh == _old(routes=(hall, ai, web))
    assert adopted == _old(routes=(replace(moved, since=NOW), web))


def test_without_a_channel_of_the_guild_another_route_chooses_every_lead_now():
    web = Route(kind=RouteKind.TRACK, id="web", channel=30)
    ai = Route(kind=RouteKind.TRACK, id="ai", channel=31)
    table = replace(TABLE, reminder_channel=None, routes=(ai, web))
    (fresh,) = adopt([table], [], NOW)

    since = [
        {lead.since for lead in adopt([one], [fresh], NOW)[0].leads}
        for one in (
            table,
            replace(table, routes=(web,)),
            replace(table, routes=(ai, replace(web, channel=32))),
        )
    ]

    assert since == [{LONG_AGO}, {LONG_AGO}, {NOW}]


def test_what_organizers_chose_themselves_stays_with_or_without_a_table():
    chosen = Choices(guild_id=1, reminder_channel=99, chosen_at=NOW)

    assert adopt([TABLE], [chosen], NOW + MINUTE) == (chosen,)
    assert adopt([], [chosen], NOW + MINUTE) == (chosen,)
