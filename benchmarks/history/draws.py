"""What is drawn for a piece of a made history: which story, who says what, what comes of it.

In:   a generator of random numbers, the number of the piece, how many events came before it
Out:  columns of numbers, each event with its place in the sequence
Never: words (cast.py, prose.py), a clock.

The shares that come out: 20 % articles, 70 % claims, 4 % withdrawals, 2.5 % states, 1.2 % alerts,
0.6 % reviews, 0.9 % runs. Indicators, parties and outlets are drawn by Zipf's law.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.history.cast import (
    APPROXIMATIONS,
    CERTAINTIES,
    INDICATORS_A_WATCH,
    LADDER,
    PARTIES,
    PLACES,
    WATCHES,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]

ARTICLES = 4_000  # in one piece, which comes to 20,000 events
RUN = 112  # every 112th event ends a run: 24 runs on a day of 2,700 events
NOBODY = len(PARTIES) + 1  # and before it the outlet's own voice
_OUTLETS = 60
_MOST_ARTICLES_A_STORY, _MOST_CLAIMS = 8, 12
_CLAIMS_AN_ARTICLE = 3.5
_STORY_ENDS, _IS_REVISION = 0.5, 0.12  # of each article; of each that follows one of its story
_FOLLOWS_AFTER = 0.05  # the mean gap between two articles of a story, as a share of the piece
_CHANGES_STATE, _IS_ALERT, _IS_REVIEWED = 0.124, 0.25, 0.03
_MAIN_INDICATOR = 0.5  # the share of claims on what the story is about
_OWN_VOICE = 0.06  # the outlet's, and as much again nobody's
_CERTAINTY_SHARES = (0.75, 0.05, 0.07, 0.10, 0.02, 0.01)
_APPROXIMATION_SHARES = (0.45, 0.25, 0.12, 0.08, 0.10)
_UNIT_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Draws:
    """One piece: columns by event type; what prose.py needs of it; events so far."""

    articles: Columns
    claims: Columns
    withdrawals: Columns
    outcomes: Columns
    runs: Columns
    contents: int  # events up to the end of this piece, but for runs and watches


@dataclass(frozen=True, slots=True)
class _Stories:
    """Articles in the order of the log; the others are numbers of articles, or -1."""

    story: Ints
    first: Ints  # of the story
    revised: Ints  # the article that this one is a newer text of
    root: Ints  # the one whose URL it has
    watch: Ints


def draw(random: Generator, piece: int, contents: int) -> Draws:
    """The piece with that number, `contents` events into the history."""
    stories = _stories(random)
    n_claims = np.minimum(random.poisson(_CLAIMS_AN_ARTICLE, ARTICLES), _MOST_CLAIMS)
    n_withdrawn = np.where(stories.revised >= 0, n_claims[stories.revised], 0)
    has_claims = n_claims > 0
    changes = has_claims & (random.random(ARTICLES) < _CHANGES_STATE)
    alerts = changes & (random.random(ARTICLES) < _IS_ALERT)
    reviewed = has_claims & (random.random(ARTICLES) < _IS_REVIEWED)
    # The article, the claims of the text before it, its own claims, what comes of them.
    sizes = 1 + n_withdrawn + n_claims + changes + 2 * alerts + reviewed
    at = contents + np.cumsum(sizes) - sizes
    first_claim = np.cumsum(n_claims) - n_claims
    behind = at + 1 + n_withdrawn + n_claims
    claims = _claims(random, stories, n_claims, piece)
    claims["seq"] = _seq(np.repeat(at + 1 + n_withdrawn, n_claims) + counted_up(n_claims))
    articles = _articles(random, stories, piece)
    articles |= {"seq": _seq(at), "n_claims": n_claims}
    return Draws(
        articles,
        claims,
        _withdrawals(stories, n_withdrawn, first_claim, at),
        {
            "claim_no": first_claim[has_claims],
            "review_seq": np.where(reviewed, _seq(behind), -1)[has_claims],
            "state_seq": np.where(changes, _seq(behind + reviewed), -1)[has_claims],
            "alert_seq": np.where(alerts, _seq(behind + reviewed + 1), -1)[has_claims],
            "delivery_seq": np.where(alerts, _seq(behind + reviewed + 2), -1)[has_claims],
            "is_confirmed": random.random(int(has_claims.sum())) < 0.6,
        },
        _runs(random, contents, contents + int(sizes.sum())),
        contents + int(sizes.sum()),
    )


def counted_up(counts: Ints) -> Ints:
    """0 1 2 0 1 for counts of 3 and 2."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _seq(contents: Ints) -> Ints:
    """The sequence number of the n-th event that is neither a watch nor a run's end."""
    return WATCHES + contents + contents // (RUN - 1)


def _zipf(size: int) -> Floats:
    weights = 1.0 / np.arange(1, size + 1)
    return weights / weights.sum()


def _watch_shares() -> Floats:
    """Of 200 indicators ranked by Zipf's law, every tenth belongs to the same watch."""
    return _zipf(WATCHES * INDICATORS_A_WATCH).reshape(INDICATORS_A_WATCH, WATCHES).T


