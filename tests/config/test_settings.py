import pytest
from pydantic import SecretStr

from bot.config import Settings, token_error
from bot.errors import SettingsError


def test_a_settings_repr_hides_the_token():
    settings = Settings(token=SecretStr("hush"))

    assert "hush" not in f"{settings} {settings!r}"


def test_a_settings_repr_hides_the_stores_password():
    url = "postgresql://ann:hush@host/fair"

    settings = Settings(store=SecretStr(url))

    assert settings.database == url
    assert "hush" not in f"{settings} {settings!r}"


def test_a_missing_token_is_told_in_one_line_that_says_where_to_put_it():
    with pytest.raises(SettingsError) as caught:
        Settings().bot_token()

    assert str(caught.value) == (
        "config.toml: error: There is no Discord token. Put the bot's token into config.toml "
        "under [discord] as token, or into the environment as MARQUEE_TOKEN."
    )


@pytest.mark.parametrize("token", ["two words", "tökén", "a\nb"])
def test_a_token_that_no_request_could_carry_is_refused_without_repeating_it(token):
    settings = Settings(token=SecretStr(token))

    with pytest.raises(SettingsError) as caught:
        settings.bot_token()

    assert caught.value.faults[0].what == "The Discord token holds blanks or odd letters."
    assert token not in str(caught.value)


def test_a_token_error_names_the_file_that_was_read(tmp_path):
    path = tmp_path / "ours.toml"

    error = token_error("Discord refused the token.", Settings(file=path))

    assert error.faults[0].file == str(path)
