import re

from bot.program.typed_words import in_all, nth_day, one_of, typed_words, words_for
from bot.translation import Language, spoken


def test_the_words_of_all_languages_are_known():
    words = typed_words()

    assert "today" in words.today
    assert {"m", "min", "minutes"} <= set(words.minutes)
    assert "day 2" in nth_day(2)


def test_what_is_said_in_each_language_is_asked_in_that_language():
    assert list(in_all(lambda: spoken().value)) == [language.value for language in Language]
    assert spoken() is Language.ENGLISH


def test_words_stand_between_commas_of_any_script_the_longest_first():
    assert words_for(lambda: "um, À、時間 ") == ("um", "時間", "a")


def test_a_pattern_fits_any_of_the_words_with_or_without_their_dots():
    pattern = re.compile(one_of(("a.m.", "from now", "am")))

    assert all(pattern.fullmatch(one) for one in ("am", "a.m.", "a.m", "from now"))
    assert pattern.fullmatch("pm") is None
