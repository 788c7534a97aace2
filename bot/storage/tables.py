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

from bot.storage.types import Instant, Sentence, Span

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
    Column("announcement_channel", BigInteger),
    # A wall time as "08:00".
    Column("digest_at", String(5)),
    Column("digest_since", Instant),
    Column("mention_role", BigInteger),
    Column("board_channel", BigInteger),
    Column("log_channel", BigInteger),
    Column("log_since", Instant),
    Column("has_events", Boolean, nullable=False, server_default=false()),
    Column("streams_at_start", Boolean, nullable=False, server_default=false()),
    Column("has_room_boards", Boolean, nullable=False, server_default=false()),
    # As a BCP 47 tag; null as long as nobody chose.
    Column("language", String(5)),
    # Since when these are the organizers' own choices, and since when Marquee is not there.
    Column("chosen_at", Instant),
    Column("left_at", Instant),
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
    Column("reason", Sentence),
    Column("cause", String(16)),
    # Of what the message shows, to be compared after the program changed.
    Column("content", String(24)),
    # The key's, as in the message's mark and in the ids of buttons.
    Column("digest", String(24), nullable=False, server_default=""),
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
    # In which they were spoken to last, as a BCP 47 tag.
    Column("language", String(5)),
    Column("channel", BigInteger),
    Column("closed_at", Instant),
    Column("is_told_closed", Boolean, nullable=False),
    # When they saved something last. Null of those who had nothing saved when they chose something:
    # no instant came with that.
    Column("active_at", Instant),
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
    Column("title", Sentence, nullable=False),
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

# Which tracks and rooms of a guild's program have their posts in a channel of their own.
guild_routes = Table(
    "guild_routes",
    metadata,
    Column(
        "guild_id",
        BigInteger,
        ForeignKey("guilds.guild_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("kind", String(16), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("channel", BigInteger, nullable=False),
    Column("since", Instant, nullable=False),
)

# What organizers wrote to be posted.
announcements = Table(
    "announcements",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("picture", Text),
    Column("role", BigInteger),
    # When it is posted, or so long before a session of the guild's program, whenever that is.
    Column("at", Instant),
    Column("session", String(32)),
    Column("before", Span),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    # How often it was changed, and the number of the last change, over all of them.
    Column("revision", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Index("ix_announcements_guild_id", "guild_id"),
    Index("ix_announcements_number", "number"),
)

# What organizers did, for their own guild to read.
actions = Table(
    "actions",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    # Whose id that is; null once they had it removed, or if it was the operator.
    Column("user_id", BigInteger),
    Column("at", Instant, nullable=False),
    Column("what", Sentence, nullable=False),
    Index("ix_actions_guild_id", "guild_id"),
)

# What stands in Discord and is kept equal to the program.
mirrors = Table(
    "mirrors",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("discord_id", BigInteger, nullable=False),
    # Where it stands; none of what has no channel.
    Column("channel", BigInteger),
    Column("digest", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_at", Instant, nullable=False),
)

# The program that a guild's organizers attached, which only their guild sees.
attached_programs = Table(
    "attached_programs",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("program", String(16), nullable=False),
    # A file's name, or the address as it may be told, and then the whole one.
    Column("origin", Text, nullable=False),
    Column("address", Text),
    Column("zone", String(64)),
    # What the guild followed before; null is the default program.
    Column("before", String(16)),
    Column("at", Instant, nullable=False),
)

# What guilds' organizers had read: a row for each time. The last one of a guild waits with its text
# until it is confirmed.
pending_programs = Table(
    "pending_programs",
    metadata,
    Column("key", String(24), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("origin", Text),
    Column("address", Text),
    Column("zone", String(64)),
    Column("program", String(16)),
    Column("text", Text),
    Column("digest", String(64)),
    # Of the version of the same program that stood when it was read.
    Column("earlier", String(64)),
    Index("ix_pending_programs_guild_id", "guild_id"),
)
