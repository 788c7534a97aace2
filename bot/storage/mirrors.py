"""What stands in Discord and is kept equal to the program, in SQL."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.mirrors.model import Mirror, MirrorKind
from bot.storage.database import Database
from bot.storage.tables import mirrors

KEY = ("guild_id", "kind", "subject")


class SqlMirrorStore:
    """A MirrorStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    async def all(self, kind: MirrorKind) -> tuple[Mirror, ...]:
        """Return every guild's mirrors of a kind, by guild id and subject."""
        query = select(mirrors).where(mirrors.c.kind == kind)
        async with self._engine.connect() as connection:
            found = [_mirror(row) for row in await connection.execute(query)]
        # Databases sort texts each in their own way.
        return tuple(sorted(found, key=lambda one: (one.guild_id, one.subject)))

    async def swap(self, before: Mirror | None, after: Mirror | None) -> bool:
        """Keep `after` if `before` is what stands there by now; False, with nothing changed, else.

        None is none. Both, if there are two, are of one guild, kind and subject.
        """
        if before is None:
            return after is None or await self._insert(after)
        query = (
            delete(mirrors) if after is None else update(mirrors).values(_values(after))
        ).where(_is(before))
        async with self._engine.begin() as connection:
            return bool((await connection.execute(query)).rowcount)

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(mirrors).where(mirrors.c.guild_id == guild_id))

    async def _insert(self, mirror: Mirror) -> bool:
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(mirrors).values(_values(mirror)))
        except IntegrityError:  # there is one already
            return False
        return True


def _is(mirror: Mirror) -> ColumnElement[bool]:
    # Each instant is written with a change, so these tell any two states apart.
    told = (*KEY, "discord_id", "digest", "created_at", "edited_at")
    return and_(*(mirrors.c[name] == getattr(mirror, name) for name in told))


def _values(mirror: Mirror) -> dict[str, Any]:
    return {**asdict(mirror), "kind": str(mirror.kind)}


def _mirror(row: Any) -> Mirror:
    return Mirror(**{**row._mapping, "kind": MirrorKind(row.kind)})  # noqa: SLF001 - SQLAlchemy's own word
