"""Outlets: whose words an entry is."""

import pytest

from transforms.feed_outlet import Outlets, slug_of
from transforms.feed_record import FeedEntry
from transforms.records import Feed, Party, Watch

AGGREGATOR = Feed("agg", "https://news.aggregator.example/rss", "media.aggregator")
WIRE = Feed("wire", "https://www.wire.example/feed", "media.wire")
PARTIES = (
    Party("media.aggregator", ("The Aggregator",), type="media"),
    Party("media.wire", ("The Wire", "Wire Agency"), type="media"),
    Party("experts.lab", ("Harbour Lab",), type="experts"),
)
OUTLETS = Outlets(Watch("w", "", (), (), PARTIES, (AGGREGATOR, WIRE), ()))


@pytest.mark.parametrize(
    ("title", "url", "outlet"),
    [
        (None, None, "media.aggregator"),
        ("the wire", None, "media.wire"),
        ("Harbour  Lab", "https://lab.example", "experts.lab"),
        ("Wire, English service", "https://wire.example/", "media.wire"),
        ("Some Gazette", "https://gazette.example", "media.some-gazette"),
        (None, "https://www.gazette.example", "media.gazette-example"),
        ("연합뉴스", "https://yna.example", "media.yna-example"),
        ("연합뉴스", None, "media.unknown"),
        ("Aggregator's own", "https://news.aggregator.example", "media.aggregator"),
    ],
)
def test_an_entry_is_its_sources_never_the_aggregators(title, url, outlet):
    entry = FeedEntry("https://x.example/1", source_title=title, source_url=url)
    assert OUTLETS.of(entry, AGGREGATOR) == outlet


def test_a_slug_is_fit_for_an_id():
    assert slug_of("Der Spiegel – Österreich & Co.") == "der-spiegel-osterreich-co"
    assert len(slug_of("x" * 300)) == 60
