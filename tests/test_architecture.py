import ast
import re
from graphlib import TopologicalSorter

import pytest

from tests.house import Module, modules, part_of, table

MODULES = modules()
NAMES = {module.name for module in MODULES}

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}

ASKS_THE_TIME = re.compile(
    r"(datetime\.(now|utcnow|today)|date\.today|time\.(time|monotonic|sleep)|asyncio\.sleep"
    r"|utils\.(utcnow|sleep_until))"
)

# A question, and a no.
FILE_LINES, COG_LINES, CLASS_LINES, FUNCTION_LINES = (300, 400), (200, 260), (150, 200), (40, 60)


def faults(faults_of):
    """What is wrong with each module, by its path; those that are well are left out"""
    found = {module.path.as_posix(): faults_of(module) for module in MODULES}
    return {path: wrong for path, wrong in found.items() if wrong}


def ours(module: Module):
    """The modules of ours that it imports, by their dotted names"""
    for name in module.imported():
        if name.split(".")[0] == "bot":
            yield name if name in NAMES else name.rpartition(".")[0]


def test_a_module_imports_only_the_parts_that_the_table_lists():
    allowed = table("imports")

    def strays(module):
        others = {part_of(name) for name in ours(module)} - {module.part, None}
        listed = allowed.get(module.part, ())
        return set() if "*" in listed else others - set(listed)

    assert faults(strays) == {}


def test_the_table_lists_exactly_the_parts_that_there_are():
    parts = {module.part for module in MODULES} - {None}

    assert set(table("imports")) == parts


def test_a_library_stays_behind_its_door():
    doors = table("libraries")

    def strays(module):
        inside = module.path.relative_to("bot").with_suffix("")
        return {
            library
            for library in {name.split(".")[0] for name in module.imported()} & set(doors)
            if not any(inside.is_relative_to(door.removesuffix(".py")) for door in doors[library])
        }

    assert faults(strays) == {}


def test_modules_do_not_import_each_other_in_circles():
    graph = {module.name: set(ours(module)) - {module.name} for module in MODULES}

    # static_order raises CycleError, which names the circle.
    order = list(TopologicalSorter(graph).static_order())

    assert set(order) >= NAMES


def test_only_the_clock_asks_the_time_and_nothing_sleeps():
    def asked(module):
        if module.name == "bot.clock":
            return []
        taken = [name for name in module.imported() if ASKS_THE_TIME.fullmatch(name)]
        return taken + [
            f"line {node.lineno}: {ast.unparse(node)}"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and ASKS_THE_TIME.search(ast.unparse(node))
        ]

    assert faults(asked) == {}


def test_a_modules_name_says_what_it_is():
    assert faults(lambda module: set(module.name.split(".")) & EMPTY_NAMES) == {}


def test_a_module_opens_with_one_sentence():
    sentence = re.compile(r"\S((?!\. [A-Z]).)*[^.]\.")

    assert faults(lambda module: sentence.fullmatch(module.sentence) is None) == {}


def sizes():
    """Everything that has a size: what, lines, and the limits that it is held to"""
    for module in MODULES:
        limits = COG_LINES if module.part == "cogs" else FILE_LINES
        yield module.path.as_posix(), module.lines, limits
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                limits = CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{module.path.as_posix()}:{node.lineno} {node.name}", lines, limits


def test_nothing_is_too_big():
    assert [what for what, lines, (_, most) in sizes() if lines > most] == []


def test_big_things_are_asked_about():
    questions = [f"{what} has {lines} lines" for what, lines, (some, _) in sizes() if lines > some]

    if questions:
        pytest.xfail("questions: " + "; ".join(questions))
