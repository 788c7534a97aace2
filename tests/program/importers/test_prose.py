import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.importers.prose import LONGEST_LINE, LONGEST_PROSE, line, prose

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufeff]")
SIZE = 65_536

TAGS = st.sampled_from(
    ["p", "b", "strong", "em", "ul", "ol", "li", "h2", "blockquote", "span", "div", "code", "pre"]
)
WORDS = st.text("abc déf。 -", max_size=8)
HTML = st.recursive(
    WORDS,
    lambda inside: st.one_of(
        st.builds("<{0}>{1}</{0}>".format, TAGS, inside),
        st.builds("<{0} class=\"x\" title='a>b'>{1}</{0}>".format, TAGS, inside),
        st.builds("{}<br/>{}<hr>".format, inside, inside),
        st.builds("<script>{}</script><!-- {} -->{}".format, WORDS, WORDS, inside),
        st.builds('<a href="https://example.org/?a=1&amp;b=2">{}</a>'.format, inside),
    ),
    max_leaves=12,
)
MARKDOWN = st.recursive(
    st.text("abc def", min_size=1, max_size=8).map(str.strip).filter(bool)
    | st.just("[words](https://example.org)"),
    lambda inside: st.one_of(
        inside.map("**{}**".format),
        st.builds("{}\n\n- {}\n- {}".format, inside, inside, inside),
    ),
    max_leaves=6,
)


@given(st.text() | HTML | MARKDOWN)
def test_no_text_leaves_characters_that_are_not_to_be_seen(text):
    for said in (prose(text), line(text)):
        assert CONTROL.search(said) is None
        assert said == said.strip()
    assert "\n" not in line(text)
    assert "\n\n\n" not in prose(text)


@given(HTML)
def test_no_tag_is_left_of_html(text):
    for said in (prose(text), line(text)):
        assert (
            re.search(r"</?(?:p|b|strong|em|ul|ol|li|h2|div|span|script|br|a|hr)\b", said) is None
        )
        assert "<!--" not in said
        assert "&amp;" not in said


@given(MARKDOWN)
def test_what_is_plain_already_stays_as_it_is(text):
    once = prose(f"# Head\n\n{text}\n\n> said")

    assert prose(once) == once


@given(st.lists(st.text("abc déf", min_size=1).map(str.split).map(" ".join).filter(bool)))
def test_plain_paragraphs_stay_as_they_are(paragraphs):
    text = "\n\n".join(paragraphs)

    assert prose(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\nlines"),
        ("# Head\n\n**Bold** and _soft_, ~~gone~~", "Head\n\nBold and soft, gone"),
        ("* a\n* b\n    * c", "- a\n- b\n- c"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("[Here](https://example.org) it is", "Here (https://example.org) it is"),
        ('<a href="https://example.org/">https://example.org</a>', "https://example.org"),
        ('<a href="javascript:alert(1)">Click</a>', "Click"),
        ("![A picture](https://example.org/a.png) after", "after"),
        ("Use `List<String>` and Map<K, V>", "Use List<String> and Map<K, V>"),
        ("a < b and c > d", "a < b and c > d"),
        ("The <canvas> element", "The <canvas> element"),
        ("<canvas>drawn</canvas> element", "drawn element"),
        ("The <title> tag matters", "The <title> tag matters"),
        ("Fish &amp; chips&nbsp;&#8211; 5&euro;", "Fish & chips – 5€"),
        ("see https://example.org/?a=1&section=2", "see https://example.org/?a=1&section=2"),
        ("&lt;p&gt;Twice escaped&lt;/p&gt;", "Twice escaped"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("```\na = 1\nb = 2\n```", "a = 1\nb = 2"),
        ("    not code", "not code"),
        ("snake_case_name and 2*3*4", "snake_case_name and 234"),
        ("\u202eturned\u202c", "turned"),
        ("&#0;&#x202e;a&#55296;", "\ufffda\ufffd"),
        ("<o:p>Word</o:p>", "Word"),
        ("#hashtag\n\n>quoted", "#hashtag\n\nquoted"),
    ],
)
def test_prose_is_what_people_would_see(text, said):
    assert prose(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  A\n title\t ", "A title"),
        ("Q&amp;A: <b>bold</b>", "Q&A: bold"),
        ("*args and **kwargs", "*args and **kwargs"),
        ("[Panel](/2025/panel)", "Panel"),
        ("Array[int](x)", "Array[int](x)"),
        ("C++ <vector> & you", "C++ <vector> & you"),
        ("AT&T, R&D", "AT&T, R&D"),
        ("&#" + "9" * 5_000 + ";", "&#" + "9" * (LONGEST_LINE - 3) + "…"),
        ("x" * 5_000, "x" * (LONGEST_LINE - 1) + "…"),
        ("e" + "\u0301" * 500, "é" + "\u0301" * 3),
    ],
)
def test_a_line_is_what_people_would_see(text, said):
    assert line(text) == said


def test_a_text_that_is_too_long_ends_early():
    assert len(prose("word " * 20_000)) <= LONGEST_PROSE


HARD = r"""
[ < * _ ` & ![ [a]( ]( <a> <!-- <!--a--! <![CDATA[ <? </ <x <b <script> <title> <plaintext> ~~ \
a**b *a_ [[] [a][b] [x]:< <a|href=" <a|b= <a|b a|< &# &#x &a &amp [a](<b [a](b|" ***a <!a <div>
<ul><li> <a|href="x"> "|< '|< &lt; > |>|* -|- 1.|
""".split()  # noqa: SIM905 - as a list it would take fifty lines


@pytest.mark.parametrize("piece", [*HARD, "\u0301\u0316"])
def test_no_text_takes_long(piece):
    text = (piece.replace("|", " ") * SIZE)[:SIZE]
    began = process_time()

    prose(text)
    line(text)

    assert process_time() - began < 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * (SIZE // 2) + "]" * (SIZE // 2),
        "".join(" " * (2 * deep) + "- a\n" for deep in range(250)),
        "\n".join(">" * deep for deep in range(300)),
        " ".join("`" * many for many in range(1, 360)),
        "<div>" * (SIZE // 5),
        "word [word " * (SIZE // 11),
        "a\n" * (SIZE // 2),
    ],
)
def test_no_depth_takes_long(text):
    began = process_time()

    prose(text)

    assert process_time() - began < 1
