"""Claims and reviews -> schema.org's Claim and ClaimReview, as JSON-LD.

In:   rows of warehouse/export_rows.py
Out:  plain objects of a @graph
Never: a relation between claims, for schema.org defines none; a rating of truth: what an analyst
       reviews is whether a claim was read right, and reviewAspect says so.

https://schema.org/Claim (appearance, firstAppearance, claimInterpreter), https://schema.org/ClaimReview
(claimReviewed, itemReviewed, reviewRating), as of version 29.
"""

from __future__ import annotations

from typing import Any

from transforms.export_names import (
    Row,
    article_uuid,
    instant,
    present,
    said,
    speaker_of,
    statement,
    urn_of,
)

RATING = {"confirmed": 3, "amended": 2, "rejected": 1}
_STATUS = {"live": "Published", "review": "Draft"}


def graph_head() -> dict[str, Any]:
    """The document without its @graph."""
    return {"@context": "https://schema.org"}


def claim(row: Row) -> dict[str, Any]:
    """A claim, with the article that it appears in and the one that it appeared in first."""
    speaker = speaker_of(row)
    first = row["first_article"]
    return {
        "@type": "Claim",
        "@id": urn_of("claim", row["claim_id"]),
        "identifier": row["claim_id"],
        "name": statement(row),
        "text": row["evidence"],
        **({"author": _party(row["watch_id"], speaker)} if speaker else {}),
        "claimInterpreter": {"@type": "Organization", "name": f"Vedette, {row['extractor']}"},
        "about": {"@type": "Thing", "identifier": row["indicator"], "name": _subject(row)},
        "mainEntity": _value(row),
        "appearance": _article(row),
        "firstAppearance": present(
            **{"@type": "NewsArticle"},
            url=first["url"],
            headline=first["title"],
            datePublished=instant(first["published_at"]) if first["published_at"] else None,
        ),
        "dateCreated": instant(row["created_at"]),
        "dateModified": instant(row["changed_at"]),
        "creativeWorkStatus": _STATUS.get(row["status"], "Obsolete"),
        **present(inLanguage=row["language"], temporalCoverage=_coverage(row)),
    }


def claim_review(row: Row) -> dict[str, Any]:
    """What an analyst decided of a claim."""
    return {
        "@type": "ClaimReview",
        "@id": urn_of("review", row["event_id"]),
        "claimReviewed": statement(row),
        "itemReviewed": {"@id": urn_of("claim", row["claim_id"])},
        "reviewAspect": "whether the claim was read right, not whether it is true",
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATING[row["verdict"]],
            "bestRating": 3,
            "worstRating": 1,
            "alternateName": row["verdict"],
        },
        "author": {"@type": "Person", "name": row["reviewer"] or "unknown"},
        "datePublished": instant(row["reviewed_at"] or row["recorded_at"]),
        **present(reviewBody=row["reason"]),
    }


def _article(row: Row) -> dict[str, Any]:
    outlet = row["outlet"]
    return {
        "@type": "NewsArticle",
        "@id": f"urn:uuid:{article_uuid(row)}",
        "url": row["url"],
        **({"publisher": _party(row["watch_id"], outlet)} if outlet else {}),
        **present(
            headline=row["title"],
            inLanguage=row["language"],
            datePublished=instant(row["published_at"]) if row["published_at"] else None,
        ),
    }


def _party(watch_id: str, party: str) -> dict[str, Any]:
    return {"@type": "Organization", "@id": urn_of("party", watch_id, party), "name": party}


def _value(row: Row) -> dict[str, Any]:
    """The number with its range, or the rung of the ladder."""
    if row["kind"] == "level":
        ladder = f"ladder of {row['indicator']}"
        return {"@type": "DefinedTerm", "name": said(row), "inDefinedTermSet": ladder}
    return {
        "@type": "QuantitativeValue",
        "name": said(row),
        **present(
            value=row["value"],
            minValue=row["value_low"],
            maxValue=row["value_high"],
            unitText=row["unit"],
        ),
    }


def _subject(row: Row) -> str:
    title: str = row["indicator_title"] or row["indicator"]
    return title


def _coverage(row: Row) -> str | None:
    """ISO 8601: a day, or an interval that may be open at one end."""
    first, last = row["valid_from"], row["valid_to"]
    if first is None and last is None:
        day = row["stated_on"]
        return day.isoformat() if day else None
    ends = (day.isoformat() if day else ".." for day in (first, last))
    return "/".join(ends)
