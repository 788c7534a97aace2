"""A posted message as a terminal shows it: plain words, and times on the conference's clock."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import discord

_TIMESTAMP = re.compile(r"<t:(-?\d+)(?::([tTdDfFR]))?>")
_LINK = re.compile(r"(?<!\\)\[([^\]]+)\]\((?:<[^>]*>|[^)\s]*)\)")
_MARKS = re.compile(r"(?<!\\)(\*\*|__|~~|\|\||`)")
_ITALICS = re.compile(r"(?<![\\*])\*([^*\n]+)(?<!\\)\*")
_LINE_MARK = re.compile(r"^(?:-# |#{1,3} |> )", re.MULTILINE)
_ESCAPE = re.compile(r"\\([^A-Za-z0-9\s])")


def plain_lines(message: discord.Message, zone: str) -> tuple[str, ...]:
    """Return the lines of a message that a reader sees: its content, then its embeds."""
    texts = [message.content]
    for embed in message.embeds:
        texts += [embed.title or "", embed.description or ""]
        for field in embed.fields:
            texts += [field.name or "", field.value or ""]
        texts.append(embed.footer.text or "")
    lines = (line.rstrip() for text in texts for line in plain(text, zone).splitlines())
    return tuple(line for line in lines if line.strip())


def plain(text: str, zone: str) -> str:
    """Return `text` without Discord's markup; timestamps become times in `zone`.

    A relative one ("in 10 minutes") too, since a table is read later than the message was.
    """
    said = _TIMESTAMP.sub(lambda match: _time(match, zone), text)
    said = _LINK.sub(r"\1", said)
    said = _ITALICS.sub(r"\1", _LINE_MARK.sub("", _MARKS.sub("", said)))
    return _ESCAPE.sub(r"\1", said)


def wall_time(instant: datetime, zone: str) -> str:
    """Return an instant as the conference's clock shows it: "Wed 30 Nov 08:50 PST"."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %H:%M %Z}"


def _time(match: re.Match[str], zone: str) -> str:
    local = datetime.fromtimestamp(int(match[1]), UTC).astimezone(ZoneInfo(zone))
    if match[2] in ("t", "T", "R"):
        return f"{local:%H:%M %Z}"
    if match[2] in ("d", "D"):
        return f"{local:%a} {local.day} {local:%b}"
    return wall_time(local, zone)
