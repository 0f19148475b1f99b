"""A watch file is read whole, or every fault in it gets a line with file, line and what to do."""

import hashlib
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seeds.watch import SHIPPED, WatchError, find_watch, read_watch, read_with_notes
from seeds.watch_check import STAGES as KNOWN_STAGES
from seeds.watch_yaml import MAX_BYTES
from transforms.vocabulary.stages import STAGES

SOUND = """\
watch: harbour
title: Ships in the harbour
subjects:
  - id: fleet
    names: [the Fleet]
indicators:
  - id: ships-in
    kind: quantity
    title: Ships in harbour
    subject: fleet
    unit: ships
    counts: [ship]
    verbs: [anchor]
    maximum: 500
  - id: sailing
    kind: level
    title: Sailing
    subject: fleet
    ladder: [none, planned, sailed]
    objects: [ship]
    acts: [sail]
    signs:
      planned: [steam up]
parties:
  - id: port
    names: [Harbour Master]
    country: nl
    reliability: B
feeds:
  - id: port-news
    url: https://port.example/feed
    outlet: port
rules:
  - id: moves
    indicators: [sailing]
    on: [level_up]
"""

# (what is changed, into what, the line that is named, words of the message)
FAULTS = {
    "unknown key": ("unit: ships", "unti: ships", 11, ["unknown key 'unti'", "did you mean 'unit'?"]),
    "unknown top key": ("rules:", "alerts:", 33, ["unknown key 'alerts'", "use one of"]),
    "missing key": ("    title: Sailing\n", "", 15, ["indicators[2] has no 'title'", "add `title: …`"]),
    "missing top key": ("watch: harbour\n", "", 1, ["the watch has no 'watch'"]),
    "key twice": ("    unit: ships", "    unit: ships\n    unit: boats", 12, ["stands twice"]),
    "text for a list": ("counts: [ship]", "counts: ship", 12, ["is text, not a list", "[ship]"]),
    "number for a text": ("counts: [ship]", "counts: [1718]", 12, ["a number, not text", '"1718"']),
    "Norway": ("country: nl", "country: no", 27, ["true/false, not text", '"no"']),
    "text for a number": ("maximum: 500", "maximum: many", 14, ["is text, not a number"]),
    "endless number": ("maximum: 500", "maximum: .inf", 14, ["write a plain number"]),
    "empty value": ("title: Sailing", "title:", 17, ["is nothing, not text"]),
    "blank text": ("title: Sailing", "title: ' '", 17, ["is empty"]),
    "list for a record": ("  - id: fleet\n    names: [the Fleet]", "  - [fleet]", 4, ["a mapping"]),
    "record for a list": ("  - id: fleet", "    id: fleet", 4, ["is a mapping, not a list"]),
    "unknown kind": ("kind: level", "kind: levels", 16, ["'levels'", "did you mean 'level'?"]),
    "reliability G": ("reliability: B", "reliability: G", 28, ["A, B, C, D, E, F"]),
    "a Python object": ("title: Sailing", "title: !!python/name:os.system x", 17, ["the tag"]),
    "duplicate id": ("id: sailing", "id: ships-in", 15, ["'ships-in' stands twice in indicators"]),
    "id with a space": ("id: sailing", "id: Sailing Out", 15, ["other than a-z"]),
    "unknown subject": ("title: Sailing\n    subject: fleet", "title: S\n    subject: fleets", 18, ["did you mean 'fleet'?"]),
    "no subject": ("subjects:\n  - id: fleet\n    names: [the Fleet]", "subjects: []", 3, ["at least one"]),
    "nameless subject": ("names: [the Fleet]", "names: []", 5, ["at least one name"]),
    "no unit": ("    unit: ships\n", "", 7, ["needs a unit"]),
    "no counts": ("    counts: [ship]\n", "", 7, ["needs counts"]),
    "nothing that happens": ("    verbs: [anchor]\n", "", 7, ["needs verbs, nouns or places"]),
    "negative maximum": ("maximum: 500", "maximum: -1", 14, ["above 0"]),
    "jump of nothing": ("maximum: 500", "max_jump_factor: 1", 14, ["above 1"]),
    "unknown stage": ("maximum: 500", "stage: finished", 14, ["unknown stage 'finished'"]),
    "unknown part": ("maximum: 500", "parts: [ships-out]", 14, ["unknown part 'ships-out'"]),
    "part of another kind": ("maximum: 500", "parts: [sailing]", 14, ["has another unit"]),
    "ladder on a quantity": ("maximum: 500", "ladder: [none, done]", 14, ["kind quantity; drop it"]),
    "unit on a level": ("acts: [sail]", "acts: [sail]\n    unit: ships", 22, ["kind level; drop it"]),
    "one rung": ("[none, planned, sailed]", "[sailed]", 19, ["1 rungs", "two or more"]),
    "a rung twice": ("[none, planned, sailed]", "[none, none, sailed]", 19, ["stands twice"]),
    "rung with no stage": ("[none, planned, sailed]", "[none, steaming, sailed]", 19, ["'steaming'", "stages: […]"]),
    "too few stages": ("acts: [sail]", "acts: [sail]\n    stages: [none, done]", 22, ["2 stages for 3 rungs"]),
    "misspelt stage": ("acts: [sail]", "acts: [sail]\n    stages: [none, plannd, done]", 22, ["did you mean 'planned'?"]),
    "stages that fall": ("acts: [sail]", "acts: [sail]\n    stages: [done, planned, none]", 22, ["do not rise"]),
    "signs for no rung": ("planned: [steam up]", "planed: [steam up]", 23, ["did you mean 'planned'?"]),
    "no objects": ("    objects: [ship]\n", "", 15, ["needs objects and acts"]),
    "kept by a colour": ("maximum: 500", "by: [colour]", 14, ["unknown by 'colour'", "place, thing"]),
    "kept by places": ("maximum: 500", "by: [places]", 14, ["did you mean 'place'?"]),
    "review above 1": ("title: Ships in the harbour", "title: S\nreview_below: 60", 3, ["review_below is 60", "to 1"]),
    "review below 0": ("title: Ships in the harbour", "title: S\nreview_below: -0.1", 3, ["write 0"]),
    "half-life of none": ("acts: [sail]", "acts: [sail]\n    half_life_days: 0", 22, ["write 1 or more"]),
    "half a day": ("acts: [sail]", "acts: [sail]\n    half_life_days: 0.5", 22, ["a whole number"]),
    "nameless party": ("names: [Harbour Master]", "names: []", 25, ["names is empty"]),
    "country by name": ("country: nl", "country: Holland", 27, ["two small letters"]),
    "unknown type": ("country: nl", "type: media house", 27, ["unknown type"]),
    "a name of two": ("feeds:", "  - {id: b, names: [Harbour Master]}\nfeeds:", 29, ["is port's already"]),
    "ftp feed": ("https://port", "ftp://port", 31, ["http:// or https://"]),
    "feed without host": ("https://port.example/feed", "https:///feed", 31, ["http:// or https://"]),
    "unknown kind of feed": ("outlet: port", "outlet: port\n    kind: rss", 33, ["is 'rss'", "feed, links, urls, folder"]),
    "broken match": ("outlet: port", "outlet: port\n    match: '/(a'", 33, ["no regular expression", "mend it or drop it"]),
    "folder of the web": ("outlet: port", "outlet: port\n    kind: folder", 31, ["the path of a folder"]),
    "path of a feed": ("https://port.example/feed", "feeds/port.xml", 31, ["http:// or https://"]),
    "feed of nobody": ("outlet: port", "outlet: prot", 32, ["did you mean 'port'?"]),
    "rule for nothing": ("indicators: [sailing]", "indicators: [salling]", 35, ["did you mean 'sailing'?"]),
    "rule on nothing": ("on: [level_up]", "on: []", 36, ["on is empty"]),
    "unknown transition": ("on: [level_up]", "on: [level_rise]", 36, ["'level_rise'"]),
    "value of a level": ("on: [level_up]", "on: [value_change]", 36, ["kind quantity"]),
    "credibility 7": ("on: [level_up]", "on: [level_up]\n    min_credibility: 7", 37, ["1 (confirmed) to 6"]),
    "rule named like ours": ("id: moves", "id: heartbeat", 34, ["Vedette's own"]),
    "sure of nothing": ("on: [level_up]", "on: [level_up]\n    min_certainty: sure", 37, ["use one of: certain"]),
    "held for less than nothing": ("on: [level_up]", "on: [level_up]\n    debounce_hours: -1", 37, ["debounce_hours is below 0"]),
    "not a number of hours": ("on: [level_up]", "on: [level_up]\n    cooldown_hours: .nan", 37, ["write a plain number"]),
    "quiet words": ("on: [level_up]", "on: [level_up]\n    quiet_hours: at night", 37, ["like '22:00-06:30'"]),
    "quiet all day": ("on: [level_up]", "on: [level_up]\n    quiet_hours: 22:00-22:00", 37, ["has no end"]),
    "digest past midnight": ("on: [level_up]", "on: [level_up]\n    digest_at: '24:00'", 37, ["like '07:30'"]),
    "time as YAML counts it": ("on: [level_up]", "on: [level_up]\n    digest_at: 17:30", 37, ['"17:30"']),
    "zone of nowhere": ("on: [level_up]", "on: [level_up]\n    time_zone: Europe/Berlim", 37, ["such as 'Europe/Berlin'"]),
    "zone of a path": ("on: [level_up]", "on: [level_up]\n    time_zone: ../../etc/passwd", 37, ["unknown time_zone"]),
    "silence of nobody": ("on: [level_up]", "on: [silent]\n    feeds: [prot]", 37, ["unknown feed 'prot'"]),
    "feeds of a rung": ("on: [level_up]", "on: [level_up]\n    feeds: [port]", 37, ["rules on silent"]),
    "change of a rung": ("on: [level_up]", "on: [level_up]\n    change: 5", 37, ["is of value_change"]),
    "rule without on": ("    on: [level_up]\n", "", 34, ["on is empty"]),
    "tab": ("    names: [the Fleet]", "\tnames: [the Fleet]", 5, ["a tab indents"]),
    "open bracket": ("names: [the Fleet]", "names: [the Fleet", 6, ["is not YAML"]),
    "alias": ("names: [the Fleet]", "names: &n [the Fleet]", 5, ["anchors", "write the value out"]),
    "too deep": ("names: [the Fleet]", "names: " + "[" * 5000, 5, ["nested"]),
    "control character": ("the Fleet", "the \x07Fleet", 5, ["control character"]),
    "two documents": ("title: Ships in the harbour", "---\na: b", 2, ["is not YAML"]),
}  # fmt: skip


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "harbour.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_a_path_is_relative_to_the_watch_file(tmp_path):
    rows = (
        "  - {id: list, url: lists/urls.txt, outlet: port, kind: urls, match: /world/}\n"
        "  - {id: mail, url: 'in box/*.html', outlet: port, kind: folder}\n"
        "  - {id: far, url: 'https://x.example/u.txt', outlet: port, kind: urls}\nrules:"
    )
    feeds = read_watch(write(tmp_path, SOUND.replace("rules:", rows))).feeds
    here = tmp_path.resolve().as_uri()
    assert [(f.kind, f.url) for f in feeds] == [
        ("feed", "https://port.example/feed"),
        ("urls", f"{here}/lists/urls.txt"),
        ("folder", f"{here}/in%20box/%2A.html"),
        ("urls", "https://x.example/u.txt"),
    ]
    assert feeds[1].match == "/world/"


