from dataclasses import replace
from datetime import timedelta

import pytest

from bot.program.diff import diff
from bot.ui.change_words import change_text, summary
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.translation.fake import speaking_loudly

HOUR = timedelta(hours=1)
ADA, BO = a_speaker("Ada"), a_speaker("Bo")
RIVERS, LAKES = a_talk("Rivers", speakers=(ADA.id, BO.id)), a_talk("Lakes", speakers=(ADA.id,))
HALL, ATTIC = a_room("Hall"), a_room("Attic")
DATA = a_track("Data")
SESSION = a_session(minutes=30, talks=(RIVERS.id,), room=HALL.id)
START, LATER = (f"<t:{int(one.timestamp())}:F>" for one in (NINE, NINE + HOUR))

CALLED = "Title: it was called Rivers"


def version(*sessions):
    return a_program(
        *sessions,
        talks=(RIVERS, LAKES),
        rooms=(HALL, ATTIC),
        speakers=(ADA, BO),
        tracks=(DATA,),
    )


def told(before, after, cancelled=()):
    (change,) = diff(version(*before), version(*after), cancelled)
    return change_text(change)


@pytest.mark.parametrize(
    ("different", "text"),
    [
        (
            {"start": NINE + HOUR, "end": NINE + 1.5 * HOUR},
            f"🕒 **Rivers**\nTime: {START} → {LATER}\nHall · Ada and Bo",
        ),
        (
            {"room": ATTIC.id},
            f"📍 **Rivers**\nRoom: Hall → Attic\n{START} · Ada and Bo",
        ),
        (
            {"room": None},
            f"📍 **Rivers**\nRoom: Hall → no room\n{START} · Ada and Bo",
        ),
        (
            {"talks": (LAKES.id,)},
            f"✏️ **Lakes**\n{CALLED}\nSpeakers: Ada and Bo → Ada\n{START} · Hall",
        ),
        (
            {"end": NINE + HOUR},
            f"⏱️ **Rivers**\nLength: 30 minutes → 60 minutes\n{START} · Hall · Ada and Bo",
        ),
        (
            {"end": None},
            f"⏱️ **Rivers**\nLength: 30 minutes → no declared end\n{START} · Hall · Ada and Bo",
        ),
        (
            {"track": DATA.id},
            f"🔀 **Rivers**\nTrack: no track → Data\n{START} · Hall · Ada and Bo",
        ),
        (
            {"stream": "https://example.org/a_b"},
            f"🎥 **Rivers**\nStream: https://example.org/a_b\n{START} · Hall · Ada and Bo",
        ),
        (
            {"stream": "https://example.org/" + "a" * 300},
            f"🎥 **Rivers**\nStream: another link\n{START} · Hall · Ada and Bo",
        ),
        (
            {"start": NINE + HOUR, "end": NINE + 1.5 * HOUR, "room": ATTIC.id},
            f"🕒 **Rivers**\nTime: {START} → {LATER}\nRoom: Hall → Attic\nAda and Bo",
        ),
    ],
)
def test_a_change_tells_what_was_and_what_is_and_what_stays(different, text):
    assert told([SESSION], [replace(SESSION, **different)]) == text


def test_a_new_a_cancelled_and_a_reinstated_one_tell_when_where_and_who():
    facts = f"{START} · Hall · Ada and Bo"

    assert [
        told([], [SESSION]),
        told([SESSION], []),
        told([SESSION], [SESSION], {SESSION.id}),
    ] == [
        f"🆕 **Rivers**\nNew on the program\n{facts}",
        f"❌ **Rivers**\nCancelled\n{facts}",
        f"✅ **Rivers**\nTakes place after all\n{facts}",
    ]


def test_one_that_comes_back_elsewhere_tells_both():
    text = told([SESSION], [replace(SESSION, room=ATTIC.id)], {SESSION.id})

    assert text.splitlines()[1:3] == ["Takes place after all", "Room: Hall → Attic"]


def test_a_link_that_goes_is_told_as_gone():
    before = replace(SESSION, stream="https://example.org/a")

    assert "Stream: the link is gone" in told([before], [SESSION])


def test_a_summary_counts_each_session_once_by_what_matters_most():
    moved = replace(SESSION, start=NINE + HOUR, end=None, room=ATTIC.id)
    others = [a_session(NINE + number * HOUR, talks=(LAKES.id,)) for number in range(14)]

    changes = diff(version(SESSION, *others[:13]), version(moved, others[13]))

    assert summary(changes) == "one new, 13 cancelled and one at another time"
    assert summary(()) == "no session is different"


def test_in_another_language_whole_sentences_are_other_ones(monkeypatch):
    moved = replace(SESSION, start=NINE + HOUR, end=None, room=None)
    changes = diff(version(SESSION, a_session(title="Doors")), version(moved))

    with speaking_loudly(monkeypatch):
        text, counts = change_text(changes[-1]), summary(changes)

    assert text == (
        f"🕒 **Rivers**\nTIME: {START} → {LATER}\nROOM: Hall → NO ROOM\n"
        "LENGTH: 30 MINUTES → NO DECLARED END\nAda und Bo"
    )
    assert counts == "1 CANCELLED und 1 AT ANOTHER TIME"
