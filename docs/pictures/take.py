"""Takes the pictures in this folder from the rehearsal's page: `make pictures`.

Needs Chromium: at the path in CHROMIUM, or as `chromium` on the PATH; and a Japanese font.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import time, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright
from simcord.builders import ChannelHandle

from bot.config import Settings
from bot.guilds.model import Choices
from bot.program import yaml_file
from bot.program.model import Program
from bot.program.shipped import SAMPLE, shipped_programs
from bot.rehearsal.play import Rehearsal, first_start, rehearse
from bot.rehearsal.stage import Stage
from bot.translation import Language, _, speaking

HERE = Path(__file__).parent
SHARP = 1.5
# So high that nothing has to scroll under the heading.
TALL = 8000
# What simcord's page says of itself once all is drawn.
READY = "simcordPreview.ready"
# What a picture of text needs: a third of the size, and nobody sees a difference.
COLOURS = 256

# Room around a message; none for simcord's own lists, which throw a shadow on a phone.
LOOK = """
article.channel-message { padding-block: 8px; }
[data-workbench] { display: none !important; }
"""
# What simcord says in English, whatever people's language.
ITS_OWN_WORDS = """
.message-interaction-header, .message-ephemeral-note, .message-edited { display: none; }
"""
# Simcord brings Chinese letters with it; some are written otherwise in Japanese.
JAPANESE = """
:root { --preview-font-sans: "Noto Sans", "Noto Color Emoji", "Noto Sans CJK JP", sans-serif; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What a picture is taken of: how wide it is, and how simcord's page looks on it."""

    width: int
    look: str = LOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One answer to be taken: its file, the command and what is typed into it."""

    name: str
    command: str
    typed: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A server and its organizers, by language: Discord's locale, and what they announce.

    `look` is what their language needs of the page.
    """

    language: Language
    locale: str
    announced: dict[str, str]
    look: str = ""


WINDOW, PHONE = Screen(width=904), Screen(width=420)

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
ON_A_PHONE = Picture(name="talk-card-on-a-phone", command="talk", typed={"title": "cosmos"})

# What they type is what the modal of /announce asks for.
ENGLISH = Community(
    language=Language.ENGLISH,
    locale="en-US",
    announced={
        "title": "The talks go on in the channel",
        "text": "Questions go on in **#general**. Bring yours:\n"
        "- what you would build differently\n- what you want to hear more about",
    },
)
COMMUNITIES = (
    ENGLISH,
    Community(
        language=Language.GERMAN,
        locale="de",
        announced={
            "title": "Im Kanal geht es weiter",
            "text": "Eure Fragen könnt ihr in **#general** stellen:\n"
            "- Was würdet ihr anders bauen?\n- Worüber möchtet ihr mehr hören?",
        },
    ),
    Community(
        language=Language.JAPANESE,
        locale="ja",
        announced={
            "title": "続きはチャンネルで話しましょう",
            "text": "質問は **#general** でどうぞ。たとえば:\n"
            "- 自分ならどう作るか\n- もっと詳しく聞きたいこと",
        },
        look=JAPANESE,
    ),
)


async def main() -> None:
    """Take all of them."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        await _take_answers(browser)
        await _take_desk(browser, ENGLISH, WINDOW, "{}")
        for one in COMMUNITIES:
            screen = replace(PHONE, look=LOOK + ITS_OWN_WORDS + one.look)
            await _take_desk(browser, one, screen, f"{{}}-{one.language}")
        await browser.close()


async def _take_answers(browser: Browser) -> None:
    """Take what attendees see."""
    async with rehearse(_sample(), Settings()) as rehearsal:
        stage = rehearsal.stage
        async with _page(browser, rehearsal, stage.announcements, WINDOW) as page:
            await rehearsal.next()
            await _take_last(page, "reminder")
            card = await stage.attendee.slash(stage.announcements, "talk", title="magic")
            await stage.attendee.click(card.response, label="Save")
            await stage.show()
            await _take_last(page, "saved")
            for picture in ANSWERS:
                await _take_answer(stage, page, picture)
        async with _page(browser, rehearsal, stage.announcements, PHONE) as page:
            await _take_answer(stage, page, ON_A_PHONE)


async def _take_answer(stage: Stage, page: Page, picture: Picture) -> None:
    await stage.attendee.slash(stage.announcements, picture.command, **picture.typed)
    await stage.show()
    await _take_last(page, picture.name)


async def _take_desk(browser: Browser, community: Community, screen: Screen, names: str) -> None:
    """Take the day, the live board, and what organizers see, in a server that has chosen both."""
    program = _sample()
    opens = first_start(program) - timedelta(hours=1, minutes=10)
    async with rehearse(program, Settings(), opens=opens) as rehearsal:
        stage, guilds = rehearsal.stage, rehearsal.app.guilds
        open_page = partial(_page, browser, rehearsal, screen=screen)
        with _set_to(community, stage):
            await guilds.choose(stage.guild_id, _with_desk(stage, community), rehearsal.now)
            await rehearsal.move(timedelta(minutes=15))
            async with open_page(stage.announcements) as page:
                await _take_first(page, names.format("digest"))
            await rehearsal.move(timedelta(hours=1))
            async with open_page(stage.general) as page:
                await _take_first(page, names.format("board"))
            # The page shows what the first of them sees.
            stage.attendee, stage.organizer = stage.organizer, stage.attendee
            async with open_page(stage.announcements) as page:
                await stage.attendee.slash(stage.announcements, "setup")
                await stage.show()
                await _take_last(page, names.format("setup"))
                await _open_preview(stage, community)
                await _take_last(page, names.format("preview"))


async def _open_preview(stage: Stage, community: Community) -> None:
    """Show an announcement as its organizer sees it before it is posted."""
    form = await stage.attendee.slash(stage.announcements, "announce new")
    card = await stage.attendee.submit_modal(form, community.announced)
    with speaking(community.language):
        label = _("Preview and post")
    await stage.attendee.click(card.response, label=label)
    await stage.show()


def _sample() -> Program:
    file = shipped_programs() / f"{SAMPLE}.yaml"
    return yaml_file.read(file.read_bytes(), file=SAMPLE).program


def _with_desk(stage: Stage, community: Community) -> Callable[[Choices], Choices]:
    def chosen(choices: Choices) -> Choices:
        return replace(
            choices,
            announcement_channel=stage.announcements.id,
            digest_at=time(8),
            board_channel=stage.general.id,
            language=community.language,
        )

    return chosen


@contextmanager
def _set_to(community: Community, stage: Stage) -> Iterator[None]:
    """Let everybody's Discord be set to a language within; simcord's are all set to English."""
    preview = partial(stage.env.preview, locale=community.locale)
    with (
        patch.object(Language, "of_discord", return_value=community.language),
        patch.object(stage.env, "preview", preview),
    ):
        yield


@asynccontextmanager
async def _page(
    browser: Browser, rehearsal: Rehearsal, channel: ChannelHandle, screen: Screen
) -> AsyncIterator[Page]:
    """Open a channel in the browser."""
    page = await browser.new_page(
        viewport={"width": screen.width, "height": TALL},
        device_scale_factor=SHARP,
        bypass_csp=True,
    )
    await page.goto(
        await rehearsal.stage.open_page(rehearsal.program.zone, channel=channel, port=0)
    )
    await page.add_style_tag(content=screen.look)
    # It tells simcord how wide it is, and is as wide as that only then.
    await page.wait_for_function(f"simcordPreview.geometry.app.width == {screen.width}")
    await page.wait_for_function(READY)
    yield page
    await page.close()


async def _take_first(page: Page, name: str) -> None:
    await _take(page, name, 0)


async def _take_last(page: Page, name: str) -> None:
    await _take(page, name, -1)


async def _take(page: Page, name: str, number: int) -> None:
    await page.wait_for_timeout(1500)
    await page.wait_for_function(READY)
    message = page.locator("article.channel-message").nth(number)
    await message.locator("button:disabled").first.wait_for(state="detached")
    await message.scroll_into_view_if_needed()
    taken = Image.open(BytesIO(await message.screenshot())).convert("RGB")
    # The means of what is close to each other: large areas keep exactly their colour.
    few = taken.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    few.save(HERE / f"{name}.png", optimize=True)


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        sys.exit("No Chromium: install it, or set CHROMIUM to its path.")
    return found


if __name__ == "__main__":
    asyncio.run(main())
