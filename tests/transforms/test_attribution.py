"""Who answers for what is said, in each of the ways in which news prose names a source."""

import pytest

# id, text, what each claim's source and chain are
SOURCES = [
    ("fronted", "The Pentagon said that North Korea had sent 3,000 soldiers to Russia.", ["us.pentagon"]),
    ("trailing", "North Korea has sent 3,000 soldiers to Russia, the Pentagon said on Monday.", ["us.pentagon"]),
    ("inverted", "North Korea has sent 3,000 soldiers to Russia, said the Pentagon.", ["us.pentagon"]),
    ("inserted", "North Korea, the Pentagon said, has sent 3,000 soldiers to Russia.", ["us.pentagon"]),
    ("according to", "According to the Pentagon, North Korea has sent 3,000 soldiers to Russia.", ["us.pentagon"]),
    ("according to, trailing", "North Korea has sent 3,000 soldiers to Russia, according to the Pentagon.", ["us.pentagon"]),
    ("inserted, taken for a list", "North Korea, Kyiv insists, has sent 3,000 soldiers to Russia.", ["ua.government"]),
    ("inserted, the subject misread", "The figure, the NIS said in a statement, is 300 North Korean soldiers killed in Russia.", ["kr.nis"]),
    ("inserted, to somebody", "Some 300 North Korean soldiers, the NIS told lawmakers on Monday, have died in Russia.", ["kr.nis"]),
    ("trailing a long content", "Some 300 North Korean soldiers have died in Russia since the fighting came near the border town in the west of the Kursk region late last year, British intelligence said in its daily update.", ["uk.intelligence"]),
    ("inverted, added", '"We have seen 300 North Korean soldiers killed," added a Ukrainian official.', ["ua.officials"]),
    ("in a statement", "In a statement on Monday, the NIS said North Korea had sent 3,000 soldiers to Russia.", ["kr.nis"]),
    ("by the count", "Some 300 North Korean soldiers have died, by the count of the NIS.", ["kr.nis"]),
    ("by whose count", "By the NIS's count, 300 North Korean soldiers have died.", ["kr.nis"]),
    ("told a conference", "So far 300 North Korean soldiers have been killed, the Pentagon told a news conference.", ["us.pentagon"]),
    ("quoted as saying, trailing", "Some 300 North Korean soldiers have died, the Pentagon was quoted as saying by a news agency.", ["us.pentagon"]),
    ("its own", "North Korea has not sent soldiers to Russia, its government said.", ["kp.government"]),
    ("second source", "The Pentagon said North Korea had moved 10,000 soldiers to Russia, and Kyiv speaks of 12,000.", ["us.pentagon", "ua.government"]),
    ("taken for an adjective", "Kyiv estimates there are 12,000 North Korean soldiers in Kursk.", ["ua.government"]),
    ("raised its estimate", "The Pentagon raised its estimate of North Korean deaths to 2,000.", ["us.pentagon"]),
    ("quoted", '"North Korea has sent 3,000 soldiers to Russia," Zelensky told reporters.', ["ua.government"]),
    ("first person", '"We assess that North Korea has sent 3,000 soldiers to Russia," a U.S. official said.', ["us.officials"]),
    ("passive with agent", "Two North Korean soldiers were said by Kyiv to have been captured.", ["ua.government"]),
    ("country", "South Korea's military said 300 North Korean soldiers had died.", ["kr.jcs"]),
    ("capital", "Kyiv says 300 North Korean soldiers have died.", ["ua.government"]),
    ("several", "Ukrainian and U.S. officials said 300 North Korean soldiers had died.", ["ua.officials", "us.officials"]),
    ("bloc", "Western assessments say 300 North Korean soldiers have died.", ["western.officials"]),
    ("nobody named", "North Korea is believed to have sent 3,000 soldiers to Russia.", ["unknown"]),
    ("own voice", "North Korea has sent 3,000 soldiers to Russia.", ["outlet"]),
    ("own state", "The Pentagon said the U.S. assesses that North Korea has sent 3,000 soldiers to Russia.", ["us.pentagon"]),
    ("noun of a figure", "North Korea lost fewer than Kyiv's estimate of 3,000 soldiers killed.", ["ua.government"]),
    ("own vow", "North Korea vowed to send 3,000 soldiers to Russia.", ["kp.government", "kp.government"]),
    ("reported vow", "The Pentagon said North Korea had vowed to send 3,000 soldiers to Russia.", ["us.pentagon", "us.pentagon"]),
    ("cue taken for a noun", "North Korea lost 300 soldiers, Ukrainian intelligence estimates.", ["ua.intelligence"]),
    ("pointed to", "The Pentagon pointed to 300 North Korean soldiers killed.", ["us.pentagon"]),
    ("evidence does not speak", "Satellite images show that North Korea is preparing a nuclear test, the NIS said.", ["kr.nis"]),
]


