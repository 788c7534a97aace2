"""How an answer for one person alone is given: in a message that only they see."""

import discord


async def reply(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    """Answer in a new message that only the asker sees."""
    await interaction.response.send_message(
        view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )


async def turn(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    """Answer a press: in the presser's own message if it is only theirs, else in a new one."""
    if is_own(interaction):
        await interaction.response.edit_message(
            view=view, allowed_mentions=discord.AllowedMentions.none()
        )
    else:
        await reply(interaction, view)


def is_own(interaction: discord.Interaction) -> bool:
    """Tell whether a button was pressed under a message that only the presser sees."""
    message = interaction.message
    return message is not None and message.flags.ephemeral
