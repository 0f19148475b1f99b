"""Whose report a text is: bylines and datelines count, mentions and picture credits do not."""

import pytest

from transforms.agency import agency_of, in_its_voice
from transforms.records import Claim, Party

LEAD = "Two ships left the port before dawn, the defence ministry said on Friday."
BODY = "\n".join(f"Paragraph {n} tells of what the ships carried." for n in range(6))


def head(line):
    return agency_of(f"{line}\n{BODY}", None)


def foot(line):
    return agency_of(f"{LEAD}\n{BODY}\n{line}", None)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        (f"SEOUL, Oct. 31 (Yonhap) -- {LEAD}", "Yonhap"),
        (f"SEOUL (Yonhap) — {LEAD}", "Yonhap"),
        (f"BERLIN/PARIS, May 3 (Reuters) - {LEAD}", "Reuters"),
        (f"(Reuters) - {LEAD}", "Reuters"),
        (f"WASHINGTON (AP) — {LEAD}", "Associated Press"),
        (f"Seoul, South Korea (AFP) – {LEAD}", "AFP"),
        ("By The Associated Press", "Associated Press"),
        ("Agence France-Presse", "AFP"),
        (f"New Delhi: (PTI) {LEAD}", "PTI"),
        (LEAD, None),
        ("Reuters reported on Friday that two ships had left the port.", None),
        ("The AP said that it had seen the list.", None),
        ("The committee of experts (AP among its readers) met on Friday.", None),
        ("Photo: Reuters", None),
    ],
)
def test_the_head_of_a_text(line, agency):
    assert head(line) == agency


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Source: Xinhua", "Xinhua"),
        ("The ministry gave no reason. – AFP", "AFP"),
        ("The ministry gave no reason. (Yonhap)", "Yonhap"),
        ("© 2025 AFP", "AFP"),
        ("Copyright 2025 The Associated Press. All rights reserved.", "Associated Press"),
        ("(Reporting by A. Writer in Seoul; Editing by B. Editor)", "Reuters"),
        ("Additional reporting by C. Writer for Reuters in Tokyo.", "Reuters"),
        ("Ships in the harbour. Photo by A. Person (AFP)", None),
        ("Two sailors spoke to Reuters on Friday.", None),
        ("It was first reported by Kyodo.", None),
    ],
)
def test_the_foot_of_a_text(line, agency):
    assert foot(line) == agency


@pytest.mark.parametrize(
    ("author", "organisations", "agency"),
    [
        ("Reuters", (), "Reuters"),
        ("The Associated Press", (), "Associated Press"),
        ("A. Writer; Agence France-Presse", (), "AFP"),
        (None, ("Yonhap News Agency",), "Yonhap"),
        ("A. Writer", ("The Strand Observer",), None),
        ("Reuters, AFP", (), None),
    ],
)
def test_authors(author, organisations, agency):
    assert agency_of(f"{LEAD}\n{BODY}", author, organisations) == agency


def test_two_agencies_make_a_report_of_neither():
    assert agency_of(f"SEOUL (Yonhap) — {LEAD}\n{BODY}\nSource: Xinhua", None) is None


def a_claim(source):
    return Claim("ships", "quantity", "affirmed", "certain", source, LEAD, 0, len(LEAD), attribution=(source,))


def test_what_a_text_says_in_its_own_voice_its_agency_says():
    parties = (Party("yonhap", ("Yonhap News Agency",)),)
    own, other, nobody = in_its_voice([a_claim("outlet"), a_claim("kr.jcs"), a_claim("unknown")], "Yonhap", parties)
    assert (own.source, own.source_text, own.attribution) == ("yonhap", "Yonhap", ("yonhap",))
    assert (other.source, nobody.source) == ("kr.jcs", "unknown")
    (unlisted,) = in_its_voice([a_claim("outlet")], "Associated Press", parties)
    assert unlisted.source == "media.associated-press"
    assert in_its_voice([a_claim("outlet")], None, parties) == [a_claim("outlet")]
