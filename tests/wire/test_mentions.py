import pytest

from tests.wire.mentions import pinged

TEXT = "<@1> <@!2> <@&3> <@&4> @everyone"


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (None, (["1", "2"], ["3", "4"], True)),
        ({"parse": []}, ([], [], False)),
        ({"parse": ["users"]}, (["1", "2"], [], False)),
        ({"parse": [], "roles": [3]}, ([], ["3"], False)),
        ({"parse": ["everyone"], "users": ["2"]}, (["2"], [], True)),
    ],
)
def test_only_the_allowed_are_pinged(allowed, expected):
    body = {"content": TEXT} | ({} if allowed is None else {"allowed_mentions": allowed})

    assert pinged(body, may_everyone=True) == expected


def test_everyone_is_pinged_only_by_who_may():
    assert pinged({"content": "@here"}, may_everyone=False) == ([], [], False)


def test_text_displays_ping_and_embeds_do_not():
    text = {"type": 10, "content": "<@1>"}
    body = {"embeds": [{"title": "<@2>"}], "components": [{"type": 17, "components": [text]}]}

    assert pinged(body, may_everyone=True) == (["1"], [], False)
