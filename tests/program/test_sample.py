from datetime import UTC, date, datetime

from bot.program.shipped import SAMPLE, shipped_programs
from bot.program.timetable import Timetable
from bot.program.yaml_file import read

READING = read((shipped_programs() / f"{SAMPLE}.yaml").read_bytes(), file=SAMPLE)
PROGRAM = READING.program
TIMETABLE = Timetable(PROGRAM)


def test_sample_has_nothing_odd_in_it():
    assert READING.warnings == ()


def test_sample_is_qcon_plus_2022():
    assert (PROGRAM.id, PROGRAM.name, PROGRAM.zone) == (
        SAMPLE,
        "QCon Plus 2022",
        "America/Los_Angeles",
    )
    assert (PROGRAM.first_day, PROGRAM.last_day) == (date(2022, 11, 29), date(2022, 12, 9))


def test_sample_has_one_session_with_five_talks_at_nine_pacific():
    (session,) = PROGRAM.sessions

    assert session.start.astimezone(UTC) == datetime(2022, 11, 30, 17, 0, tzinfo=UTC)
    assert (session.end, session.room, session.title) == (None, None, None)
    assert TIMETABLE.title_of(session) == "Architectures You've Always Wondered About"
    assert [talk.title for talk in TIMETABLE.talks_of(session)] == [
        "Azure Cosmos DB: Low Latency and High Availability at Planet Scale",
        "Honeycomb: How We Used Serverless to Speed Up Our Servers",
        "From Zero to A Hundred Billion: Building Scalable Real Time Event Processing At DoorDash",
        "Magic Pocket: Dropbox\N{RIGHT SINGLE QUOTATION MARK}s Exabyte-Scale Block Storage System",
        "DynamoDB: Evolution of a Hyper-Scale Cloud Database Service",
    ]


def test_sample_names_who_gives_each_talk():
    names = [
        [speaker.name for speaker in TIMETABLE.speakers_of(talk)]
        for talk in TIMETABLE.talks_of(PROGRAM.sessions[0])
    ]

    assert names == [
        ["Mei-Chin Tsai", "Vinod Sridharan"],
        ["Jessica Kerr"],
        ["Allen Wang"],
        ["Facundo Agriel"],
        ["Akshat Vig"],
    ]


def test_sample_has_roles_and_companies_as_given():
    assert [(one.name, one.role, one.company) for one in PROGRAM.speakers] == [
        ("Mei-Chin Tsai", "Partner Director of Software Eng Manager", "Microsoft"),
        ("Vinod Sridharan", "Principal Software Engineering Architect", "Microsoft"),
        ("Jessica Kerr", "Principal Developer Evangelist", "honeycombio"),
        ("Allen Wang", "Software Engineer", "DoorDash"),
        ("Facundo Agriel", "Software Engineer / Tech Lead", "Dropbox"),
        ("Akshat Vig", "Principal Engineer NoSQL databases", "awscloud"),
        ("Randy Shoup", "VP Engineering and Chief Architect", "eBay"),
    ]


def test_sample_has_abstracts_as_given():
    assert [talk.abstract for talk in PROGRAM.talks] == [
        (
            "Azure Cosmos DB is a fully-managed, multi-tenant, distributed, shared-nothing, "
            "horizontally scalable database that provides planet-scale capabilities and "
            "multi-model APIs for Apache Cassandra, MongoDB, Gremlin, Tables, and the Core (SQL) "
            "APIs."
        ),
        (
            "Honeycomb is the state of the art in observability: customers send us lots of data "
            "and then compose complex, ad-hoc queries. Most are simple, some are not. Some are "
            "REALLY not; this load is both complex, spontaneous, and urgent."
        ),
        (
            "At DoorDash, real time events are an important data source to gain insight into our "
            "business but building a system capable of handling billions of real time events is "
            "challenging."
        ),
        "Magic Pocket is used to store all of Dropbox\N{RIGHT SINGLE QUOTATION MARK}s data.",
        (
            "Amazon DynamoDB is a cloud database service that provides consistent performance at "
            "any scale. Hundreds of thousands of customers rely on DynamoDB for its fundamental "
            "properties: consistent performance, availability, durability, and a fully managed "
            "serverless experience."
        ),
    ]


def test_sample_has_its_track_with_host_and_bio():
    (track,) = PROGRAM.tracks
    (host,) = TIMETABLE.hosts_of(track)

    assert track.description == (
        "How do the internet-scale tech giants deliver exceptional user experiences while "
        "supporting millions of users and billions of operations?\n\n"
        "In QCon's marquee Architectures track, you will learn what it takes to operate at a "
        "massive scale from some of the best-known names in our industry. You will take away "
        "architectural patterns and anti-patterns, challenges and hard-earned lessons, and some "
        "very exciting war stories."
    )
    assert host.name == "Randy Shoup"
    assert host.bio == (
        "Randy has spent more than two decades building distributed systems and high performing "
        "teams, and has worked as a senior technology leader at eBay, Google, and Stitch Fix. He "
        "coaches CTOs, advises companies, and generally makes a nuisance of himself wherever "
        "possible. He is currently VP Engineering and Chief Architect at eBay."
    )


def test_sample_invents_nothing():
    assert PROGRAM.link is None
    assert PROGRAM.rooms == ()
    assert [one.links for one in (*PROGRAM.talks, *PROGRAM.speakers)] == [()] * 12
    assert [one.bio for one in PROGRAM.speakers[:-1]] == [None] * 6
