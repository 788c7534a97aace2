import pytest

from bot.errors import NOT_ON_PROGRAM, MarqueeError, NoProgramError, NotOnProgramError
from bot.program.search import Hit, HitKind
from bot.ui.notice import apology, gone, not_found, told
from tests.translation.fake import speaking_loudly
from tests.ui.reading import read


def a_hit(title, one, kind=HitKind.TALK):
    return Hit(kind=kind, id=one, title=title, score=50.0)


def test_an_apology_gives_the_reference_that_the_log_has():
    assert read(apology("k3f9")) == (
        "## Sorry, that went wrong\n"
        "\n"
        "The fault is on my side; please try once more. If it stays, tell an organizer this "
        "reference: **k3f9**"
    )


def test_an_error_is_told_in_its_own_words():
    assert read(told(NoProgramError("other_conf"))) == (
        "## That did not work\n"
        "\n"
        "The program “other\\_conf” is not loaded. Whoever runs Marquee finds the reason in its "
        "log or with `marquee doctor`."
    )


def test_what_a_person_typed_into_an_error_turns_nothing_around_it():
    assert read(told(MarqueeError("No day like @everyone **now**."))).splitlines()[-1] == (
        "No day like @\u200beveryone \\*\\*now\\*\\*."
    )


def test_what_is_not_found_offers_the_nearest_as_buttons():
    hits = (
        a_hit("Magic Pocket", "pocket"),
        a_hit("Mei Fixture", "mei", HitKind.SPEAKER),
        a_hit("Architectures", "arch", HitKind.TRACK),
    )

    view = not_found(NotOnProgramError("talk", "qqq"), hits, "conf")

    assert read(view) == (
        "## Not found\n"
        "\n"
        "No talk on the program matches “qqq”.\n"
        "Did you mean one of these?\n"
        "---\n"
        "[Magic Pocket] [Mei Fixture] [Architectures]"
    )
    ids = [part.custom_id for part in view.walk_children() if hasattr(part, "label")]
    assert ids == ["m1:talk:conf:pocket:1", "m1:speaker:conf:mei:1", "m1:track:conf:arch:1"]


def test_what_is_not_found_and_near_nothing_leads_on():
    assert read(not_found(NotOnProgramError("room", "qqq"), (), "conf")) == (
        "## Not found\n\nNo room on the program matches “qqq”.\n---\n[Now] [Next] [Schedule]"
    )


def test_what_has_left_the_program_leads_on():
    assert read(gone("talk", "conf")) == (
        "## No longer here\n"
        "\n"
        "That talk is no longer on the program. It may have been renamed or taken off.\n"
        "---\n"
        "[Now] [Next] [Schedule]"
    )


def test_an_error_is_told_in_the_language_spoken(monkeypatch):
    with speaking_loudly(monkeypatch):
        text = read(told(NoProgramError("other_conf")))

    assert "THE PROGRAM “other\\_conf” IS NOT LOADED." in text


@pytest.mark.parametrize("kind", sorted(NOT_ON_PROGRAM))
def test_what_is_not_on_the_program_has_a_sentence_of_its_own(kind):
    assert str(NotOnProgramError(kind, "qqq")) == f"No {kind} on the program matches “qqq”."
