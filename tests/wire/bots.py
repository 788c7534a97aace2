"""Plain discord.py bots for the loopback's own tests."""

import asyncio
from contextlib import asynccontextmanager

import discord
from discord import app_commands
from discord.ext import commands

from tests.wire.raw import TOKEN


class PlainBot(commands.AutoShardedBot):
    """A bot with the guilds intent that is ready at once."""

    def __init__(self, *, intents=None, **options):
        super().__init__(
            command_prefix=(),
            intents=intents or discord.Intents(guilds=True),
            guild_ready_timeout=0.05,
            max_messages=None,
            **options,
        )
        self.times_ready = 0

    async def on_ready(self):
        self.times_ready += 1

    async def before_identify_hook(self, shard_id, *, initial=False):
        """Wait for nothing: how often it may identify is the loopback's setting."""

    async def on_message(self, message):
        """Read no messages."""


@asynccontextmanager
async def running(bot, token=TOKEN):
    """Log a bot in and connect it, until the block ends."""
    async with bot:
        await bot.login(token)
        connecting = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(bot.wait_until_ready())
        await asyncio.wait({connecting, ready}, return_when=asyncio.FIRST_COMPLETED)
        if connecting.done():
            ready.cancel()
            await connecting
        yield bot
        await bot.close()
        await connecting


def with_commands(bot):
    """Give a bot one of each kind of answer."""

    @bot.tree.command(description="says hello")
    async def hello(interaction: discord.Interaction, name: str):
        await interaction.response.send_message(f"hello {name}", ephemeral=True)

    @hello.autocomplete("name")
    async def suggest(_interaction: discord.Interaction, current: str):
        names = [name for name in ("Ada", "Alan", "Grace") if name.startswith(current)]
        return [app_commands.Choice(name=name, value=name) for name in names]

    @bot.tree.command(description="shows a button")
    async def button(interaction: discord.Interaction):
        view = discord.ui.View(timeout=None)
        view.add_item(Counter())
        await interaction.response.send_message("0", view=view)

    @bot.tree.command(description="takes its time")
    async def slow(interaction: discord.Interaction):
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("done")
        await interaction.followup.send("and more", ephemeral=True)

    @bot.tree.command(description="asks back")
    async def ask(interaction: discord.Interaction):
        await interaction.response.send_modal(Form())

    return bot


class Counter(discord.ui.Button):
    """Counts how often it was pressed."""

    def __init__(self):
        super().__init__(label="more", custom_id="more")

    async def callback(self, interaction):
        await interaction.response.edit_message(content=str(int(interaction.message.content) + 1))


class Form(discord.ui.Modal):
    """Asks for a word and says it back."""

    def __init__(self):
        super().__init__(title="Word", custom_id="form")
        self.word = discord.ui.TextInput(custom_id="word")
        self.add_item(discord.ui.Label(text="Which?", component=self.word))

    async def on_submit(self, interaction):
        await interaction.response.send_message(self.word.value)


def log_in():
    """Log in, print the name, and end: a whole program to point at a loopback."""

    async def main():
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(TOKEN)
            print(client.user.name)  # noqa: T201 - its output is what the test reads

    asyncio.run(main())
