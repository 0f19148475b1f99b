"""A watch of the right form -> what in it cannot be meant.

In:   a Watch whose keys and types are right
Out:  (where, what is wrong; what to do), one for each fault, in the file's order
Never: reads a file, changes a watch. The stages of a ladder are filled in here, as they follow
       from the rungs' names. What is sound but of no use is seeds/watch_notes.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Any
from urllib.parse import urlsplit

from seeds.rule_check import check_rule
from seeds.watch_yaml import Where, suggest
from transforms.records import Feed, Indicator, Party, Subject, Watch

STAGES = ("none", "planned", "preparing", "imminent", "underway", "done")
PARTY_TYPES = (
    "government",
    "military",
    "intelligence",
    "parliament",
    "officials",
    "media",
    "igo",
    "experts",
    "other",
)
_ONLY_QUANTITY = (
    *("unit", "counts", "verbs", "nouns", "parts", "stage"),
    *("maximum", "max_jump_factor"),
)
_ONLY_LEVEL = ("ladder", "stages", "objects", "acts", "signs")
_KEPT_BY = ("place", "thing")
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")

Found = Iterator[tuple[Where, str]]


def with_stages(indicator: Indicator) -> Indicator:
    """Fill in the general stage of each rung: by its name; the last rung is done.

    A rung whose stage does not follow gets "", which `check` then names.
    """
    if indicator.stages or not indicator.ladder:
        return indicator
    *lower, top = indicator.ladder
    stages = [rung if rung in STAGES else "" for rung in lower]
    return replace(indicator, stages=(*stages, top if top in STAGES else "done"))


def check(watch: Watch) -> Found:
    """Every fault of meaning; none where the watch can be used as it stands."""
    if not _ID.fullmatch(watch.id):
        yield ("watch",), _bad_id(watch.id)
    for key in ("subjects", "indicators"):
        if not getattr(watch, key):
            yield (key,), f"{key} is empty; a watch needs at least one"
    if not 0 <= watch.review_below <= 1:
        bad = f"review_below is {watch.review_below:g}"
        yield ("review_below",), f"{bad}; write 0 (nothing is reviewed) to 1"
    for key in ("subjects", "indicators", "parties", "feeds", "rules"):
        yield from _ids(key, getattr(watch, key))
    yield from _each("subjects", watch.subjects, _subject)
    yield from _each("indicators", watch.indicators, lambda i: _indicator(i, watch))
    yield from _each("parties", watch.parties, _party)
    yield from _shared_names(watch.parties)
    yield from _each("feeds", watch.feeds, lambda f: _feed(f, watch))
    yield from _each("rules", watch.rules, lambda r: check_rule(r, watch))


def _each(key: str, records: Sequence[Any], faults_of: Any) -> Found:
    for index, record in enumerate(records):
        for where, text in faults_of(record):
            yield (key, index, *where), f"{record.id}: {text}"


def _ids(key: str, records: Sequence[Any]) -> Found:
    seen: set[str] = set()
    for index, record in enumerate(records):
        if not _ID.fullmatch(record.id):
            yield (key, index, "id"), _bad_id(record.id)
        if record.id in seen:
            yield (key, index, "id"), f"id {record.id!r} stands twice in {key}; rename one"
        seen.add(record.id)


def _bad_id(text: str) -> str:
    return f"id {text!r} has other than a-z, 0-9, '-' and '.'; write it like 'troops-killed'"


def _subject(subject: Subject) -> Found:
    if not subject.names:
        yield ("names",), "names is empty; give at least one name as articles use it"


def _indicator(indicator: Indicator, watch: Watch) -> Found:
    subjects = [s.id for s in watch.subjects]
    if indicator.subject not in subjects:
        unknown = f"unknown subject {indicator.subject!r}"
        yield ("subject",), f"{unknown}; {suggest(indicator.subject, subjects)}"
    for name in ("half_life_days", "stale_after_days"):
        if getattr(indicator, name) < 1:
            yield (name,), f"{name} is {getattr(indicator, name)}; write 1 or more"
    for index, word in enumerate(indicator.by):
        if word not in _KEPT_BY:
            yield ("by", index), f"unknown by {word!r}; {suggest(word, _KEPT_BY)}"
    is_quantity = indicator.kind == "quantity"
    for name in _ONLY_LEVEL if is_quantity else _ONLY_QUANTITY:
        if getattr(indicator, name):
            yield (name,), f"{name} does not belong to kind {indicator.kind}; drop it"
    yield from (_quantity(indicator, watch) if is_quantity else _level(indicator))


def _quantity(indicator: Indicator, watch: Watch) -> Found:
    if not indicator.unit:
        yield (), "a quantity needs a unit; add `unit: soldiers` or the like"
    if not indicator.counts:
        yield (), "a quantity needs counts; add the words for what is counted or measured"
    if not (indicator.verbs or indicator.nouns or indicator.places):
        yield (), "a quantity needs verbs, nouns or places; add what has happened to it"
    if indicator.stage is not None and indicator.stage not in STAGES:
        unknown = f"unknown stage {indicator.stage!r}"
        yield ("stage",), f"{unknown}; {suggest(indicator.stage, STAGES)}"
    if indicator.maximum is not None and indicator.maximum <= 0:
        yield ("maximum",), f"maximum is {indicator.maximum:g}; write a number above 0"
    if (factor := indicator.max_jump_factor) is not None and factor <= 1:
        yield ("max_jump_factor",), f"max_jump_factor is {factor:g}; write a number above 1"
    others = {i.id: i for i in watch.indicators if i.id != indicator.id}
    for index, part in enumerate(indicator.parts):
        if part not in others:
            yield ("parts", index), f"unknown part {part!r}; {suggest(part, others)}"
        elif others[part].unit != indicator.unit:
            yield ("parts", index), f"part {part!r} has another unit; a sum needs one unit"
        elif others[part].parts:
            yield ("parts", index), f"part {part!r} is a sum itself; name its parts instead"


def _level(indicator: Indicator) -> Found:
    ladder, stages = indicator.ladder, indicator.stages
    if len(ladder) < 2:
        yield ("ladder",), f"the ladder has {len(ladder)} rungs; write two or more, lowest first"
        return
    if len(set(ladder)) < len(ladder):
        yield ("ladder",), "a rung stands twice in the ladder; rename one"
    if len(stages) != len(ladder):
        counts = f"{len(stages)} stages for {len(ladder)} rungs"
        yield ("stages",), f"{counts}; write one stage for each rung"
    for rung, stage in zip(ladder, stages, strict=False):
        if not stage:
            listed = ", ".join(STAGES)
            yield ("ladder",), f"no general stage for rung {rung!r}; add `stages: […]` of {listed}"
        elif stage not in STAGES:
            yield ("stages",), f"unknown stage {stage!r}; {suggest(stage, STAGES)}"
    ranks = [STAGES.index(stage) for stage in stages if stage in STAGES]
    if any(low > high for low, high in pairwise(ranks)):
        yield ("stages",), "the stages do not rise; list the rungs from lowest to highest"
    if not (indicator.objects and indicator.acts):
        yield (), "a level needs objects and acts; add the thing's names and what is done with it"
    for rung, _ in indicator.signs:
        if rung not in ladder:
            yield ("signs", rung), f"signs for unknown rung {rung!r}; {suggest(rung, ladder)}"


def _party(party: Party) -> Found:
    if not (party.names or party.roles):
        yield (), "names is empty and so is roles; give a name as articles use it"
    if party.country is not None and not re.fullmatch(r"[a-z]{2}", party.country):
        yield ("country",), f"country is {party.country!r}; write two small letters, like kr"
    if party.type not in PARTY_TYPES:
        yield ("type",), f"unknown type {party.type!r}; {suggest(party.type, PARTY_TYPES)}"


def _shared_names(parties: Sequence[Party]) -> Found:
    """A name, or a role in one country, that stands for two parties stands for neither."""
    owner: dict[tuple[str | None, str], str] = {}
    for index, party in enumerate(parties):
        names = ((("names", n), (None, name)) for n, name in enumerate(party.names))
        roles = (
            (("roles", n), (party.country or "", role.lower()))
            for n, role in enumerate(party.roles)
        )
        for where, key in chain(names, roles):
            first = owner.setdefault(key, party.id)
            if first != party.id:
                shared = f"{party.id}: {key[1]!r} is {first}'s already"
                yield ("parties", index, *where), f"{shared}; give it to one of them"


def _feed(feed: Feed, watch: Watch) -> Found:
    bad = _address(feed)
    if bad:
        yield ("url",), f"url is {feed.url!r}; {bad}"
    elif any(other.url == feed.url and other.id != feed.id for other in watch.feeds):
        yield ("url",), f"{feed.url} stands in two feeds; keep one"
    if feed.match is not None:
        try:
            re.compile(feed.match)
        except re.error as error:
            yield ("match",), f"match is no regular expression: {error}; mend it or drop it"
    parties = [p.id for p in watch.parties]
    if feed.outlet not in parties:
        yield ("outlet",), f"unknown outlet {feed.outlet!r}; {suggest(feed.outlet, parties)}"


def _address(feed: Feed) -> str | None:
    """What is to be done about the address of a feed; None where it is right."""
    try:
        parts = urlsplit(feed.url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return "write an http:// or https:// address"
    if feed.kind in ("folder", "warc"):
        example = "news/*.html" if feed.kind == "folder" else "news/*.warc.gz"
        is_path = parts.scheme == "file"
        return None if is_path else f"write the path of a folder, or of files: {example}"
    if is_web or (feed.kind == "urls" and parts.scheme == "file"):
        return None
    path = " or the path of a text file" if feed.kind == "urls" else ""
    return f"write an http:// or https:// address{path}"
