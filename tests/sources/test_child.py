import logging
import sys
import threading
from time import monotonic, sleep

import pytest

from bot.program import yaml_file
from bot.sources.child import SMALL, Children, Limits
from bot.sources.reading import Read, Unreadable, Work, read
from bot.translation import in_words
from tests.factories import a_program
from tests.sources.feed import talks
from tests.translation.fake import speaking_loudly

pytestmark = pytest.mark.slow

QUICK = Limits(seconds=20)
PLANTED = "tests.sources.planted"


def a_work(name="schedule.ics", text=None, **fields):
    data = (talks(*range(3)) if text is None else text).encode()
    return Work(files={name: data}, program="conf", **fields)


def test_a_child_answers_what_we_would():
    work = a_work()

    found = Children().read(work)

    assert isinstance(found, Read)
    assert found == read(work)


def test_what_is_wrong_comes_back_in_words():
    found = Children().read(a_work(text="<html>"))

    assert found == read(a_work(text="<html>"))
    assert isinstance(found, Unreadable)


def test_what_comes_back_is_told_in_any_language(monkeypatch):
    text = "program:\n  id: [\n" + "# long\n" * SMALL

    of_a_source = Children().read(a_work(text="<html>"))
    of_a_file = Children().read(a_work("conf.yaml", text))

    with speaking_loudly(monkeypatch):
        assert in_words(of_a_source.words).startswith("schedule.ics IS A WEB PAGE, MADE TO BE ")
        assert in_words(of_a_file.words) == of_a_file.words.upper().replace(
            "CONF.YAML", "conf.yaml"
        )


def test_a_faulty_program_file_comes_back_with_its_faults():
    text = "program:\n  id: [\n" + "# long\n" * SMALL

    found = Children().read(a_work("conf.yaml", text))

    assert isinstance(found, Unreadable)
    assert [fault.file for fault in found.faults] == ["conf.yaml"]


def test_a_small_program_file_needs_no_child():
    text = yaml_file.write(a_program())

    found = Children(module="no.such.module").read(a_work("conf.yaml", text))

    assert isinstance(found, Read)


@pytest.mark.parametrize(
    ("does", "limits", "words"),
    [
        ("hang", Limits(seconds=1), "Reading it takes longer than 1 s."),
        ("eat", Limits(memory=300 * 1024**2), "Reading it takes more than 300 MB of memory."),
        ("work", Limits(cpu_seconds=1), "Reading it takes more than 1 s of a processor."),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to all limits")
def test_a_child_that_takes_too_much_is_ended(does, limits, words):
    began = monotonic()

    found = Children(limits, module=PLANTED).read(a_work(does))

    assert found == Unreadable(words=words, is_passing=True)
    assert monotonic() - began < 15


@pytest.mark.parametrize("does", ["die", "raise"])
def test_a_child_that_dies_is_logged_with_a_reference(does, caplog):
    with caplog.at_level(logging.ERROR):
        found = Children(QUICK, module=PLANTED).read(a_work(does))

    assert found.words.startswith("Reading it failed. Reference")
    assert found.words[-9:-1] in caplog.text


def test_what_a_parser_prints_spoils_no_answer():
    assert Children(QUICK, module=PLANTED).read(a_work("print")) == Unreadable(words="printed")


def test_a_child_knows_no_token(monkeypatch):
    monkeypatch.setenv("MARQUEE_TOKEN", "a.b.c")

    assert Children(QUICK, module=PLANTED).read(a_work("token")) == Unreadable(words="None")


def test_a_stop_ends_what_is_being_read_and_begins_nothing_new():
    children = Children(module=PLANTED)
    found = []
    thread = threading.Thread(target=lambda: found.append(children.read(a_work("hang"))))
    thread.start()
    while not children._running:
        sleep(0.01)

    children.stop()
    thread.join(timeout=10)

    stopped = Unreadable(words="Marquee is being stopped.", is_passing=True)
    assert [*found, children.read(a_work())] == [stopped, stopped]


def test_what_nobody_vouches_for_never_meets_our_own_process():
    text = yaml_file.write(a_program())
    work = a_work("conf.yaml", text, is_trusted=False)

    found = Children(module="no.such.module").read(work)

    assert isinstance(found, Unreadable)


def test_what_nobody_vouches_for_has_narrower_limits(monkeypatch):
    monkeypatch.setattr("bot.sources.child.STRICT", Limits(seconds=1))

    found = Children(QUICK, module=PLANTED).read(a_work("hang", is_trusted=False))

    assert found.words == "Reading it takes longer than 1 s."
