"""What is written to the log: lines with a time and a zone, never a secret."""

import logging
import re
from collections.abc import Iterable

from typing_extensions import override

FORM = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
TIME = "%Y-%m-%d %H:%M:%S%z"
# These tell of every job or statement; what they have to say below a warning is said by us.
TALKATIVE = ("apscheduler", "alembic", "aiosqlite", "sqlalchemy")
# discord.py's warnings of what is meant so: no voice, and clients that only ask and never listen.
MEANT_SO = ("voice will NOT be supported", "Guilds intent seems to be disabled")


# What libraries say of people without meaning to: discord.py the addresses that it was refused at,
# with channels of direct messages and the tokens of interactions in them, and PostgreSQL the values
# of a key that is there already.
TELLTALES = (
    (re.compile(r"(/(?:interactions|webhooks)/)[^\s?]+"), r"\1…"),
    (re.compile(r"(/[a-z-]+/)\d{15,20}\b"), r"\1…"),
    (re.compile(r"(Key \([^)]*\)=)\([^)]*\)"), r"\1(…)"),
)


class SecretlessFormatter(logging.Formatter):
    """Leaves secrets out of whatever is logged, and who somebody is; traces are no exception."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(FORM, TIME)
        self._secrets = tuple(filter(None, secrets))

    @override
    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        for telltale, left in TELLTALES:
            line = telltale.sub(left, line)
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
