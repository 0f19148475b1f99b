"""The one shared contract: every record that passes from one stage to another.

In:   nothing; this module imports only the standard library.
Out:  frozen dataclasses. `_at` is a UTC instant unless its doc says date; offsets are in
      Unicode code points; hashes are lower-case hex text.
Never: behaviour. A record holds facts; the functions that make it live in its stage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Kind = Literal["quantity", "level"]
Polarity = Literal["affirmed", "negated"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
FeedKind = Literal["feed", "links", "urls", "folder", "warc"]

APPROXIMATIONS = (
    "exact",
    "about",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "nearly",
    "range",
    "order",
)

# The words of estimative probability of Intelligence Community Directive 203, ends added.
# The order is from sure to unsure; the number is the middle of the range, in per cent.
CERTAINTY_PCT = {
    "certain": 100,
    "almost_certain": 97,
    "very_likely": 88,
    "likely": 68,
    "even": 50,
    "unlikely": 32,
    "very_unlikely": 12,
    "remote": 3,
}

EVENT_TYPES = (
    "article_fetched",
    "claim_asserted",
    "claim_withdrawn",
    "claim_reviewed",
    "state_changed",
    "alert_queued",
    "alert_delivered",
    "alert_failed",
    "alert_answered",
    "row_quarantined",
    "row_released",
    "row_rejected",
    "run_finished",
    "watch_changed",
)


# --- the watch: what to follow -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who speaks. `names` are whole names; `roles` need the country beside them
    ("Seoul's military", "the South Korean military") or near them ("the military")."""

    id: str
    names: tuple[str, ...]
    roles: tuple[str, ...] = ()
    country: str | None = None  # ISO 3166 alpha-2, lower case
    type: str = "government"
    reliability: Reliability = "F"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose things are counted and followed ("North Korea"); `members` are its people or
    units as a noun of their own ("North Koreans")."""

    id: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing whose state is followed."""

    id: str
    kind: Kind
    title: str
    subject: str
    # quantity: what is counted, what has happened to it, where
    unit: str | None = None
    counts: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # ids of indicators that this one is the sum of
    places: tuple[str, ...] = ()
    stage: str | None = None  # quantity: the number is of a thing at this stage (planned, done)
    maximum: float | None = None  # a larger number is implausible: quarantined
    max_jump_factor: float | None = None  # so is one so many times the state's value
    # level: the ladder, what moves up it, and by which act
    ladder: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()  # same length as ladder: the general stage of each rung
    objects: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    signs: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (rung, phrases) peculiar to this ladder
    excludes: tuple[str, ...] = ()
    by: tuple[str, ...] = ()  # kept apart by "place" (of `places`) or by "thing" counted or moved
    half_life_days: int = 90
    stale_after_days: int = 30


@dataclass(frozen=True, slots=True)
class Feed:
    """A source of links. `outlet` is the party id of who publishes it.

    `url` is http, https, or, of a file or folder on this machine, file. A `feed` is RSS, Atom,
    JSON Feed or a sitemap, told apart by what is in it. `match` is a regular expression for the
    URLs that are wanted.
    """

    id: str
    url: str
    outlet: str
    title: str = ""
    kind: FeedKind = "feed"
    match: str | None = None


@dataclass(frozen=True, slots=True)
class AlertRule:
    """When to tell somebody. `on` holds any of level_up, level_down, level_change, value_change,
    beyond_range, new_dispute, dispute_settled, new_origin, retraction, stale, silent. Hours and
    thresholds of 0 do not hold anything back. A rule on `silent` alone needs no indicators."""

    id: str
    indicators: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    change: float = 0.0  # value_change: at least so much, in the indicator's unit
    change_pct: float = 0.0  # and so many per cent of the number before
    min_origins: int = 1
    min_credibility: int = 6  # Admiralty 1 (confirmed) to 6; an alert needs this or better
    min_certainty: str | None = None  # a word of CERTAINTY_PCT; an alert needs this or surer
    debounce_hours: float = 0.0  # a change is told once it has held so long
    hysteresis_hours: float = 0.0  # the way back to what was before an alert, once it has held
    cooldown_hours: float = 0.0  # no second alert within
    feeds: tuple[str, ...] = ()  # silent: of these feeds; none named: of all
    quiet_hours: str | None = None  # "22:00-06:30": not delivered then, but after
    digest_at: str | None = None  # "07:30": delivered then, all of a day in one message
    time_zone: str = "UTC"  # of the two: a name of the IANA database


@dataclass(frozen=True, slots=True)
class Watch:
    """A watch file, read and checked. `sha256` is over the file's bytes."""

    id: str
    title: str
    subjects: tuple[Subject, ...]
    indicators: tuple[Indicator, ...]
    parties: tuple[Party, ...]
    feeds: tuple[Feed, ...]
    rules: tuple[AlertRule, ...]
    review_below: float = 0.0  # a claim read with less confidence waits for an analyst
    sha256: str = ""


# --- articles and claims -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """A body as it came over the wire, and how we came to it."""

    url: str
    body: bytes
    content_type: str
    fetched_at: datetime
    outlet: str
    feed_id: str
    sha256: str
    listed_title: str | None = None
    listed_at: datetime | None = None  # the feed's own date for the entry
    listed_updated_at: datetime | None = None  # and for its last change
    listed_language: str | None = None
    archive_file: str | None = None  # relative to the archive folder
    archive_offset: int | None = None  # bytes, of the WARC record


