import pytest

from bot.program.search.fits import TypedWord, holding_all, holding_most


def test_only_what_holds_every_word_is_kept():
    typed = [TypedWord(word="real", fits={1: 1.0, 2: 1.0}), TypedWord(word="time", fits={2: 1.0})]

    assert holding_all(typed) == {2: 1.0}


def test_long_word_says_more_about_the_fit():
    typed = [TypedWord(word="a", fits={1: 1.0}), TypedWord(word="hundred", fits={1: 0.5})]

    assert holding_all(typed) == {1: pytest.approx((1 * 1.0 + 7 * 0.5) / 8)}


def test_most_is_at_least_half_of_the_letters():
    typed = [
        TypedWord(word="cosmos", fits={1: 1.0, 2: 1.0}),
        TypedWord(word="talk", fits={2: 1.0, 3: 1.0}),
    ]

    assert holding_most(typed) == {1: pytest.approx(0.6), 2: pytest.approx(1.0)}