def test_a_sound_file_becomes_records(tmp_path):
    watch = read_watch(write(tmp_path, SOUND))
    ships, sailing = watch.indicators
    assert (watch.id, ships.maximum, sailing.signs) == (
        "harbour",
        500.0,
        (("planned", ("steam up",)),),
    )
    assert watch.sha256 == hashlib.sha256(SOUND.encode()).hexdigest()


def test_a_rung_has_its_namesake_stage_and_the_last_is_done(tmp_path):
    watch = read_watch(write(tmp_path, SOUND))
    assert watch.indicators[1].stages == ("none", "planned", "done")


def test_a_note_has_its_line_and_the_watch_is_read(tmp_path):
    file = write(tmp_path, SOUND.replace("[anchor]", "[anchored]").replace("reliability: B", ""))
    watch, notes = read_with_notes(file, lambda unit: None)
    assert watch.indicators[0].verbs == ("anchored",)
    assert [line.split(" ")[0] for line in notes] == [f"{file}:{n}:" for n in (7, 13, 25)]
    assert all(": note: " in line for line in notes)


def test_the_general_stages_are_those_of_the_extractor():
    assert KNOWN_STAGES == STAGES


@pytest.mark.parametrize(
    ("old", "new", "line", "words"), [pytest.param(*case, id=name) for name, case in FAULTS.items()]
)
def test_a_fault_is_named_with_its_line(tmp_path, old, new, line, words):
    assert SOUND.count(old) == 1, "the table must change exactly one place"
    file = write(tmp_path, SOUND.replace(old, new))
    with pytest.raises(WatchError) as caught:
        read_watch(file)
    lines = str(caught.value).splitlines()
    named = [text for text in lines if text.startswith(f"{file}:{line}: ")]
    assert any(all(word in text for word in words) for text in named), lines


