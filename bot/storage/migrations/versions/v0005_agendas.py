"""Attendees' agendas, deliveries to one person alone, and what calendar files said."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the tables."""
    # SQLite adds a column that may not be null only with a default.
    op.add_column(
        "guilds",
        sa.Column("personal_fallback", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("deliveries", sa.Column("user_id", sa.BigInteger))
    op.add_column("deliveries", sa.Column("keep_until", INSTANT))
    op.create_index("ix_deliveries_user_id", "deliveries", ["user_id"])
    op.create_index("ix_deliveries_keep_until", "deliveries", ["keep_until"])
    op.create_table(
        "counters",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "attendees",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("leads", sa.Text),
        sa.Column("direct", sa.Boolean, nullable=False),
        sa.Column("quiet_begin", sa.String(5)),
        sa.Column("quiet_end", sa.String(5)),
        sa.Column("last_guild", sa.BigInteger),
        sa.Column("channel", sa.BigInteger),
        sa.Column("closed_at", INSTANT),
        sa.Column("is_told_closed", sa.Boolean, nullable=False),
        sa.Column("active_at", INSTANT),
    )
    op.create_index("ix_attendees_number", "attendees", ["number"])
    op.create_table(
        "saved_sessions",
        _of_an_attendee(),
        sa.Column("program", sa.String(16), primary_key=True),
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("start", INSTANT, nullable=False),
        sa.Column("room", sa.Text),
        sa.Column("is_cancelled", sa.Boolean, nullable=False),
    )
    op.create_table(
        "agreements",
        _of_an_attendee(),
        sa.Column("other_id", sa.BigInteger, primary_key=True, autoincrement=False),
    )
    op.create_index("ix_agreements_other_id", "agreements", ["other_id"])
    op.create_table(
        "calendar_entries",
        sa.Column("program", sa.String(16), primary_key=True),
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )


def _of_an_attendee() -> sa.Column[int]:
    return sa.Column(
        "user_id",
        sa.BigInteger,
        sa.ForeignKey("attendees.user_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
