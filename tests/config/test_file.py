from contextlib import suppress
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Settings, load
from bot.config.file import _parsed, _read, _Reader
from bot.errors import SettingsError
from bot.guilds.model import GuildTable, Route, RouteKind
from bot.shards import Shards
from bot.sources.table import SourceTable
from bot.translation import Language

SERVER = 123456789012345678
CHANNEL = 234567890123456789


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def faults_of(path):
    with pytest.raises(SettingsError) as caught:
        load(path, {})
    return [(fault.line, f"{fault.what} {fault.fix}") for fault in caught.value.faults]


def test_no_file_gives_the_defaults():
    settings = load(None, {})

    assert settings == Settings()


def test_an_empty_file_gives_the_defaults_beside_it(written):
    path = written("")

    settings = load(path, {})

    assert settings == Settings(
        store=path.parent / "marquee.db", programs=path.parent / "data", file=path
    )


def test_every_section_is_read(written):
    path = written(f"""
        [discord]
        token = "a.b.c"
        shard_count = 4
        shard_ids = [3, 1]
        [store]
        path = "/somewhere/else.db"
        [programs]
        folder = "ours"
        default = "conf-22"
        [log]
        level = "Debug"
        [defaults]
        leads = [5, 30]
        public_answers = true
        [[guild]]
        id = {SERVER}
    """)

    settings = load(path, {})

    assert settings.token.get_secret_value() == "a.b.c"
    assert settings.shards == Shards(ids=(1, 3), count=4)
    assert settings.store == Path("/somewhere/else.db")
    assert settings.programs == path.parent / "ours"
    assert settings.default_program == "conf-22"
    assert settings.log_level == "debug"
    assert settings.leads == (timedelta(minutes=30), timedelta(minutes=5))
    assert settings.public_answers is True
    assert settings.guilds == (GuildTable(id=SERVER, leads=settings.leads, public_answers=True),)


def test_a_stores_url_is_taken_as_it_is(written):
    path = written("""
        [store]
        path = "postgresql:///fair"
    """)

    assert load(path, {}).database == "postgresql:///fair"


def test_a_guild_table_wins_over_the_defaults(written):
    path = written(f"""
        [defaults]
        leads = [5]
        public_answers = true
        [[guild]]
        id = "{SERVER}"
        program = "conf-22"
        reminder_channel = {CHANNEL}
        leads = []
        public_answers = false
    """)

    settings = load(path, {})

    assert settings.guilds == (GuildTable(id=SERVER, program="conf-22", reminder_channel=CHANNEL),)


def test_a_guild_table_can_hold_all_that_organizers_can_choose(written):
    path = written(f"""
        [[guild]]
        id = {SERVER}
        announcement_channel = {CHANNEL}
        digest_at = "08:30"
        board_channel = {CHANNEL}
        log_channel = {CHANNEL}
        mention_role = {CHANNEL}
        native_events = true
        streams_at_start = true
        room_boards = true
        language = "pt-br"
        leads = []
        rooms = {{ hall = {CHANNEL} }}
        [guild.tracks]
        web = {CHANNEL}
        "ai" = {CHANNEL + 1}
        [[guild]]
        id = {SERVER + 1}
        digest_at = 09:00:00
        leads = []
    """)

    assert load(path, {}).guilds == (
        GuildTable(
            id=SERVER,
            announcement_channel=CHANNEL,
            digest_at=time(8, 30),
            board_channel=CHANNEL,
            log_channel=CHANNEL,
            mention_role=CHANNEL,
            native_events=True,
            streams_at_start=True,
            room_boards=True,
            language=Language.PORTUGUESE,
            routes=(
                Route(kind=RouteKind.ROOM, id="hall", channel=CHANNEL),
                Route(kind=RouteKind.TRACK, id="ai", channel=CHANNEL + 1),
                Route(kind=RouteKind.TRACK, id="web", channel=CHANNEL),
            ),
        ),
        GuildTable(id=SERVER + 1, digest_at=time(9)),
    )


def test_a_byte_order_mark_is_no_fault(written):
    path = written(b"\xef\xbb\xbf[log]\nlevel = 'error'\n")

    assert load(path, {}).log_level == "error"


def test_the_environments_token_wins_over_the_files(written):
    path = written('[discord]\ntoken = "from.the.file"')

    settings = load(path, {"MARQUEE_TOKEN": " from.the.environment\n"})

    assert settings.bot_token() == "from.the.environment"


def test_an_empty_token_in_the_environment_is_none(written):
    path = written('[discord]\ntoken = "from.the.file"')

    settings = load(path, {"MARQUEE_TOKEN": " "})

    assert settings.bot_token() == "from.the.file"


