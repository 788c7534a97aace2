"""The organizers' desk: more choices, announcements, a log of what they do, and mirrors."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the tables."""
    _choices()
    _announcements()
    op.create_table(
        "actions",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
    )
    op.create_index("ix_actions_guild_id", "actions", ["guild_id"])
    op.create_table(
        "mirrors",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("subject", sa.String(64), primary_key=True),
        sa.Column("discord_id", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.BigInteger),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("edited_at", INSTANT, nullable=False),
    )


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("picture", sa.Text),
        sa.Column("role", sa.BigInteger),
        sa.Column("at", INSTANT),
        sa.Column("session", sa.String(32)),
        sa.Column("before", sa.Integer),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_announcements_guild_id", "announcements", ["guild_id"])
    op.create_index("ix_announcements_number", "announcements", ["number"])


def _choices() -> None:
    for name in ("announcement_channel", "mention_role", "board_channel", "log_channel"):
        op.add_column("guilds", sa.Column(name, sa.BigInteger))
    for name in ("has_events", "streams_at_start"):
        # SQLite adds a column that may not be null only with a default.
        flag = sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column("guilds", flag)
    op.add_column("guilds", sa.Column("digest_at", sa.String(5)))
    op.add_column("guilds", sa.Column("digest_since", INSTANT))
    op.add_column("guilds", sa.Column("log_since", INSTANT))
    op.add_column("guilds", sa.Column("chosen_at", INSTANT))
    op.add_column("guilds", sa.Column("left_at", INSTANT))
    op.create_table(
        "guild_routes",
        sa.Column(
            "guild_id",
            sa.BigInteger,
            sa.ForeignKey("guilds.guild_id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
    )
