import re

import pytest

from bot.translation import Language


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", Language.GERMAN),
        ("fr", Language.FRENCH),
        ("es-ES", Language.SPANISH),
        ("es-419", Language.SPANISH),
        ("pt-BR", Language.PORTUGUESE),
        ("ja", Language.JAPANESE),
        ("en-GB", Language.ENGLISH),
        ("en-US", Language.ENGLISH),
        ("it", Language.ENGLISH),
        ("", Language.ENGLISH),
    ],
)
def test_discords_locale_is_a_language_of_ours_or_english(locale, language):
    assert Language.of_discord(locale) is language


def test_a_language_calls_itself_as_its_speakers_do():
    assert [language.own_name for language in Language] == [
        "English",
        "Deutsch",
        "Español",
        "Français",
        "Português (Brasil)",
        "日本語",
    ]


def test_every_language_is_kept_in_five_letters():
    assert all(re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", language) for language in Language)
