"""Texts -> near-copies: forty outlets relaying one wire story are one report.

In:   the text of an article; the fingerprints of articles known already
Out:  a fingerprint (MinHash of five-word shingles, hex); the cluster that a text belongs to
Never: compares meaning. Two reporters on one event share facts, not five-word runs.
Source of the method: Broder, "On the resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_HASHES = 64
_SHINGLE_WORDS = 5
# Share of five-word runs in common from which two texts are one report. An edited wire copy
# (new headline, a cut paragraph) keeps well over half; independent reports share almost none.
NEAR_COPY = 0.45


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of an article to recognise its copies."""

    article_id: str
    cluster_id: str
    signature: str


def fingerprint(text: str) -> str:
    """Return the MinHash signature of a text as hex; "" for a text of fewer than five words."""
    words = re.findall(r"\w+", text.lower())
    runs = {" ".join(words[n : n + _SHINGLE_WORDS]) for n in range(len(words) - _SHINGLE_WORDS + 1)}
    if not runs:
        return ""
    digests = (hashlib.blake2b(r.encode(), digest_size=4).digest() for r in runs)
    hashes = np.array([int.from_bytes(d) for d in digests], np.uint64)
    factors, shifts = _permutations()
    # Multiply-shift: 64-bit arithmetic wraps, the high half is the hash.
    mixed = (hashes[:, None] * factors[None, :] + shifts[None, :]) >> np.uint64(32)
    least: NDArray[np.uint32] = mixed.min(axis=0).astype(">u4")
    return least.tobytes().hex()


def resemblance(one: str, other: str) -> float:
    """Estimate the share of runs that two texts have in common, 0 to 1, from their signatures."""
    if not one or not other:
        return 0.0
    a, b = (np.frombuffer(bytes.fromhex(s), ">u4") for s in (one, other))
    return float((a == b).mean()) if a.shape == b.shape else 0.0


def cluster_of(signature: str, known: Iterable[Fingerprint]) -> str | None:
    """The cluster of the known text that is most alike, or None where none is a near-copy."""
    best = max(known, key=lambda k: resemblance(signature, k.signature), default=None)
    if best is None or resemblance(signature, best.signature) < NEAR_COPY:
        return None
    return best.cluster_id


def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Fixed for ever: a signature that is in the log must stay comparable."""
    state = np.random.RandomState(1997)
    factors = state.randint(0, 1 << 63, _HASHES, np.uint64) | np.uint64(1)
    shifts = state.randint(0, 1 << 63, _HASHES, np.uint64)
    return factors, shifts