def test_all_faults_are_told_at_once_each_with_its_line(written):
    path = written("""\
token = "a.b.c"
[stroe]
path = "x.db"
[programs]
defualt = "conf-22"
folder = 7
[log]
level = "loud"
[defaults]
leads = [0, 10, "soon"]
public_answers = "yes"
""")

    assert faults_of(path) == [
        (1, "There is no setting token in the file. It belongs under [discord]."),
        (2, "There is no setting stroe in the file. Do you mean store?"),
        (5, "There is no setting defualt in [programs]. Do you mean default?"),
        (6, 'folder is not a text. Write it in quotes: "…".'),
        (8, 'level is "loud". Write one of debug, info, warning, error.'),
        (10, 'leads holds 0, "soon". Write whole minutes from 1 to 10080 (a week).'),
        (11, 'public_answers is "yes". Write true or false, without quotes.'),
    ]


def test_faults_in_guild_tables_name_the_table_they_are_in(written):
    path = written(f"""\
[[guild]]
id = {SERVER}
[[guild]]
program = "conf-22"
[[guild]]
id = {SERVER}
leeds = [5]
""")

    assert faults_of(path) == [
        (3, "[[guild]] has no id. Add it, as in `id = 123456789012345678`. The server's id."),
        (6, f"The server {SERVER} has two [[guild]] tables. Join them."),
        (7, "There is no setting leeds in [[guild]]. Do you mean leads?"),
    ]


def test_faults_in_a_guilds_newer_choices_are_told_each_with_its_line(written):
    path = written(f"""\
[[guild]]
id = {SERVER}
digest_at = "8 am"
mention_role = {SERVER}
native_events = "yes"
language = "german"
[guild.tracks]
web = 5
"Main Stage" = {CHANNEL}
[guild.room]
hall = {CHANNEL}
[[guild]]
id = {SERVER + 1}
rooms = [{CHANNEL}]
[guild.tracks]
ai.main = {CHANNEL}
""")

    no_id = (
        "which is no id of Discord's. Turn on Developer Mode in Discord, right-click, Copy ID: "
        "a number of about 18 digits."
    )
    assert faults_of(path) == [
        (3, 'digest_at is "8 am". Write hours and minutes in quotes, as in "08:00".'),
        (
            4,
            (
                "mention_role is the server's own id, which stands for @everyone. "
                "Name another role, or none: Marquee never pings everyone."
            ),
        ),
        (5, 'native_events is "yes". Write true or false, without quotes.'),
        (6, 'language is "german". Write one of "en", "de", "es", "fr", "pt-BR", "ja".'),
        (8, f"tracks.web is 5, {no_id}"),
        (
            9,
            (
                '"Main Stage" in [guild.tracks] is no id. '
                "Write it as the program has it: small letters, digits and hyphens."
            ),
        ),
        (10, "There is no setting room in [[guild]]. Do you mean rooms?"),
        (
            14,
            (
                "rooms is no table. "
                "Write [guild.rooms] below the server's other keys, and a line for each under it."
            ),
        ),
        (16, f'tracks.ai is {{"main": {CHANNEL}}}, {no_id}'),
    ]


def test_a_servers_key_below_its_tracks_is_told_to_stand_above_them(written):
    path = written(f"""\
[[guild]]
id = {SERVER}
[guild.tracks]
reminder_channel = {CHANNEL}
leads = [10]
language = "xx"
program = {CHANNEL}
[guild.rooms]
digest_at = "08:00"
rooms.hall = {CHANNEL}
""")

    tracks, rooms = (
        f"stands in {header}, and is a key of the server. Write it above {header}, "
        "right below [[guild]]."
        for header in ("[guild.tracks]", "[guild.rooms]")
    )
    assert faults_of(path) == [
        (4, f"reminder_channel {tracks}"),
        (5, f"leads {tracks}"),
        (6, f"language {tracks}"),
        (9, f"digest_at {rooms}"),
        (10, f"rooms {rooms}"),
    ]


def test_tracks_may_be_called_as_a_key_of_the_server_is(written):
    path = written(f"""\
[[guild]]
id = {SERVER}
[guild.tracks]
program = {CHANNEL}
language = "{CHANNEL}"
""")

    (table,) = load(path, {}).guilds

    assert [(one.id, one.channel) for one in table.routes] == [
        ("language", CHANNEL),
        ("program", CHANNEL),
    ]


def test_a_table_of_tracks_without_a_server_is_told_with_its_line(written):
    assert faults_of(written(f"\n[guild.tracks]\nweb = {CHANNEL}")) == [
        (2, "[guild] is one table. Write [[guild]], with two brackets.")
    ]


def test_an_unknown_setting_like_no_other_is_told_with_the_known_ones(written):
    assert faults_of(written("[log]\ncolour = 5")) == [
        (2, "There is no setting colour in [log]. These are known: level.")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"[guild]\nid = {SERVER}",
            (1, "[guild] is one table. Write [[guild]], with two brackets."),
        ),
        ("guild = [5]", (1, "guild is no section. Write [[guild]] above its keys.")),
        ("log = 'info'", (1, "log is no section. Write [log] above its keys.")),
    ],
)
def test_a_section_of_the_wrong_shape_is_told(written, text, told):
    assert faults_of(written(text)) == [told]


