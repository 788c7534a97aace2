from dataclasses import dataclass

import pytest

from bot.cogs.handed_in import HandedIn, bytes_of
from bot.errors import FetchError, ProgramOrderError
from bot.sources.attached import LARGEST_ATTACHED, Source


@dataclass(frozen=True, kw_only=True)
class File:
    """A file as Discord hands it over"""

    filename: str = "schedule.ics"
    size: int = 3
    data: bytes = b"abc"
    fault: Exception | None = None

    async def read(self):
        if self.fault:
            raise self.fault
        return self.data


def handed_in(file=None, address=None, zone=None):
    return HandedIn(file=file, address=address, zone=zone).source()


def test_a_file_is_told_by_its_name():
    source = handed_in(File(), zone=" Europe/Berlin ")

    assert source == Source(origin="schedule.ics", zone="Europe/Berlin")
    assert not source.is_live


def test_an_address_is_told_without_what_may_be_secret():
    source = handed_in(address=" https://ann:hush@example.org/x?token=1 ")

    assert source.origin == "https://example.org/x?…"
    assert source.address == "https://ann:hush@example.org/x?token=1"
    assert source.is_live


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, ProgramOrderError),
        ({"file": File(), "address": "https://example.org"}, ProgramOrderError),
        ({"file": File(size=LARGEST_ATTACHED + 1)}, ProgramOrderError),
        ({"file": File(), "zone": "Nowhere/Land"}, ProgramOrderError),
        ({"address": "file:///etc/passwd"}, FetchError),
        ({"address": "not an address"}, FetchError),
    ],
)
def test_what_can_not_be_meant_is_refused(typed, error):
    with pytest.raises(error):
        handed_in(**typed)


async def test_what_stands_in_a_file_is_read():
    assert await bytes_of(File()) == b"abc"


@pytest.mark.parametrize(
    "file", [File(fault=ConnectionResetError()), File(data=bytes(LARGEST_ATTACHED + 1))]
)
async def test_a_file_that_does_not_come_as_it_was_said_is_told_in_words(file):
    with pytest.raises(ProgramOrderError):
        await bytes_of(file)
