"""Reads all that a database holds, to see whether something of somebody is left in it."""

import re

from sqlalchemy import MetaData, select


async def places_of(database, needle):
    """Where a number or a text occurs, as "table.column": in any row, also within a text"""
    looks_like_it = _found_by(needle)
    return sorted(
        {
            f"{table}.{column}"
            for table, rows in (await everything(database)).items()
            for row in rows
            for column, value in row.items()
            if looks_like_it(value)
        }
    )


async def everything(database):
    """Every row of every table, by the table's name; what our queries know of doesn't matter"""
    found = MetaData()
    async with database.engine.connect() as connection:
        await connection.run_sync(found.reflect)
        return {
            name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
            for name, table in found.tables.items()
        }


def _found_by(needle):
    if isinstance(needle, str):
        return lambda value: needle in str(value)
    # Not as a part of another number.
    number = re.compile(rf"(?<!\d){needle}(?!\d)")
    return lambda value: number.search(str(value)) is not None
