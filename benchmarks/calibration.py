"""Whether claims read with much confidence are right more often: a reliability table.

In:   scoring.Reading: labels, and claims with their confidence (0 to 1, or None)
Out:  Bin: how many claims were read with a confidence of that size, and the share that is right
Never: counts a label twice: of two like claims beside one label, the surer one is right.

A claim is right here where its content is: indicator, polarity, and the number or the rung.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.scoring import Reading, key

# Lower ends. Most claims are read with some confidence, so the upper part is cut finer.
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of like confidence; `low` is None for those that give none."""

    low: float | None
    high: float | None
    claims: int
    right: int
    mean: float | None  # the mean confidence

    @property
    def share_right(self) -> float:
        """How often such a claim is right."""
        return self.right / self.claims


def judged(readings: Iterable[Reading]) -> Iterator[tuple[float | None, bool]]:
    """The confidence of each claim, and whether its content is right."""
    for reading in readings:
        left = Counter(key(label, "content") for label in reading.labels)
        for claim in sorted(reading.claims, key=lambda c: -(c.confidence or 0.0)):
            is_right = left[key(claim, "content")] > 0
            left[key(claim, "content")] -= is_right
            yield claim.confidence, is_right


def reliability(readings: Iterable[Reading]) -> list[Bin]:
    """The bins that hold a claim, from unsure to sure; claims without confidence last."""
    claims = list(judged(readings))
    ends = (*EDGES[1:], None)
    found = []
    for low, high in zip(EDGES, ends, strict=True):
        inside = [
            (confidence, is_right)
            for confidence, is_right in claims
            if confidence is not None and low <= confidence and (high is None or confidence < high)
        ]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside)
            found.append(Bin(low, high or 1.0, len(inside), right, mean))
    without = [is_right for confidence, is_right in claims if confidence is None]
    if without:
        found.append(Bin(None, None, len(without), sum(without), None))
    return found


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """How far confidence and share of right claims lie apart, on average over the claims."""
    given = [(b.claims, abs(b.mean - b.share_right)) for b in bins if b.mean is not None]
    total = sum(claims for claims, _ in given)
    return sum(claims * gap for claims, gap in given) / total if total else None
