"""Takes the pictures in this folder from the rehearsal's page: `make pictures`.

Needs Chromium: at the path in CHROMIUM, or as `chromium` on the PATH.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bot.config import Settings
from bot.guilds.model import Choices
from bot.program import yaml_file
from bot.program.model import Program
from bot.program.shipped import SAMPLE, shipped_programs
from bot.rehearsal.play import Rehearsal, first_start, rehearse
from bot.rehearsal.stage import Stage

HERE = Path(__file__).parent
WIDTH, PHONE = 900, 420
SHARP = 1.5
# So high that nothing has to scroll under the heading.
TALL = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One answer to be taken: its file, the command and what is typed into it."""

    name: str
    command: str
    typed: dict[str, str]


ANSWERS = (
    Picture(name="talk-card", command="talk", typed={"title": "exab"}),
    Picture(name="speaker-card", command="speaker", typed={"name": "randy"}),
    Picture(name="track-card", command="track", typed={"name": "architectures"}),
    Picture(name="schedule", command="schedule", typed={}),
    Picture(name="now", command="now", typed={}),
    Picture(name="search", command="search", typed={"words": "database"}),
    Picture(name="help", command="help", typed={}),
    Picture(name="agenda", command="agenda show", typed={}),
)


# What the modal of /announce asks for.
ANNOUNCED = {
    "title": "The talks go on in the channel",
    "text": "Questions go on in **#general**. Bring yours:\n- what you would build differently\n"
    "- what you want to hear more about",
}


async def main() -> None:
    """Take all of them."""
    program = _sample()
    async with rehearse(program, Settings()) as rehearsal, async_playwright() as playwright:
        stage = rehearsal.stage
        address = await stage.open_page(program.zone, channel=stage.announcements, port=0)
        browser = await playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(
            viewport={"width": WIDTH + 260, "height": TALL}, device_scale_factor=SHARP
        )
        await page.goto(address)
        await _take_reminder(rehearsal, page)
        await _take_saved(rehearsal, page)
        for picture in ANSWERS:
            await stage.attendee.slash(stage.announcements, picture.command, **picture.typed)
            await stage.show()
            await _take_last(page, picture.name)
        await page.set_viewport_size({"width": PHONE, "height": TALL})
        await stage.attendee.slash(stage.announcements, "talk", title="cosmos")
        await stage.show()
        await _take_last(page, "talk-card-on-a-phone")
        await _take_panel(rehearsal, page)
        await browser.close()
    await _take_desk()


def _sample() -> Program:
    file = shipped_programs() / f"{SAMPLE}.yaml"
    return yaml_file.read(file.read_bytes(), file=SAMPLE).program


async def _take_saved(rehearsal: Rehearsal, page: Page) -> None:
    stage = rehearsal.stage
    card = await stage.attendee.slash(stage.announcements, "talk", title="magic")
    await stage.attendee.click(card.response, label="Save")
    await stage.show()
    await _take_last(page, "saved")


async def _take_panel(rehearsal: Rehearsal, page: Page) -> None:
    """Take what only organizers see, on a page where they look first."""
    stage = rehearsal.stage
    stage.attendee, stage.organizer = stage.organizer, stage.attendee
    zone = rehearsal.program.zone
    await page.goto(await stage.open_page(zone, channel=stage.announcements, port=0))
    await page.set_viewport_size({"width": WIDTH + 260, "height": TALL})
    await stage.attendee.slash(stage.announcements, "setup")
    await stage.show()
    await _take_last(page, "setup")
    await _take_preview(rehearsal, page)


async def _take_preview(rehearsal: Rehearsal, page: Page) -> None:
    """Take an announcement as its organizer sees it before it is posted."""
    stage = rehearsal.stage
    form = await stage.attendee.slash(stage.announcements, "announce new")
    card = await stage.attendee.submit_modal(form, ANNOUNCED)
    await stage.attendee.click(card.response, label="Preview and post")
    await stage.show()
    await _take_last(page, "preview")


async def _take_desk() -> None:
    """Take the day and the live board, as a server gets them that has chosen both."""
    program = _sample()
    start = first_start(program)
    opens = start - timedelta(hours=1, minutes=10)
    async with rehearse(program, Settings(), opens=opens) as rehearsal, async_playwright() as it:
        stage, guilds = rehearsal.stage, rehearsal.app.guilds
        await guilds.choose(stage.guild_id, _with_desk(stage), rehearsal.now)
        browser = await it.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for channel, name, after in (
            (stage.announcements, "digest", timedelta(minutes=15)),
            (stage.general, "board", timedelta(hours=1)),
        ):
            await rehearsal.move(after)
            page = await browser.new_page(
                viewport={"width": WIDTH + 260, "height": TALL}, device_scale_factor=SHARP
            )
            await page.goto(await stage.open_page(program.zone, channel=channel, port=0))
            await _take_first(page, name)
        await browser.close()


def _with_desk(stage: Stage) -> Callable[[Choices], Choices]:
    def chosen(choices: Choices) -> Choices:
        return replace(
            choices,
            announcement_channel=stage.announcements.id,
            digest_at=time(8),
            board_channel=stage.general.id,
        )

    return chosen


async def _take_reminder(rehearsal: Rehearsal, page: Page) -> None:
    await rehearsal.next()
    await _take_last(page, "reminder")


async def _take_first(page: Page, name: str) -> None:
    await page.wait_for_timeout(1500)
    await page.locator("article.channel-message").first.screenshot(path=HERE / f"{name}.png")


async def _take_last(page: Page, name: str) -> None:
    await page.wait_for_timeout(1500)
    message = page.locator("article.channel-message").last
    await message.scroll_into_view_if_needed()
    await message.screenshot(path=HERE / f"{name}.png")


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        sys.exit("No Chromium: install it, or set CHROMIUM to its path.")
    return found


if __name__ == "__main__":
    asyncio.run(main())
