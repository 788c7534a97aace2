from dataclasses import replace
from datetime import timedelta

from bot.delivery.model import Plan
from bot.organizers.actions import Logged
from bot.organizers.log import LONGEST, POSTED_FOR, OrganizerLog
from bot.translation import in_words, said
from tests.delivery.deliveries import MINUTE
from tests.delivery.memory_ledger import MemoryLedger
from tests.organizers.memory_actions import MemoryActions
from tests.organizers.troubles import SETTLED as NOW
from tests.organizers.troubles import choosing
from tests.reminders.memory import FixedGuilds
from tests.translation.fake import speaking_loudly

SOMEBODY = 4711
LOG = 88


class At:
    """A clock that tells one instant."""

    def now(self):
        return NOW


class Broken:
    """A store that is out of order."""

    async def add(self, *_):
        raise OSError("the disk is full")


def _log(*choices, store=None, owns=lambda _: True):
    ledger = MemoryLedger()
    guilds = FixedGuilds(*choices)
    return OrganizerLog(store or MemoryActions(), guilds, ledger, At(), owns=owns), guilds, ledger


async def test_an_action_is_posted_once_where_the_guild_chose():
    log, _, ledger = _log(replace(choosing(), log_channel=LOG))
    guild = choosing().guild_id

    await log.note(guild, SOMEBODY, "paused all posting")
    ((delivery,),) = [plan.due for plan in await log.plans(NOW)]
    await ledger.claim(delivery, NOW)

    assert (delivery.place, delivery.due, delivery.expires) == (LOG, NOW, NOW + POSTED_FOR)
    assert log.subject(delivery, NOW) == Logged(
        user_id=SOMEBODY, at=NOW, what="paused all posting", mark=delivery.digest
    )
    assert list(await log.plans(NOW)) == [Plan()]


async def test_what_was_done_can_be_posted_in_any_language(monkeypatch):
    log, _, _ = _log(replace(choosing(), log_channel=LOG))
    what = said("dropped this: {post}", post=said("Welcome to organizers"))

    await log.note(choosing().guild_id, SOMEBODY, what)
    ((delivery,),) = [plan.due for plan in await log.plans(NOW)]

    told = log.subject(delivery, NOW).what
    assert told == what
    with speaking_loudly(monkeypatch):
        assert in_words(told) == "DROPPED THIS: WELCOME TO ORGANIZERS"


async def test_without_a_channel_it_is_only_kept():
    log, _, _ = _log(choosing())

    await log.note(choosing().guild_id, SOMEBODY, "paused all posting")

    assert list(await log.plans(NOW)) == []
    assert [one.what for one in await log.recent(choosing().guild_id)] == ["paused all posting"]


async def test_nothing_is_posted_of_long_ago_in_a_pause_or_by_another_process():
    chosen = replace(choosing(), log_channel=LOG)
    for choices, now, owns in (
        (chosen, NOW + POSTED_FOR + MINUTE, True),
        (replace(chosen, paused_at=NOW), NOW, True),
        (chosen, NOW, False),
    ):
        log, _, _ = _log(choices, owns=lambda _, owns=owns: owns)
        await log.note(chosen.guild_id, None, "paused")
        assert not any(plan.due for plan in await log.plans(now))


async def test_a_post_for_another_channel_than_the_chosen_one_is_not_called_for():
    chosen = replace(choosing(), log_channel=LOG)
    log, _, _ = _log(chosen)
    await log.note(chosen.guild_id, None, "paused")
    ((delivery,),) = [plan.due for plan in await log.plans(NOW)]

    assert log.subject(replace(delivery, place=LOG + 1), NOW) is None


async def test_what_can_not_be_kept_stops_nobody(caplog):
    log, _, _ = _log(choosing(), store=Broken())

    await log.note(1, SOMEBODY, "paused")

    assert "an action was not kept" in caplog.text
    assert str(SOMEBODY) not in caplog.text


async def test_long_words_are_kept_in_part():
    log, _, _ = _log(choosing())

    await log.note(1, None, "x" * (LONGEST + 1))

    (action,) = await log.recent(1)
    assert len(action.what) == LONGEST
    assert action.at == NOW + timedelta()


async def test_what_was_done_before_its_channel_was_chosen_is_only_listed():
    chosen = replace(choosing(), log_channel=LOG, log_since=NOW + MINUTE)
    log, _, _ = _log(chosen)

    await log.note(chosen.guild_id, SOMEBODY, "paused all posting")

    assert not any(plan.due for plan in await log.plans(NOW))
    assert len(await log.recent(chosen.guild_id)) == 1


async def test_a_guild_that_somebody_did_something_in_is_known_from_then_on():
    log, guilds, _ = _log()

    await log.note(77, SOMEBODY, "wrote an announcement")

    assert [one.guild_id for one in guilds.all()] == [77]
