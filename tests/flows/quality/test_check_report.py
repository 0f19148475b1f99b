"""The report of a run's checks: as JSON, as a page in which nothing from outside is alive."""

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from flows.cli import main
from flows.outcome import Outcome
from flows.quality.check_report import (
    NoReport,
    markdown_of,
    page_of,
    read_report,
    report_of,
    write_report,
)
from flows.reading import Desk
from flows.run import Run, RunOptions
from tests.flows.builders_held import TOO_MANY, WATCH, judged, make_home, read_of
from tests.flows.builders_run import START, report

HOSTILE = '"><script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>\x1b[31m'


@pytest.fixture(scope="module")
def outcome():
    """A run with a claim held back, and a flag."""
    outcome = Outcome("outbreak-20250124T120000-abcdef12", START)
    desk = Desk.of(WATCH)
    batch = judged(
        read_of("http://news.example/ok", report(120), desk),
        read_of(TOO_MANY, report(500_000), desk, title=None),
    )
    outcome.checks.take(batch)
    outcome.warnings += batch.warnings
    return outcome


@pytest.fixture(scope="module")
def told(outcome):
    return report_of(outcome, "outbreak")


class Page(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def test_a_report_holds_every_expectation_the_rows_held_and_the_flags(told):
    plain = json.loads(json.dumps(told))
    assert len(plain["checks"]) > 50
    (held,) = plain["held"]
    assert held["evidence"].startswith("The World Health Organization said")
    assert "larger than the watch holds possible" in held["reason"]
    assert any("should have a title" in line for line in plain["flagged"])
    words = " ".join(Page(page_of(told)).words)
    assert held["row"][:12] in words
    assert "an article must have a URL" in words


def test_nothing_from_outside_is_alive_in_the_page(told):
    bad = {"row": HOSTILE, "reason": HOSTILE, "url": f"javascript:{HOSTILE}", "evidence": HOSTILE}
    also = bad | {"url": f"https://a.example/{HOSTILE}"}
    page = Page(page_of({**told, "held": [bad, also], "flagged": [HOSTILE], "watch_id": HOSTILE}))
    kinds = {tag for tag, _ in page.tags}
    assert kinds.isdisjoint({"script", "img", "iframe", "object", "link", "form", "base"})
    attributes = {name for _, attrs in page.tags for name in attrs}
    assert not any(name.startswith("on") or name == "src" for name in attributes)
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert links
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert HOSTILE.split("\x1b")[0] in "".join(page.words)


def test_the_page_needs_nothing_else(told):
    page = Page(page_of(told))
    (policy,) = (a["content"] for tag, a in page.tags if "http-equiv" in a)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not any("src" in attrs or tag == "link" for tag, attrs in page.tags)


def test_the_short_form_has_no_word_from_outside(told):
    short = markdown_of({**told, "flagged": [HOSTILE], "held": [{"reason": HOSTILE}]})
    assert "script" not in short
    assert "| claims | a number cannot be larger than the watch holds possible |" in short


def test_reports_are_found_again_and_the_oldest_go(told, tmp_path, monkeypatch):
    monkeypatch.setattr("flows.quality.check_report._REPORTS_KEPT", 2)
    for n in range(4):
        write_report(tmp_path, {**told, "run_id": f"a.b-{n}"})
    kept = sorted(path.name for path in (tmp_path / "checks").iterdir())
    assert kept == ["a.b-2.html", "a.b-2.json", "a.b-3.html", "a.b-3.json"]
    assert read_report(tmp_path)[0]["run_id"] == "a.b-3"
    assert read_report(tmp_path, "a.b-2")[1].name == "a.b-2.html"
    with pytest.raises(NoReport, match=r"run a\.b-0; a run that reads pages writes one"):
        read_report(tmp_path, "a.b-0")


@pytest.fixture
def checks(capsys):
    def run(*words):
        with pytest.raises(SystemExit) as end:
            main(["checks", *(str(word) for word in words)])
        told = capsys.readouterr()
        return end.value.code or 0, told.out, told.err

    return run


def test_a_run_writes_its_report_and_the_command_shows_it(checks, tmp_path, outcome):
    home = make_home(tmp_path / "home")
    assert checks("--home", home)[0] == 2
    run = Run(RunOptions(WATCH, home, START), "outbreak-1")
    run.outcome.checks = outcome.checks
    run.close()
    code, out, _ = checks("--home", home)
    assert (code, "outbreak-1.html" in out) == (0, True)
    assert "larger than the watch holds possible" in out
    assert json.loads(checks("--home", home, "--json")[1])["run_id"] == "outbreak-1"
    assert (home / "checks" / "outbreak-1.html").stat().st_size > 5_000


def test_a_report_that_cannot_be_written_is_a_warning(tmp_path, outcome):
    home = make_home(tmp_path / "home")
    (home / "checks").write_text("in the way")
    run = Run(RunOptions(WATCH, home, START))
    run.outcome.checks = replace(outcome.checks)
    run.close()
    assert any("no report of the checks" in line for line in run.outcome.warnings)


@pytest.mark.slow
def test_data_docs_are_made_of_the_rows_of_a_run(checks, tmp_path, outcome):
    home = make_home(tmp_path / "home")
    run = Run(RunOptions(WATCH, home, START), "run-1")
    run.outcome.checks = outcome.checks
    run.close()
    code, _, err = checks("run-1", "--home", home, "--data-docs", tmp_path / "docs")
    assert (code, err) == (0, "")
    assert (tmp_path / "docs" / "index.html").is_file()
    pages = list((tmp_path / "docs" / "validations").rglob("*.html"))
    assert len(pages) == 2
    assert any("larger than" in p.read_text() or "largest" in p.read_text() for p in pages)
    assert checks("run-1", "--home", home, "--data-docs", tmp_path / "docs")[0] == 2