@pytest.mark.parametrize(("text", "sources"), [pytest.param(*row[1:], id=row[0]) for row in SOURCES])
def test_the_source_is_who_answers_for_it(soldiers, text, sources):
    claims = soldiers(text)
    assert [c.source for c in claims] == sources
    assert all(c.attribution[-1] == c.source for c in claims)


CHAINS = [
    ("citing", "Yonhap reported on Friday, citing the NIS, that North Korea had sent 3,000 soldiers to Russia.", ("yonhap", "kr.nis")),
    ("citing before that", "Yonhap reported on Friday, citing the Pentagon, that North Korea still has 3,000 soldiers in Russia.", ("yonhap", "us.pentagon")),
    ("nested", "Yonhap reported that the Pentagon said North Korea had sent 3,000 soldiers to Russia.", ("yonhap", "us.pentagon")),
    ("after a briefing", "North Korea has sent 3,000 soldiers to Russia, a South Korean lawmaker said after a briefing by the NIS.", ("kr.lawmakers", "kr.nis")),
    ("citing no body", "South Korean officials said, citing intelligence, that North Korea had sent 3,000 soldiers to Russia.", ("kr.officials",)),
    ("told a paper", "Zelensky told Yonhap that North Korea had sent 3,000 soldiers to Russia.", ("ua.government",)),
]


@pytest.mark.parametrize(("text", "chain"), [pytest.param(*row[1:], id=row[0]) for row in CHAINS])
def test_the_chain_runs_from_the_article_inwards(soldiers, text, chain):
    (claim,) = soldiers(text)
    assert claim.attribution == chain
    assert claim.source == chain[-1]


CARRIED = [
    ("it", "The NIS spoke on Friday about North Korea. It said that 300 soldiers had died.", ["kr.nis"]),
    ("the agency", "The spy agency of South Korea briefed parliament. The agency said 300 North Korean soldiers had died.", ["kr.nis"]),
    ("the ministry", "South Korea's defense ministry said it was on guard. The ministry said 300 North Korean soldiers had died.", ["kr.mnd"]),
    ("he", "Zelensky said he was in Kyiv. He said that 300 North Korean soldiers had died.", ["ua.government"]),
    ("a report goes on", "Yonhap, citing the NIS, said that 300 North Korean soldiers had died. It said that 200 had been wounded.", ["kr.nis", "kr.nis"]),
    ("carried-on figure", "The NIS said that 300 North Korean soldiers had died. Another 200 have been wounded.", ["kr.nis", "kr.nis"]),
]


@pytest.mark.parametrize(("text", "sources"), [pytest.param(*row[1:], id=row[0]) for row in CARRIED])
def test_a_short_form_stands_for_who_spoke_before(soldiers, text, sources):
    assert [c.source for c in soldiers(text)] == sources


