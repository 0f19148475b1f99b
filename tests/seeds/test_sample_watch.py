"""A shipped watch over the sample newsroom: only its feeds and its outlets are other ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.sample_watch import over_newsroom
from seeds.watch import find_watch, read_watch
from transforms.records import Feed, Party

TEXT = find_watch("dprk").read_text(encoding="utf-8")
OUTLETS = (
    Party("media.bell", ("The Old Bell", "Old Bell: News"), type="media", reliability="C"),
    Party("media.wire", ("Harbour Wire #1",), type="media", reliability="B"),
)
FEEDS = (
    Feed("bell", "http://127.0.0.1:8377/feed?a=1&b=2", "media.bell", "Bell: all"),
    Feed("wire", "http://127.0.0.1:8377/wire.xml", "media.wire"),
)


@pytest.fixture
def read(tmp_path):
    def read(text):
        file = tmp_path / "watch.yaml"
        file.write_text(text, encoding="utf-8")
        return read_watch(file)

    return read


def test_the_feeds_are_the_newsroom_s_alone(read):
    feeds = read(over_newsroom(TEXT, OUTLETS, FEEDS)).feeds
    assert [(f.id, f.url, f.outlet) for f in feeds] == [(f.id, f.url, f.outlet) for f in FEEDS]
    assert [f.title for f in feeds] == ["Bell: all", "wire"]


def test_the_outlets_stand_before_the_parties_that_were_there(read):
    before, after = read_watch(find_watch("dprk")), read(over_newsroom(TEXT, OUTLETS, FEEDS))
    assert after.parties == (*OUTLETS, *before.parties)


def test_what_is_watched_and_told_stays_as_it_was(read):
    before, after = read_watch(find_watch("dprk")), read(over_newsroom(TEXT, OUTLETS, FEEDS))
    assert (after.id, after.subjects) == (before.id, before.subjects)
    assert after.indicators == before.indicators
    assert after.rules == before.rules


def test_other_lines_stay_as_they_were():
    changed = over_newsroom(TEXT, OUTLETS, FEEDS)
    start = TEXT.index("parties:")
    assert changed[:start] == TEXT[:start]
    after_feeds = TEXT[TEXT.index("feeds:") :]
    rules = after_feeds[after_feeds.index("\nrules:") :] if "\nrules:" in after_feeds else ""
    assert changed.endswith(rules)


@pytest.mark.parametrize("key", ["feeds", "parties"])
def test_a_watch_without_the_key_is_refused(key):
    with pytest.raises(ValueError, match="lacks"):
        over_newsroom(TEXT.replace(f"\n{key}:", "\nnothing:"), OUTLETS, FEEDS)


SHORT = "watch: a\nparties:\n  - id: b\nfeeds:\n  - id: c\n"


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1).map(str.strip))
def test_any_name_of_an_outlet_is_a_yaml_text(name):
    import yaml

    outlets = [Party("media.one", (name,), type="media")]
    (first, *_) = yaml.safe_load(over_newsroom(SHORT, outlets, FEEDS))["parties"]
    assert first["names"] == [name]
