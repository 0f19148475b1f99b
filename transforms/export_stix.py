"""Claims, articles, speakers, reviews and states -> the objects of a STIX 2.1 bundle.

In:   rows of warehouse/export_rows.py
Out:  plain objects, each valid by itself; ids are UUIDs of version 5, the same in every export
Never: an observed-data object: the standard calls it "not an intelligence assertion", and a claim
       is one. Never the same id and `modified` for two contents: what a claim's note says changes
       only with an event of the claim or an edit of its watch.

    article    report      what it says: object_refs
    speaker    identity
    claim      note        authors, abstract, content: the sentence; the rest: an extension
    review     opinion     confirmed agree · amended disagree · rejected strongly-disagree
    state      note        confidence: Admiralty 1 to 5 as 90, 70, 50, 30, 10 (STIX 2.1, appendix A)

A claim that was taken back, or that an analyst rejected, is `revoked`, under the same id with a
later `modified`. A claim has no confidence: credibility is what other claims make of it, so it
is the state's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from transforms.export_names import (
    Row,
    article_uuid,
    instant,
    present,
    said,
    speaker_of,
    statement,
    uuid_of,
)
from transforms.export_stix_extension import claim_extension, definitions, state_extension

CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}  # 6, cannot be judged, has none
OPINION = {"confirmed": "agree", "amended": "disagree", "rejected": "strongly-disagree"}
_CLASS = {"experts": "group", "officials": "group", "other": "unknown", None: "unknown"}
_OURSELVES = f"identity--{uuid_of('vedette')}"
_SINCE = "2025-01-01T00:00:00.000Z"
_GONE = ("withdrawn", "rejected")


def bundle_head(head_seq: int, as_of: datetime, indicator: str | None) -> dict[str, Any]:
    """A bundle without its objects."""
    name = uuid_of("bundle", str(head_seq), instant(as_of), indicator or "")
    return {"type": "bundle", "id": f"bundle--{name}"}


def fixed_objects() -> list[dict[str, Any]]:
    """What every bundle opens with: who made it, and what the extensions mean."""
    ourselves = {
        "type": "identity",
        "spec_version": "2.1",
        "id": _OURSELVES,
        "created": _SINCE,
        "modified": _SINCE,
        "name": "Vedette",
        "identity_class": "system",
        "description": "A program that reads news articles for claims.",
    }
    return [ourselves, *definitions(_OURSELVES)]


def identity(row: Row) -> dict[str, Any]:
    """A party that speaks or prints."""
    made = _made("identity", _identity_id(row["watch_id"], row["party"]), row)
    made["name"] = row["name"]
    made["identity_class"] = _CLASS.get(row["type"], "organization")
    made["external_references"] = [{"source_name": "vedette", "external_id": row["party"]}]
    return made


def report(row: Row) -> dict[str, Any]:
    """An article: one text at one URL."""
    outlet = row["outlet"] or ""
    claims = [f"note--{uuid_of('claim', claim_id)}" for claim_id in row["claim_ids"]]
    times = {"created_at": row["recorded_at"], "changed_at": row["changed_at"]}
    return {
        **_made("report", f"report--{article_uuid(row)}", times),
        **present(lang=row["language"]),
        "name": row["title"] or row["url"],
        "published": instant(row["published_at"] or row["fetched_at"] or row["recorded_at"]),
        "labels": [row["watch_id"]],
        "object_refs": [*_outlet(row), *claims],
        "external_references": [{"source_name": outlet or "vedette", "url": row["url"]}],
    }


def claim_note(row: Row) -> dict[str, Any]:
    """A claim."""
    speaker = speaker_of(row)
    speaker_ref = _identity_id(row["watch_id"], speaker) if speaker else None
    return {
        **_made("note", f"note--{uuid_of('claim', row['claim_id'])}", row),
        **({"revoked": True} if row["status"] in _GONE else {}),
        **present(lang=row["language"]),
        **({"authors": [speaker]} if speaker else {}),
        "abstract": statement(row),
        "content": row["evidence"],
        "labels": [row["indicator"]],
        "object_refs": [f"report--{article_uuid(row)}", *([speaker_ref] if speaker_ref else [])],
        "extensions": claim_extension(row, speaker_ref),
    }


def opinion(row: Row) -> dict[str, Any]:
    """What an analyst decided of a claim: whether it was read right, not whether it is true."""
    name = f"opinion--{uuid_of('review', row['event_id'])}"
    at = {"created_at": row["recorded_at"], "changed_at": row["recorded_at"]}
    was = f" (it was read as {row['was']})" if row["was"] else ""
    return {
        **_made("opinion", name, at),
        "opinion": OPINION[row["verdict"]],
        "explanation": f"{row['verdict']}: {row['reason'] or ''}{was}",
        "authors": [row["reviewer"] or "unknown"],
        "object_refs": [f"note--{uuid_of('claim', row['claim_id'])}"],
    }


def state_note(row: Row, as_of: datetime) -> dict[str, Any] | None:
    """What the claims on an indicator add up to, as of an instant; None where there are none."""
    if not row["claim_ids"]:
        return None
    name = f"note--{uuid_of('state', row['watch_id'], row['indicator'])}"
    at = {"created_at": row["created_at"], "changed_at": max(as_of, row["created_at"])}
    return {
        **_made("note", name, at),
        **present(confidence=CONFIDENCE.get(row["credibility"])),
        "abstract": f"{row['indicator']}: {said(row)}",
        "content": f"{row['title']}: {said(row)}, as of {row['as_of_on']}",
        "labels": ["state", row["indicator"]],
        "object_refs": [f"note--{uuid_of('claim', claim)}" for claim in row["claim_ids"]],
        "extensions": state_extension(row),
    }


def _made(kind: str, name: str, row: Row) -> dict[str, Any]:
    """What all our objects have in common."""
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": name,
        "created_by_ref": _OURSELVES,
        "created": instant(row["created_at"]),
        "modified": instant(row["changed_at"]),
    }


def _outlet(row: Row) -> list[str]:
    # A report has to refer to something, even where its outlet is not known.
    return [_identity_id(row["watch_id"], row["outlet"])] if row["outlet"] else []


def _identity_id(watch_id: str, party: str) -> str:
    return f"identity--{uuid_of('party', watch_id, party)}"
