import pytest

from tests.wire.permissions import ALL, BITS, in_channel, in_guild

VIEW, SEND = BITS["view_channel"], BITS["send_messages"]
GUILD, ROLE, ME = "1", "2", "3"


def _roles(everyone, mine):
    return {GUILD: {"permissions": str(everyone)}, ROLE: {"permissions": str(mine)}}


def _overwrite(who, allow=0, deny=0):
    return {"id": who, "type": 0, "allow": str(allow), "deny": str(deny)}


@pytest.mark.parametrize(
    ("everyone", "mine", "held"),
    [(VIEW, SEND, VIEW | SEND), (0, 0, 0), (0, BITS["administrator"], ALL)],
)
def test_a_member_may_what_one_of_their_roles_may(everyone, mine, held):
    assert in_guild(_roles(everyone, mine), GUILD, [ROLE]) == held


@pytest.mark.parametrize(
    ("base", "overwrites", "held"),
    [
        (VIEW | SEND, [], VIEW | SEND),
        (VIEW | SEND, [_overwrite(GUILD, deny=SEND)], VIEW),
        (VIEW | SEND, [_overwrite(GUILD, deny=SEND), _overwrite(ROLE, allow=SEND)], VIEW | SEND),
        (VIEW | SEND, [_overwrite(ROLE, allow=SEND), _overwrite(ME, deny=SEND)], VIEW),
        (VIEW | SEND, [_overwrite("9", deny=SEND)], VIEW | SEND),
        (VIEW | SEND, [_overwrite(GUILD, deny=VIEW)], 0),
        (ALL, [_overwrite(ME, deny=SEND)], ALL),
    ],
)
def test_overwrites_go_from_everyone_to_the_member(base, overwrites, held):
    assert in_channel(base, overwrites, GUILD, [ROLE], ME) == held
