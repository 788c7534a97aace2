"""Looks whether the role that reminders are to mention can be mentioned where they are posted."""

from collections.abc import Callable, Collection, Iterator
from itertools import chain

import discord

from bot.cogs.announce_rights import role_faults
from bot.errors import SetupError
from bot.guilds.model import Choices
from bot.translation import said

GONE = said("The role that reminders mention is gone: choose another one, or none.")
UNSEEN = said("I can't see your server's roles just now. Try that again.")
# Tells what a member may do in a place.
Held = Callable[[discord.Member], discord.Permissions]

# Translators: stands where a channel is named, as in "may not mention @Crew in {where}".
ANYWHERE = said("this server")


def role_trouble(
    guild: discord.Guild | None, choices: Choices, obstacles: Collection[int] = ()
) -> str | None:
    """Return in words why Marquee can't mention the chosen role, None if it can.

    Also None while the `guild` can't be seen. Nothing can be posted in the channels of `obstacles`,
    so they are left out.
    """
    if choices.mention_role is None or guild is None or guild.unavailable:
        return None
    role = guild.get_role(choices.mention_role)
    if role is None:
        return GONE
    # Whoever chose it was allowed to, so only Marquee's own permissions count.
    anything = discord.Permissions.all()
    places = _places(guild, choices, obstacles)
    faults = (role_faults(role, where, anything, held(guild.me)) for where, held in places)
    return next(chain.from_iterable(faults), None)


def refuse_role(interaction: discord.Interaction, role: discord.Role, choices: Choices) -> None:
    """Say no to a role that whoever asks, or Marquee, may not mention where reminders are posted.

    Raises:
        SetupError: they may not, or it can't be seen.
    """
    person = interaction.user
    assert isinstance(person, discord.Member), "only members press in a server"
    guild = interaction.client.get_guild(choices.guild_id)
    if guild is None or guild.unavailable:
        raise SetupError(UNSEEN)
    for where, held in _places(guild, choices):
        for fault in role_faults(role, where, held(person), held(guild.me)):
            raise SetupError(fault)


def _places(
    guild: discord.Guild, choices: Choices, left_out: Collection[int] = ()
) -> Iterator[tuple[str, Held]]:
    """Yield each channel that reminders are posted in by name, with what tells who may do what.

    Without one, that is the whole guild. A channel that is not seen is left out.
    """
    chosen = dict.fromkeys((choices.reminder_channel, *(one.channel for one in choices.routes)))
    channels = [one for one in chosen if one is not None]
    if not channels:
        yield ANYWHERE, lambda member: member.guild_permissions
    for one in channels:
        channel = None if one in left_out else guild.get_channel_or_thread(one)
        if isinstance(channel, discord.Thread) and channel.parent is None:
            continue  # its permissions are its parent's
        if channel is not None:
            yield f"#{channel.name}", channel.permissions_for
