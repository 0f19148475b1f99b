"""An indicator that is kept apart by place or thing -> one indicator for each.

In:   a watch; the names of the series that the log knows ("deaths@Angola")
Out:  the watch with an indicator for each of them, under the rules of the whole
Never: drops the whole: what is said of all places together keeps a state of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from transforms.records import Watch


def with_series(watch: Watch, series: Iterable[str]) -> Watch:
    """The watch with an indicator for each series of one ("deaths@Angola"), under its rules."""
    of_base: dict[str, list[str]] = {}
    for name in series:
        base, apart, _ = name.partition("@")
        if apart:
            of_base.setdefault(base, []).append(name)
    if not of_base:
        return watch
    indicators = [
        dataclasses.replace(i, id=name)
        for i in watch.indicators
        for name in (i.id, *of_base.get(i.id, ()))
    ]
    rules = [
        dataclasses.replace(
            r, indicators=tuple(n for i in r.indicators for n in (i, *of_base.get(i, ())))
        )
        for r in watch.rules
    ]
    return dataclasses.replace(watch, indicators=tuple(indicators), rules=tuple(rules))
