"""What the gate finds in a run: kept in the log; a fault of a batch stops the run, pages stay."""

import asyncio
import gzip
import json
from dataclasses import replace

import pytest

from expectations.suite import GateFault
from flows.reading import Batch
from flows.reading import Desk as Readers
from flows.run import Run, RunOptions
from flows.web.fetch import FetchOptions
from tests.flows.builders_held import TOO_MANY, WATCH, judged, make_home, of_type, read_of
from tests.flows.builders_run import START, Desk, desk_with, detail_of, report, watch_over
from tests.flows.builders_site import Site
from transforms.records import Check
from warehouse.archive import Archive


def bounded(url):
    watch = watch_over(url)
    (deaths,) = watch.indicators
    return replace(watch, indicators=(replace(deaths, max_jump_factor=5.0),), sha256="b" * 64)


@pytest.mark.slow
def test_a_run_holds_a_jump_back_keeps_the_flags_and_tells_its_shape(tmp_path):
    with Site() as site:
        site.page("/one", report(120))
        site.feed(("/one", "Toll"))
        desk = Desk(tmp_path / "home", bounded(site.url + "/feed"))
        desk.run()
        site.page("/two", report(700, "The Ministry of Health"))
        site.page("/three", "People died of cholera, 150 of them, said Zarqa Group on Friday.")
        site.feed(("/two", "A jump"), ("/three", "Short"))
        outcome = desk.run()
    (held,) = desk.events("row_quarantined")
    assert held.reason.startswith("a number cannot be so many times what the state says now")
    detail = detail_of(desk.events("run_finished")[-1])
    shape = detail["shape"]
    assert (shape["articles"], shape["held"]) == (2, 1)
    failed = {check["meaning"]: check for check in detail["checks"]}
    assert failed["a text under 200 characters is often a teaser or a notice"]["failed"] == 1
    assert any("under 200 characters" in line for line in detail["flagged"])
    assert detail["flagged"] == outcome.warnings


def test_a_fault_of_a_batch_appends_nothing_and_the_pages_stay_archived(tmp_path):
    with Site() as site:
        site.page("/one", report(120))
        site.feed(("/one", "Toll"))
        desk = desk_with(site, tmp_path / "home")
        run = Run(RunOptions(desk.watch, desk.home, START, FetchOptions(allow_loopback=True)))

        async def read(pages, known):
            raise GateFault("batch: more than half of a batch cannot be wrong at once")

        with pytest.raises(GateFault):
            asyncio.run(run.perform(read))
        assert desk.events("article_fetched", "claim_asserted", "run_finished") == []
        (file,) = Archive(desk.home).files()
        assert b"WARC" in gzip.decompress(file.read_bytes())
        # The next run fetches the page again, and reads it.
        desk.run()
    assert len(desk.events("claim_asserted")) == 1


def test_a_state_that_cannot_be_is_told_to_nobody(tmp_path):
    """A watch whose ladder or unit changed under its log: the kind is another."""
    home = make_home(tmp_path / "home")
    (deaths,) = WATCH.indicators
    other = replace(WATCH, indicators=(replace(deaths, id="other"),), sha256="c" * 64)
    run = Run(RunOptions(other, home, START))
    run.outcome.checks.take(judged(read_of(TOO_MANY, report(10), Readers.of(WATCH))))
    with pytest.raises(GateFault, match="one of the watch"):
        run.check()
    assert of_type(home, "state_changed", "alert_queued") == []


def test_counts_add_up_over_batches(tmp_path):
    run = Run(RunOptions(WATCH, tmp_path, START))
    for failed in (1, 2):
        run.outcome.checks.take(Batch(checks=(Check("claims", "m", "warning", 10, failed),)))
    detail = run.outcome.checks.as_detail(["x" * 1000] * 500)
    assert detail["checks"] == [
        {"suite": "claims", "meaning": "m", "severity": "warning", "rows": 20, "failed": 3}
    ]
    assert len(json.dumps(detail)) < 60_000
