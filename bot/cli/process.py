"""The bot as a process of this machine: run."""

import asyncio

from bot import logs
from bot.cli.settings import ConfigPath, settings_at


def run(config: ConfigPath = None) -> None:
    """Start the bot on Discord.

    The token comes from config.toml or MARQUEE_TOKEN. It ends on Ctrl-C or SIGTERM.
    """
    settings = settings_at(config)
    token = settings.bot_token()
    logs.start(settings.log_level, secrets=[token])
    from bot import app

    asyncio.run(app.run(settings))
