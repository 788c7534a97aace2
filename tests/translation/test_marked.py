"""Every text that Marquee says in Discord is marked for the catalogs."""

import ast
import re

from tests.house import modules
from tests.messages import KEYWORDS
from tests.translation.not_said import NOT_SAID

# What only whoever runs Marquee reads, in a terminal or a log, is English: docs/decisions/0017.
OPERATORS = {
    "app", "cli", "clock", "config", "connection", "doctor", "finding", "inspection", "invite",
    "logs", "pace", "parts", "places", "printing", "rehearsal", "retention", "shards", "stopping",
    "storage", "takedown", "traces", "__main__",
}  # fmt: skip
MODULES = [module for module in modules() if module.part not in OPERATORS]

# Two words beside each other, a word with a capital, or a word beside a value: people read that.
WORDS = re.compile(r"[^\W\d_]{2,}[,.:;!?]* +[^\W\d_]|^[A-Z][a-z]+|^ ?[a-z]{2,} $|^ [a-z]{2,}")
# What says a text in the language spoken at this very moment.
AT_ONCE = {"_", "ngettext", "pgettext", "counted"}
# Names of libraries' formats, of log lines, and what a bug says to whoever mends it.
UNSAID_CALLS = re.compile(
    r"(re\.compile|log\.\w+|getLogger|TypeVar|NewType|ParamSpec|cast|\w*\.strftime|text"
    r"|ValueError|TypeError|KeyError|RuntimeError|AssertionError|LookupError)"
)


def unmarked(tree):
    """Each constant that looks like words and is neither marked nor unsaid: its line and text"""
    skipped = set()
    for node in ast.walk(tree):
        if is_quiet(node):
            skipped.update(id(part) for part in ast.walk(node))
        if isinstance(node, ast.Assert) and node.msg is not None:
            skipped.update(id(part) for part in ast.walk(node.msg))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        for unsaid in names_of_code(node):
            skipped.update(id(part) for part in ast.walk(unsaid))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped
            and WORDS.search(node.value)
        ):
            yield node.lineno, node.value


def names_of_code(node):
    """What in a node names classes, keys and columns"""
    if isinstance(node, ast.Subscript):
        yield node.slice
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield node.annotation
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
        yield node.returns
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        yield node.value


def is_quiet(node):
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    return name in KEYWORDS or UNSAID_CALLS.fullmatch(name) is not None


def faults(faults_of):
    """What is wrong with each module, by its path; those that are well are left out"""
    found = {module.path.as_posix(): list(faults_of(module)) for module in MODULES}
    return {path: wrong for path, wrong in found.items() if wrong}


def test_every_text_is_marked():
    def found(module):
        allowed = NOT_SAID.get(module.path.as_posix(), ())
        return [(line, text) for line, text in unmarked(module.tree) if text not in allowed]

    assert faults(found) == {}


def test_nothing_is_said_before_it_is_known_to_whom():
    """A module's own constants are made once, in no language: N_ or said, never _."""

    def early(module):
        outside = list(ast.iter_child_nodes(module.tree))
        while outside:
            node = outside.pop()
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                outside += [*node.decorator_list, *node.args.defaults, *node.args.kw_defaults]
            elif not isinstance(node, ast.Lambda):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in AT_ONCE:
                    yield node.lineno, ast.unparse(node)
                outside += ast.iter_child_nodes(node) if node is not None else ()

    assert faults(early) == {}


def test_nothing_is_marked_within_another_text():
    """What reads the marks takes an f-string for one text, whatever stands in its braces."""

    def hidden(module):
        return [
            (call.lineno, ast.unparse(call))
            for text in ast.walk(module.tree)
            if isinstance(text, ast.JoinedStr)
            for call in ast.walk(text)
            if isinstance(call, ast.Call)
            and ast.unparse(call.func) in KEYWORDS
            and any(isinstance(part, ast.Constant | ast.JoinedStr) for part in call.args)
        ]

    assert faults(hidden) == {}


def test_whoever_translates_by_the_underscore_throws_nothing_away_by_it():
    def taken(module):
        if "bot.translation._" not in set(module.imported()):
            return []
        return [
            node.lineno
            for node in ast.walk(module.tree)
            if (isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store))
            or (isinstance(node, ast.arg) and node.arg == "_")
        ]

    assert faults(taken) == {}
