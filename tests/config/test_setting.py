from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import setting
from bot.config.setting import WrongValueError
from bot.program import ids


@pytest.mark.parametrize("value", [123456789012345, "123456789012345678", 2**63 - 1])
def test_a_discord_id_is_a_number_or_its_digits(value):
    assert setting.discord_id(value) == int(value)


@pytest.mark.parametrize(
    "value",
    [
        0,
        -123456789012345678,
        12345,
        True,
        2**63,
        1.5e17,
        "#general",
        "１２３４５６７８９０１２３４５６７８",
        None,
    ],
)
def test_what_can_not_be_a_discord_id_is_refused(value):
    with pytest.raises(WrongValueError):
        setting.discord_id(value)


def test_leads_are_minutes_and_stand_longest_first():
    assert setting.leads([10, 1, 10080]) == (
        timedelta(days=7),
        timedelta(minutes=10),
        timedelta(minutes=1),
    )


@pytest.mark.parametrize("value", [10, "10", [0], [-5], [10081], [True], [1.5], [10, 10], [[10]]])
def test_what_can_not_be_leads_is_refused(value):
    with pytest.raises(WrongValueError):
        setting.leads(value)


@pytest.mark.parametrize("value", [1, 60, 86_400])
def test_a_span_is_whole_seconds(value):
    assert setting.seconds(value) == timedelta(seconds=value)


@pytest.mark.parametrize("value", [0, -1, 86_401, 0.5, True, "60", None])
def test_what_can_not_be_a_span_is_refused(value):
    with pytest.raises(WrongValueError):
        setting.seconds(value)


def test_a_program_id_is_what_programs_have():
    assert setting._PROGRAM_ID.pattern == ids.PROGRAM_ID.pattern


@pytest.mark.parametrize("value", ["", "-", "Conf-22", "conf 22", "a" * 17, 22])
def test_what_can_not_be_a_program_id_is_refused(value):
    with pytest.raises(WrongValueError):
        setting.program_id(value)


def test_a_path_may_start_at_home(monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")

    assert setting.path("~/marquee.db") == Path("/home/ada/marquee.db")


def test_a_store_is_a_file_or_a_postgresql_url():
    url = "postgresql://ann:p%2Fq@one:5432,[::1]/fair?sslmode=require"

    assert setting.store("marquee.db") == Path("marquee.db")
    assert setting.store(url) == SecretStr(url)
    assert setting.store("postgres:///fair") == SecretStr("postgres:///fair")


@pytest.mark.parametrize(
    "value",
    [
        "mysql://ann:hush@host/fair",
        "postgresql+asyncpg://ann:hush@host/fair",
        "postgresql://ann:hush@host",
        "postgresql://ann:hush/hush@host/fair",
        "postgresql://ann:hush#hush@host/fair",
        "postgresql://ann:hush?hush@host/fair",
        "postgresql://ann:hush@hush@host/fair",
        "postgresql://ann:hush/fair",
        f"postgresql://{'hush' * 1_000}!",
    ],
)
def test_a_url_that_can_not_be_a_store_is_refused_without_repeating_it(value):
    with pytest.raises(WrongValueError) as caught:
        setting.store(value)

    assert caught.value.what == "is a URL, but not one of a PostgreSQL database."
    assert "hush" not in str(caught.value)


def test_a_long_wrong_value_is_told_shortened():
    with pytest.raises(WrongValueError) as caught:
        setting.log_level("very " * 1_000)

    assert len(caught.value.what) < 80


def test_shard_ids_stand_in_order():
    assert setting.shard_ids([3, 0, 1]) == (0, 1, 3)
    assert setting.shard_ids([]) == ()


@pytest.mark.parametrize("value", [0, "0", [-1], [True], [1.5], [1, 1], [[1]], None])
def test_what_can_not_be_shard_ids_is_refused(value):
    with pytest.raises(WrongValueError):
        setting.shard_ids(value)


@pytest.mark.parametrize("value", [-1, 100_001, True, 1.5, "4", None, [4]])
def test_what_can_not_be_a_number_of_shards_is_refused(value):
    with pytest.raises(WrongValueError):
        setting.shard_count(value)
