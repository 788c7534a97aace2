import re

import pytest
import typer.main

from bot.cli import commands
from tests.house import ROOT
from tests.written import WRITTEN

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=[path.relative_to(ROOT).as_posix() for path in DOCUMENTS]
)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_what_is_written_from_the_code_is_up_to_date(path):
    assert path.read_text(encoding="utf-8") == WRITTEN[path](), "`make docs` writes it anew"


@each_document
def test_a_document_links_only_to_what_is_there(document):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))

    missing = [
        link for link in links if "://" not in link and not (document.parent / link).exists()
    ]

    assert missing == []


@each_document
def test_a_document_names_only_commands_that_exist(document):
    text = document.read_text(encoding="utf-8")
    known = {*typer.main.get_command(commands).commands, "COMMAND"}

    assert set(re.findall(r"(?<=marquee )[a-z]+(?=[ `\n])(?=[^`]*`)", text)) <= known


@each_document
def test_a_document_names_only_targets_that_exist(document):
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))

    assert set(re.findall(r"`(?:\n)?make ([a-z-]+)", text)) <= targets


@each_document
def test_a_document_names_only_files_that_exist(document):
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|docs|tests|data|benchmarks|requirements)/[\w/.-]*\w/?)`", text)

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_make_target_is_listed_with_a_sentence():
    targets = re.findall(r"^([a-z-]+):([^\n]*)", MAKEFILE, re.MULTILINE)

    assert [target for target, rest in targets if "## " not in rest] == []
