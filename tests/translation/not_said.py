"""Texts in the code that look like words and are never said to anybody: module, texts.

They are data of others that is recognised or written, and names in formats. Each says why.
"""

from bot.program.yaml_file.schema import DESCRIPTIONS

UI: dict[str, tuple[str, ...]] = {}

COGS: dict[str, tuple[str, ...]] = {}

PROGRAM: dict[str, tuple[str, ...]] = {
    # What the mark of a guild is made of.
    "bot/program/attached_id.py": ("guild ",),
    # For other programs, which take the file: the links of a program are in its own language.
    "bot/program/exporters/c3voc.py": ("Marquee", "Stream"),
    # What titles of programs are recognised by, as they are written.
    "bot/program/importers/breaks.py": (
        """
    break breakfast brunch buffet coffee dinner lunch registration checkin checkout intermission
    changeover
    pause kaffeepause mittagspause fruhstuck mittagessen abendessen anmeldung umbau einlass
    dejeuner petit accueil diner almuerzo desayuno comida cafe descanso registro
    almoco intervalo credenciamento pranzo colazione pausa lunchpause fika
    """,
        "check in",
        "doors open",
        "tea time",
        "room changeover",
        "morning tea",
        "afternoon tea",
        "free time",
    ),
    # From here on: what the program itself lacks is filled in as its source would have it, and
    # kept with it; formats and sites have names.
    "bot/program/importers/build.py": ("Conference", "Untitled"),
    "bot/program/importers/c3voc.py": ("c3voc schedule JSON", "c3voc schedule JSON v2"),
    "bot/program/importers/catalogue.py": ("Untitled",),
    "bot/program/importers/ccip.py": ("Talk page", "Slides", "Recording", "Questions", "Notes"),
    "bot/program/importers/europython.py": (
        "Homepage",
        "Page",
        "Code",
        "LinkedIn",
        "Mastodon",
        "Bluesky",
        "Twitter",
        "Video",
        "EuroPython programapi",
    ),
    "bot/program/importers/frab.py": (
        (
            "title subtitle type date start end duration abstract description slug track room "
            "language url origin_url code state status"
        ),
        "frab XML",
    ),
    "bot/program/importers/frab_event.py": ("Talk page",),
    "bot/program/importers/hoverboard.py": ("Hoverboard", "Slides", "Recording"),
    # HTML's tags.
    "bot/program/importers/hypertext.py": (
        """
    address article aside blockquote body caption dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html main nav ol p pre section summary table tr ul
    """,
        """
    a abbr acronym b bdi bdo big br center cite code del dfn em font i img ins kbd label li link
    mark meta nobr o:p q s samp small span strike strong sub sup tbody td tfoot th thead time tt u
    var wbr
    """,
        """
    audio button canvas dialog embed iframe input object option output picture select slot source
    svg textarea track video
    """,
    ),
    "bot/program/importers/icalendar.py": ("Etc/UTC", "Etc/GMT", "Talk page"),
    "bot/program/importers/indico.py": ("Indico JSON", "Session", "Talk page"),
    "bot/program/importers/open_event.py": (
        "Open Event",
        "Slides",
        "Recording",
        "Audio",
        "Sign up",
    ),
    "bot/program/importers/pretalx.py": ("pretalx API",),
    "bot/program/importers/sched.py": ("Sched JSON",),
    "bot/program/importers/sessionize.py": (
        "Sessionize",
        "session level",
        "audience level",
        "session language",
        "Recording",
    ),
    "bot/program/importers/symposion.py": ("Symposion", "Talk page"),
    # HTML, as it begins.
    "bot/program/importers/unknown.py": ("<!doctype h",),
    # Names of zones.
    "bot/program/importers/zone.py": ("Etc/UTC", "Etc/GMT", "Zulu", "Universal"),
    # What editors show to whoever writes a file, and what kinds of things are called there.
    "bot/program/yaml_file/schema.py": (
        "A program for Marquee",
        *DESCRIPTIONS,
        *(text for names in DESCRIPTIONS.values() for text in names.values()),
    ),
    # Parts of what YAML parsers say.
    "bot/program/yaml_file/syntax.py": (
        "mapping values are not allowed",
        "cannot start any token",
        "alphabetic or numeric",
        "unexpected end of stream",
        "did not find expected",
        "expected <block end>",
    ),
    # What is no zone, and how those begin that are no place.
    "bot/program/zones.py": ("Factory", "Etc/"),
    # Unicode's names for what kind of letter one is.
    "bot/program/words.py": ("Mn", "Mc", "Me", "Cf"),
}

