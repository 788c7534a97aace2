"""The languages of guilds and of people, and whether rooms have live boards of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nobody has chosen yet."""
    for table in ("guilds", "attendees"):
        op.add_column(table, sa.Column("language", sa.String(5)))
    boards = sa.Column("has_room_boards", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("guilds", boards)
