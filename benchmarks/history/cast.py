"""Who and what a made history is about: ten watches of twenty indicators and forty parties.

In:   nothing
Out:  Watch records as the program knows them; the same as Arrow tables, for joins
Never: chance. What happens to them is drawn in draws.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pyarrow as pa

from transforms.records import Indicator, Party, Reliability, Watch

WATCHES, INDICATORS_A_WATCH = 10, 20
LADDER = ("none", "planned", "preparing", "imminent", "started")
RUNG_WORDS = ("ruled out", "planned", "being prepared", "imminent", "under way")
CERTAINTIES = ("certain", "almost_certain", "very_likely", "likely", "even", "unlikely")
APPROXIMATIONS = ("exact", "about", "at_least", "more_than", "range")
REGIONS = "Norland Sudmark Estany Ostrava Kelda Marrow Tirsk Valdo Perun Ishtal".split()
PLACES = (
    "Tarn Koster Belmar Odrin Lusk Hallam Veyra Pskar Dorn Mirabel Castra Lindau Ruzin Tolmin Arna "
    "Solvik Brenta Kaliv Murom Estry Gorna Havran Ilok Jarva Kessel Lomza Narva Orsha Pinsk Rovno"
).split()
_ROLES = ("government", "army", "health ministry", "police", "intelligence service")
_COUNTED = (
    ("soldiers", "killed"),
    ("homes", "destroyed"),
    ("cases", "confirmed"),
    ("vessels", "sighted"),
    ("missiles", "fired"),
    ("refugees", "registered"),
    ("workers", "laid off"),
    ("flights", "cancelled"),
    ("prisoners", "exchanged"),
    ("tonnes", "exported"),
    ("balloons", "tracked"),
    ("shells", "delivered"),
)
_MOVED = (
    "a launch",
    "a ceasefire",
    "a restart of the reactor",
    "the closure of the border",
    "a second mobilisation",
    "a blockade of the harbour",
    "an evacuation",
    "a new round of talks",
)
PARTIES = tuple(
    (f"{region.lower()}.{role.split()[0]}", f"The {region} {role}")
    for role in _ROLES
    for region in REGIONS[:8]
)
# Of five indicators two are levels; what is most talked about is a quantity.
_LEVEL_PLACES = (1, 3)


def is_level(place: int) -> bool:
    """Whether the n-th indicator of a watch is a level."""
    return place % 5 in _LEVEL_PLACES


def watches() -> list[Watch]:
    """The watches, as seeds/watch.py would read them from files."""
    return [_watch(number) for number in range(WATCHES)]


def _watch(number: int) -> Watch:
    things = {True: iter(_MOVED), False: iter(_COUNTED)}
    region = REGIONS[number]
    indicators = [
        _indicator(region.lower(), next(things[is_level(n)])) for n in range(INDICATORS_A_WATCH)
    ]
    marks = get_args(Reliability)
    parties = [
        Party(party, (name,), reliability=marks[(n + number) % len(marks)])
        for n, (party, name) in enumerate(PARTIES)
    ]
    return Watch(
        region.lower(),
        region,
        (),
        tuple(indicators),
        tuple(parties),
        (),
        (),
        sha256=f"{number:064}",
    )


def _indicator(region: str, thing: str | tuple[str, str]) -> Indicator:
    if isinstance(thing, str):
        name = "-".join([region, *thing.split()[1:]])
        return Indicator(name, "level", thing, region, ladder=LADDER)
    unit, verb = thing
    name = f"{region}-{unit}-{verb.replace(' ', '-')}"
    return Indicator(name, "quantity", f"{unit} {verb}", region, unit=unit, counts=(unit,))


def tables() -> dict[str, pa.Table]:
    """The cast by number, to join with what is drawn.

    indicators (indicator_no is watch_no * 20 + place), parties (the last two are the outlet's own
    voice and nobody named), levels, certainties, approximations, places;
    and watches.
    """
    every = [(watch, one) for watch in watches() for one in watch.indicators]
    verbs = dict(_COUNTED)
    return {
        "watches": _numbered("watch_no", watch_id=[watch.id for watch in watches()]),
        "indicators": _numbered(
            "indicator_no",
            watch_id=[watch.id for watch, _ in every],
            indicator=[one.id for _, one in every],
            kind=[one.kind for _, one in every],
            title=[one.title for _, one in every],
            unit=[one.unit for _, one in every],
            verb=[verbs.get(one.unit or "") for _, one in every],
        ),
        "parties": _numbered(
            "party_no",
            source=[*(party for party, _ in PARTIES), "outlet", "unknown"],
            name=[*(name for _, name in PARTIES), None, None],
        ),
        "levels": _numbered("level_no", level=LADDER, rung=RUNG_WORDS),
        "certainties": _numbered("certainty_no", certainty=CERTAINTIES),
        "approximations": _numbered("approximation_no", approximation=APPROXIMATIONS),
        "places": _numbered("place_no", place=PLACES),
    }


def _numbered(number: str, **columns: Sequence[str | None]) -> pa.Table:
    length = len(next(iter(columns.values())))
    numbers = {number: pa.array(range(length), pa.int64())}
    return pa.table(numbers | {name: list(values) for name, values in columns.items()})
