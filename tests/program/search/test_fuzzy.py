from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.program.search import ALL_KINDS, FuzzySearch, HitKind
from bot.program.shipped import SAMPLE, shipped_programs
from bot.program.timetable import Timetable
from bot.program.words import folded_title
from bot.program.yaml_file import read
from tests.factories import (
    NINE,
    a_program,
    a_program_with_talks,
    a_session,
    a_speaker,
    a_talk,
    a_track,
)
from tests.programs_strategy import programs

TALKS = frozenset({HitKind.TALK})
SPEAKERS = frozenset({HitKind.SPEAKER})
TRACKS = frozenset({HitKind.TRACK})

COSMOS = "Azure Cosmos DB: Low Latency and High Availability at Planet Scale"
HONEYCOMB = "Honeycomb: How We Used Serverless to Speed Up Our Servers"
DOORDASH = (
    "From Zero to A Hundred Billion: Building Scalable Real Time Event Processing At DoorDash"
)
POCKET = "Magic Pocket: Dropbox’s Exabyte-Scale Block Storage System"
DYNAMO = "DynamoDB: Evolution of a Hyper-Scale Cloud Database Service"


def a_search(*sessions, **fields):
    return FuzzySearch(Timetable(a_program(*sessions, **fields)))


def a_search_of(*titles):
    return FuzzySearch(Timetable(a_program_with_talks(*titles)))


def titles(hits):
    return [hit.title for hit in hits]


@pytest.fixture(scope="module")
def sample():
    path = shipped_programs() / f"{SAMPLE}.yaml"
    return FuzzySearch(Timetable(read(path.read_bytes(), file=path.name).program))


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Azure", COSMOS),
        ("azure cos", COSMOS),
        ("Honeyc", HONEYCOMB),
        ("from ze", DOORDASH),
        ("magic poc", POCKET),
        ("dynam", DYNAMO),
    ],
)
def test_talk_is_found_first_by_the_beginning_of_its_title(sample, words, title):
    hits = sample.find(words, NINE, kinds=TALKS)

    assert hits[0].title == title


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("microsoft", COSMOS),
        ("honeycombio", HONEYCOMB),
        ("doordash", DOORDASH),
        ("dropbox", POCKET),
        ("awscloud", DYNAMO),
    ],
)
def test_talk_is_found_by_the_company_of_its_speaker(sample, words, title):
    hits = sample.find(words, NINE, kinds=TALKS)

    assert titles(hits) == [title]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("cosmso", COSMOS),
        ("latancy", COSMOS),
        ("honycomb", HONEYCOMB),
        ("sreverless", HONEYCOMB),
        ("serverlss speed", HONEYCOMB),
        ("hunderd", DOORDASH),
        ("procesing", DOORDASH),
        ("exabite", POCKET),
        ("pokcet", POCKET),
        ("evoluton", DYNAMO),
        ("dynmao", DYNAMO),
    ],
)
def test_talk_is_found_by_a_word_with_a_typo(sample, words, title):
    hits = sample.find(words, NINE, kinds=TALKS)

    assert hits[0].title == title


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("latency", COSMOS),
        ("planet scale", COSMOS),
        ("serverless", HONEYCOMB),
        ("hundred", DOORDASH),
        ("A Hundred", DOORDASH),
        ("billion", DOORDASH),
        ("exabyte-scale", POCKET),
        ("block storage", POCKET),
        ("hyper", DYNAMO),
        ("database", DYNAMO),
    ],
)
def test_talk_is_found_by_a_word_from_the_middle(sample, words, title):
    hits = sample.find(words, NINE, kinds=TALKS)

    assert hits[0].title == title


@pytest.mark.parametrize(
    "name",
    [
        "Mei-Chin Tsai",
        "Vinod Sridharan",
        "Jessica Kerr",
        "Allen Wang",
        "Facundo Agriel",
        "Akshat Vig",
        "Randy Shoup",
    ],
)
def test_speaker_is_found_by_first_name_last_name_and_both_in_any_order(sample, name):
    first, last = name.split()

    found = [
        sample.find(words, NINE, kinds=SPEAKERS)[0].title
        for words in (first, last, name, f"{last} {first}", name.upper(), last[:4])
    ]

    assert found == [name] * 6


