"""The board in a real browser: drawn, silent, usable by keyboard, by those who cannot see, on paper."""

import os

import pytest

from flows.board.server import BoardServer
from flows.board.write import write_as_of, write_board, write_then_now
from tests.flows.board.browser import a_browser, a_page, violations
from tests.flows.board.builders_board import a_home, a_hostile_home, commit
from tests.warehouse.builders_events import Story, a_watch, day, on

pytestmark = pytest.mark.slow
PHONE = {"width": 360, "height": 740}
PAGES = (
    *("index.html", "dprk.troops-killed.html", "dprk.launch-readiness.html"),
    *("as-of_2024-11-12.html", "then_2024-11-02_now_2024-11-12.html"),
)


@pytest.fixture(scope="module")
def browser():
    with a_browser() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The boards of two watches, in one home, with pages of days gone by."""
    home = a_home(tmp_path_factory.mktemp("board") / "home")
    story = Story(a_watch(id="second", title="The second watch"))
    story.says("us.dod", day(21), indicator="troops-killed", value=5.0)
    commit(home, story.take(), day(21))
    write_as_of(home, on(12))
    write_then_now(home, on(2), on(12))
    return write_board(home).parent


def shown(page):
    return page.locator(".card:not([hidden])").count()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_opens_from_the_disk_without_a_complaint_or_a_barrier(browser, folder, name, scheme):
    with a_page(browser, (folder / name).as_uri(), color_scheme=scheme) as (page, seen):
        assert page.locator("h1").count() == 1
        assert (seen.said, seen.asked) == ([], [])
        assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(browser, folder, name):
    with a_page(browser, (folder / name).as_uri(), viewport=PHONE) as (page, seen):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert violations(page) == []
        assert seen.said == []


def test_a_chart_is_drawn_without_eval_and_shows_each_claim(browser, folder):
    with a_page(browser, (folder / "dprk.troops-killed.html").as_uri()) as (page, _):
        assert page.locator(".drawing svg .mark-symbol path").count() >= 6
        page.locator(".drawing svg .mark-symbol.layer_2_marks path").first.hover()
        page.wait_for_selector("#vg-tooltip-element.visible")
        assert "said" in page.locator("#vg-tooltip-element").inner_text()
        policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
        assert "unsafe" not in policy
        # no code may be made of a text in this page, so the chart was drawn without
        page.evaluate("setTimeout(() => { try { made = Function('return 1')() } catch { made = 0 } })")
        page.wait_for_function("window.made !== undefined")
        assert page.evaluate("made") == 0


def test_the_filters_work_by_keyboard_and_stay_in_the_address(browser, folder):
    with a_page(browser, (folder / "index.html").as_uri()) as (page, _):
        everything = shown(page)
        page.keyboard.press("/")
        page.keyboard.type("killed dprk")
        assert shown(page) == 1
        assert "1 of 6 shown" in page.locator(".filters output").inner_text()
        page.keyboard.press("Escape")
        assert shown(page) == everything == 6
        page.keyboard.press("Tab")
        page.keyboard.type("The second")
        assert shown(page) == 3
        page.reload()
        assert shown(page) == 3
        page.locator("button[type=reset]").press("Enter")
        page.wait_for_function("document.querySelectorAll('.card:not([hidden])').length === 6")
        page.locator("[name=disputed]").press("Space")
        assert 0 < shown(page) < 6
        assert page.locator(".card:not([hidden]):not([data-disputed])").count() == 0


def test_the_first_tab_skips_to_the_content(browser, folder):
    with a_page(browser, (folder / "index.html").as_uri()) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_without_scripts_all_is_there_to_read(browser, folder):
    url = (folder / "index.html").as_uri()
    with a_page(browser, url, java_script_enabled=False) as (page, _):
        assert page.locator(".card").count() == 6
        assert not page.locator(".filters").is_visible()


def test_a_page_prints(browser, folder):
    with a_page(browser, (folder / "dprk.troops-killed.html").as_uri()) as (page, _):
        paper = page.pdf(format="A4")
        assert paper.startswith(b"%PDF")
        page.emulate_media(media="print")
        assert not page.locator(".crumbs").is_visible()


def test_nothing_from_outside_does_anything(browser, tmp_path):
    folder = write_board(a_hostile_home(tmp_path / "home")).parent
    for path in folder.glob("*.html"):
        with a_page(browser, path.as_uri()) as (page, seen):
            assert page.title().endswith("· Vedette")
            assert page.locator("main img, main iframe, main script:not([type])").count() == 0
            assert "<script>" in page.locator("main").inner_text()  # it is shown as it was written
            assert (seen.said, seen.asked) == ([], [])
            for link in page.locator("main a[href]").all():
                assert not link.get_attribute("href").lower().startswith(("javascript", "data"))


def test_a_served_page_shows_the_next_run_by_itself(browser, tmp_path):
    home = a_home(tmp_path / "home", days=(1, 10))
    folder = write_board(home).parent
    with (
        BoardServer(folder, 0) as server,
        a_page(browser, f"{server.base_url}/index.html") as (page, seen),
    ):
        before = page.locator(".dateline").inner_text()
        with page.expect_response("**/revision.txt"):
            pass
        story = Story()
        story.says("kr.nis", day(30), indicator="troops-killed", value=7_777.0)
        commit(home, story.take(), day(30))
        write_board(home)
        page.wait_for_function("before => document.querySelector('.dateline').innerText !== before", arg=before)
        assert "7,777 soldiers" in page.locator("main").inner_text()
        assert (seen.said, seen.asked) == ([], [])


def test_a_browser_that_has_to_be_there_is_no_reason_to_skip(monkeypatch):
    monkeypatch.setitem(os.environ, "PATH", "")
    monkeypatch.setitem(os.environ, "VEDETTE_BROWSER", "required")
    with pytest.raises(pytest.fail.Exception, match="no browser"), a_browser():
        pass
