"""Pinned floors: what was reached once is not lost unseen.

In:   Measured: the figures of a corpus, and a fingerprint of its texts and labels; the file of
      floors (tests/accuracy_floors.json), by name of the corpus
Out:  one line for each figure that is below its floor; the floors raised
Never: lowers a floor under the same fingerprint, or compares under another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).resolve().parents[1] / "tests" / "accuracy_floors.json"
# How far below the measured figure a floor is set: room for a rule that trades one sentence
# for another, not for a rule that breaks.
SLACK = 0.03
# A quotation that is not verbatim is an error, not a trade.
WITHOUT_SLACK = frozenset({"verbatim"})
# For these the "floor" is the most that is allowed.
LOWER_IS_BETTER = frozenset({"false claims", "news MAE"})

Held = Mapping[str, Mapping[str, Any]]


class LabelsChanged(Exception):
    """Floors were to be raised over texts or labels that are not those they were pinned to."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one corpus. `sha256` is over texts and labels."""

    name: str
    sha256: str
    figures: Mapping[str, float]
    is_ours: bool = True


def read_floors(path: Path = FLOORS) -> Held:
    """The pinned floors; none where there is no file yet."""
    held: Held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return held


def write_floors(held: Held, path: Path = FLOORS) -> None:
    """Put the floors down, corpora by name."""
    text = json.dumps(dict(sorted(held.items())), indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def shortfalls(measured: Measured, held: Held) -> list[str]:
    """What is not as pinned, one line each. What is not ours and was never pinned passes."""
    pinned = held.get(measured.name)
    if pinned is None:
        return [f"{measured.name}: has no floors; pin them: --raise-floors"] * measured.is_ours
    if pinned["sha256"] != measured.sha256:
        return [
            f"{measured.name}: texts or labels are not those that its floors were measured on; "
            "check them, then pin them anew: --raise-floors --new-labels"
        ]
    lines = (
        _shortfall(measured.name, figure, measured.figures.get(figure), floor)
        for figure, floor in pinned["floors"].items()
    )
    return [line for line in lines if line]


def _shortfall(name: str, figure: str, value: float | None, floor: float) -> str | None:
    if value is None:
        return f"{name}: {figure} has a floor of {floor:.3f} and is not measured any more"
    if figure in LOWER_IS_BETTER and value > floor:
        return f"{name}: {figure} is {value:.3f}, above its ceiling of {floor:.3f}"
    if figure not in LOWER_IS_BETTER and value < floor:
        return f"{name}: {figure} is {value:.3f}, below its floor of {floor:.3f}"
    return None


def raised(all_measured: Iterable[Measured], held: Held, *, are_labels_new: bool) -> Held:
    """The floors a little below what is measured. Under the same fingerprint none is lowered.

    Raises LabelsChanged where a fingerprint is another and nobody said that it was to be.
    """
    floors: dict[str, Mapping[str, Any]] = dict(held)
    for measured in all_measured:
        before = held.get(measured.name, {"sha256": measured.sha256, "floors": {}})
        is_same = before["sha256"] == measured.sha256
        if not is_same and not are_labels_new:
            raise LabelsChanged(
                f"{measured.name}: texts or labels have changed: check them, then add --new-labels"
            )
        now = {name: _floor(name, value) for name, value in measured.figures.items()}
        if is_same:
            now = _better_of(now, before["floors"])
        floors[measured.name] = {"sha256": measured.sha256, "floors": now}
    return floors


def _floor(figure: str, value: float) -> float:
    slack = 0.0 if figure in WITHOUT_SLACK else SLACK
    return round(value + slack if figure in LOWER_IS_BETTER else value - slack, 3)


def _better_of(now: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """Of two floors for a figure the stricter one; what was pinned once stays pinned."""
    both = dict(before) | {name: floor for name, floor in now.items() if name not in before}
    for name in now.keys() & before.keys():
        stricter = min if name in LOWER_IS_BETTER else max
        both[name] = stricter(now[name], before[name])
    return both
