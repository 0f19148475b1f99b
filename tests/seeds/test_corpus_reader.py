"""A corpus folder is read whole, or refused with the file and what is wrong in it."""

import re
from datetime import date

import pytest

from seeds.corpus_reader import CorpusError, load_corpus

HEAD = """\
outlet: one
path: a
title: A title
author: Somebody
published_at: 2024-10-18T09:00:00+09:00
section: World
claims: []
"""


def a_folder(tmp_path, head=HEAD, body="A body."):
    (tmp_path / "articles").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "t.html.j2").write_text("x")
    (tmp_path / "outlets.yaml").write_text(
        "one: {name: One, host: one.example, template: t, feed: {format: rss, path: f, newest: 5}}"
    )
    (tmp_path / "articles" / "x.md").write_text(f"---\n{head}---\n{body}\n")
    return tmp_path


def test_a_small_right_folder_is_read(tmp_path):
    corpus = load_corpus(a_folder(tmp_path))
    assert corpus.dates == (date(2024, 10, 18),)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("title: A title\n", "", "title is missing", id="missing-key"),
        pytest.param("section:", "colour: red\nsection:", "colour is no known key", id="unknown"),
        pytest.param("+09:00", "", "has no zone", id="no-zone"),
        pytest.param("2024-10-18T09:00:00+09:00", "soon", "is not a time", id="no-time"),
        pytest.param("outlet: one", "outlet: two", "not in outlets.yaml", id="outlet"),
        pytest.param("claims: []", "claims: [}", "is not YAML", id="yaml"),
        pytest.param("section:", "template: z\nsection:", "no templates/z.html.j2", id="template"),
        pytest.param(
            "section:", "available_from: 2024-10-17\nsection:", "must rise", id="too-early"
        ),
        pytest.param("section:", "available_from: soon\nsection:", "is not a day", id="no-day"),
        pytest.param("section:", "syndicated_from: y\nsection:", "names no article", id="copy"),
        pytest.param(
            "claims: []",
            "claims: [{indicator: i, source: s, words: elsewhere, value: 3}]",
            "do not stand in the text",
            id="words",
        ),
        pytest.param(
            "claims: []",
            "claims: [{indicator: i, source: s, words: body}]",
            "either a level or a value",
            id="no-value",
        ),
        pytest.param(
            "claims: []",
            "claims: [{indicator: i, source: s, words: body, value: 3, certainty: sure}]",
            "unknown polarity or certainty",
            id="certainty",
        ),
    ],
)
def test_a_wrong_article_is_named_with_what_is_wrong(tmp_path, old, new, message):
    with pytest.raises(CorpusError, match=re.escape(message)) as caught:
        load_corpus(a_folder(tmp_path, HEAD.replace(old, new)))
    assert str(caught.value).startswith("x.md")
    assert "\n" not in str(caught.value)


def test_a_body_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match="has no body"):
        load_corpus(a_folder(tmp_path, body=""))


def test_a_folder_without_articles_is_an_error(tmp_path):
    folder = a_folder(tmp_path)
    (folder / "articles" / "x.md").unlink()
    with pytest.raises(CorpusError, match=r"holds no \*\.md file"):
        load_corpus(folder)
