"""The tables as the queries see them; the migrations make them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
)

from bot.storage.types import Instant, Span

# Named by rule, so that a later migration can name what it changes, on any database.
NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
}

metadata = MetaData(naming_convention=NAMES)

guilds = Table(
    "guilds",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("program", String(16)),
    Column("reminder_channel", BigInteger),
    Column("public_answers", Boolean, nullable=False),
    Column("organizer_channel", BigInteger),
    Column("paused_at", Instant),
    Column("change_channel", BigInteger),
    # Since when the guild is told of changes of this program.
    Column("changes_since", Instant),
    # Whether people whose DMs are closed may be reminded in the reminder channel.
    Column("personal_fallback", Boolean, nullable=False, server_default=false()),
)

guild_leads = Table(
    "guild_leads",
    metadata,
    Column(
        "guild_id",
        BigInteger,
        ForeignKey("guilds.guild_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("lead", Span, primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("due", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("claimed_at", Instant, nullable=False),
    # The number of the process that claimed it last, as in `processes.py`.
    Column("claimed_by", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("settled_at", Instant),
    Column("next_try", Instant),
    Column("message_id", BigInteger),
    Column("reason", Text),
    Column("cause", String(16)),
    # Of what the message shows, to be compared after the program changed.
    Column("content", String(24)),
    # The key's, as in the message's mark and in the ids of buttons.
    Column("digest", String(24), nullable=False),
    # Of what is for one person alone: who that is, and until when the row may be kept.
    Column("user_id", BigInteger),
    Column("keep_until", Instant),
    Index("ix_deliveries_user_id", "user_id"),
    Index("ix_deliveries_keep_until", "keep_until"),
    Index("ix_deliveries_state", "state"),
    Index("ix_deliveries_guild_id_due", "guild_id", "due"),
    Index("ix_deliveries_digest", "digest", unique=True),
)

items = Table(
    "items",
    metadata,
    # What makes a delivery happen once: a second claim of the same item breaks on this key.
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("session", String(32), primary_key=True),
    Column("start", Instant, primary_key=True),
    Column("lead", Span, primary_key=True, autoincrement=False),
    Column(
        "delivery_key",
        String(200),
        ForeignKey("deliveries.key", ondelete="CASCADE"),
        nullable=False,
    ),
    Index("ix_items_delivery_key", "delivery_key"),
    Index("ix_items_start", "start"),
)

notes = Table(
    "notes",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("value", Text, nullable=False),
)

# The presses and commands that changed something, each by Discord's id: it is done once.
interactions = Table(
    "interactions",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
)

# The last good version of each program, as its file's text.
programs = Table(
    "programs",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Column("text", Text, nullable=False),
    # How many good refreshes in a row lacked each session, as JSON.
    Column("missing", Text, nullable=False, server_default="{}"),
)

# Of each program the newest version that was refused, until one is accepted.
refused_programs = Table(
    "refused_programs",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Column("text", Text, nullable=False),
)

# What guilds' organizers changed of their programs: a row for each session that they changed.
overlays = Table(
    "overlays",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("program", String(16), primary_key=True),
    Column("session", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("start", Instant),
    Column("room", String(32)),
    # What the source said when it was changed.
    Column("source_start", Instant, nullable=False),
    Column("source_room", String(32)),
    Column("at", Instant, nullable=False),
)

# What is different between versions of programs, a row for each session. Those with the same batch
# and the same `times` came together; in which order the batches came, `number` says.
changes = Table(
    "changes",
    metadata,
    Column("batch", String(24), primary_key=True),
    Column("times", Integer, primary_key=True, autoincrement=False),
    Column("session", String(32), primary_key=True),
    Column("program", String(16), nullable=False),
    # Whose organizers changed it; none if the program's source did.
    Column("guild_id", BigInteger),
    # The digests of the two versions; both empty of what organizers changed.
    Column("earlier", String(64), nullable=False),
    Column("later", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    # Its place among those that came together.
    Column("place", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("change", Text, nullable=False),
    Index("ix_changes_number", "number"),
)

# Numbers that only grow. Whoever takes the next one holds up the others until they have written
# with it, so that what is read by number misses nothing.
counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# All that is held of a person stands in these three tables and in their deliveries.
attendees = Table(
    "attendees",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    # From the counter "attendees", anew with each change.
    Column("number", BigInteger, nullable=False),
    # Their leads as JSON; null as long as they chose none.
    Column("leads", Text),
    Column("direct", Boolean, nullable=False),
    # Wall times as "22:00".
    Column("quiet_begin", String(5)),
    Column("quiet_end", String(5)),
    Column("last_guild", BigInteger),
    Column("channel", BigInteger),
    Column("closed_at", Instant),
    Column("is_told_closed", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_attendees_number", "number"),
)

saved_sessions = Table(
    "saved_sessions",
    metadata,
    Column(
        "user_id",
        BigInteger,
        ForeignKey("attendees.user_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("program", String(16), primary_key=True),
    Column("session", String(32), primary_key=True),
    Column("guild_id", BigInteger),
    Column("at", Instant, nullable=False),
    # As its attendee last saw it.
    Column("title", Text, nullable=False),
    Column("start", Instant, nullable=False),
    Column("room", Text),
    Column("is_cancelled", Boolean, nullable=False),
)

# Who lets whom compare agendas with them.
agreements = Table(
    "agreements",
    metadata,
    Column(
        "user_id",
        BigInteger,
        ForeignKey("attendees.user_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("other_id", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_agreements_other_id", "other_id"),
)

# What calendar files last said of each session, and how often that was something else.
calendar_entries = Table(
    "calendar_entries",
    metadata,
    Column("program", String(16), primary_key=True),
    Column("session", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("sequence", Integer, nullable=False),
)
