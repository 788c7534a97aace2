import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.ids import ITEM_ID, LONGEST_ID, LONGEST_PROGRAM_ID, PROGRAM_ID, slug

any_text = st.text(max_size=80)
ids = st.from_regex(ITEM_ID, fullmatch=True)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Mei-Chin Tsai", "mei-chin-tsai"),
        ("Façade & Straße", "facade-strasse"),
        ("Łukasz Søren", "lukasz-soren"),
        ("Architectures You've Always", "architectures-youve-always"),
        ("Dropbox\N{RIGHT SINGLE QUOTATION MARK}s", "dropboxs"),
        ("  --Hello,   world!--  ", "hello-world"),
        ("10,000 Lakes", "10-000-lakes"),
        ("Magic Pocket: Exabyte-Scale Block Storage", "magic-pocket-exabyte-scale-block"),
        ("A" * 40, "a" * 32),
    ],
)
def test_slug_reads_like_its_text(text, made):
    assert slug(text) == made


def test_slug_of_another_script_is_a_digest_of_it():
    assert slug("東京") == slug("東京")
    assert slug("東京") != slug("大阪")
    assert ITEM_ID.fullmatch(slug("東京"))


def test_slug_keeps_what_it_can_of_another_script():
    made = slug("Kubernetes 入門 2022")

    assert made.startswith("kubernetes-2022-")
    assert made != slug("Kubernetes 実践 2022")


def test_slug_tells_vowel_signs_apart():
    assert slug("कि") != slug("की")


def test_slug_of_no_letters_is_an_id_too():
    assert ITEM_ID.fullmatch(slug(""))
    assert ITEM_ID.fullmatch(slug("🎤"))
    assert slug("🎤") != slug("🎧")


def test_slug_that_is_taken_gets_a_number():
    taken = {"keynote", "keynote-2"}

    assert slug("Keynote", taken=taken) == "keynote-3"


def test_slug_makes_room_for_its_number():
    taken = {"a" * 32}

    assert slug("A" * 40, taken=taken) == "a" * 30 + "-2"


@given(any_text, st.sampled_from([LONGEST_PROGRAM_ID, LONGEST_ID]))
def test_slug_of_any_text_is_an_id(text, longest):
    made = slug(text, longest=longest)

    assert (PROGRAM_ID if longest == LONGEST_PROGRAM_ID else ITEM_ID).fullmatch(made)


@given(st.lists(st.one_of(any_text, st.just("Same")), max_size=30))
def test_slugs_of_many_texts_are_all_different(texts):
    taken = []
    for text in texts:
        taken.append(slug(text, taken=taken))

    assert len(set(taken)) == len(texts)


@given(any_text)
def test_slug_depends_on_nothing_but_its_text(text):
    assert slug(text) == slug(text, taken={"something-else"})


@given(any_text)
def test_slug_of_a_slug_is_itself(text):
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize("bad", ["", "-", "-a", "A", "a_b", "ä", "a b", "a" * 33, "a\n"])
def test_id_rule_refuses(bad):
    assert not ITEM_ID.fullmatch(bad)
