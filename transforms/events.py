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
  claim_reviewed   verdict (confirmed or rejected), reviewer
  state_changed    before, after (IndicatorState or null), is_baseline, basis_seq; is_quiet where
                   nobody is told, as it is history
  alert_queued     body, short, before, after, claims (source, evidence, url), basis_seq, as_of_at,
                   targets; where the rule has them: quiet_hours, digest_at, time_zone; of a rule on
                   silence: feeds (id: health)
  alert_delivered  where it was asked for again: resend (which time)
  alert_failed     attempt, is_final; resend
  alert_answered   answer (acknowledged, resend, silenced), by, at; of the last: until
  row_quarantined  expectation, column, observed, row (the event that was held back)
  run_finished     the ledger's counts, started_at
  watch_changed    the whole watch: indicators, parties, rules, sha256
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from transforms.records import (
    Alert,
    Article,
    Claim,
    Event,
    IndicatorState,
    Quarantined,
    Watch,
)

# Not part of what an event says: when and by whom it was written down.
_OUTSIDE_THE_CONTENT = frozenset({"event_id", "run_id", "seq", "recorded_at", "fetched_at"})


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
    asserted: Event,
    verdict: Literal["confirmed", "rejected"],
    reviewer: str,
    reason: str | None,
    run_id: str,
) -> Event:
    """What an analyst says of a claim: the last review of a claim counts."""
    return _event(
        "claim_reviewed",
        asserted.watch_id,
        run_id,
        reason=reason,
        detail=_json({"verdict": verdict, "reviewer": reviewer}),
        **_whereabouts(asserted),
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
