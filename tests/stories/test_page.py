"""The rehearsal's page in a real browser: typing there, and seeing posts arrive by themselves."""

import os
import shutil

import pytest

playwright = pytest.importorskip("playwright.async_api", reason="the page needs playwright")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
SECONDS = 20_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="NO CHROMIUM HERE: the page was not looked at"),
]


@pytest.fixture
async def page(stage, sample):
    address = await stage.open_page(sample.zone, channel=stage.announcements, port=0)
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page()
        page.set_default_timeout(SECONDS)
        await page.goto(address)
        yield page
        await browser.close()


async def test_a_reminder_shows_without_a_reload_and_with_the_events_time(page, rehearsal):
    await rehearsal.next()

    message = page.locator("article.channel-message").last
    await playwright.expect(message).to_contain_text("Magic Pocket", timeout=SECONDS)
    await playwright.expect(message).to_contain_text("8:50 AM")


async def test_a_command_typed_in_the_page_gets_its_card(page):
    await page.locator("#channel-composer-input").click()

    for typed in ("/ta", "\n", "mag", "\n", "\n"):
        if typed == "\n":
            await page.keyboard.press("Enter")
        else:
            await page.keyboard.type(typed, delay=30)
        await page.wait_for_timeout(700)

    card = page.locator("article.channel-message").last
    await playwright.expect(card).to_contain_text("Magic Pocket is used to store", timeout=SECONDS)
