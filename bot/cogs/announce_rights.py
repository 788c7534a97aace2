"""Looks whether an announcement may be posted where, and ping whom, its organizer says."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import discord

from bot.announcements.written.model import Announcement
from bot.translation import N_, said

# Says in words why nothing can be posted in a guild's channel; None if it can.
Obstacle = Callable[[int, int], Awaitable[str | None]]

UNSEEN = said("Discord did not answer whether it can be posted there. Try that again.")
HIDDEN = N_("You may not see #{channel}, so you can't have anything posted there.")
NO_ROLE = said("The role that it pings is gone: choose another one, or none.")
EVERYONE = said("It can't ping everyone: choose a role, or nobody.")
NOT_YOURS = N_(
    "You may not mention @{role} in {where}: it needs the permission Mention Everyone there, or "
    "the role must allow anyone to mention it."
)
NOT_MINE = N_(
    "Marquee may not mention @{role} in {where}: give it Mention Everyone there, or let anyone "
    "mention the role."
)


class Rights:
    """Knows what stands in the way of an announcement; asks Discord where nothing is cached."""

    def __init__(self, obstacle: Obstacle) -> None:
        self._obstacle = obstacle

    async def faults(
        self, interaction: discord.Interaction, announcement: Announcement
    ) -> tuple[str, ...]:
        """Return, each as a sentence, why whoever asks can't have it posted as it is."""
        try:
            obstacle = await self._obstacle(announcement.guild_id, announcement.channel)
            if obstacle is not None:
                return (obstacle,)
            return tuple(await _of_person(interaction, announcement))
        except (discord.HTTPException, discord.ClientException, OSError):
            return (UNSEEN,)


async def _of_person(
    interaction: discord.Interaction[Any], announcement: Announcement
) -> list[str]:
    client, guild_id = interaction.client, announcement.guild_id
    guild = client.get_guild(guild_id) or await client.fetch_guild(guild_id)
    found = guild.get_channel_or_thread(announcement.channel)
    channel = found or await guild.fetch_channel(announcement.channel)
    person = interaction.user
    assert isinstance(person, discord.Member), "only members press in a server"
    theirs = channel.permissions_for(person)
    if not theirs.view_channel:
        return [said(HIDDEN, channel=channel.name)]
    if announcement.role is None:
        return []
    assert client.user is not None
    me = guild.get_member(client.user.id) or await guild.fetch_member(client.user.id)
    role = guild.get_role(announcement.role)
    return list(role_faults(role, f"#{channel.name}", theirs, channel.permissions_for(me)))


def role_faults(
    role: discord.Role | None,
    where: str,
    theirs: discord.Permissions,
    ours: discord.Permissions,
) -> Iterator[str]:
    """Yield, each as a sentence, why a role can't be mentioned.

    `where` names the place that the permissions hold in: `theirs` are those of whoever asks, `ours`
    Marquee's.
    """
    if role is None:
        yield NO_ROLE
    elif role.is_default():
        yield EVERYONE
    elif not role.mentionable and not theirs.mention_everyone:
        yield said(NOT_YOURS, role=role.name, where=where)
    elif not role.mentionable and not ours.mention_everyone:
        yield said(NOT_MINE, role=role.name, where=where)