QUOTED = [
    ("cue after the last sentence", '"North Korea has sent 3,000 soldiers to Russia. Some 300 have died," the NIS said.', ["kr.nis", "kr.nis"]),
    ("cue before the first", 'The NIS said: "North Korea has sent 3,000 soldiers to Russia. Some 300 North Korean soldiers have died."', ["kr.nis", "kr.nis"]),
    ("going on after the cue", '"North Korea has sent 3,000 soldiers to Russia," the NIS told reporters. "Some 300 North Korean soldiers have died."', ["kr.nis", "kr.nis"]),
    ("over paragraphs", "“North Korea has sent 3,000 soldiers to Russia,” the NIS said. “This is new.\n\n“Some 300 North Korean soldiers have died.”", ["kr.nis", "kr.nis"]),
    ("not what is not quoted", "“North Korea has sent 3,000 soldiers to Russia,” the NIS said.\n\nSome 300 North Korean soldiers have died.", ["kr.nis", "outlet"]),
    ("its own voices inside", '"It is a threat. Kyiv says that 300 North Korean soldiers have died," the NIS said.', ["ua.government"]),
]


@pytest.mark.parametrize(("text", "sources"), [pytest.param(*row[1:], id=row[0]) for row in QUOTED])
def test_a_quotation_over_sentences_is_its_speakers(soldiers, text, sources):
    assert [c.source for c in soldiers(text)] == sources


def test_a_source_does_not_answer_for_the_next_paragraph(soldiers):
    text = "The NIS said that 300 North Korean soldiers had died.\n\nSome 3,000 North Korean soldiers are in Russia."
    assert [c.source for c in soldiers(text)] == ["kr.nis", "outlet"]


DENIALS = [
    ("denied sending", "North Korea denied sending soldiers to Russia.", [("kp.government", "underway", "negated")]),
    ("denied having sent", "North Korea denied that it had sent soldiers to Russia.", [("kp.government", "deployed", "negated")]),
    ("rejected a claim", "The Kremlin rejected Kyiv's claim that North Korea had sent soldiers to Russia.", [("ua.government", "deployed", "affirmed"), ("ru.government", "deployed", "negated")]),
    ("reports of a deed", "Pyongyang's ambassador rejected reports of a deployment of soldiers to Russia.", [("kp.government", "underway", "negated")]),
    ("called it fake", "Moscow dismissed as fake a report that North Korea had sent soldiers to Russia.", [("ru.government", "deployed", "negated")]),
    ("saw none", "The Pentagon has not seen North Korea sending soldiers to Russia.", [("us.pentagon", "underway", "negated")]),
    ("called it groundless", "Charges by Kyiv that North Korea is sending soldiers to Russia were called groundless by Moscow.", [("ua.government", "underway", "affirmed"), ("ru.government", "underway", "negated")]),
]


@pytest.mark.parametrize(("text", "claims"), [pytest.param(*row[1:], id=row[0]) for row in DENIALS])
def test_a_denial_negates_what_it_denies(soldiers, text, claims):
    assert [(c.source, c.level, c.polarity) for c in soldiers(text)] == claims


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Moscow declined to say whether North Korea had sent soldiers to Russia.", id="declined"),
        pytest.param("Moscow neither confirmed nor denied that North Korea had sent soldiers to Russia.", id="neither nor"),
        pytest.param("The Pentagon did not say that North Korea had sent soldiers to Russia.", id="did not say"),
    ],
)
def test_silence_is_no_claim(soldiers, text):
    assert soldiers(text) == ()


def test_cue_and_words_of_the_source_are_kept(soldiers):
    (claim,) = soldiers("North Korea has sent 3,000 soldiers to Russia, the Pentagon estimates.")
    assert (claim.source_text, claim.cue) == ("the Pentagon", "estimates")


STATED = [
    ("in the clause of saying", "The NIS said on Monday that 300 North Korean soldiers had died.", ["2025-01-13"]),
    ("just after the cue", "The NIS said on Monday some 300 North Korean soldiers had died.", ["2025-01-13"]),
    ("of the deed", "The NIS said that 300 North Korean soldiers had died on Monday.", [None]),
    ("kept for the same source", "The NIS said on Monday that 300 North Korean soldiers had died. North Korea has sent 3,000 soldiers to Russia, the NIS added.", ["2025-01-13", "2025-01-13"]),
]


@pytest.mark.parametrize(("text", "days"), [pytest.param(*row[1:], id=row[0]) for row in STATED])
def test_the_day_of_saying_is_the_cues_own(soldiers, text, days):
    assert [c.stated_at and c.stated_at.isoformat() for c in soldiers(text)] == days
