"""What guilds' organizers changed of their programs on the day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "overlays",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("program", sa.String(16), primary_key=True),
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("start", INSTANT),
        sa.Column("room", sa.String(32)),
        sa.Column("source_start", INSTANT, nullable=False),
        sa.Column("source_room", sa.String(32)),
        sa.Column("at", INSTANT, nullable=False),
    )
