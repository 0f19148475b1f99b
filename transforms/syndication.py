"""Texts -> near-copies: forty outlets relaying one wire story are one report.

In:   the text of an article; the signatures of articles known already
Out:  a signature (MinHash of five-word runs, hex); bands to look copies up by; how much of the
      shorter text stands in the other
Never: compares meaning. Two reporters on one event share facts, not five-word runs.

The signatures are datasketch's, of a scheme that is named: they stay what they are in the log. Why
the index on disk is not its own: docs/decisions/014.
Source of the method: Broder, "On the resemblance and containment of documents" (1997); bands:
Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_HASHES = 64
_SHINGLE_WORDS = 5
# Share of the shorter text's five-word runs that stand in the longer one, from which the two are
# one report. Chosen on two thirds of seeds/copies.yaml, where nothing else reached 0.58: follow-ups
# that use a paragraph of background again come near. tests/test_copies.py has the figures.
NEAR_COPY = 0.6
# Of texts that share fewer runs, the estimate is too rough to call one a part of the other.
_LEAST_RESEMBLANCE = 0.12
# Two hashes a band, so that one band in common is found for 73 of 100 texts that share a fifth of
# their runs, and for 95 of 100 that share three tenths.
_BAND_HASHES = 2


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of an article to recognise its copies."""

    article_id: str
    cluster_id: str
    signature: str
    url: str = ""
    outlet: str = ""


def fingerprint(text: str) -> str:
    """Return the MinHash signature of a text as hex; "" for a text of fewer than five words."""
    words = re.findall(r"\w+", text.lower())
    runs = {" ".join(words[n : n + _SHINGLE_WORDS]) for n in range(len(words) - _SHINGLE_WORDS + 1)}
    if not runs:
        return ""
    signature = _no_text().copy()
    signature.update_batch([run.encode() for run in runs])
    least: NDArray[np.uint32] = signature.hashvalues.astype(">u4")
    return least.tobytes().hex()


def bands(signature: str) -> list[int]:
    """Keys (64 bit, signed) under which a text is looked up: copies have several in common."""
    if not _is_comparable(signature):
        return []
    hashes = np.frombuffer(bytes.fromhex(signature), ">u4").astype(np.uint64)
    pairs = hashes.reshape(-1, _BAND_HASHES)
    # The number of the band is mixed in: the same hashes in another band are another key.
    numbers = np.arange(1, len(pairs) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    keys = ((pairs[:, 0] << np.uint64(32)) | pairs[:, 1]) ^ numbers
    found: list[int] = keys.view(np.int64).tolist()
    return found


def resemblance(one: str, other: str) -> float:
    """Estimate the share of runs that two texts have in common, 0 to 1, from their signatures."""
    return float(_resemblances(one, [other])[0])


def overlap(one: str, others: Sequence[str]) -> list[float]:
    """Estimate, for each other text, which share of the shorter text's runs the two have in
    common, 0 to 1; 0 where they have too little in common to tell.

    How many runs a text has, its signature tells: the least of n hashes is about 1 / (n + 1).
    """
    alike = _resemblances(one, others)
    own, sizes = _runs_in(one), np.array([_runs_in(other) for other in others])
    shorter = np.minimum(own, sizes)
    common = alike * (own + sizes) / (1 + alike)
    shares = np.where(alike < _LEAST_RESEMBLANCE, 0.0, np.minimum(common / shorter, 1.0))
    found: list[float] = shares.tolist()
    return found


def clusters_of(signature: str, known: Sequence[Fingerprint]) -> list[str]:
    """The clusters of the known texts that it is a near-copy of, that of the first text first.

    More than one where copies came before their report: each had parts of it, and nothing told
    that they are parts of one. Now they are one cluster, the first.
    """
    shares = overlap(signature, [k.signature for k in known])
    near = (k.cluster_id for k, share in zip(known, shares, strict=True) if share >= NEAR_COPY)
    return list(dict.fromkeys(near))


def _resemblances(one: str, others: Sequence[str]) -> NDArray[np.float64]:
    """Of each other signature; 0 for one of another kind."""
    alike = np.zeros(len(others))
    same_kind = [n for n, other in enumerate(others) if _is_comparable(other)]
    if _is_comparable(one) and same_kind:
        joined = np.frombuffer(bytes.fromhex("".join(others[n] for n in same_kind)), ">u4")
        mine = np.frombuffer(bytes.fromhex(one), ">u4")
        alike[same_kind] = (joined.reshape(-1, _HASHES) == mine).mean(axis=1)
    return alike


def _runs_in(signature: str) -> float:
    """An estimate of how many different runs a text has; 1 where nothing tells."""
    if not _is_comparable(signature):
        return 1.0
    return float(2**32 / max(np.frombuffer(bytes.fromhex(signature), ">u4").mean(), 1.0))


def _is_comparable(signature: str) -> bool:
    """Whether it is a signature of this kind: that of another, or of no text, is like nothing."""
    return len(signature) == _HASHES * 8


@functools.cache
def _no_text() -> Any:
    """A signature to begin with. Seed and scheme are fixed for ever: a signature that is in the
    log must stay comparable."""
    from datasketch import MinHash

    return MinHash(num_perm=_HASHES, seed=1997, scheme="affine32")
