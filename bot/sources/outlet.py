"""Where one table's program is published: looked at when it is time, and taken only if new."""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import FetchError, ImportRefusedError
from bot.program.importers import Wishes
from bot.sources.fetch import NO_VALIDATORS, Limits, NotModified, Validators, fetch
from bot.sources.published import published
from bot.sources.reading import Work
from bot.sources.table import SourceTable
from bot.sources.web_address import told

log = logging.getLogger(__name__)

# A server that is away for once is no news; when it is so a second time, it is told.
TOLD_FAILURES = 2
# Whoever asks every minute does so now and then some milliseconds before it is one.
SLACK = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came from an outlet, not read yet; `digest` is of it all."""

    work: Work
    digest: str
    validators: Validators = NO_VALIDATORS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was dealt with last: how its server knows it, and which version stood after that."""

    digest: str
    standing: str | None
    validators: Validators = field(default=NO_VALIDATORS)


class Outlet:
    """One table's source. `words` say why what it gave last is no version, None if it is one."""

    def __init__(self, table: SourceTable) -> None:
        self.table = table
        self.is_live = table.source is not None
        self.words: str | None = None
        self.last_look: datetime | None = None
        self._known: _Known | None = None
        self._failures: list[str] = []

    @property
    def origin(self) -> str:
        """Return where it is, as it may be told: no password, no query, no folder of ours."""
        if self.table.source is not None:
            return told(self.table.source)
        return "" if self.table.file is None else self.table.file.name

    @property
    def next_look(self) -> datetime | None:
        """Return when it is to be looked at again, None for at once."""
        return None if self.last_look is None else self.last_look + self.table.every

    @property
    def failure(self) -> str | None:
        """Return why the last look failed, for who asks; None if it did not."""
        return self._failures[-1] if self._failures else None

    @property
    def trouble(self) -> str | None:
        """Return what is wrong with it by now, for those who look after it."""
        if len(self._failures) >= TOLD_FAILURES:
            return self._failures[-1]
        return self.words

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is to be looked at; a clock that was put back makes nobody wait."""
        coming = self.next_look
        return coming is None or not coming - self.table.every <= now < coming - SLACK

    async def look(self, now: datetime, standing: str | None) -> Came | None:
        """Return what is there, None if that was dealt with or can't be had. Never raises on data.

        `standing` is the digest of the version that stands, None to have it in any case.
        """
        self.last_look = now
        known = self._known if self._known and self._known.standing == standing else None
        try:
            came = await self._brought(known.validators if known else NO_VALIDATORS)
        except (FetchError, ImportRefusedError) as error:
            self._failed(error.args[0])
            return None
        self._failures.clear()
        return None if came is None or (known and came.digest == known.digest) else came

    def deal_with(self, came: Came, standing: str | None) -> None:
        """Note what was dealt with; it need not come again while the same version stands."""
        self._known = _Known(digest=came.digest, validators=came.validators, standing=standing)

    def forget(self) -> None:
        """Have it brought anew by the next look."""
        self._known = None

    async def _brought(self, validators: Validators) -> Came | None:
        table = self.table
        if table.source is None:
            assert table.file is not None
            files = await asyncio.to_thread(published, table.file)
            return self._came(files)
        limits = Limits(
            size=table.largest,
            private_allowed=table.allow_private,
            is_operators=table.is_trusted,
        )
        found = await fetch(table.source, limits, validators)
        if isinstance(found, NotModified):
            return None
        return self._came({found.name: found.data}, found.validators)

    def _came(self, files: Mapping[str, bytes], validators: Validators = NO_VALIDATORS) -> Came:
        digest = hashlib.sha256()
        for name, data in files.items():
            digest.update(f"{name}\0{len(data)}\0".encode())
            digest.update(data)
        table = self.table
        work = Work(
            files=files,
            program=table.id,
            wishes=Wishes(zone=table.zone, name=table.name),
            is_live=self.is_live,
            is_trusted=table.is_trusted,
        )
        return Came(work=work, digest=digest.hexdigest(), validators=validators)

    def _failed(self, words: str) -> None:
        if not self._failures:
            log.warning("The program %s could not be looked at: %s", self.table.id, words)
        self._failures.append(words)
        del self._failures[:-TOLD_FAILURES]