def test_several_faults_come_in_the_order_of_the_file(tmp_path):
    broken = (
        SOUND.replace("unit:", "unti:")
        .replace("acts:", "akts:")
        .replace("- id: moves", "- di: moves")
    )
    with pytest.raises(WatchError) as caught:
        read_watch(write(tmp_path, broken))
    numbers = [int(line.split(":")[1]) for line in str(caught.value).splitlines()]
    assert numbers == sorted(numbers)
    assert {11, 21, 34} <= set(numbers)


def test_what_is_not_text_gets_one_line(tmp_path):
    with pytest.raises(WatchError, match=r":2: is not UTF-8 text; save it as UTF-8"):
        read_watch(write(tmp_path, b"watch: x\ntitle: caf\xe9\n"))
    with pytest.raises(WatchError, match=r":1: is empty"):
        read_watch(write(tmp_path, "# nothing\n"))
    with pytest.raises(WatchError, match="is text, not a mapping"):
        read_watch(write(tmp_path, "hello"))


def test_a_huge_file_is_refused_unread(tmp_path):
    started = time.monotonic()
    with pytest.raises(WatchError, match="larger than 1,000,000 bytes"):
        read_watch(write(tmp_path, b"- a\n" * MAX_BYTES))
    assert time.monotonic() - started < 1


