from bot.errors import Fault, Severity
from bot.program.check.remark import Marks, Remark, nearest, short

MARKS = Marks(
    file="conf.yaml",
    values={(): (1, 1), ("talks", 0): (5, 5), ("talks", 0, "title"): (6, 12)},
    keys={("talks", 0, "title"): (6, 5)},
)


def placed(path, **fields):
    fault = MARKS.fault(Remark(path=path, what="It is odd.", **fields))
    return fault.line, fault.column


def test_fault_says_all_that_its_remark_says():
    remark = Remark(
        path=("talks", 0, "title"), what="Odd.", fix="Mend it.", severity=Severity.WARNING
    )

    assert MARKS.fault(remark) == Fault(
        file="conf.yaml",
        what="Odd.",
        fix="Mend it.",
        line=6,
        column=12,
        severity=Severity.WARNING,
    )


def test_fault_of_a_name_stands_at_the_name():
    assert placed(("talks", 0, "title"), on_key=True) == (6, 5)


def test_fault_of_what_is_not_there_stands_where_it_belongs():
    assert placed(("talks", 0, "speakers", 3)) == (5, 5)
    assert placed(("program", "zone")) == (1, 1)


def test_fault_of_an_unread_file_has_no_place():
    fault = Marks(file="conf.yaml").fault(Remark(path=("program",), what="It is odd."))

    assert (fault.line, fault.column) == (None, None)


def test_nearest_is_what_was_probably_meant():
    assert nearest("akshat-vik", ["mei-chin-tsai", "akshat-vig"]) == "akshat-vig"


def test_nearest_is_nothing_where_nothing_is_alike():
    assert nearest("zzz", ["mei-chin-tsai", "akshat-vig"]) is None
    assert nearest("a" * 10_000, ["a" * 32]) is None
    assert nearest("abc", []) is None


def test_nearest_is_found_among_thousands():
    known = [f"talk-about-something-{number:05}" for number in range(5_000)]

    assert nearest("talk-abuot-something-04321", known) == "talk-about-something-04321"


def test_short_text_fits_a_sentence():
    assert short("one\n  two") == "one two"
    assert short("a" * 100) == "a" * 59 + "…"
