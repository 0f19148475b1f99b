"""A real browser for the tests: the Chromium that is installed, cut off from every network.

Where there is none, the tests are skipped; with VEDETTE_BROWSER=required they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--no-first-run", "--disable-quic"),
)
# What WCAG 2.2 asks at levels A and AA.
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "preload": False,  # it would ask for the style again, which no page on disk may
}


@dataclass
class Seen:
    """What a page said and asked for while it was open."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def a_browser() -> Iterator[Any]:
    """Chromium, without a window."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        said = f"no browser: none of {', '.join(_NAMES)} is installed"
        if os.environ.get("VEDETTE_BROWSER") == "required":
            pytest.fail(said)
        pytest.skip(said)
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def a_page(browser: Any, url: str, **context: Any) -> Iterator[tuple[Any, Seen]]:
    """A page that may ask for what lies beside it, and for nothing else."""
    seen, base = Seen(), url.rpartition("/")[0] + "/"
    opened = browser.new_context(**context)

    def answer(route: Any) -> None:
        is_ours = route.request.url.startswith((base, "data:"))
        if not is_ours:
            seen.asked.append(route.request.url)
        route.continue_() if is_ours else route.abort()

    opened.route("**/*", answer)
    page = opened.new_page()
    page.on("console", lambda message: seen.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.said.append(f"error: {error}"))
    page.goto(url)
    if page.locator("[data-chart]").count():
        page.wait_for_selector(".chart.drawn", timeout=10_000)
    yield page, seen
    opened.close()


def violations(page: Any) -> list[str]:
    """What axe-core finds against WCAG, a line a rule."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
