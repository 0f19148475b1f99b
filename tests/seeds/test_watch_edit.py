"""Feeds are added to a watch file, and not a character of what was there is touched."""

import stat

import pytest

from seeds.watch import SHIPPED, WatchError, find_watch, read_watch
from seeds.watch_edit import add_feeds
from tests.seeds.test_watch import SOUND
from transforms.records import Feed, Party

NEW = (
    Feed("bell", "https://bell.example/rss?a=1#x", "media.bell", "The Bell: news # one"),
    Feed("links", "https://bell.example/", "port", kind="links", match="/[0-9]{4}/"),
)
BELL = Party("media.bell", ("The Bell", "벨"), type="media")
BLOCK = "feeds:\n  - id: port-news\n    url: https://port.example/feed\n    outlet: port\n"


def layouts():
    flow = '{id: port-news, url: "https://port.example/feed", outlet: port}'
    yield "as it is", BLOCK
    yield (
        "a comment behind the last line",
        BLOCK.replace("outlet: port\n", "outlet: port # ours: é 한\n"),
    )
    yield (
        "comments and blank lines after it",
        BLOCK + "  # - {id: old, url: x, outlet: port}\n\n\n# Rules\n",
    )
    yield "a row in braces", f"feeds:\n  - {flow} # close\n"
    yield "not set in", f"feeds:\n- {flow}\n"
    yield "set in by four", f"feeds:\n    - {flow}\n"
    yield "in brackets", f"feeds: [{flow}]\n"
    yield "in brackets over lines", f"feeds: [\n  {flow},\n]\n"
    yield "empty", "feeds: [] # none yet\n"
    yield "quoted at the end", BLOCK.replace("outlet: port", 'outlet: "port"')
    yield (
        "keys in another order",
        "feeds:\n  - url: https://port.example/feed\n    outlet: port\n    id: port-news\n",
    )


@pytest.mark.parametrize("layout", [pytest.param(text, id=name) for name, text in layouts()])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("place", ["in the middle", "at the end", "at the end without a newline"])
def test_the_new_rows_are_read_and_the_old_lines_stand(tmp_path, layout, newline, place):
    text = SOUND.replace(BLOCK, "" if place.startswith("at") else layout)
    text += layout if place.startswith("at") else ""
    text = text.removesuffix("\n") if place.endswith("newline") else text
    text = text.replace("\n", newline)
    file = tmp_path / "harbour.yaml"
    file.write_bytes(text.encode())
    file.chmod(0o640)
    before = read_watch(file)
    after = add_feeds(file, NEW, [BELL])
    assert after == read_watch(file)
    assert (after.feeds, after.parties) == ((*before.feeds, *NEW), (*before.parties, BELL))
    assert after.indicators == before.indicators
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["harbour.yaml"]
    new = file.read_bytes().decode()
    if "[" not in layout:
        kept = iter(new.splitlines())
        assert all(line in kept for line in text.splitlines()), "every old line, in its order"
    assert "\n" not in new.replace("\r\n", "") if newline == "\r\n" else "\r" not in new


@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED.glob("*.yaml")))
def test_the_shipped_watches_take_a_feed_when_copied_and_only_then(tmp_path, name):
    shipped = find_watch(name)
    with pytest.raises(WatchError, match="copy it"):
        add_feeds(shipped, NEW[:1], [BELL])
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(shipped.read_bytes())
    add_feeds(copy, NEW[:1], [BELL])
    old, new = shipped.read_text().splitlines(), copy.read_text().splitlines()
    assert len(new) == len(old) + 2
    kept = iter(new)
    assert all(line in kept for line in old)


def test_a_feed_of_nobody_is_refused_and_the_file_stays(tmp_path):
    file = tmp_path / "harbour.yaml"
    file.write_text(SOUND)
    with pytest.raises(WatchError, match="unknown outlet"):
        add_feeds(file, NEW)
    assert file.read_text() == SOUND
    assert [path.name for path in tmp_path.iterdir()] == ["harbour.yaml"]


def test_a_link_to_a_watch_stays_a_link(tmp_path):
    file, link = tmp_path / "harbour.yaml", tmp_path / "link.yaml"
    file.write_text(SOUND)
    link.symlink_to(file)
    add_feeds(link, NEW, [BELL])
    assert link.is_symlink()
    assert len(read_watch(file).feeds) == 3
