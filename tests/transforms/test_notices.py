"""An article says that it was changed: noticed where it says so of itself, and only there."""

import pytest

from transforms.notices import no_reporting, notice_of

LEAD = "The defence ministry said on Friday that two ships had left the port before dawn."
MIDDLE = [f"Paragraph {n} tells more of what the ships carried and where they were bound." for n in range(9)]


def article(*, head="", foot=""):
    return "\n".join(filter(None, (head, LEAD, *MIDDLE, foot)))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Correction: An earlier version of this article gave a wrong number of soldiers.", "correction"),
        ("CORRECTION (Jan. 3, 2025): The number of dead is 300, not 3,000.", "correction"),
        ("(Corrects number of dead in paragraph 3)", "correction"),
        ("Corrects to 300, not 3,000, in the first paragraph.", "correction"),
        ("An earlier version of this story said 3,000 soldiers had been killed.", "correction"),
        ("A previous version of this report misstated the number of ships.", "correction"),
        ("This article was amended on 3 May 2024 to correct the number of ships.", "correction"),
        ("This story has been corrected to say that the ships left on Thursday.", "correction"),
        ("This article originally said that 3,000 soldiers had been killed.", "correction"),
        ("Clarification: The ministry spoke of crews, not of soldiers.", "clarification"),
        ("This article was amended on 3 May to make clear that the ships were empty.", "clarification"),
        ("This article has been updated with a statement from the ministry.", "update"),
        ("This article was amended on 3 May 2024.", "update"),
        ("(Updates with comment from ministry, background)", "update"),
        ("Editor's note: The names of the sailors have been left out for their safety.", "update"),
        ("Editor’s note: This article has been retracted because its source was invented.", "retraction"),
        ("Retraction: The Strand Observer has found no evidence of what this article reported.", "retraction"),
        ("RETRACTED – see the note below.", "retraction"),
        ("We have retracted this story.", "retraction"),
        ("The Strand Observer has withdrawn this report, as its source could not be verified.", "retraction"),
        ("This report has been withdrawn.", "retraction"),
        ("Editors are advised that the following story is a mandatory kill.", "retraction"),
    ],
)
@pytest.mark.parametrize("where", ["head", "foot"])
def test_a_notice_at_either_end_is_noticed_with_its_kind(line, kind, where):
    text = article(**{where: line})
    notice = notice_of(text)
    assert notice is not None
    assert notice.kind == kind
    assert notice.sentence in line
    assert text[notice.start : notice.end] == line
    assert no_reporting(text) == [(notice.start, notice.end)]


@pytest.mark.parametrize(
    "line",
    [
        "Officials said the troops had been withdrawn from the border on Friday.",
        "The ministry corrected its figures on Monday: 300 soldiers had died, not 3,000.",
        "The report said that 3,000 soldiers had been killed.",
        "The army has updated its doctrine, according to the article in the official daily.",
        "The minister retracted his statement a day later.",
        "Update: At least 12 ships have now left the port.",
        "Pyongyang withdrew from the treaty in 2003.",
        "The country amended its constitution to bar the use of force.",
        "The corrections officers found two mobile telephones.",
        "An earlier report by the panel said 3,000 soldiers had been sent, and a later one agreed.",
    ],
)
def test_what_is_reported_is_no_notice(line):
    assert notice_of(article(head=line)) is None


def test_a_notice_deep_in_the_text_is_part_of_the_story():
    text = "\n".join([LEAD, *MIDDLE[:5], "This article has been retracted, the paper had said.", *MIDDLE[5:]])
    assert notice_of(text) is None


def test_the_gravest_kind_is_the_kind():
    text = article(head="This article has been updated.", foot="This article has been retracted.")
    notice = notice_of(text)
    assert notice is not None
    assert notice.kind == "retraction"
    assert len(no_reporting(text)) == 2


@pytest.mark.parametrize(
    ("title", "kind"),
    [("RETRACTED: Ships leave port", "retraction"), ("Journal retracted this article on ships", None), ("Ships leave", None), (None, None)],
)
def test_a_title_counts_where_it_is_labelled(title, kind):
    notice = notice_of(LEAD, title)
    assert (notice and notice.kind) == kind


def test_a_label_alone_takes_the_next_sentence_along():
    notice = notice_of(article(foot="Correction. The number of dead is 300. We regret the error."))
    assert notice is not None
    assert notice.sentence == "Correction. The number of dead is 300."
