"""Two small conferences to look at: one like the sample, one with rooms, days and ends."""

from datetime import date, timedelta

from bot.program.model import Link
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk, a_track

START = 1_669_827_600
HOUR = timedelta(hours=1)
BEFORE = NINE - timedelta(minutes=20)


def stamp(style, hours=0, minutes=0):
    return f"<t:{START + hours * 3600 + minutes * 60}:{style}>"


# Like the sample: one session with several talks, no end and no room.
MEI = a_speaker("Mei Fixture", id="mei", role="Director", company="Acme")
VIN = a_speaker("Vin Sample", id="vin", role="Architect")
FAY = a_speaker("Fay Stub", id="fay", role="Engineer / Tech Lead", company="Box_Co")
RAN = a_speaker("Ran Mock", id="ran", company="Bay", bio="Ran built systems.\n\nRan hosts.")
COSMOS = a_talk(
    "Cosmos: Planet Scale", id="cosmos", abstract="One *big* base.", speakers=("mei", "vin")
)
POCKET = a_talk("Magic Pocket", id="pocket", abstract="It stores data.", speakers=("fay",))
ARCHITECTURES = a_track(
    "Architectures", id="architectures", description="How giants do it.", hosts=("ran",)
)
BLOCK = a_session(NINE, id="block", track="architectures", talks=("cosmos", "pocket"))
ONE_TRACK = a_program(
    BLOCK,
    id="plus-22",
    name="Plus 2022",
    speakers=(MEI, VIN, FAY, RAN),
    talks=(COSMOS, POCKET),
    tracks=(ARCHITECTURES,),
)

# With all that a program can tell.
ADA = a_speaker(
    "Ada Example",
    id="ada",
    role="Engineer",
    bio="Ada likes rivers.",
    picture="https://example.org/ada.png",
    links=(Link(title="Website", url="https://example.org/ada"),),
)
BO = a_speaker("Bo Example", id="bo")
RIVERS = a_talk(
    "Rivers",
    id="rivers",
    abstract="Water.",
    speakers=("ada",),
    language="en",
    level="Advanced",
    links=(Link(title="Slides", url="https://example.org/slides"),),
)
LAKES = a_talk("Lakes", id="lakes", speakers=("bo",))
SEAS = a_talk("Seas", id="seas", speakers=("ada", "bo"))
HALL, LOFT = a_room("Hall", id="hall"), a_room("Loft", id="loft")
DATA, WEB = a_track("Data", id="data"), a_track("Web", id="web")
TWO_DAYS = a_program(
    a_session(NINE, minutes=45, room="hall", track="data", talks=("rivers",)),
    a_session(NINE, minutes=30, room="loft", track="web", talks=("lakes",)),
    a_session(NINE + HOUR, minutes=60, title="Lunch"),
    a_session(NINE + 24 * HOUR, minutes=45, room="hall", track="data", talks=("seas",)),
    id="water-22",
    name="WaterConf",
    first_day=date(2022, 11, 30),
    last_day=date(2022, 12, 1),
    link="https://example.org/",
    speakers=(ADA, BO),
    talks=(RIVERS, LAKES, SEAS),
    rooms=(HALL, LOFT),
    tracks=(DATA, WEB),
)
