from dataclasses import dataclass

import discord
import pytest

from bot.cogs.announce_rights import role_faults

MAY, MAY_NOT = discord.Permissions(mention_everyone=True), discord.Permissions()


@dataclass
class ARole:
    """A role of Discord's, as far as it matters"""

    name: str = "crew"
    mentionable: bool = False
    is_everyone: bool = False

    def is_default(self):
        return self.is_everyone


@pytest.mark.parametrize(
    ("role", "theirs", "ours", "said"),
    [
        (ARole(mentionable=True), MAY_NOT, MAY_NOT, []),
        (ARole(), MAY, MAY, []),
        (ARole(), MAY_NOT, MAY, ["You may not mention @crew in #a"]),
        (ARole(), MAY, MAY_NOT, ["Marquee may not mention @crew in #a"]),
        (ARole(is_everyone=True), MAY, MAY, ["It can't ping everyone"]),
        (ARole(is_everyone=True, mentionable=True), MAY, MAY, ["It can't ping everyone"]),
        (None, MAY, MAY, ["The role that it pings is gone"]),
    ],
)
def test_a_role_is_pinged_only_if_both_may_and_it_is_not_everyone(role, theirs, ours, said):
    faults = list(role_faults(role, "#a", theirs, ours))

    assert len(faults) == len(said)
    assert all(fault.startswith(one) for fault, one in zip(faults, said, strict=True))
