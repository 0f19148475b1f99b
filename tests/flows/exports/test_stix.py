"""The STIX bundle: the library of the standard's own makers reads all of it back."""

import json
from collections import Counter

import pytest
import stix2
from stix2.v21 import Bundle

from transforms.export_stix import CONFIDENCE
from transforms.export_stix_extension import CLAIM_EXTENSION, CLAIM_PROPERTIES, STATE_EXTENSION
from warehouse.database import connect, query


@pytest.fixture
def bundle(export):
    return json.loads(export("stix"))


def of_type(bundle, kind):
    return [one for one in bundle["objects"] if one["type"] == kind]


def claim_notes(bundle):
    notes = (note for note in of_type(bundle, "note") if CLAIM_EXTENSION in note["extensions"])
    return {note["extensions"][CLAIM_EXTENSION]["value"]: note for note in notes}


def test_every_object_is_valid_and_comes_back_as_it_was(bundle):
    read = stix2.parse(json.dumps(bundle), allow_custom=False, version="2.1")
    assert isinstance(read, Bundle)
    # The library leaves out the milliseconds of whole seconds, where the standard lets it.
    given, back = (text.replace(".000Z", "Z") for text in (json.dumps(bundle), read.serialize()))
    for one, other in zip(*(json.loads(text)["objects"] for text in (given, back)), strict=True):
        assert one == other
    kinds = Counter(one.type for one in read.objects)
    assert kinds["observed-data"] == 0
    assert (kinds["report"], kinds["note"], kinds["opinion"]) == (5, 6, 3)


def test_every_reference_leads_to_an_object_of_the_bundle(bundle):
    ids = [one["id"] for one in bundle["objects"]]
    assert len(ids) == len(set(ids))
    for one in bundle["objects"]:
        refs = [*one.get("object_refs", []), one.get("created_by_ref")]
        refs += [part.get("speaker_ref") for part in one.get("extensions", {}).values()]
        assert {ref for ref in refs if ref} <= set(ids), one["id"]


def test_an_extension_has_only_the_properties_that_its_definition_explains(bundle):
    explained = {one["id"]: one["schema"] for one in of_type(bundle, "extension-definition")}
    for note in of_type(bundle, "note"):
        ((definition, properties),) = note["extensions"].items()
        for name in set(properties) - {"extension_type"}:
            assert f"{name}: " in explained[definition]


def test_a_claim_says_who_what_how_sure_in_which_words_and_when(bundle):
    note = claim_notes(bundle)[150]
    said = note["extensions"][CLAIM_EXTENSION]
    assert set(said) <= {*CLAIM_PROPERTIES, "extension_type"}
    assert said["indicator"] == "deaths"
    assert (said["value_low"], said["value_high"], said["unit"]) == (150, 150, "people")
    assert (said["certainty"], said["source_reliability"]) == ("certain", "B")
    assert note["content"] == said["evidence"]
    assert "150 people had died of cholera" in said["evidence"]
    assert said["end_char"] - said["start_char"] == len(said["evidence"])
    assert said["recorded_at"] == note["created"] == "2025-01-24T13:00:00.000Z"
    speakers = {one["id"]: one["name"] for one in of_type(bundle, "identity")}
    assert speakers[said["speaker_ref"]] == "World Health Organization"


def test_what_was_taken_back_or_rejected_is_revoked_under_its_id(bundle, export):
    notes = claim_notes(bundle)
    assert [value for value, note in notes.items() if note.get("revoked")] == [120, 80]
    before = claim_notes(json.loads(export("stix", "--as-of", "2025-01-24T12:30")))
    assert not any(note.get("revoked") for note in before.values())
    for value in (120, 80):
        assert notes[value]["id"] == before[value]["id"]
        assert notes[value]["created"] == before[value]["created"]
        assert notes[value]["modified"] > before[value]["modified"]


def test_a_version_of_an_object_says_one_thing_only(bundle, export):
    """Two exports at two times: what differs has a later `modified`."""
    earlier = json.loads(export("stix", "--as-of", "2025-01-24T12:30"))
    now = {one["id"]: one for one in bundle["objects"]}
    for one in earlier["objects"]:
        assert one == now[one["id"]] or one["modified"] < now[one["id"]]["modified"]


def test_a_review_is_an_opinion_on_the_scale_of_the_standard(bundle):
    names = {note["id"]: value for value, note in claim_notes(bundle).items()}
    given = {names[one["object_refs"][0]]: one["opinion"] for one in of_type(bundle, "opinion")}
    assert given == {90: "agree", 96: "disagree", 80: "strongly-disagree"}
    assert all(one["authors"] == ["ana"] for one in of_type(bundle, "opinion"))


def test_a_state_rests_on_its_claims_with_the_confidence_of_its_credibility(bundle, home):
    (note,) = (one for one in of_type(bundle, "note") if STATE_EXTENSION in one["extensions"])
    with connect(home) as con:
        ((value, credibility),) = query(con, "select value, credibility from state").rows
    said = note["extensions"][STATE_EXTENSION]
    assert (said["value"], said["credibility"]) == (value, credibility)
    assert note.get("confidence") == CONFIDENCE.get(credibility)
    assert set(note["object_refs"]) <= {one["id"] for one in claim_notes(bundle).values()}


def test_since_leaves_out_what_did_not_change_but_not_what_is_referred_to(bundle, export):
    later = json.loads(export("stix", "--since", "2025-01-24T12:30"))
    assert set(claim_notes(later)) == {
        120,
        150,
        90,
        96,
        80,
    }  # one new, one taken back, three reviewed
    latest = json.loads(export("stix", "--since", "2025-01-25"))
    assert set(claim_notes(latest)) == {90, 96, 80}
    referred = {ref for note in claim_notes(latest).values() for ref in note["object_refs"]}
    assert referred <= {one["id"] for one in latest["objects"]}


def test_two_exports_of_one_log_are_the_same_bytes(export):
    assert export("stix") == export("stix")
