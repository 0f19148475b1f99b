"""Events and states -> the columns that the suites judge: their own, and derived ones.

A suite compares a column with a constant, or two columns of one row. What needs more than that
(offsets into a text, a ladder, a hash) is worked out here, as a column of its own.

In:   Events of one type, the texts of their articles, the watch; states
Out:  {column: one value a row, in the order of the events}; numbers are floats, nan for none
Never: judges. A derived `is_…` or `has_…` column is True or False in every row, never None.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import math
import operator
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from transforms.events import article_id_of
from transforms.records import Event, Indicator, IndicatorState, Watch

Columns = dict[str, list[Any]]

# A page may be dated in a time zone ahead of UTC, and clocks differ.
_GRACE_S = timedelta(days=1).total_seconds()
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_EVENT_COLUMNS = tuple(field.name for field in dataclasses.fields(Event))
_TEXTS_OF = [
    operator.attrgetter(field.name)
    for field in dataclasses.fields(Event)
    if "str" in str(field.type)
]
_VALUES_OF = operator.attrgetter(*_EVENT_COLUMNS)  # one call an event, not one a column
_NUMBER_COLUMNS = ("value", "value_low", "value_high")
_NOBODY = ("outlet", "unknown")  # in its own voice; nobody named
_STATE_NUMBERS = ("value", "value_low", "value_high", "credibility", "origins", "articles")
_STATE_COLUMNS = ("indicator", "kind", "level", "is_disputed", "is_stale", *_STATE_NUMBERS)
_FLOAT_COLUMNS = {
    *("seq", "confidence", "value", "value_low", "value_high"),
    *("start_char", "end_char"),
}


def article_columns(
    articles: Sequence[Event], texts: Sequence[str | None], asked: Collection[str]
) -> Columns:
    """The columns of article_fetched events and of their texts (text_of); of the events' own
    columns those that are asked for."""
    columns = _columns_of(articles, asked)
    return columns | {
        "text": [*texts],
        "text_length": [_number(None if text is None else len(text)) for text in texts],
        "replacement_pct": [_replacement_pct(text) for text in texts],
        "id_matches_text": [
            _matches_id(event, text) for event, text in zip(articles, texts, strict=True)
        ],
        "is_date_honest": [
            bool(event.published_at or event.is_published_uncertain) for event in articles
        ],
        "times_are_utc": [_has_utc_times(event) for event in articles],
        "published_s": [_epoch_s(event.published_at) for event in articles],
        "published_latest_s": [_epoch_s(event.fetched_at) + _GRACE_S for event in articles],
    }


def claim_columns(
    claims: Sequence[Event],
    articles: Sequence[Event],
    watch: Watch,
    texts: Mapping[str, str],
    values: Mapping[str, float],
    asked: Collection[str],
) -> Columns:
    """The columns of claim_asserted events; of their own those that are asked for. `articles` are
    those of the batch; `texts` (article_id -> text) has theirs and those of others; `values`: of
    the states now, by series."""
    fetched = {event.article_id: event.fetched_at for event in articles}
    return (
        _columns_of(claims, asked)
        | _evidence_columns(claims, texts)
        | _number_columns(claims)
        | _watch_columns(claims, {indicator.id: indicator for indicator in watch.indicators})
        | _jump_columns(claims, watch, values)
        | {
            "stated_s": [_epoch_s(event.stated_on) for event in claims],
            "stated_latest_s": [
                _epoch_s(fetched.get(event.article_id)) + _GRACE_S for event in claims
            ],
            "published_latest_s": [_epoch_s(event.published_at) + _GRACE_S for event in claims],
            "is_source_known": [_is_known(event.source, watch) for event in claims],
            "valid_from_s": [_epoch_s(event.valid_from) for event in claims],
            "valid_to_s": [_epoch_s(event.valid_to) for event in claims],
            "is_hedge_heeded": [
                not event.hedge or event.certainty != "certain" for event in claims
            ],
            "chain_end": [(event.attribution or "").split(" > ")[-1] or None for event in claims],
        }
    )


def state_columns(states: Sequence[IndicatorState], watch: Watch) -> Columns:
    """The columns of states, one row each."""
    watched = {indicator.id: indicator for indicator in watch.indicators}
    columns: Columns = {name: [getattr(state, name) for state in states] for name in _STATE_COLUMNS}
    for name in _STATE_NUMBERS:
        columns[name] = [_number(value) for value in columns[name]]
    of_state = [watched.get(state.indicator.split("@")[0]) for state in states]
    return columns | {
        "kind_of_indicator": [None if i is None else i.kind for i in of_state],
        "maximum": [_number(None if i is None else i.maximum) for i in of_state],
        "is_rung_on_ladder": [
            state.level is None or (indicator is not None and state.level in indicator.ladder)
            for state, indicator in zip(states, of_state, strict=True)
        ],
        "has_backing_if_told": [
            state.origins > 0 or (state.level is None and state.value is None) for state in states
        ],
        "is_grade_earned": [(state.credibility == 6) or state.origins > 0 for state in states],
    }


def text_of(article: Event) -> str | None:
    """The text that an article_fetched event carries; None where there is none."""
    try:
        text = json.loads(article.detail or "{}").get("text")
    except (json.JSONDecodeError, AttributeError):
        return None
    if not isinstance(text, str):
        return None
    return text if _is_unicode([text]) else _mended(text)


def writable(event: Event) -> Event:
    """The event with U+FFFD for lone surrogates: those have no bytes in UTF-8, so that neither
    the log nor Great Expectations can take them. An event without any comes back as it is."""
    values = _VALUES_OF(event)
    if _is_unicode(value for value in values if isinstance(value, str)):
        return event
    mended: list[Any] = [_mended(v) if isinstance(v, str) else v for v in values]
    return Event(*mended)


def _is_unicode(texts: Iterable[str]) -> bool:
    """Whether they can be written as UTF-8: the codec looks faster than an expression would, and
    that a text is ASCII is known without a look."""
    try:
        "".join(itertools.filterfalse(str.isascii, texts)).encode()
    except UnicodeEncodeError:
        return False
    return True


def _mended(text: str) -> str:
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _columns_of(events: Sequence[Event], asked: Collection[str]) -> Columns:
    columns = _by_column(events, asked)
    are_clean = [True] * len(events)
    # Whole columns at a time, for a batch in which one event is not clean is rare.
    if not all(_is_unicode(filter(None, map(get, events))) for get in _TEXTS_OF):
        written = [writable(event) for event in events]
        are_clean = [event is clean for event, clean in zip(events, written, strict=True)]
        columns = _by_column(written, asked)
    for name in columns.keys() & _FLOAT_COLUMNS:
        columns[name] = [_number(value) for value in columns[name]]
    return columns | {"strings_are_unicode": are_clean}


def _by_column(events: Sequence[Event], asked: Collection[str]) -> Columns:
    return {n: [*map(operator.attrgetter(n), events)] for n in _EVENT_COLUMNS if n in asked}


def _evidence_columns(claims: Sequence[Event], texts: Mapping[str, str]) -> Columns:
    return {
        "is_article_known": [event.article_id in texts for event in claims],
        "is_evidence_verbatim": [
            _is_verbatim(event, texts.get(event.article_id or "")) for event in claims
        ],
        "evidence_length": [_number(len(event.evidence or "")) for event in claims],
    }


def _number_columns(claims: Sequence[Event]) -> Columns:
    import numpy as np

    said = [[*map(operator.attrgetter(name), claims)] for name in _NUMBER_COLUMNS]
    # None, and nan, is no number; but a nan that was said is not finite.
    numbers = np.array(said, dtype=float)
    has_number = ~np.isnan(numbers).all(axis=0)
    is_quantity = np.array([claim.kind == "quantity" for claim in claims], dtype=bool)
    is_finite = np.isfinite(numbers) | np.array([[n is None for n in column] for column in said])
    return {
        "has_number_if_quantity": (has_number == is_quantity).tolist(),
        "is_finite": is_finite.all(axis=0).tolist(),
        "smallest": np.fmin.reduce(numbers, axis=0).tolist(),
        "largest": np.fmax.reduce(numbers, axis=0).tolist(),
        "has_rung_if_level": [
            (claim.level is not None) == (claim.kind == "level") for claim in claims
        ],
    }


def _watch_columns(claims: Sequence[Event], watched: Mapping[str, Indicator]) -> Columns:
    indicators = [watched.get(event.indicator or "") for event in claims]

    def of_each(read: Callable[[Indicator], Any]) -> list[Any]:
        return [None if indicator is None else read(indicator) for indicator in indicators]

    return {
        "kind_of_indicator": of_each(lambda indicator: indicator.kind),
        "maximum": [_number(value) for value in of_each(lambda indicator: indicator.maximum)],
        "is_unit_of_indicator": [
            indicator is not None and event.unit == indicator.unit
            for event, indicator in zip(claims, indicators, strict=True)
        ],
        "is_rung_on_ladder": [
            indicator is not None and (event.level is None or event.level in indicator.ladder)
            for event, indicator in zip(claims, indicators, strict=True)
        ],
    }


def _jump_columns(claims: Sequence[Event], watch: Watch, values: Mapping[str, float]) -> Columns:
    """The largest number that is no jump: so many times what the state says now. There is none
    for what is denied, comes on top, or is about the past."""
    factors = {indicator.id: indicator.max_jump_factor for indicator in watch.indicators}
    limits = []
    for claim in claims:
        factor = factors.get(claim.indicator or "")
        now = values.get(claim.series or claim.indicator or "")
        is_of_now = claim.polarity == "affirmed" and not claim.is_increment and not _is_past(claim)
        limits.append(factor * now if factor and now and is_of_now else math.nan)
    return {"jump_limit": limits}


def _is_past(claim: Event) -> bool:
    """Whether what it tells of was over when its article appeared."""
    if claim.valid_to is None or claim.published_at is None:
        return False
    return claim.valid_to < claim.published_at.date() - timedelta(days=1)


def _is_known(source: str | None, watch: Watch) -> bool:
    return source in _NOBODY or any(party.id == source for party in watch.parties)


def _is_verbatim(claim: Event, text: str | None) -> bool:
    start, end = claim.start_char, claim.end_char
    if text is None or start is None or end is None or not 0 <= start < end <= len(text):
        return False
    return text[start:end] == claim.evidence


def _matches_id(article: Event, text: str | None) -> bool:
    if article.url is None or text is None:
        return False
    try:
        return article_id_of(article.url, text) == article.article_id
    except UnicodeEncodeError:  # a lone surrogate has no bytes to hash
        return False


def _has_utc_times(article: Event) -> bool:
    instants = (article.published_at, article.fetched_at)
    return all(at.utcoffset() == timedelta(0) for at in instants if at is not None)


def _replacement_pct(text: str | None) -> float:
    return 100.0 * text.count("\N{REPLACEMENT CHARACTER}") / len(text) if text else 0.0


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


@functools.lru_cache(maxsize=4_096)  # the same days come again and again
def _epoch_s(when: datetime | date | None) -> float:
    """Seconds since 1970 in UTC: any year compares, which a pandas timestamp does not promise."""
    if when is None:
        return math.nan
    if not isinstance(when, datetime):
        when = datetime.combine(when, time.min)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
