"""Who says what in a text: source, cue and content, in the ways in which news prose writes them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.language import english
from transforms.quotation import Paragraph, chain_of, reported, reported_in


def said(text):
    """What the article itself reports: (source, cue, contents)."""
    return [
        (
            text[slice(*r.source)] if r.source else None,
            text[slice(*r.cue)],
            [text[start:end] for start, end in r.content],
        )
        for r in reported_in(text)
        if r.depth == 0
    ]


ONE = [
    ("fronted", "The mayor said that the bridge was closed.", "The mayor", "said", ["that the bridge was closed"]),
    ("trailing", "The bridge was closed, the mayor said.", "the mayor", "said", ["The bridge was closed"]),
    ("trailing, with a day", "The bridge was closed, the mayor said on Monday.", "the mayor", "said", ["The bridge was closed"]),
    ("trailing a long content", "The bridge has been closed since the flood of last autumn carried off two of its piers near the eastern bank of the river, the roads ministry said.", "the roads ministry", "said", ["The bridge has been closed since the flood of last autumn carried off two of its piers near the eastern bank of the river"]),
    ("inserted", "The bridge, the mayor said, is closed.", "the mayor", "said", ["The bridge", "is closed"]),
    ("inverted", '"The bridge is closed," said the mayor.', "the mayor", "said", ['"The bridge is closed,"']),
    ("direct, fronted", 'The mayor said: "The bridge is closed."', "The mayor", "said", ['"The bridge is closed."']),
    ("direct, trailing", "“The bridge is closed,” the mayor told reporters.", "the mayor", "told", ["“The bridge is closed,”"]),
    ("direct, on both sides", '"The bridge," the mayor said, "is closed."', "the mayor", "said", ['"The bridge,"', '"is closed."']),
    ("direct, over sentences", '"The bridge is closed. The road is flooded," the mayor said.', "the mayor", "said", ['"The bridge is closed. The road is flooded,"']),
    ("direct, going on", '"The bridge is closed," the mayor told a crowd in the town hall. "The road is flooded."', "the mayor", "told", ['"The bridge is closed,"', '"The road is flooded."']),
    ("direct, over paragraphs", "“The bridge is closed,” the mayor said. “It is old.\n\n“The road is flooded.”", "the mayor", "said", ["“The bridge is closed,”", "“It is old", "“The road is flooded.”"]),
    ("direct, in the next paragraph", 'The mayor replied:\n\n"The bridge is closed."', "The mayor", "replied", ['"The bridge is closed."']),
    ("wire marks", "''The bridge is closed,'' the mayor said.", "the mayor", "said", ["''The bridge is closed,''"]),
    ("mixed", 'The mayor said the bridge was "a danger to us all."', "The mayor", "said", ['the bridge was "a danger to us all."']),
    ("according to", "According to the mayor, the bridge is closed.", "the mayor", "According to", ["the bridge is closed"]),
    ("according to, trailing", "The bridge is closed, according to a report by the ministry.", "a report by the ministry", "according to", ["The bridge is closed"]),
    ("document", "The report found that the bridge was unsafe.", "The report", "found", ["that the bridge was unsafe"]),
    ("noun", "There is no proof of the mayor's claim that the bridge is safe.", "the mayor's", "claim", ["that the bridge is safe"]),
    ("in a statement", "The ministry said in a statement that the bridge was closed.", "The ministry", "said in a statement", ["that the bridge was closed"]),
    ("auxiliaries", "The mayor has repeatedly said the bridge is safe.", "The mayor", "has repeatedly said", ["the bridge is safe"]),
    ("intention", "The council plans to close the bridge.", "The council", "plans", ["to close the bridge"]),
    ("directive", "The mayor urged drivers to avoid the bridge.", "The mayor", "urged", ["drivers to avoid the bridge"]),
    ("attitude", "Engineers fear that the bridge will fall.", "Engineers", "fear", ["that the bridge will fall"]),
    ("object", "The council rejected the plan.", "The council", "rejected", ["the plan"]),
    ("nobody named", "The bridge is expected to open in May.", None, "is expected", ["The bridge", "to open in May"]),
    ("relative", "The engineer, who warned that the bridge would fall, has left.", "who", "warned", ["that the bridge would fall"]),
    ("gerund", "By saying that the bridge was safe, the mayor calmed the town.", "the mayor", "saying", ["that the bridge was safe"]),
    ("as somebody noted", "The bridge, as the mayor noted, is old.", "the mayor", "noted", ["The bridge", "is old"]),
    ("was quoted", "The bridge is closed, the mayor was quoted as saying by a news agency.", "the mayor", "was quoted", ["The bridge is closed"]),
    ("was quoted, fronted", "The mayor was quoted as saying that the bridge was closed.", "The mayor", "saying", ["that the bridge was closed"]),
    ("that, after an insertion", "Reuters reported on Thursday, citing two engineers, that the bridge still has ten cracks.", "Reuters", "reported", ["that the bridge still has ten cracks"]),
    ("by the count", "By the ministry's count, ten bridges are closed.", "the ministry's", "By", ["ten bridges are closed"]),
    ("label", "Lee: The bridge is closed.", "Lee", ":", ["The bridge is closed"]),
    ("slip of a mark", '"The bridge is closed, the mayor said.\n\nThe road is open.', "the mayor", "said", ["The bridge is closed"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content"), [pytest.param(*row[1:], id=row[0]) for row in ONE])
def test_source_cue_and_content(text, source, cue, content):
    assert (source, cue, content) in said(text)


SEVERAL = [
    ("conjoined", "The mayor said the bridge would close and called it a danger.", [("The mayor", "said"), ("The mayor", "called")]),
    ("participle", "The mayor said the bridge was old, adding that it would close.", [("The mayor", "said"), ("The mayor", "adding")]),
    ("two speakers", '"It is safe," the mayor said. "It is not," the engineer replied.', [("the mayor", "said"), ("the engineer", "replied")]),
    ("apart", "The mayor said the bridge was safe, while engineers warned that it would fall.", [("The mayor", "said"), ("engineers", "warned")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "voices"), [pytest.param(*row[1:], id=row[0]) for row in SEVERAL])
def test_each_report_has_its_own_source(text, voices):
    assert [(source, cue) for source, cue, _ in said(text)] == voices


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        pytest.param("The paper reported that the mayor said the bridge was safe.", [("The paper", "reported", 0), ("the mayor", "said", 1)], id="clauses"),
        pytest.param("The paper quoted the mayor as saying the bridge was safe.", [("The paper", "quoted", 0), ("the mayor", "saying", 1)], id="quoted as saying"),
    ],
)
def test_a_report_inside_another_is_deeper(text, chain):
    found = [(text[slice(*r.source)], text[slice(*r.cue)], r.depth) for r in reported_in(text)]
    assert found == chain


def test_the_chain_runs_from_the_article_inwards():
    text = "The paper reported that the mayor said engineers believe the bridge is safe."
    records = reported_in(text)
    (inner,) = [r for r in records if text[slice(*r.cue)] == "believe"]
    assert [text[slice(*r.source)] for r in chain_of(inner, records)] == ["The paper", "the mayor", "engineers"]


def test_what_is_said_in_quotes_is_not_the_articles_own_report():
    text = 'The mayor said: "Engineers think the bridge is safe."'
    assert [(text[slice(*r.cue)], r.depth > 0) for r in reported_in(text)] == [("said", False), ("think", True)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param('"It is closed," she said.', "direct", id="direct"),
        pytest.param("She said it was closed.", "indirect", id="indirect"),
        pytest.param('She said it was "closed for good" that day.', "mixed", id="mixed"),
    ],
)
def test_kind_tells_how_much_of_it_is_quoted(text, kind):
    assert reported_in(text)[0].kind == kind


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        pytest.param("She said it was closed.", "saying", id="said"),
        pytest.param("She hopes it will open.", "attitude", id="hopes"),
        pytest.param("She wants to open it.", "attitude", id="wants"),
    ],
)
def test_manner_tells_saying_from_attitude(text, manner):
    assert reported_in(text)[0].manner == manner


def test_a_quotation_does_not_go_over_a_paragraph_of_the_article():
    text = '"It is closed," the mayor said.\n\nThe road is open.\n\n"It is flooded."'
    (_, _, content), *rest = said(text)
    assert content == ['"It is closed,"']
    assert rest == []


def test_a_text_parsed_as_a_whole_reads_the_same():
    text = "The mayor said that the bridge was closed."
    assert reported([Paragraph(english()(text))]) == reported_in(text)


@pytest.mark.parametrize("text", ["", " \n\n ", '"', "“", "said", ", said, ", ":", "According to", "''''", '"\n"\n"'])
def test_odd_texts_are_read_without_harm(text):
    assert all(r.content for r in reported_in(text))


WORDS = st.sampled_from(
    "the mayor she who said told reporters that which bridge is closed , . “ ” \" '' : ; according to , ( ) - "
    "and but plans to hopes fear report 's added quoting as in a poll reportedly \n \n\n".split(" ")
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_spans_lie_in_the_text_and_apart(text):
    for record in reported_in(text):
        spans = [*record.content, record.cue, *([record.source] if record.source else [])]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(text[start:end].strip() == text[start:end] for start, end in record.content)
        apart = [s for s in (record.cue, record.source) if s]
        assert not any(a < end and start < b for a, b in apart for start, end in record.content)
