"""What is written to the log: lines with a time and a zone, never a secret."""

import logging
from collections.abc import Iterable

from typing_extensions import override

FORM = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
TIME = "%Y-%m-%d %H:%M:%S%z"
# These tell of every job or statement; what they have to say below a warning is said by us.
TALKATIVE = ("apscheduler", "alembic", "aiosqlite", "sqlalchemy")
# discord.py's warnings of what is meant so: no voice, and clients that only ask and never listen.
MEANT_SO = ("voice will NOT be supported", "Guilds intent seems to be disabled")


class SecretlessFormatter(logging.Formatter):
    """Leaves secrets out of whatever is logged, exceptions and their traces too."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(FORM, TIME)
        self._secrets = tuple(filter(None, secrets))

    @override
    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return line


def start(level: str, *, secrets: Iterable[str] = ()) -> None:
    """Log to standard error from now on: ours from `level`, the libraries' from info at least."""
    handler = logging.StreamHandler()
    handler.setFormatter(SecretlessFormatter(secrets))
    handler.addFilter(_is_news)
    ours = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(ours, logging.INFO), handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(ours)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(ours, logging.WARNING))


def _is_news(record: logging.LogRecord) -> bool:
    return not any(words in record.getMessage() for words in MEANT_SO)