def test_broken_toml_is_told_with_line_and_column(written):
    path = written("[log]\nlevel = oops\n")

    with pytest.raises(SettingsError) as caught:
        load(path, {})

    assert str(caught.value) == (
        f"{path}:2:9: error: This is not TOML: Invalid value. Compare it with config.example.toml."
    )


def test_a_missing_file_is_told(tmp_path):
    (_, told), *_ = faults_of(tmp_path / "none.toml")

    assert told == (
        "It can't be read: No such file or directory. "
        "Copy config.example.toml to config.toml, or name another file with --config."
    )


def test_a_folder_is_told(tmp_path):
    (_, told), *_ = faults_of(tmp_path)

    assert told.startswith("It can't be read: Is a directory.")


def test_a_file_that_is_not_utf_8_is_told(written):
    assert faults_of(written("[log]".encode("utf-16"))) == [
        (None, "It is not UTF-8 text. Save it as UTF-8.")
    ]


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "9" * 5_000])
def test_absurd_toml_is_told_and_not_raised(text):
    with pytest.raises(SettingsError):
        _parsed(text, "config.toml")


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        ("shard_ids = [0]", 2, "shard_ids stands without a shard_count. Add"),
        (
            "shard_ids = [1, 2, 3]\nshard_count = 2",
            2,
            "shard_ids holds 2, 3, and shard_count is 2. Shards count from 0 to 1.",
        ),
        ("shard_ids = [0]\nshard_count = -2", 3, "shard_count is -2. Write a whole number"),
    ],
)
def test_shards_that_do_not_fit_their_count_are_one_fault(written, lines, line, what):
    ((found_at, said),) = faults_of(written(f"[discord]\n{lines}\n"))

    assert (found_at, said[: len(what)]) == (line, what)


def test_no_fault_repeats_a_token(written):
    path = written('token = "hush"\n[discord]\ntoken = ["hush"]\ntokn = "hush"\n')

    assert "hush" not in str(faults_of(path))


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
_sections = st.dictionaries(
    st.sampled_from(
        [
            *("token", "path", "folder", "level", "leads", "id", "odd", "shard_ids", "shard_count"),
            *("digest_at", "language", "mention_role", "tracks", "rooms"),
        ]
    ),
    _values | st.dictionaries(st.text(max_size=3), _values, max_size=2),
    max_size=4,
)


@given(
    table=st.dictionaries(
        st.sampled_from(["discord", "store", "programs", "log", "defaults", "guild", "odd"]),
        _sections | st.lists(_sections, max_size=2) | _values,
    )
)
def test_any_table_gives_values_or_faults_in_words(table):
    reader = _Reader("", "config.toml")

    values = reader.settings(table)

    assert reader.faults or Settings(**values)


@given(text=st.text())
def test_any_text_gives_settings_or_faults_in_words(text):
    with suppress(SettingsError):
        Settings(**_read(text, "config.toml"))


def test_program_tables_are_read(written):
    path = written("""
        [[program]]
        id = "conf-26"
        source = "https://example.org/schedule.xml"
        every = 10
        zone = "Europe/Berlin"
        name = "Conf 2026"
        allow_private = true
        [[program]]
        id = "other"
        file = "published/other"
    """)

    assert load(path, {}).sources == (
        SourceTable(
            id="conf-26",
            source="https://example.org/schedule.xml",
            every=timedelta(minutes=10),
            zone="Europe/Berlin",
            name="Conf 2026",
            allow_private=True,
        ),
        SourceTable(id="other", file=path.parent / "published" / "other"),
    )


def test_faults_in_program_tables_are_told_all_at_once_and_without_passwords(written):
    path = written("""\
[[program]]
id = "conf-26"
source = "ftp://user:secret@example.org/x"
every = 0
zone = "Berlin"
[[program]]
id = "conf-26"
source = "https://example.org/a"
file = "a"
[[program]]
id = "conf-27"
[[program]]
file = "b"
""")

    told = faults_of(path)

    assert told == [
        (
            3,
            (
                "source is no web address that can be fetched. Write it as in "
                "https://example.org/schedule.xml; a file here is named with file."
            ),
        ),
        (4, "every is 0. Write whole minutes from 1 to 1440 (a day)."),
        (5, 'zone is "Berlin", and there is no such zone. Do you mean Europe/Berlin?'),
        (7, "The program conf-26 has two [[program]] tables. Keep the one that is meant."),
        (
            9,
            (
                "The [[program]] table of conf-26 has both a source and a file. "
                "Write one of them: source for a web address, file for a file or folder here."
            ),
        ),
        (
            10,
            (
                "The [[program]] table of conf-27 has no source and no file. "
                "Write one of them: source for a web address, file for a file or folder here."
            ),
        ),
        (
            12,
            (
                '[[program]] has no id. Add it, as in `id = "conf-2026"`. '
                "What Marquee calls it: up to 16 small letters, digits and hyphens."
            ),
        ),
    ]
    assert "secret" not in str(told)
