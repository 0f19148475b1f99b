"""What STIX has no property for: the two extensions of a note, with what each property means.

In:   rows of warehouse/export_rows.py
Out:  extension-definition objects; the properties of one note
Never: changes the meaning of a property: a new meaning is a new version of the definition.

STIX 2.1, section 7.3: a property extension stands under the id of its definition.
"""

from __future__ import annotations

from typing import Any

from transforms.export_names import Row, instant, present, uuid_of

CLAIM_EXTENSION = f"extension-definition--{uuid_of('extension-definition', 'claim')}"
STATE_EXTENSION = f"extension-definition--{uuid_of('extension-definition', 'state')}"
_AT = "2025-01-01T00:00:00.000Z"

CLAIM_PROPERTIES = {
    "claim_id": "sha256 that names the claim in the log",
    "watch": "id of the watch",
    "indicator": "what the claim is about, with its place or thing: deaths@Angola",
    "kind": "quantity or level",
    "value": "of a quantity: the number as it was meant",
    "value_low": "of a quantity: the least that the words mean; absent where there is no least",
    "value_high": "of a quantity: the most that the words mean; absent where there is no most",
    "unit": "of a quantity: what is counted or measured",
    "approximation": "of a quantity: exact, about, at_least, at_most, …",
    "is_increment": "of a quantity: whether it is added to what was before",
    "level": "of a level: the rung of the indicator's ladder",
    "polarity": "affirmed or negated",
    "certainty": "how sure the source is, in the words of Intelligence Community Directive 203",
    "hedge": "the word of doubt that the source used",
    "speaker_ref": "the identity that answers for the claim; absent where nobody is named",
    "source_text": "how the text names the speaker",
    "attribution": "who relays whom, the outermost voice first",
    "cue": "the word that reports: said, confirmed, …",
    "source_reliability": "A to F: the Admiralty letter of the speaker, as the watch gives it",
    "evidence": "the sentence, letter for letter",
    "start_char": "where evidence begins in the article's text: code points, from 0",
    "end_char": "where it ends, the character after its last",
    "stated_on": "the day on which it was said",
    "valid_from": "the first day for which it holds",
    "valid_to": "the last day for which it holds",
    "published_at": "when the article appeared",
    "fetched_at": "when the article was fetched",
    "recorded_at": "when the claim entered the log",
    "extraction_confidence": "0 to 1: how sure the reader is of having read it right",
    "reader": "the reader's name and version",
    "rules": "the rules that fired",
    "status": "live, withdrawn, rejected, or review (waits for an analyst)",
    "withdrawn_at": "when it was taken back",
    "withdrawn_reason": "why it was taken back",
    "review": "an analyst's last verdict: confirmed, rejected or amended",
}
STATE_PROPERTIES = {
    "watch": "id of the watch",
    "indicator": "the indicator, with its place or thing",
    "kind": "quantity or level",
    "value": "of a quantity: the weighted median of what the origins stand by",
    "value_low": "of a quantity: the least that an origin stands by",
    "value_high": "of a quantity: the most that an origin stands by",
    "unit": "of a quantity: what is counted or measured",
    "level": "of a level: the rung of the indicator's ladder",
    "certainty": "the stated likelihood of the weightiest position that agrees",
    "source_reliability": "A to F: the Admiralty letter of that position's source",
    "credibility": "1 to 6: the Admiralty digit, which the note's confidence is made of",
    "is_disputed": "whether a position contradicts it",
    "is_stale": "whether the newest position is too old",
    "origins": "how many independent origins agree",
    "articles": "in how many articles they say so",
    "since": "the day from which it is held to hold",
    "newest_position_on": "the day for which the newest position speaks",
    "as_of_on": "the day about which this is",
}
_RENAMED = {
    "watch": "watch_id",
    "reader": "extractor",
    "extraction_confidence": "confidence",
    "source_reliability": "reliability",
}


def definitions(created_by_ref: str) -> list[dict[str, Any]]:
    """The two extension-definition objects."""
    told = (
        (CLAIM_EXTENSION, "claim", "What a source claims about an indicator.", CLAIM_PROPERTIES),
        (STATE_EXTENSION, "state", "What the claims on an indicator add up to.", STATE_PROPERTIES),
    )
    return [
        {
            "type": "extension-definition",
            "spec_version": "2.1",
            "id": name,
            "created_by_ref": created_by_ref,
            "created": _AT,
            "modified": _AT,
            "name": f"Vedette {kind}",
            "description": what,
            "schema": "; ".join(f"{key}: {meaning}" for key, meaning in properties.items()),
            "version": "1.0.0",
            "extension_types": ["property-extension"],
        }
        for name, kind, what, properties in told
    ]


def claim_extension(row: Row, speaker_ref: str | None) -> dict[str, Any]:
    """The properties of a claim's note, by the id of their definition."""
    values = _values(row, CLAIM_PROPERTIES)
    voices = row["attribution"]
    values |= present(speaker_ref=speaker_ref, attribution=voices.split(" > ") if voices else None)
    return {CLAIM_EXTENSION: {"extension_type": "property-extension"} | values}


def state_extension(row: Row) -> dict[str, Any]:
    """The properties of a state's note, by the id of their definition."""
    values = _values(row, STATE_PROPERTIES)
    return {STATE_EXTENSION: {"extension_type": "property-extension"} | values}


def _values(row: Row, properties: dict[str, str]) -> dict[str, Any]:
    found = {}
    for name in properties:
        value = row.get(_RENAMED.get(name, name))
        if value is not None:
            found[name] = instant(value) if name.endswith("_at") else value
    return found
