"""Chromium for the tests of the hub's pages: a doctor signed in at one size and in one language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.hub_server.review_sample import PASSWORD, ReviewHub

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": (1366, 768), "phone": (390, 844)}


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser of its own, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def opened(chromium: Browser, hub: ReviewHub, size: str, lang: str, who: str = "nivedita") -> tuple[Page, list[str]]:
    """A page signed in as the doctor, and what the browser complains about."""
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale=f"{lang}-IN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(hub.url + "/")
    page.fill("#login", who)
    page.fill("#password", PASSWORD)
    page.click("#sign_in_button")
    page.wait_for_url("**/review/queue")
    return page, complaints


def scripts_run(page: Page) -> None:
    """Wait until the scripts of the page that is shown are loaded: it can be typed into before."""
    expect(page.locator("html.keys")).to_have_count(1)


def take(page: Page) -> None:
    """Take the case whose page is open; its answer can be written, and its scripts run."""
    page.click("#claim")
    expect(page.locator("#answer")).to_be_visible()
    scripts_run(page)