def test_a_bomb_of_aliases_is_refused_unexpanded(tmp_path):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(WatchError, match="aliases"):
        read_watch(write(tmp_path, bomb))


@given(st.text(alphabet="abw:- [](){}&*!|>'\"#%@,?\n\t\x00é", max_size=80))
def test_no_text_at_all_does_worse_than_one_line_errors(tmp_path_factory, text):
    file = write(tmp_path_factory.getbasetemp(), text)
    with pytest.raises(WatchError) as caught:
        read_watch(file)
    assert all(line.startswith(str(file)) for line in str(caught.value).splitlines())


def test_a_bare_name_is_a_shipped_watch():
    assert find_watch("dprk") == SHIPPED / "dprk.yaml"


def test_a_path_is_itself(tmp_path):
    file = write(tmp_path, SOUND)
    assert find_watch(str(file)) == file


@pytest.mark.parametrize(
    ("asked", "words"),
    [("dprc", "did you mean 'dprk'"), ("nowhere/x.yaml", "no such watch"), (".", "is a folder")],
)
def test_a_watch_that_is_not_there_is_said_so(asked, words):
    with pytest.raises(WatchError, match=words):
        find_watch(asked)


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda f: f.stem)
def test_every_shipped_watch_is_sound_and_alerts_on_all_it_follows(file):
    watch = read_watch(file)
    assert watch.id == file.stem
    assert {i for rule in watch.rules for i in rule.indicators} == {i.id for i in watch.indicators}


def test_every_reliability_of_the_shipped_watch_says_why():
    text = (SHIPPED / "dprk.yaml").read_text(encoding="utf-8")
    letters = [line for line in text.splitlines() if line.strip().startswith("reliability:")]
    assert len(letters) == len(yaml.safe_load(text)["parties"])
    assert all("# " in line for line in letters)