SOURCES: dict[str, tuple[str, ...]] = {
    # Lines of the log.
    "bot/sources/attaching.py": ("as its guild attached it",),
    # What is said to servers.
    "bot/sources/fetch.py": (
        "Marquee/",
        "If-None-Match",
        "If-Modified-Since",
        "Location",
        "Content-Encoding",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Last-Modified",
    ),
    # Lines of the log.
    "bot/sources/files.py": ("as in ", "taking over "),
    "bot/sources/outlets.py": ("looking at the source of ", "taking over the program "),
    # What is wrong with that is told nobody.
    "bot/sources/reading.py": ("the earlier version",),
    # Lines of the log.
    "bot/sources/refresh.py": (
        "reading what guilds attached",
        "loading the programs",
        "a refresh of the programs",
        "telling what is wrong",
        "reading the programs",
        "reading what is not stored",
        "loading the program ",
    ),
    "bot/sources/taking.py": ("as in ", "as organizers accepted it", "as stored at "),
}

AGENDA: dict[str, tuple[str, ...]] = {
    # What importers call a link, in small letters.
    "bot/agenda/calendar_entry.py": ("talk page",),
    # Names of this program, as calendars are told them.
    "bot/agenda/calendar_file.py": ("-//Marquee//Marquee//EN", "Marquee"),
    # What titles of programs are recognised by, as they are written.
    "bot/agenda/walk_in.py": (
        "walk in",
        "drop in",
        "check in",
        "badge pickup",
        "badge pick up",
        "pick up badges",
        "info desk",
        "help desk",
        "office hours",
        "open space",
        "open spaces",
        "open house",
        "hallway track",
        "quiet zone",
        "quiet room",
        "exhibition hall",
        "exhibit hall",
        "sponsor hall",
        "job fair",
        "jobs fair",
        "career fair",
        "recruitment fair",
        "poster session",
        "poster exhibition",
    ),
}

ANNOUNCEMENTS: dict[str, tuple[str, ...]] = {
    # The value of a choice, which is read back.
    "bot/announcements/written/moment.py": (" minutes before ",),
    # What was typed, on its way to be read.
    "bot/announcements/written/moment_words.py": (" min",),
}

DELIVERY: dict[str, tuple[str, ...]] = {
    # What a job of the scheduler is known by.
    "bot/delivery/alarm.py": ("at ",),
    # The log is in English.
    "bot/delivery/log_lines.py": (
        "Reminder",
        "Change",
        " to a person, due ",
        " to channel ",
        " of guild ",
    ),
    # Values of enums, as the store keeps them.
    "bot/delivery/model.py": ("personal change", "by hand"),
}

GUILDS: dict[str, tuple[str, ...]] = {}

MIRRORS: dict[str, tuple[str, ...]] = {
    # A value of an enum.
    "bot/mirrors/model.py": ("too old",),
}

ORGANIZERS: dict[str, tuple[str, ...]] = {}

REMINDERS: dict[str, tuple[str, ...]] = {}

OTHERS: dict[str, tuple[str, ...]] = {
    # How days are written, in CLDR's letters.
    "bot/translation/phrases.py": (
        "EEEE d MMMM",
        "EEE d MMM",
        "EEEE, d. MMMM",
        "EEE, d. MMM",
        "EEEE d 'de' MMMM",
        "EEEE, d 'de' MMMM",
        "EEE, d 'de' MMM",
    ),
    # A note's key.
    "bot/client.py": ("commands of ",),
    # What `marquee invite` says in a terminal of what a permission is for.
    "bot/letterbox.py": (
        "posts in threads and forum posts",
        "the live board among the pins",
        "talks among the server's own events",
    ),
}

NOT_SAID = {
    **UI,
    **COGS,
    **PROGRAM,
    **SOURCES,
    **AGENDA,
    **ANNOUNCEMENTS,
    **DELIVERY,
    **GUILDS,
    **MIRRORS,
    **ORGANIZERS,
    **REMINDERS,
    **OTHERS,
}