def test_speaker_and_their_talk_are_found_by_the_name(sample):
    hits = sample.find("mei chin", NINE)

    assert titles(hits) == ["Mei-Chin Tsai", COSMOS]


@pytest.mark.parametrize("words", ["zzzzqqq", "netflix", "!!!", "🎤", "\N{COMBINING TILDE}"])
def test_nothing_is_found_by_words_that_are_on_no_program(sample, words):
    hits = sample.find(words, NINE)

    assert hits == ()


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Facundo Agriel", "Agriél"),
        ("Zoë Ångström", "zoe angstrom"),
        ("Søren Ødegård", "soren odegard"),
        ("Łukasz Żak", "lukasz zak"),
        ("Jürgen Groß", "jurgen gross"),
        ("Þóra Ægisdóttir", "thora aegisdottir"),
        ("O’Reilly", "o'reilly"),
        ("O'Reilly", "oreilly"),
        ("Wei-Ling Çelik", "weiling celik"),
    ],
)
def test_speaker_is_found_without_accents_and_marks(written, typed):
    search = a_search(speakers=(a_speaker("Ada Example"), a_speaker(written)))

    hits = search.find(typed, NINE)

    assert titles(hits) == [written]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("分散システム入門", "システム"),
        ("分散システム入門", "分"),
        ("Kubernetesによる運用", "kubernetes 運用"),
        ("Kubernetes 入門", "Kubernetes入門"),
        ("한국어 검색", "검색"),
        ("Modern C++", "c++"),
        ("Realtime Data", "real time data"),
        ("Real Time Data", "realtime"),
        ("Magic Pocket", "magicpocket"),
        ("Door Dash at Night", "doordash night"),
        ("🎤 Karaoke", "🎤"),
        ("🎤🎤", "🎤"),
        ("**", "*"),
    ],
)
def test_talk_is_found_however_its_words_are_set(title, typed):
    search = a_search_of("Something Else Entirely", title)

    hits = search.find(typed, NINE)

    assert titles(hits) == [title]


def test_better_matches_stand_first():
    speakers = (a_speaker("Kafka Someone", id="named"), a_speaker(company="Kafka", id="works"))
    search = a_search(
        speakers=speakers,
        talks=(
            a_talk("Long text", abstract="All about Kafka."),
            a_talk("By company", speakers=("works",)),
            a_talk("Kafak for All"),
            a_talk("By name", speakers=("named",)),
            a_talk("Running Kafkaesque Trials"),
            a_talk("Running Kafka"),
            a_talk("Kafka in Production"),
            a_talk("Kafka"),
        ),
    )

    hits = search.find("kafka", NINE, kinds=TALKS)

    assert titles(hits) == [
        "Kafka",
        "Kafka in Production",
        "Running Kafka",
        "Running Kafkaesque Trials",
        "By name",
        "By company",
        "Long text",
    ]


def test_typo_stands_after_a_beginning_and_before_a_company_and_a_long_text():
    works = a_speaker(company="Kafaks & Sons")
    search = a_search(
        speakers=(works,),
        talks=(
            a_talk("Long text", abstract="All about kafakistan."),
            a_talk("By company", speakers=(works.id,)),
            a_talk("Running Kafka"),
            a_talk("Running Kafakology"),
        ),
    )

    hits = search.find("kafak", NINE, kinds=TALKS)

    assert titles(hits) == ["Running Kafakology", "Running Kafka", "By company", "Long text"]


def test_misspelling_is_not_guessed_at_where_the_word_is_written():
    search = a_search_of("Rust for All", "Trusted Rest", "Rest in Peace")

    hits = search.find("rust", NINE)

    assert titles(hits) == ["Rust for All", "Trusted Rest"]


def test_misspelling_that_is_a_word_elsewhere_is_guessed_at_if_nothing_else_fits():
    search = a_search_of("Kafka Streams from Scratch", "A Form of Art")

    hits = search.find("form scratch", NINE)

    assert titles(hits) == ["Kafka Streams from Scratch"]


def test_word_too_many_does_not_hide_what_the_others_mean(sample):
    hits = sample.find("azure cosmos keynote", NINE, kinds=TALKS)

    assert titles(hits) == [COSMOS]


