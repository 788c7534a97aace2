"""The programs that guilds attached for themselves, and those that wait to be confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "attached_programs",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("program", sa.String(16), nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("zone", sa.String(64)),
        sa.Column("before", sa.String(16)),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "pending_programs",
        sa.Column("key", sa.String(24), primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("origin", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("zone", sa.String(64)),
        sa.Column("program", sa.String(16)),
        sa.Column("text", sa.Text),
        sa.Column("digest", sa.String(64)),
        sa.Column("earlier", sa.String(64)),
    )
    op.create_index("ix_pending_programs_guild_id", "pending_programs", ["guild_id"])