@dataclass(frozen=True, slots=True)
class Article:
    """One revision of a document. `article_id` is sha256 of URL and text."""

    article_id: str
    url: str
    text: str
    published_at: datetime | None = None
    published_on: date | None = None  # the day there, not that of the instant in UTC
    is_published_uncertain: bool = True
    modified_at: datetime | None = None
    modified_on: date | None = None
    title: str | None = None
    author: str | None = None
    section: str | None = None
    language: str | None = None
    outlet: str = "outlet"
    agency: str | None = None  # whose report the text is, where that is not the outlet's own
    is_teaser: bool = False
    is_live_blog: bool = False
    notice_kind: str | None = None  # correction, retraction, clarification, update
    notice: str | None = None  # the sentence in which the article says so
    fetched_at: datetime | None = None
    fingerprint: str = ""  # MinHash signature, hex; see transforms/syndication.py
    cluster_id: str = ""  # article_id of the earliest near-copy known; itself where none
    joins: tuple[str, ...] = ()  # clusters that this text shows to be part of its own
    revises: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed statement about one indicator, at one place in one revision.

    `text[start:end] == evidence` always. Quantity claims have unit, approximation and at least
    one of value, value_low, value_high; level claims have a level. Dates are dates, not instants.
    `confidence` (0 to 1) is how sure we are of having read it right; `certainty` is the source's.
    """

    indicator: str
    kind: Kind
    polarity: Polarity
    certainty: str
    source: str
    evidence: str
    start: int
    end: int
    unit: str | None = None
    value: float | None = None
    value_low: float | None = None
    value_high: float | None = None
    approximation: str | None = None
    increment: bool = False
    level: str | None = None
    hedge: str | None = None
    source_text: str | None = None
    attribution: tuple[str, ...] = ()
    cue: str | None = None
    stated_at: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    place: str | None = None  # where the indicator is kept by place
    thing: str | None = None  # where it is kept by thing
    rules: tuple[str, ...] = ()  # which rules fired, as "question:answer"
    confidence: float | None = None
    reader: str = ""  # name and version of what read it


# --- events --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """An immutable record of the log. Columns that do not belong to its type are None.

    `event_id` is the sha256 of the content (transforms/events.py); `seq` and `recorded_at` are
    stamped by the log at append and are None before it. `detail` is one JSON object, as text.
    """

    event_id: str
    event_type: str
    watch_id: str
    run_id: str
    seq: int | None = None
    recorded_at: datetime | None = None
    # article
    article_id: str | None = None
    revises: str | None = None
    cluster_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    is_published_uncertain: bool | None = None
    fetched_at: datetime | None = None
    # claim
    claim_id: str | None = None
    indicator: str | None = None
    series: str | None = None  # what the state is kept of: "deaths@Angola", or the indicator
    kind: str | None = None
    polarity: str | None = None
    certainty: str | None = None
    confidence: float | None = None
    value: float | None = None
    value_low: float | None = None
    value_high: float | None = None
    approximation: str | None = None
    unit: str | None = None
    is_increment: bool | None = None
    level: str | None = None
    hedge: str | None = None
    source: str | None = None
    source_text: str | None = None
    attribution: str | None = None  # ids from the article inwards, joined by " > "
    cue: str | None = None
    stated_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    evidence: str | None = None
    start_char: int | None = None
    end_char: int | None = None
    extractor: str | None = None
    # alert
    alert_id: str | None = None
    rule_id: str | None = None
    target: str | None = None
    # why: the quarantine's, withdrawal's or failure's reason, in one line
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that failed a critical expectation, with the first reason."""

    event: Event
    expectation: str
    column: str
    observed: str


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation of a suite, as it was held to rows: how many, and how many failed it."""

    suite: str
    meaning: str
    severity: str  # critical or warning
    rows: int
    failed: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one batch: every row is in exactly one of the two tuples.
    `warnings` are one-line texts about rows that passed with a flag; `checks`, what was asked."""

    passed: tuple[Event, ...]
    quarantined: tuple[Quarantined, ...]
    warnings: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided on a claim or on a row that was held back. `verdict` is confirmed,
    rejected or amended of a claim, released or rejected of a row; `ruled_at` is UTC."""

    verdict: str
    reviewer: str
    ruled_at: datetime
    reason: str | None = None


# --- state and decisions -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndicatorState:
    """What the positions on one indicator add up to, at one as-of."""

    indicator: str
    kind: Kind
    level: str | None = None
    level_rank: int | None = None  # 0 = lowest rung of the ladder
    value: float | None = None
    value_low: float | None = None
    value_high: float | None = None
    is_disputed: bool = False
    credibility: int = 6
    origins: int = 0
    articles: int = 0
    since: date | None = None
    is_stale: bool = False
    certainty: str | None = None  # of the weightiest agreeing position


@dataclass(frozen=True, slots=True)
class Alert:
    """A message that is due. `alert_id` is the stable key under which it is delivered. One about
    feeds, or about Vedette itself, has no indicator and no states."""

    alert_id: str
    rule_id: str
    indicator: str | None
    transition: str  # level_up, value_change, silent, …
    before: IndicatorState | None
    after: IndicatorState | None
    title: str
    body: str
    detail: dict[str, object] = field(default_factory=dict)