def test_every_word_must_match_where_something_has_them_all():
    search = a_search_of("Kafka Streams", "Kafka Connect", "Streams of Water")

    hits = search.find("streams kafka", NINE)

    assert titles(hits) == ["Kafka Streams"]


def test_name_is_found_with_a_letter_in_place_of_its_blank():
    search = a_search(speakers=(a_speaker("Jan Example"), a_speaker("Uma Sample")))

    hits = search.find("JanbExample", NINE)

    assert titles(hits) == ["Jan Example"]


def test_of_equal_matches_what_is_on_now_stands_first_and_what_is_over_last():
    search = a_search_of("Kafka One", "Kafka Two", "Kafka Three", "Kafka Four")
    in_the_third = NINE + timedelta(minutes=70)

    hits = search.find("kafka", in_the_third)

    assert titles(hits) == ["Kafka Three", "Kafka Four", "Kafka One", "Kafka Two"]


def test_soon_does_not_stand_before_a_better_match():
    search = a_search_of("Kafka", "Running Kafka")
    in_the_second = NINE + timedelta(minutes=40)

    hits = search.find("kafka", in_the_second)

    assert titles(hits) == ["Kafka", "Running Kafka"]


@pytest.mark.parametrize("words", ["", "  \n\t", "\u3000"])
def test_nothing_typed_gives_what_is_on_then_what_follows_then_the_rest(words):
    search = a_search_of("One", "Two", "Three", "Four")
    in_the_second = NINE + timedelta(minutes=40)

    hits = search.find(words, in_the_second, limit=3)

    assert titles(hits) == ["Two", "Three", "Four"]


def test_nothing_typed_gives_the_program_in_order_before_and_after_the_event():
    search = a_search_of("One", "Two", "Three")

    before = search.find("", NINE - timedelta(days=300))
    after = search.find("", NINE + timedelta(days=300))

    assert titles(before) == ["One", "Two", "Three"]
    assert titles(after) == ["One", "Two", "Three"]


def test_nothing_typed_gives_the_speakers_and_tracks_of_what_is_on():
    first, second = a_speaker("First"), a_speaker("Second")
    earlier, later = a_track("Earlier"), a_track("Later")
    morning = a_talk("Morning", speakers=(first.id,))
    noon = a_talk("Noon", speakers=(second.id,))
    search = a_search(
        a_session(NINE, minutes=60, talks=(morning.id,), track=earlier.id),
        a_session(NINE + timedelta(hours=3), minutes=60, talks=(noon.id,), track=later.id),
        speakers=(first, second),
        tracks=(earlier, later),
        talks=(morning, noon),
    )
    at_noon = NINE + timedelta(hours=3, minutes=10)

    assert titles(search.find("", at_noon, kinds=SPEAKERS)) == ["Second", "First"]
    assert titles(search.find("", at_noon, kinds=TRACKS)) == ["Later", "Earlier"]
    assert titles(search.find("", at_noon, limit=3)) == ["Noon", "Second", "Later"]


def test_track_is_found_by_its_name_and_its_host(sample):
    by_name = sample.find("always wondered", NINE, kinds=TRACKS)
    by_host = sample.find("shoup", NINE, kinds=TRACKS)

    assert by_name[0].title == "Architectures You've Always Wondered About"
    assert titles(by_host) == titles(by_name)


def test_talks_are_found_by_their_track(sample):
    hits = sample.find("always wondered", NINE, kinds=TALKS)

    assert titles(hits) == [COSMOS, HONEYCOMB, DOORDASH, POCKET, DYNAMO]


def test_nearest_gives_what_looks_most_alike_however_far(sample):
    near = sample.nearest("cosmic dbs", kinds=TALKS)
    far = sample.nearest("xyzzy", kinds=SPEAKERS)

    assert near[0].title == COSMOS
    assert len(far) == 3


def test_nothing_is_found_in_an_empty_program():
    search = a_search()

    assert search.find("anything", NINE) == ()
    assert search.find("", NINE) == ()
    assert search.nearest("anything") == ()


@pytest.mark.parametrize(
    "words", ["x" * 10_000, "kafka " * 2_000, "!?" * 5_000, "a" + "\u0301" * 10_000, "\ufdfa" * 500]
)
def test_very_long_words_are_answered(sample, words):
    assert len(sample.find(words, NINE)) <= 25
    assert len(sample.nearest(words)) == 3


