"""This is what the tests share: repeatable examples, and a browser for pages as a reader sees them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Protocol

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

# The same examples every time: a landing must not hang on luck. EXAMPLES=50 looks further, with new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile("searching" if "EXAMPLES" in os.environ else "repeatable")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


class BrowserPage(Protocol):
    """Makes an empty page of `width` x `height` pixels; go to a report with `page.goto(path.as_uri())`."""

    def __call__(self, *, width: int = 1280, height: int = 900) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, once for all tests; `CHROMIUM` names another."""
    found = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if found is None:
        pytest.fail("the report tests need Chromium: install it, or set CHROMIUM to its path", pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def browser_page(browser: Browser) -> Iterator[BrowserPage]:
    """Pages without a network, since a report must be whole without one; closed when the session ends."""
    opened: list[Page] = []

    def make(*, width: int = 1280, height: int = 900) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, offline=True)
        opened.append(page)
        return page

    yield make
    for page in opened:
        page.context.close()
