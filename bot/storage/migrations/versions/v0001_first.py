"""The first tables: guilds with their leads, deliveries with their items, and notes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written out and not taken from `tables.py`, which goes on changing while this step stays.
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _guilds()
    _deliveries()
    op.create_table(
        "notes",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _guilds() -> None:
    op.create_table(
        "guilds",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("program", sa.String(16)),
        sa.Column("reminder_channel", sa.BigInteger),
        sa.Column("public_answers", sa.Boolean, nullable=False),
    )
    op.create_table(
        "guild_leads",
        sa.Column(
            "guild_id",
            sa.BigInteger,
            sa.ForeignKey("guilds.guild_id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("lead", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("since", INSTANT, nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=False),
        sa.Column("claimed_by", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.Column("next_try", INSTANT),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("reason", sa.Text),
        sa.Index("ix_deliveries_state", "state"),
        sa.Index("ix_deliveries_guild_id_due", "guild_id", "due"),
    )
    op.create_table(
        "items",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("session", sa.String(32), primary_key=True),
        sa.Column("start", INSTANT, primary_key=True),
        sa.Column("lead", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column(
            "delivery_key",
            sa.String(200),
            sa.ForeignKey("deliveries.key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Index("ix_items_delivery_key", "delivery_key"),
        sa.Index("ix_items_start", "start"),
    )
