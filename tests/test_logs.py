import logging
import re

import pytest

from bot import logs


@pytest.fixture(autouse=True)
def _logging_as_before():
    names = [None, "bot", *logs.TALKATIVE]
    before = {name: logging.getLogger(name).level for name in names}
    handlers = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = handlers
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def test_a_line_has_a_time_with_its_zone_a_level_and_a_name(capsys):
    logs.start("info")

    logging.getLogger("bot.somewhere").warning("It is %s", "late")

    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4} WARNING bot\.somewhere: It is late\n",
        capsys.readouterr().err,
    )


def test_a_secret_is_never_written_not_even_in_a_trace(capsys):
    logs.start("debug", secrets=["a.b.c", ""])

    try:
        int("a.b.c")
    except ValueError:
        logging.getLogger("bot").exception("Logging in with %s failed", "a.b.c")

    written = capsys.readouterr().err
    assert "a.b.c" not in written
    assert "invalid literal for int() with base 10: '[secret]'" in written


@pytest.mark.parametrize(
    ("level", "name", "enabled"),
    [
        ("debug", "bot.delivery", logging.DEBUG),
        ("debug", "discord.gateway", logging.INFO),
        ("error", "discord.gateway", logging.ERROR),
        ("info", "apscheduler.scheduler", logging.WARNING),
    ],
)
def test_a_level_is_ours_and_keeps_libraries_from_telling_everything(level, name, enabled):
    logs.start(level)

    assert logging.getLogger(name).getEffectiveLevel() == enabled


def test_what_is_meant_so_is_no_news(capsys):
    logs.start("info")

    logging.getLogger("discord.client").warning("%s is not installed, voice will NOT be supported")
    logging.getLogger("discord.client").warning("The token will be reset")

    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("WARNING discord.client: The token will be reset")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (
            "POST https://discord.com/api/v10/channels/812345678901234567/messages: 429",
            "POST https://discord.com/api/v10/channels/…/messages: 429",
        ),
        ("POST /interactions/812345678901234567/aW50ZXJhY3Rpb24/callback", "/interactions/…"),
        (
            "DETAIL:  Key (user_id)=(812345678901234567) already exists.",
            "Key (user_id)=(…) already",
        ),
    ],
)
def test_who_somebody_is_stands_in_no_line(said, left):
    line = logs.SecretlessFormatter(()).format(logging.makeLogRecord({"msg": said}))

    assert left in line
    assert "812345678901234567" not in line
    assert "aW50" not in line
