"""The board as files: whole, escaped, the same where nothing changed."""

import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from flows.board import indicator_page
from flows.board.write import BoardError, write_as_of, write_board, write_then_now
from tests.flows.board.builders_board import a_home, a_hostile_home, commit
from tests.warehouse.builders_events import Story, day
from tests.warehouse.builders_history import write_history
from transforms.events import claim_withdrawn


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One home for the tests that only read it."""
    return a_home(tmp_path_factory.mktemp("board") / "home")


@pytest.fixture(scope="module")
def first(home):
    return write_board(home)


class Elements(HTMLParser):
    """What a browser would make of a page: its elements and their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def read(page, name):
    return (page.parent / name).read_text(encoding="utf-8")


def test_the_first_page_leads_to_a_page_for_each_indicator(first):
    links = {a["href"] for tag, a in Elements(first.read_text()).found if tag == "a" and "href" in a}
    for indicator in ("troops-deployed", "troops-killed", "launch-readiness"):
        assert f"dprk.{indicator}.html" in links
        assert (first.parent / f"dprk.{indicator}.html").is_file()


def test_every_link_within_the_board_leads_to_a_file(first):
    for page in first.parent.glob("*.html"):
        for tag, attributes in Elements(page.read_text(encoding="utf-8")).found:
            target = attributes.get("href" if tag in ("a", "link") else "src") or ""
            if target and not re.match(r"(https?|data):|#|\.\./checks/", target):
                assert (page.parent / target.split("#")[0]).is_file(), (page.name, target)


def test_the_page_of_an_indicator_shows_who_says_what_in_which_words(first):
    page = read(first, "dprk.troops-killed.html")
    assert "kr.nis said 300.0 on 20 November." in page
    assert "3,000 soldiers" in page
    assert "Kyiv" in page
    assert page.count('<tr id="c-') == 6


def test_the_chart_has_a_point_for_each_claim_and_the_state_as_a_line(first):
    page = read(first, "dprk.troops-killed.html")
    chart = json.loads(re.search(r'id="spec">(.*?)</script>', page, re.DOTALL)[1])
    assert len(chart["datasets"]["claims"]) == 6
    assert [step["value"] for step in chart["datasets"]["state"]][-1] is not None


def test_a_second_write_touches_nothing(first, home):
    before = {path: path.stat().st_mtime_ns for path in first.parent.iterdir()}
    write_board(home)
    assert {path: path.stat().st_mtime_ns for path in first.parent.iterdir()} == before


def test_all_of_it_is_small(first):
    assert sum(path.stat().st_size for path in first.parent.iterdir()) < 1_500_000


def test_nothing_from_outside_becomes_markup_or_an_address_that_does_something(tmp_path):
    page = write_board(a_hostile_home(tmp_path / "home"))
    for path in page.parent.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        for tag, attributes in Elements(text).found:
            assert tag not in ("img", "iframe", "object", "base"), path.name
            assert not any(name.startswith("on") for name in attributes), path.name
            href = attributes.get("href") or ""
            assert not re.match(r"\s*(javascript|data:text|vbscript)", href, re.IGNORECASE)
            assert "secret" not in href
            if tag == "script":
                kinds = {"board.js", "vega.js"}
                assert attributes.get("src") in kinds or attributes.get("type") == "application/json"
        assert "49" not in re.findall(r"\{\{.*?\}\}|49", text), "a template read a text"


def test_a_claim_that_was_taken_back_is_told_as_a_correction_and_does_not_count(tmp_path):
    home, story = tmp_path / "home", Story()
    said = story.says("kr.nis", day(1), indicator="troops-killed", value=10.0)
    story.says("kr.jcs", day(1), indicator="troops-killed", value=20.0)
    commit(home, story.take(), day(1))
    retracted = claim_withdrawn(said, "retracted: It was <b>wrong</b>.", "run-2")
    commit(home, [retracted], day(2))
    page = read(write_board(home), "dprk.troops-killed.html")
    corrections = page[page.index('id="corrections"') :]
    assert "retracted" in corrections
    assert "It was &lt;b&gt;wrong&lt;/b&gt;." in corrections


@pytest.mark.slow
def test_a_home_with_every_kind_of_event_and_odd_words_is_drawn(tmp_path):
    write_history(tmp_path, 60)
    page = write_board(tmp_path)
    assert len([*page.parent.glob("*.html")]) > 4


@pytest.mark.slow
def test_many_claims_are_cut_by_time_and_none_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(indicator_page, "MOST_CLAIMS", 3)
    page = write_board(a_home(tmp_path / "home", days=(1, 70, 80)))
    first = read(page, "dprk.troops-killed.html")
    names = sorted(path.name for path in page.parent.glob("dprk.troops-killed.2*.html"))
    rows = {name.split(".")[2]: read(page, name).count('<tr id="c-') for name in names}
    assert first.count('<tr id="c-') == 3
    assert rows == {"2024": 2, "2025-01": 4}
    assert all(name in first for name in names)


def test_the_page_of_an_indicator_that_is_followed_no_longer_goes(tmp_path):
    home = a_home(tmp_path / "home", days=(1,))
    page = write_board(home)
    (page.parent / "gone.indicator.html").write_text("old")
    write_board(home)
    assert not (page.parent / "gone.indicator.html").exists()


# --- days gone by --------------------------------------------------------------------------


def test_the_page_of_a_day_leaves_out_what_was_recorded_later(home):
    page = write_as_of(home, date(2024, 11, 12)).read_text(encoding="utf-8")
    assert "kr.nis said 200.0 on 10 November." in page
    assert "300.0" not in page


@pytest.mark.slow
def test_the_page_of_a_day_never_changes_and_stays(tmp_path):
    home = a_home(tmp_path / "home", days=(1, 10))
    page = write_as_of(home, date(2024, 11, 5))
    before = page.read_bytes()
    story = Story()
    story.says("kr.nis", day(30), indicator="troops-killed", value=9.0)
    commit(home, story.take(), day(30))
    first = write_board(home)
    assert write_as_of(home, date(2024, 11, 5)).read_bytes() == before
    assert page.name in first.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day_", "why"), [(date(2024, 11, 20), "is not over"), (date(2024, 10, 1), "lies before")]
)
def test_a_day_that_has_no_page_is_refused_in_one_line(home, day_, why):
    with pytest.raises(BoardError, match=why) as fault:
        write_as_of(home, day_)
    assert "\n" not in str(fault.value)


def test_two_days_stand_side_by_side_with_who_moved(home):
    page = write_then_now(home, date(2024, 11, 2), date(2024, 11, 12)).read_text(encoding="utf-8")
    assert "2 of 3 indicators differ" in page
    assert "Who says another thing than before" in page
    assert "kr.nis said 200.0 on 10 November." in page


def test_days_in_the_wrong_order_are_refused(home):
    with pytest.raises(BoardError, match="is not before"):
        write_then_now(home, date(2024, 11, 12), date(2024, 11, 2))


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path):
    home = a_home(tmp_path / "home", days=(1,))
    (home / "board").write_text("a file")
    with pytest.raises(BoardError, match="cannot be written"):
        write_board(home)
