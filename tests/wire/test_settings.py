import pytest

from tests.wire.line import LoopbackError
from tests.wire.settings import Settings, change, read


def test_the_command_line_sets_what_it_names():
    settings, until_stdin_closes = read(["--nonce-memory", "5", "--openapi", "", "--port", "1"])

    assert settings == Settings(nonce_memory=5.0, openapi="", port=1)
    assert until_stdin_closes is False


@pytest.mark.parametrize(
    ("changes", "error"), [({"nonce": 5}, ValueError), ({"channel_limit": "5"}, TypeError)]
)
def test_what_is_no_setting_is_not_set(changes, error):
    with pytest.raises(error):
        change(Settings(), changes)


async def test_a_reset_brings_the_first_settings_back(loopback, raw, general):
    await loopback.change_settings(token="other")
    refused = await raw.ask("GET", "/users/@me")

    await loopback.reset()

    assert refused.status == 401
    assert (await raw.ask("GET", "/users/@me")).status == 200
    assert (await raw.ask("GET", f"/channels/{general}")).body["code"] == 10003


async def test_an_unknown_setting_is_told(loopback):
    with pytest.raises(LoopbackError, match="no setting 'nonce'"):
        await loopback.change_settings(nonce=5)
