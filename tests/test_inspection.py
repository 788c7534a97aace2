"""On the stage: what `marquee doctor` says of a server, of its channels and of its role."""

from types import SimpleNamespace

import discord
import pytest

from bot.config import Settings
from bot.finding import ok, wrong
from bot.guilds.model import GuildTable, Route, RouteKind
from bot.inspection import _seen_by
from bot.rehearsal.play import rehearse
from tests.factories import a_program

NOBODYS = 123456789012345678


@pytest.fixture
async def rehearsal():
    async with rehearse(a_program(), Settings()) as it:
        yield it


async def seen(rehearsal, *tables):
    """What is said of some tables, by a bot that is logged in and has nothing cached"""
    client = rehearsal.app.client
    asking = SimpleNamespace(
        user=client.user, get_guild=lambda _: None, fetch_guild=client.fetch_guild
    )
    first, *found = [one async for one in _seen_by(asking, Settings(guilds=tables))]
    assert first == ok(f"Discord takes the token: it is {client.user}'s.")
    return found


async def test_each_channel_that_a_table_names_is_looked_at_once(rehearsal):
    stage = rehearsal.stage
    talks, gone = stage.announcements.id, NOBODYS
    forbidden = stage.env.guild.create_text_channel(
        "hall",
        overwrites={
            stage.env.guild.roles["Marquee"]: discord.PermissionOverwrite(
                read_message_history=False
            )
        },
    )
    await stage.env.settle()
    table = GuildTable(
        id=stage.guild_id,
        reminder_channel=talks,
        announcement_channel=talks,
        board_channel=gone,
        routes=(Route(kind=RouteKind.ROOM, id="hall", channel=forbidden.id),),
    )

    assert await seen(rehearsal, table) == [
        ok(
            f"Posts can be made in channel {talks} of server {table.id} "
            "(reminder_channel, announcement_channel)."
        ),
        wrong(
            f"Nothing can be posted in channel {gone} of server {table.id} (board_channel).",
            f"Rehearsal has no channel with the id {gone}: correct the id.",
        ),
        wrong(
            f"Nothing can be posted in channel {forbidden.id} of server {table.id} (rooms.hall).",
            "Marquee lacks Read Message History in #hall of Rehearsal: allow it.",
        ),
    ]


async def test_a_server_that_marquee_is_not_in_is_told_once(rehearsal):
    table = GuildTable(id=NOBODYS, reminder_channel=1, change_channel=2, mention_role=3)

    assert await seen(rehearsal, table) == [
        wrong(
            f"Server {NOBODYS} is not as it should be.",
            f"Marquee is not in a server with the id {NOBODYS}: invite it, or correct the id.",
        )
    ]


async def test_a_role_that_is_not_there_is_wrong(rehearsal):
    guild = rehearsal.stage.env.guild
    there = GuildTable(id=guild.id, mention_role=guild.create_role("Regulars").id)
    gone = GuildTable(id=guild.id, mention_role=NOBODYS)

    assert await seen(rehearsal, there, gone) == [
        wrong(
            f"Server {guild.id} has no role with the id {NOBODYS} (mention_role).",
            "Correct the id, or reminders will mention nobody.",
        )
    ]