def _stories(random: Generator) -> _Stories:
    sizes = np.minimum(random.geometric(_STORY_ENDS, ARTICLES), _MOST_ARTICLES_A_STORY)
    story = np.repeat(np.arange(ARTICLES), sizes)[:ARTICLES]
    place = counted_up(sizes)[:ARTICLES]
    opening = np.arange(ARTICLES) - place
    gaps = np.cumsum(random.exponential(_FOLLOWS_AFTER, ARTICLES))
    moments = random.random(ARTICLES)[opening] + gaps - gaps[opening]
    order = np.argsort(np.minimum(moments, 1.0), kind="stable")
    rank = np.empty(ARTICLES, np.int64)
    rank[order] = np.arange(ARTICLES)
    before = np.where(place > 0, rank[np.arange(ARTICLES) - 1], -1)[order]
    revised = np.where(random.random(ARTICLES) < _IS_REVISION, before, -1)
    root = np.arange(ARTICLES)
    for n in range(1, _MOST_ARTICLES_A_STORY):  # so that a text may be revised again
        now = (place[order] == n) & (revised >= 0)
        root[now] = root[revised[now]]
    shares = _watch_shares().sum(axis=1)
    watch = random.choice(WATCHES, ARTICLES, p=shares)[story]
    return _Stories(story[order], rank[opening][order], revised, root, watch[order])


def _articles(random: Generator, stories: _Stories, piece: int) -> Columns:
    root = stories.root
    return {
        "article_no": np.arange(ARTICLES),
        "first_no": stories.first,
        "revised_no": stories.revised,
        "url_no": piece * ARTICLES + root,
        "watch_no": stories.watch,
        "outlet_no": random.choice(_OUTLETS, ARTICLES, p=_zipf(_OUTLETS))[root],
        # A page is fetched some minutes before it is recorded, and published hours before.
        "fetched_before_us": random.integers(60, 900, ARTICLES) * _UNIT_US,
        "published_before_us": random.integers(15, 720, ARTICLES) * 60 * _UNIT_US,
        "archive_offset": random.integers(0, 900_000_000, ARTICLES),
        "is_published_uncertain": random.random(ARTICLES) < 0.05,
        "stated_lag": random.choice([0, 1, 2, 5], ARTICLES, p=[0.5, 0.3, 0.1, 0.1]),
    }


def _claims(random: Generator, stories: _Stories, n_claims: Ints, piece: int) -> Columns:
    article = np.repeat(np.arange(ARTICLES), n_claims)
    n = len(article)
    own = random.random(n)
    voice = np.where(own < _OWN_VOICE, NOBODY - 1, NOBODY)
    party = random.choice(len(PARTIES), n, p=_zipf(len(PARTIES)))
    indicator = _indicators(random, stories, article)
    # Each indicator has a size of its own, which doubles in a thousand pieces.
    sizes = 10 ** (1.5 + 2.5 * np.random.default_rng(0).random(WATCHES * INDICATORS_A_WATCH))
    amounts = sizes[indicator] * (1 + piece / 1_000) * random.lognormal(0, 0.2, n)
    return {
        "claim_no": np.arange(n),
        "article_no": article,
        "indicator_no": indicator,
        "party_no": np.where(own < 2 * _OWN_VOICE, voice, party),
        "amount": _two_digits(amounts),
        "approximation_no": random.choice(len(APPROXIMATIONS), n, p=_APPROXIMATION_SHARES),
        "certainty_no": random.choice(len(CERTAINTIES), n, p=_CERTAINTY_SHARES),
        "level_no": random.choice(len(LADDER), n),
        "is_negated": random.random(n) < 0.1,
        "is_increment": random.random(n) < 0.08,
        "is_dated": random.random(n) < 0.7,
        "valid_after": np.where(random.random(n) < 0.3, random.integers(0, 14, n), -1),
        "place_no": random.choice(len(PLACES), n),
        "confidence": np.round(random.beta(8, 2, n), 2),
    }


def _indicators(random: Generator, stories: _Stories, article: Ints) -> Ints:
    """Half of a story's claims are on one indicator, the others on any of its watch."""
    shares = _watch_shares()
    upto = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
    of_story = random.random(ARTICLES)[stories.story][article]
    point = np.where(
        random.random(len(article)) < _MAIN_INDICATOR, of_story, random.random(len(article))
    )
    watch = stories.watch[article]
    place = (upto[watch] < point[:, None]).sum(axis=1)
    return watch * INDICATORS_A_WATCH + np.minimum(place, INDICATORS_A_WATCH - 1)


def _two_digits(amounts: Floats) -> Ints:
    """Rounded to two significant digits, as news gives numbers; at least 1."""
    steps = 10.0 ** np.maximum(np.floor(np.log10(amounts)) - 1, 0)
    return np.maximum(np.round(amounts / steps) * steps, 1).astype(np.int64)


def _withdrawals(stories: _Stories, counts: Ints, first_claim: Ints, at: Ints) -> Columns:
    """Every claim of a text that was revised, behind the newer text."""
    place = counted_up(counts)
    return {
        "claim_no": np.repeat(first_claim[stories.revised], counts) + place,
        "revision_no": np.repeat(np.arange(ARTICLES), counts),
        "seq": _seq(np.repeat(at + 1, counts) + place),
    }


def _runs(random: Generator, start: int, end: int) -> Columns:
    """The runs that end within these contents, with the counts of their ledgers."""
    number = np.arange(start // (RUN - 1), end // (RUN - 1))
    parsed = random.integers(18, 28, len(number))
    return {
        "seq": WATCHES + (number + 1) * RUN - 1,
        "watch_no": number % WATCHES,
        "parsed": parsed,
        "with_claims": np.round(parsed * 0.97).astype(np.int64),
        "unchanged": random.integers(200, 900, len(number)),
    }
