import base64
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.invite import application_id, personal_link, server_link

APPLICATION = 123456789012345678


def a_token(application=APPLICATION):
    first = base64.urlsafe_b64encode(str(application).encode()).decode().rstrip("=")
    return f"{first}.Gabcde.{'x' * 38}"


def asked(link):
    return {key: value for key, (value,) in parse_qs(urlsplit(link).query).items()}


def test_the_servers_link_asks_for_the_least_that_posting_needs():
    link = server_link(APPLICATION)

    assert link.startswith("https://discord.com/oauth2/authorize?")
    assert asked(link) == {
        "client_id": str(APPLICATION),
        "integration_type": "0",
        "permissions": str(
            discord.Permissions(
                view_channel=True, send_messages=True, embed_links=True, read_message_history=True
            ).value
        ),
        "scope": "bot applications.commands",
    }


def test_another_link_asks_for_what_only_some_servers_want_besides():
    least, more = (
        discord.Permissions(int(asked(link)["permissions"]))
        for link in (server_link(APPLICATION), server_link(APPLICATION, with_extras=True))
    )

    assert more == least | discord.Permissions(
        send_messages_in_threads=True, pin_messages=True, create_events=True
    )


def test_the_personal_link_asks_for_the_commands_only():
    assert asked(personal_link(APPLICATION)) == {
        "client_id": str(APPLICATION),
        "integration_type": "1",
        "scope": "applications.commands",
    }


@pytest.mark.parametrize("application", [12345678901234567, APPLICATION, 1234567890123456789])
def test_a_token_tells_its_application(application):
    assert application_id(a_token(application)) == application


@pytest.mark.parametrize(
    "token",
    [
        "",
        "hush",
        "a.b.c",
        a_token().removesuffix("x" * 38),
        a_token(application="no number at all"),
        f"{'x' * 25}.Gabcde.{'x' * 38}",
        f"{'Ä' * 24}.Gabcde.{'x' * 38}",
    ],
)
def test_what_is_no_token_tells_no_application(token):
    assert application_id(token) is None
