"""Each attendee is told each thing once, whatever happens to the bot in between."""

import pytest

from bot.config import Settings
from bot.postman import Postman
from bot.rehearsal.play import rehearse
from bot.storage.ledger import SqlLedger
from tests.storage.everything import everything
from tests.stories.conference import (
    MINUTES,
    PROGRAM,
    START,
    SWEEPS,
    cancelled,
    delayed,
    direct,
    save,
    told,
)

pytestmark = pytest.mark.slow

REMINDED = f"**Rivers of Europe** · Hall 1 · <t:{START}:R>"
MOVED = f"**Rivers of Europe** moved to <t:{START + 20 * 60}:F>"
ANEW = f"**Rivers of Europe** · Hall 1 · <t:{START + 20 * 60}:R>"


@pytest.fixture
async def rehearsal():
    """The three talks, twenty minutes before the first two, of which one is saved."""
    async with rehearse(PROGRAM, Settings()) as it:
        await save(it.stage.attendee, it.stage.general, "rivers")
        yield it


class Death:
    """Lets the bot break off before or after a step that it does for one person alone.

    What it says of that afterwards goes nowhere, as if the process had ended there.
    """

    def __init__(self, monkeypatch, owner, step, when):
        self._monkeypatch = monkeypatch
        self._owner, self._step, self._when = owner, step, when
        self.times = 0

    def begin(self):
        inner = getattr(self._owner, self._step)

        async def dies(it, one, *more):
            if getattr(one, "delivery", one).user_id is None:
                return await inner(it, one, *more)
            if self._when == "after":
                await inner(it, one, *more)
            self.times += 1
            raise RuntimeError("on purpose")

        self._monkeypatch.setattr(self._owner, self._step, dies)

    async def end(self, rehearsal):
        """Start the bot anew, which lives"""
        self._monkeypatch.undo()
        await rehearsal.restart(after=2 * MINUTES)


UNSENT = (Postman, "send", "before")
DEATHS = (
    (SqlLedger, "claim", "before"),
    (SqlLedger, "claim", "after"),
    UNSENT,
    (Postman, "send", "after"),
    (SqlLedger, "settle", "after"),
)


@pytest.fixture(params=DEATHS, ids=lambda told: f"{told[2]} {told[1]}")
def death(request, monkeypatch):
    return Death(monkeypatch, *request.param)


async def test_a_reminder_is_sent_once_wherever_the_bot_dies(rehearsal, stage, death):
    death.begin()
    await rehearsal.move(10 * MINUTES)

    await death.end(rehearsal)
    await rehearsal.move(60 * MINUTES)

    assert death.times > 0
    assert [text for _, text in direct(stage)] == [REMINDED]


async def test_a_move_is_told_once_wherever_the_bot_dies(rehearsal, stage, death):
    death.begin()
    await delayed(stage)
    await rehearsal.move(SWEEPS)

    await death.end(rehearsal)
    await rehearsal.move(60 * MINUTES)

    assert death.times > 0
    assert [text for _, text in direct(stage)] == [MOVED, ANEW]


async def test_a_bot_that_is_away_at_the_lead_sends_when_it_is_back(rehearsal, stage):
    await rehearsal.restart(after=15 * MINUTES)
    await rehearsal.move(10 * MINUTES)

    assert direct(stage) == [("16:55", REMINDED)]


async def test_a_bot_that_is_away_until_the_start_sends_nothing_and_keeps_nothing(rehearsal, stage):
    await rehearsal.restart(after=21 * MINUTES)
    await rehearsal.move(10 * MINUTES)

    rows = await everything(rehearsal.app._database)
    assert direct(stage) == []
    assert [row for row in rows["deliveries"] if row["user_id"] is not None] == []


async def test_restarts_in_the_window_send_nothing_again(rehearsal, stage):
    await rehearsal.move(10 * MINUTES)

    for _ in range(3):
        await rehearsal.restart(after=MINUTES)
    await rehearsal.move(30 * MINUTES)

    assert direct(stage) == [("16:50", REMINDED)]


async def test_what_moved_while_the_bot_was_away_is_corrected_told_and_reminded_of(
    rehearsal, stage, attendee
):
    await rehearsal.move(10 * MINUTES)
    await delayed(stage)
    await rehearsal.restart(after=2 * MINUTES)

    await rehearsal.move(60 * MINUTES)

    assert direct(stage) == [("16:50", f"Moved: {ANEW}"), ("16:52", MOVED), ("17:10", ANEW)]


async def test_a_save_is_kept_over_a_restart_and_its_buttons_work_on(rehearsal, stage, attendee):
    card = await save(attendee, stage.general, "seas")
    await rehearsal.move(10 * MINUTES)
    reminder = stage.sent()[0].message

    await rehearsal.restart(after=MINUTES)
    await attendee.click(card.response, label="Take back")
    shown = await told(attendee, stage.general, "agenda show")
    await stage.alone.click(reminder, label="Drop")
    left = await told(attendee, stage.general, "agenda show")

    assert "Seas" not in shown
    assert "**Rivers of Europe**" in shown
    assert "Nothing is saved yet." in left


@pytest.mark.parametrize("status", [500, pytest.param(429, marks=pytest.mark.slow)])
async def test_what_discord_fails_at_is_tried_again(rehearsal, stage, status):
    path = f"/channels/{stage.alone.dm_channel.id}/messages"
    stage.env.inject_error("POST", path, status=status, times=6)

    await rehearsal.move(10 * MINUTES)
    for _ in range(10):
        await rehearsal.move(SWEEPS)

    assert [text for _, text in direct(stage)] == [REMINDED]


@pytest.mark.parametrize("death", [UNSENT], indirect=True, ids=["before send"])
async def test_who_is_forgotten_between_claim_and_send_is_sent_nothing(
    rehearsal, stage, attendee, death
):
    death.begin()
    await rehearsal.move(10 * MINUTES)
    asked = await attendee.slash(stage.general, "agenda forget-me")
    await attendee.click(asked.response, label="Forget me")

    await death.end(rehearsal)
    await cancelled(stage)
    await rehearsal.move(60 * MINUTES)

    assert death.times > 0
    assert direct(stage) == []
