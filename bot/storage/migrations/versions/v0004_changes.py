"""Changes of programs and who is told of them, counters of missing sessions, refused versions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("guilds", sa.Column("change_channel", sa.BigInteger))
    op.add_column("guilds", sa.Column("changes_since", INSTANT))
    # SQLite adds a column that may not be null only with a default.
    op.add_column("programs", sa.Column("missing", sa.Text, nullable=False, server_default="{}"))
    op.create_table(
        "refused_programs",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("batch", sa.String(24), primary_key=True),
        sa.Column("times", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("program", sa.String(16), nullable=False),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("earlier", sa.String(64), nullable=False),
        sa.Column("later", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
    )
    op.create_index("ix_changes_number", "changes", ["number"])
