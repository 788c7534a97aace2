from datetime import date

import pytest

from bot.translation import Language, dated, day_name, figures, listed, short_day, speaking

DAY = date(2022, 11, 30)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.ENGLISH, "Wednesday 30 November"),
        (Language.GERMAN, "Mittwoch, 30. November"),
        (Language.SPANISH, "miércoles 30 de noviembre"),
        (Language.FRENCH, "mercredi 30 novembre"),
        (Language.PORTUGUESE, "quarta-feira, 30 de novembro"),
        (Language.JAPANESE, "11月30日(水曜日)"),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(language, text):
    with speaking(language):
        assert day_name(DAY) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.ENGLISH, "Wed 30 Nov"),
        (Language.GERMAN, "Mi., 30. Nov."),
        (Language.SPANISH, "mié 30 nov"),
        (Language.FRENCH, "mer. 30 nov."),
        (Language.PORTUGUESE, "qua., 30 de nov."),
        (Language.JAPANESE, "11月30日(水)"),
    ],
)
def test_a_day_can_be_written_shorter(language, text):
    with speaking(language):
        assert short_day(DAY) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.ENGLISH, "30 Nov 2022"),
        (Language.GERMAN, "30.11.2022"),
        (Language.JAPANESE, "2022/11/30"),
    ],
)
def test_a_day_has_its_year_where_that_is_asked(language, text):
    with speaking(language):
        assert dated(DAY) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.ENGLISH, "Ada, Bo and Cy"),
        (Language.GERMAN, "Ada, Bo und Cy"),
        (Language.JAPANESE, "Ada、Bo、Cy"),
    ],
)
def test_names_are_listed_as_a_sentence_lists_them(language, text):
    with speaking(language):
        assert listed(["Ada", "Bo", "Cy"]) == text


def test_braces_in_a_name_are_braces():
    assert listed(["{0}", "{x}", "{}"]) == "{0}, {x} and {}"


@pytest.mark.parametrize(
    ("language", "text"), [(Language.ENGLISH, "12,000"), (Language.GERMAN, "12.000")]
)
def test_a_number_has_its_marks(language, text):
    with speaking(language):
        assert figures(12_000) == text
