"""Facts -> events: the only place that knows what each event type carries.

In:   records of the other stages, a watch id and a run id
Out:  Event without seq and recorded_at (the log stamps those)
Never: reads a clock. The same content gives the same event_id in any run, so that a fact
       derived twice is one event.

What stands in `detail` (a JSON object), by type:
  article_fetched  text, author, feed_id, archive_file, archive_offset, body_sha256, fingerprint,
                   is_teaser; where there are any: published_on (the local day), section, agency,
                   is_live_blog, notice (kind and sentence: what it says of its own text), keeps
                   (claim_ids of earlier revisions)
  claim_asserted   place, thing, rules; series and confidence, as in their columns
  claim_reviewed   verdict (confirmed, rejected or amended), reviewer, reviewed_at; of an
                   amendment: was (what it changed, as it stood before); the claim's columns hold
                   all that can be amended, as it stands from now on
  state_changed    before, after (IndicatorState or null), is_baseline, basis_seq; is_quiet where
                   nobody is told, as it is history
  alert_queued     body, short, before, after, claims (source, evidence, url), basis_seq, as_of_at,
                   targets; where the rule has them: quiet_hours, digest_at, time_zone; of a rule on
                   silence: feeds (id: health)
  alert_delivered  where it was asked for again: resend (which time)
  alert_failed     attempt, is_final; resend
  alert_answered   answer (acknowledged, resend, silenced), by, at; of the last: until
  row_quarantined  expectation, column, observed, row (the event that was held back)
  row_released     held (the event_id of its row_quarantined), expectation (the one that is
                   waived), reviewer, ruled_at; row_rejected: the same
  run_finished     the ledger's counts, started_at, failures, feeds_turned; where there are any:
                   checks (what failed, with suite, meaning, severity, rows, failed), flagged (the
                   first warnings), shape (the counts of flows/quality/shape.py)
  watch_changed    the whole watch: indicators, parties, rules, sha256
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from transforms.records import (
    Alert,
    AlertRule,
    Article,
    Claim,
    Event,
    Feed,
    Indicator,
    IndicatorState,
    Party,
    Quarantined,
    Ruling,
    Subject,
    Watch,
)

# What an analyst can put right. Dates are not among them: which claims a state can depend on is
# told by their dates, as they were asserted.
AMENDABLE = (
    *("value", "value_low", "value_high", "approximation", "is_increment"),
    *("level", "polarity", "certainty", "source"),
)

# Not part of what an event says: when and by whom it was written down.
_OUTSIDE_THE_CONTENT = frozenset({"event_id", "run_id", "seq", "recorded_at", "fetched_at"})
_INSTANTS = ("recorded_at", "published_at", "fetched_at")
_DAYS = ("stated_on", "valid_from", "valid_to")
_NUMBERS = ("value", "value_low", "value_high", "confidence")
_PARTS_OF_A_WATCH = {
    "subjects": Subject,
    "indicators": Indicator,
    "parties": Party,
    "feeds": Feed,
    "rules": AlertRule,
}


def article_fetched(
    article: Article, watch: Watch, run_id: str, feed_id: str = "", keeps: Sequence[Event] = ()
) -> Event:
    """The event of one revision of an article, with its text and the claims that it leaves as
    earlier revisions made them."""
    detail: dict[str, Any] = {
        "text": article.text,
        "author": article.author,
        "feed_id": feed_id,
        "archive_file": article.archive_file,
        "archive_offset": article.archive_offset,
        "body_sha256": article.body_sha256,
        "fingerprint": article.fingerprint,
        "is_teaser": article.is_teaser,
    }
    notice = {"kind": article.notice_kind, "sentence": article.notice}
    # Only what there is: most articles have none of these.
    rare = {
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "section": article.section,
        "agency": article.agency,
        "is_live_blog": article.is_live_blog,
        "joins": list(article.joins),
        "notice": notice if article.notice else None,
        "keeps": [claim.claim_id for claim in keeps],
    }
    detail |= {name: value for name, value in rare.items() if value}
    return _event(
        "article_fetched",
        watch.id,
        run_id,
        identity=(article.article_id,),
        article_id=article.article_id,
        revises=article.revises,
        cluster_id=article.cluster_id or article.article_id,
        url=article.url,
        outlet=article.outlet,
        title=article.title,
        language=article.language,
        published_at=article.published_at,
        is_published_uncertain=article.is_published_uncertain,
        fetched_at=article.fetched_at,
        detail=_json(detail),
    )


def claim_asserted(claim: Claim, article: Article, watch: Watch, run_id: str) -> Event:
    """The event of one claim. `claim_id` names the statement within its revision."""
    fields: dict[str, Any] = {
        "article_id": article.article_id,
        "cluster_id": article.cluster_id or article.article_id,
        "url": article.url,
        "outlet": article.outlet,
        "published_at": article.published_at,
        "indicator": claim.indicator,
        "kind": claim.kind,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "value": claim.value,
        "value_low": claim.value_low,
        "value_high": claim.value_high,
        "approximation": claim.approximation,
        "unit": claim.unit,
        "is_increment": claim.increment,
        "level": claim.level,
        "hedge": claim.hedge,
        "source": claim.source,
        "source_text": claim.source_text,
        "attribution": " > ".join(claim.attribution),
        "cue": claim.cue,
        "stated_on": claim.stated_at,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "evidence": claim.evidence,
        "start_char": claim.start,
        "end_char": claim.end,
        "extractor": claim.reader,
    }
    kept_by = {"place": claim.place, "thing": claim.thing}
    claim_id = content_hash({"watch_id": watch.id, **fields, **kept_by})
    apart = [part for part in (claim.place, claim.thing) if part is not None]
    read = {"series": series_of(claim.indicator, apart), "confidence": claim.confidence}
    detail = {
        **{name: value for name, value in kept_by.items() if value is not None},
        **read,
        "rules": claim.rules,
    }
    fields |= read
    return _event(
        "claim_asserted", watch.id, run_id, claim_id=claim_id, detail=_json(detail), **fields
    )


def series_of(indicator: str, apart: Sequence[str]) -> str:
    """What a state is kept of: the indicator, or one place or thing of it ("deaths@Angola")."""
    return "@".join((indicator, *apart))


def claim_withdrawn(asserted: Event, reason: str, run_id: str) -> Event:
    """Take back a claim; the asserted event stays in the log."""
    return _event(
        "claim_withdrawn", asserted.watch_id, run_id, reason=reason, **_whereabouts(asserted)
    )


def claim_reviewed(
    asserted: Event, ruling: Ruling, run_id: str, amended: Mapping[str, Any] | None = None
) -> Event:
    """What an analyst says of a claim. The last verdict counts, and the last amendment.

    `asserted` is the claim as it stands; `amended` are the columns of AMENDABLE that differ. Two
    reviews that say the same at two times are two events.
    """
    changed = {
        name: value
        for name, value in (amended or {}).items()
        if value != getattr(asserted, name)
    }
    detail: dict[str, Any] = {
        "verdict": ruling.verdict,
        "reviewer": ruling.reviewer,
        "reviewed_at": ruling.ruled_at,
    }
    fields = _whereabouts(asserted)
    if ruling.verdict == "amended":
        detail["was"] = {name: getattr(asserted, name) for name in changed}
        fields |= {name: getattr(asserted, name) for name in AMENDABLE} | changed
    return _event(
        "claim_reviewed",
        asserted.watch_id,
        run_id,
        reason=ruling.reason,
        detail=_json(detail),
        **fields,
    )


def _whereabouts(asserted: Event) -> dict[str, Any]:
    """Which claim it is, and all that a state is folded by: so that an event about the claim is
    found by whoever looks for the state, without the asserted event."""
    return {
        "article_id": asserted.article_id,
        "cluster_id": asserted.cluster_id,
        "claim_id": asserted.claim_id,
        "indicator": asserted.indicator,
        "series": asserted.series,
        "kind": asserted.kind,
        "source": asserted.source,
    }


def row_quarantined(row: Quarantined, run_id: str) -> Event:
    """Hold back a row with the expectation that it failed; the row itself stands in detail."""
    detail = {
        "expectation": row.expectation,
        "column": row.column,
        "observed": row.observed,
        "row": as_plain(row.event),
    }
    return _event(
        "row_quarantined",
        row.event.watch_id,
        run_id,
        identity=(row.event.event_id, row.expectation, row.column),
        article_id=row.event.article_id,
        claim_id=row.event.claim_id,
        url=row.event.url,
        indicator=row.event.indicator,
        reason=f"{row.expectation}: {row.column} is {row.observed}",
        detail=_json(detail),
    )


def row_released(held: Event, ruling: Ruling, run_id: str) -> Event:
    """Let a row pass that was held back, in spite of the expectation that it failed. `held` is its
    row_quarantined event; a second release is the same event."""
    return _row_ruled("row_released", held, ruling, run_id)


def row_rejected(held: Event, ruling: Ruling, run_id: str) -> Event:
    """Leave a row where it is, for good: somebody has looked."""
    return _row_ruled("row_rejected", held, ruling, run_id)


def _row_ruled(event_type: str, held: Event, ruling: Ruling, run_id: str) -> Event:
    detail = {
        "held": held.event_id,
        "expectation": json.loads(held.detail or "{}").get("expectation"),
        "reviewer": ruling.reviewer,
        "ruled_at": ruling.ruled_at,
    }
    return _event(
        event_type,
        held.watch_id,
        run_id,
        identity=(held.event_id,),
        article_id=held.article_id,
        claim_id=held.claim_id,
        url=held.url,
        indicator=held.indicator,
        reason=ruling.reason,
        detail=_json(detail),
    )


def held_row(held: Event) -> Event:
    """The event that a row_quarantined event holds back: what went in comes out."""
    plain = json.loads(held.detail or "{}")["row"]
    read: dict[str, Callable[[Any], Any]] = {
        **dict.fromkeys(_INSTANTS, datetime.fromisoformat),
        **dict.fromkeys(_DAYS, date.fromisoformat),
        **dict.fromkeys(_NUMBERS, float),
    }
    return Event(
        **{
            name: read[name](value) if name in read and value is not None else value
            for name, value in plain.items()
        }
    )


def state_changed(
    before: IndicatorState | None,
    after: IndicatorState,
    *,
    watch: Watch,
    run_id: str,
    basis_seq: int,
    transitions: tuple[str, ...],
    is_quiet: bool = False,
) -> Event:
    """A state that differs from the last one written down. No transition names it: a baseline.

    `basis_seq` is the last event that the state was computed from: it keeps A→B→A apart.
    """
    detail = {
        "before": as_plain(before) if before else None,
        "after": as_plain(after),
        "is_baseline": not transitions,
        "basis_seq": basis_seq,
        **({"is_quiet": True} if is_quiet else {}),
    }
    return _event(
        "state_changed",
        watch.id,
        run_id,
        indicator=after.indicator,
        kind=after.kind,
        level=after.level,
        value=after.value,
        value_low=after.value_low,
        value_high=after.value_high,
        reason=", ".join(transitions) or "baseline",
        detail=_json(detail),
    )


def alert_queued(alert: Alert, watch: Watch, run_id: str) -> Event:
    """An alert that is due: it stays in the outbox until it is delivered."""
    detail = {
        "body": alert.body,
        "before": as_plain(alert.before) if alert.before else None,
        "after": as_plain(alert.after) if alert.after else None,
        **alert.detail,
    }
    return _event(
        "alert_queued",
        watch.id,
        run_id,
        identity=(alert.alert_id,),
        alert_id=alert.alert_id,
        rule_id=alert.rule_id,
        indicator=alert.indicator,
        title=alert.title,
        reason=alert.transition,
        detail=_json(detail),
    )


def alert_delivered(
    alert_id: str, target: str, watch_id: str, run_id: str, *, resend: int = 0
) -> Event:
    """A target took the alert; `resend` counts how often it was asked for again before."""
    detail = _json({"resend": resend}) if resend else None
    return _event(
        "alert_delivered", watch_id, run_id, alert_id=alert_id, target=target, detail=detail
    )


def alert_failed(
    alert_id: str,
    target: str,
    reason: str,
    *,
    attempt: int,
    is_final: bool,
    watch_id: str,
    run_id: str,
    resend: int = 0,
) -> Event:
    """A target did not take the alert; after the final attempt it is a dead letter."""
    detail = {"attempt": attempt, "is_final": is_final, **({"resend": resend} if resend else {})}
    return _event(
        "alert_failed",
        watch_id,
        run_id,
        alert_id=alert_id,
        target=target,
        reason=reason,
        detail=_json(detail),
    )


def alert_answered(
    answer: Literal["acknowledged", "resend", "silenced"],
    *,
    watch_id: str,
    by: str,
    at: datetime,
    until: datetime | None = None,
    **about: Any,
) -> Event:
    """What a person says to an alert, a rule or an indicator: `about` holds alert_id, target,
    rule_id, indicator, reason. `until` ends a silence; one that is past ends it at once."""
    detail = {"answer": answer, "by": by, "at": at, **({"until": until} if until else {})}
    return _event("alert_answered", watch_id, "answer", detail=_json(detail), **about)


def run_finished(ledger: dict[str, object], watch_id: str, run_id: str) -> Event:
    """The closed ledger of a run."""
    return _event("run_finished", watch_id, run_id, identity=(run_id,), detail=_json(ledger))


def watch_changed(watch: Watch, run_id: str) -> Event:
    """The watch as it is from now on; views take ladders, half-lives and reliability from it."""
    return _event(
        "watch_changed",
        watch.id,
        run_id,
        title=watch.title,
        reason=f"sha256 {watch.sha256}",
        detail=_json(as_plain(watch)),
    )


def watch_of(changed: Event) -> Watch:
    """The watch that a watch_changed event tells of. What an older program did not know of has its
    default; what a newer one wrote beside is left out."""
    plain: dict[str, Any] = json.loads(changed.detail or "{}")
    for name, kind in _PARTS_OF_A_WATCH.items():
        plain[name] = [_record_of(kind, one) for one in plain.get(name, ())]
    watch: Watch = _record_of(Watch, plain)
    return watch


def _record_of(kind: Any, plain: Mapping[str, Any]) -> Any:
    names = {field.name for field in dataclasses.fields(kind)}
    return kind(**{name: _tupled(value) for name, value in plain.items() if name in names})


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value


def article_id_of(url: str, text: str) -> str:
    """The identity of a revision: the same text at the same URL is the same revision."""
    return hashlib.sha256(f"{url}\n{text}".encode()).hexdigest()


def content_hash(content: dict[str, Any]) -> str:
    """sha256, as hex, of a canonical JSON text; None fields do not count."""
    said = {name: value for name, value in content.items() if value is not None}
    return hashlib.sha256(_json(said).encode()).hexdigest()


def as_plain(record: Any) -> Any:
    """A frozen record as plain JSON values (dates in ISO 8601)."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: as_plain(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, (list, tuple)):
        return [as_plain(item) for item in record]
    if isinstance(record, (date, datetime)):
        return record.isoformat()
    if isinstance(record, float) and not math.isfinite(record):
        return str(record)  # JSON has no such number, and one of them spoils a whole text
    return record


def _event(
    event_type: str, watch_id: str, run_id: str, identity: tuple[str, ...] = (), **fields: Any
) -> Event:
    """Build an event; its id covers `identity` where given, else every field of content."""
    event = Event("", event_type, watch_id, run_id, **fields)
    content: dict[str, Any] = {"event_type": event_type, "watch_id": watch_id}
    if identity:
        content["identity"] = list(identity)
    else:
        plain: dict[str, Any] = as_plain(event)
        content |= {k: v for k, v in plain.items() if k not in _OUTSIDE_THE_CONTENT}
    return dataclasses.replace(event, event_id=content_hash(content))


def _json(content: Any) -> str:
    return json.dumps(as_plain_values(content), ensure_ascii=False, sort_keys=True)


def as_plain_values(content: Any) -> Any:
    """Plain values all the way down a dict."""
    if isinstance(content, dict):
        return {str(key): as_plain_values(value) for key, value in content.items()}
    return as_plain(content)
