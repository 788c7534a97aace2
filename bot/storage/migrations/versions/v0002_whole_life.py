"""A delivery's whole life: causes and contents, pauses, interactions once, programs' versions."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("guilds", sa.Column("organizer_channel", sa.BigInteger))
    op.add_column("guilds", sa.Column("paused_at", INSTANT))
    op.add_column("deliveries", sa.Column("cause", sa.String(16)))
    op.add_column("deliveries", sa.Column("content", sa.String(24)))
    _digests()
    op.create_table(
        "interactions",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "programs",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )


def _digests() -> None:
    """Give every delivery its key's digest, which `Delivery.digest` made until now."""
    # SQLite adds a column that may not be null only with a default.
    op.add_column(
        "deliveries", sa.Column("digest", sa.String(24), nullable=False, server_default="")
    )
    deliveries = sa.table("deliveries", sa.column("key"), sa.column("digest"))
    connection = op.get_bind()
    for key in connection.scalars(sa.select(deliveries.c.key)).all():
        digest = hashlib.sha256(key.encode()).hexdigest()[:24]
        connection.execute(
            sa.update(deliveries).where(deliveries.c.key == key).values(digest=digest)
        )
    op.create_index("ix_deliveries_digest", "deliveries", ["digest"], unique=True)
