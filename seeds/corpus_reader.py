"""Corpus folder -> the sample newsroom's articles, checked.

In:   a folder with outlets.yaml, articles/*.md (a YAML head between two lines of three
      hyphens, then the body) and templates/
Out:  Corpus (seeds/articles.py)
Never: a clock or the network; a default where a file is wrong. It raises CorpusError, which
       names the file and what to put right.

The body is paragraphs divided by blank lines. In a live blog a line "## <time> <heading>"
opens a post. `claims` label what the language says; `words` is a piece of the sentence that
the label rests on, letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from seeds.articles import Corpus, Label, Outlet, OutletFeed, Post, SampleArticle, Version
from transforms.records import APPROXIMATIONS, CERTAINTY_PCT

_HEAD_KEYS = frozenset(
    "outlet path title author published_at section claims template feed_title available_from "
    "updated_at is_relevant syndicated_from dead revisions".split()
)
_HEAD_NEEDS = ("outlet", "path", "title", "author", "published_at", "section", "claims")
_REVISION_KEYS = frozenset("available_from updated_at title note body claims".split())
_FEED_FORMATS = ("rss", "atom")


class CorpusError(ValueError):
    """A file of the corpus is wrong; the message says which, where, and what to do."""


def load_corpus(folder: Path) -> Corpus:
    """Read and check a corpus folder. Raises CorpusError at the first thing that is wrong."""
    outlets = {o.id: o for o in _outlets(folder / "outlets.yaml")}
    files = sorted((folder / "articles").glob("*.md"))
    if not files:
        raise CorpusError(f"{folder / 'articles'}: holds no *.md file")
    articles = [_article(file, outlets, folder / "templates") for file in files]
    paths: dict[str, str] = {o.feed_path: f"the feed of {o.id}" for o in outlets.values()}
    for article in articles:
        if article.path in paths:
            raise CorpusError(f"{article.id}.md: path is also that of {paths[article.path]}")
        paths[article.path] = article.id
    ids = {article.id for article in articles}
    for article in articles:
        if article.syndicated_from is not None and article.syndicated_from not in ids:
            raise CorpusError(f"{article.id}.md: syndicated_from names no article of the corpus")
    articles.sort(key=lambda a: (a.published_at, a.id))
    return Corpus(folder, tuple(outlets.values()), tuple(articles))


def _outlets(file: Path) -> Iterator[Outlet]:
    for outlet_id, row in mapping_of(_yaml(_text(file), file), str(file)).items():
        where = f"{file.name}: {outlet_id}"
        row = mapping_of(row, where)
        try:
            feed = OutletFeed(**mapping_of(row.pop("feed", None), where))
            outlet = Outlet(id=outlet_id, feed=feed, **row)
        except TypeError as error:
            raise CorpusError(f"{where}: {error}; see the other outlets") from None
        if feed.format not in _FEED_FORMATS:
            raise CorpusError(f"{where}: feed format is {feed.format!r}, not rss or atom")
        yield outlet


def _article(file: Path, outlets: Mapping[str, Outlet], templates: Path) -> SampleArticle:
    head, body = head_and_body(file)
    where = file.name
    check_keys(head, _HEAD_KEYS, _HEAD_NEEDS, where)
    outlet = outlets.get(head["outlet"])
    if outlet is None:
        raise CorpusError(f"{where}: outlet {head['outlet']!r} is not in outlets.yaml")
    template = head.get("template", outlet.template)
    if not (templates / f"{template}.html.j2").is_file():
        raise CorpusError(f"{where}: there is no templates/{template}.html.j2")
    dead = mapping_of(head.get("dead", {}), f"{where}: dead")
    if dead:
        check_keys(dead, frozenset({"from", "status"}), ("from", "status"), f"{where}: dead")
    published_at = _instant(head["published_at"], f"{where}: published_at")
    versions = _versions(head, body, published_at, where)
    return SampleArticle(
        id=file.stem,
        outlet=outlet,
        path=f"/{outlet.id}/{head['path']}",
        template=template,
        author=head["author"],
        section=head["section"],
        published_at=published_at,
        versions=versions,
        feed_title=head.get("feed_title"),
        is_relevant=head.get("is_relevant", True),
        syndicated_from=head.get("syndicated_from"),
        dead_from=_day(dead["from"], f"{where}: dead") if dead else None,
        dead_status=dead.get("status", 404),
    )


def _versions(
    head: Mapping[str, Any], body: str, published_at: datetime, where: str
) -> tuple[Version, ...]:
    published_on = published_at.astimezone(UTC).date()
    first = {"available_from": published_on, **head, "body": body}
    versions = [_version(first, where)]
    for row in head.get("revisions", ()):
        check_keys(row, _REVISION_KEYS, tuple(_REVISION_KEYS), f"{where}: revision")
        versions.append(_version(row, f"{where}: revision"))
    days = [published_on, *(v.available_from for v in versions)]
    if any(b < a for a, b in pairwise(days)) or len(set(days[1:])) < len(versions):
        raise CorpusError(f"{where}: available_from must rise, and not lie before publication")
    return tuple(versions)


def _version(row: Mapping[str, Any], where: str) -> Version:
    posts = tuple(_posts(row["body"], where))
    paragraphs = tuple(p for post in posts for p in post.paragraphs) or paragraphs_of(row["body"])
    text = "\n".join([*(post.heading for post in posts), *paragraphs])
    updated_at = row.get("updated_at")
    return Version(
        available_from=_day(row["available_from"], f"{where}: available_from"),
        title=row["title"],
        paragraphs=paragraphs,
        labels=tuple(label_of(label, text, where) for label in row["claims"]),
        updated_at=None if updated_at is None else _instant(updated_at, f"{where}: updated_at"),
        note=row.get("note"),
        posts=posts,
    )


def _posts(body: str, where: str) -> Iterator[Post]:
    if not body.startswith("## "):
        return
    for part in body.removeprefix("## ").split("\n## "):
        first_line, _, rest = part.partition("\n")
        posted_at, _, heading = first_line.partition(" ")
        yield Post(_instant(posted_at, f"{where}: post"), heading, paragraphs_of(rest))


def label_of(row: Mapping[str, Any], text: str, where: str) -> Label:
    """One label of an article's head, checked against its text. Raises CorpusError."""
    known = frozenset(f.name for f in fields(Label))
    check_keys(row, known, ("indicator", "source", "words"), f"{where}: claim")
    label = Label(**{**row, "via": tuple(row.get("via", ()))})
    where = f"{where}: claim {label.indicator} {label.words!r}"
    if label.words not in text:
        raise CorpusError(f"{where}: these words do not stand in the text")
    if label.polarity not in ("affirmed", "negated") or label.certainty not in CERTAINTY_PCT:
        raise CorpusError(f"{where}: unknown polarity or certainty")
    if (label.level is None) == (label.value is None and label.value_low is None):
        raise CorpusError(f"{where}: give either a level or a value")
    if label.level is None and label.approximation is None:
        return Label(**{**row, "via": label.via, "approximation": "exact"})
    if label.level is None and label.approximation not in APPROXIMATIONS:
        raise CorpusError(f"{where}: approximation is none of {', '.join(APPROXIMATIONS)}")
    return label