@pytest.mark.parametrize("limit", [0, -1])
def test_no_answers_are_given_where_none_are_asked_for(sample, limit):
    assert sample.find("azure", NINE, limit=limit) == ()
    assert sample.nearest("azure", limit=limit) == ()


kinds_asked = st.frozensets(st.sampled_from(HitKind))
instants = st.integers(0, 12 * 365).map(
    lambda days: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(days)
)


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(
    programs(most_talks=12, most_sessions=8),
    st.text(max_size=150),
    instants,
    kinds_asked,
    st.integers(0, 30),
)
def test_any_words_on_any_program_give_hits_of_the_kinds_asked_for(
    program, words, now, kinds, limit
):
    search = FuzzySearch(Timetable(program))
    on_program = (
        {(HitKind.TALK, talk.id, talk.title) for talk in program.talks}
        | {(HitKind.SPEAKER, speaker.id, speaker.name) for speaker in program.speakers}
        | {(HitKind.TRACK, track.id, track.name) for track in program.tracks}
    )
    of_kinds = {one for one in on_program if one[0] in kinds}

    found = search.find(words, now, kinds=kinds, limit=limit)
    near = search.nearest(words, kinds=kinds, limit=limit)

    for hits in (found, near):
        assert {(hit.kind, hit.id, hit.title) for hit in hits} <= of_kinds
        assert len({(hit.kind, hit.id) for hit in hits}) == len(hits)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert all(0 <= hit.score <= 100 for hit in hits)
    assert len(found) <= limit
    assert len(near) == min(limit, len(of_kinds))


@settings(deadline=None, max_examples=25)
@given(programs(most_talks=12, most_sessions=8), st.data(), instants)
def test_every_title_is_found_by_itself(program, data, now):
    search = FuzzySearch(Timetable(program))
    titled = [talk.title for talk in program.talks if folded_title(talk.title)]
    if not titled:
        return
    title = data.draw(st.sampled_from(titled))

    first = search.find(title, now, kinds=TALKS)[0]

    # Of two with the same first two hundred letters, either may stand first.
    assert folded_title(first.title)[:150] == folded_title(title)[:150]


# Few words, so that much of what is typed fits much of the program in some way.
few_words = st.lists(
    st.sampled_from(["kafka", "kafak", "stream", "streams", "real", "time", "realtime", "go", "a"]),
    min_size=1,
    max_size=4,
).map(" ".join)


@st.composite
def worded_programs(draw):
    speakers = tuple(
        a_speaker(draw(few_words), company=draw(few_words), bio=draw(few_words))
        for _ in range(draw(st.integers(0, 4)))
    )
    talks = tuple(
        a_talk(
            draw(few_words),
            abstract=draw(few_words),
            speakers=tuple(speaker.id for speaker in speakers if draw(st.booleans())),
        )
        for _ in range(draw(st.integers(1, 8)))
    )
    sessions = tuple(
        a_session(NINE + timedelta(hours=hour), talks=(talk.id,))
        for hour, talk in enumerate(talks)
        if draw(st.booleans())
    )
    return a_program(*sessions, speakers=speakers, talks=talks)


@settings(deadline=None)
@given(worded_programs(), few_words, st.integers(0, 9), st.integers(1, 12))
def test_fewer_answers_are_the_first_of_more(program, words, hour, limit):
    search = FuzzySearch(Timetable(program))
    now = NINE + timedelta(hours=hour)

    few = search.find(words, now, limit=limit)
    many = search.find(words, now)

    assert few == many[:limit]


@settings(deadline=None)
@given(worded_programs(), st.randoms(use_true_random=False))
def test_talk_is_found_by_its_words_in_any_order(program, chance):
    search = FuzzySearch(Timetable(program))
    talk = chance.choice(program.talks)
    words = talk.title.split()
    chance.shuffle(words)

    found = {hit.id for hit in search.find(" ".join(words), NINE, kinds=TALKS)}

    assert found >= {talk.id}


def test_all_kinds_are_looked_through_unless_told_otherwise(sample):
    hits = sample.find("architectures", NINE)

    assert {hit.kind for hit in hits} == ALL_KINDS