def head_and_body(file: Path) -> tuple[Mapping[str, Any], str]:
    """The YAML head and the body of an article's file. Raises CorpusError."""
    parts = _text(file).split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise CorpusError(f"{file.name}: must open with a YAML head between two lines of ---")
    if not parts[2].strip():
        raise CorpusError(f"{file.name}: has no body below its head")
    return mapping_of(_yaml(parts[1], file), file.name), parts[2].strip()


def paragraphs_of(body: str) -> tuple[str, ...]:
    """The paragraphs of a body, each on one line."""
    return tuple(" ".join(p.split()) for p in body.split("\n\n") if p.strip())


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file}: cannot be read: {error}") from None


def _yaml(text: str, file: Path) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CorpusError(f"{file.name}: is not YAML: {' '.join(str(error).split())}") from None


def mapping_of(value: Any, where: str) -> dict[str, Any]:
    """The value, where it is a mapping; CorpusError otherwise."""
    if not isinstance(value, dict):
        raise CorpusError(f"{where}: must be a mapping, key: value")
    return value


def check_keys(
    row: Mapping[str, Any], known: frozenset[str], needed: tuple[str, ...], where: str
) -> None:
    """Raise CorpusError where a key is missing or unknown."""
    missing = [key for key in needed if key not in row]
    if missing:
        raise CorpusError(f"{where}: {', '.join(sorted(missing))} is missing")
    unknown = sorted(set(row) - known)
    if unknown:
        raise CorpusError(f"{where}: {', '.join(unknown)} is no known key")


def _day(value: Any, where: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise CorpusError(f"{where}: {value!r} is not a day such as 2024-10-18")
    return value


def _instant(value: Any, where: str) -> datetime:
    """A time with a zone, the zone kept: pages and feeds show it."""
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        raise CorpusError(
            f"{where}: {value!r} is not a time such as 2024-10-18T09:00+09:00"
        ) from None
    if instant.tzinfo is None:
        raise CorpusError(f"{where}: {value} has no zone; write one, as +09:00")
    return instant
