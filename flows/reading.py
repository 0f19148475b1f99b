"""A batch of archived pages -> the events to append: parse, take what is new, read, judge.

In:   pages (25 to 50 of them), what the log knows already, the readers of a watch
Out:  Batch: events that passed, events of what was held back, its share of the ledger
Never: fetches, appends or reads a clock. A page that cannot be read is counted and named.

Parsing and reading ask for nothing but the page, and may be done anywhere, in any order; taking
and judging depend on what came before, and are done in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from expectations.gate import Beside, sift
from flows.ledger import Ledger
from flows.texts.copy_index import CopyIndex, Entry
from flows.web.parse_apart import Parsed, parse_pages
from transforms.agency import in_its_voice
from transforms.events import (
    article_fetched,
    article_id_of,
    claim_asserted,
    claim_withdrawn,
    row_quarantined,
)
from transforms.reader import RULES, Reader, Reading, Text, make_reader, read_many
from transforms.records import Article, Check, Event, Page, Watch
from transforms.revisions import Revision, reason_of, revision_of
from transforms.syndication import Fingerprint, clusters_of

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Known:
    """What the log holds of the batch's surroundings; reading adds what the batch itself brings.

    `revisions`: URL -> newest article_id; `revised_at`: when that was fetched; `notices`: what it
    says of its own text. `copies`: the texts that could be copied. `claims`: URL -> its live
    claim_asserted events, for articles that may be revised. `held`: ids of articles that the gate
    held back. `values`: of the states now, by series, where the watch bounds their jumps.
    """

    revisions: dict[str, str] = field(default_factory=dict)
    revised_at: dict[str, datetime] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    copies: CopyIndex = field(default_factory=CopyIndex)
    claims: dict[str, Sequence[Event]] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    values: dict[str, float] = field(default_factory=dict)


@dataclass
class Batch:
    """What a batch comes to."""

    events: list[Event] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    failures: list[str] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Desk:
    """Who reads for which watch."""

    watch: Watch
    readers: tuple[Reader, ...]

    @classmethod
    def of(cls, watch: Watch, names: Sequence[str] = (RULES,)) -> Desk:
        """A desk with the readers of these names. Raises UnknownReader."""
        return cls(watch, tuple(make_reader(name, watch) for name in names))


@dataclass(frozen=True, slots=True)
class Read:
    """An article that is new, the page that it came on, and what its text says."""

    page: Page
    article: Article
    reading: Reading


def read_batch(pages: Sequence[Page], known: Known, desk: Desk, run_id: str) -> Batch:
    """Turn pages into the events of one commit. Raises GateFault where it cannot be judged."""
    batch = Batch()
    new = take(parse_pages(pages), known, batch)
    texts = [text_of(article) for _, article in new]
    readings = read_many(desk.readers, texts)
    judge(
        [Read(page, article, said) for (page, article), said in zip(new, readings, strict=True)],
        known,
        desk.watch,
        run_id,
        batch,
    )
    return batch


def take(parsed: Iterable[Parsed], known: Known, batch: Batch) -> list[tuple[Page, Article]]:
    """The articles among the pages that are new; the others are counted for what they are."""
    taken = []
    for one in parsed:
        batch.ledger.fetched += 1
        if one.article is None:
            batch.ledger.failed += 1
            batch.failures.append(one.reason)
        elif (article := _if_new(one.article, known, batch.ledger)) is not None:
            taken.append((one.page, article))
    return taken


def judge(read: Sequence[Read], known: Known, watch: Watch, run_id: str, batch: Batch) -> None:
    """Add the events of articles that were read, as the gate sees them. Raises GateFault."""
    for part in _an_address_once(read):
        _judge(part, known, watch, run_id, batch)


def _an_address_once(read: Sequence[Read]) -> Iterator[list[Read]]:
    """The same in parts that hold no address twice: two links of a batch may lead to one address
    that changed in between, and its second text is compared with what became of the first."""
    part: dict[str, Read] = {}
    for one in read:
        if one.article.url in part:
            yield list(part.values())
            part = {}
        part[one.article.url] = one
    if part:
        yield list(part.values())


def _judge(read: Sequence[Read], known: Known, watch: Watch, run_id: str, batch: Batch) -> None:
    rows: list[Event] = []
    revisions: dict[str, tuple[Article, Revision]] = {}
    for one in read:
        article = one.article
        # What a reader made up goes to the gate too: it is held there, with the reason.
        made = (*one.reading.claims, *one.reading.refused)
        claims = in_its_voice(made, article.agency, watch.parties)
        said = [claim_asserted(claim, article, watch, run_id) for claim in claims]
        revision = revision_of(article, known.claims.get(article.url, ()), said)
        if _is_idle_post(article, revision):
            batch.ledger.unchanged += 1
            continue
        revisions[article.url] = (article, revision)
        rows.append(article_fetched(article, watch, run_id, one.page.feed_id, revision.kept))
        rows += revision.new
    verdict = sift(rows, watch, Beside(values=known.values))
    batch.warnings += verdict.warnings
    batch.checks += verdict.checks
    batch.events += verdict.passed
    for event in verdict.passed:
        if event.event_type == "article_fetched":
            article, revision = revisions[event.url or ""]
            batch.events += _withdrawals(article, revision, known, run_id, batch.ledger)
            _remember(article, revision, verdict.passed, known)
    batch.events += (row_quarantined(row, run_id) for row in verdict.quarantined)
    _count(verdict.passed, (row.event for row in verdict.quarantined), known, batch.ledger)


def _is_idle_post(article: Article, revision: Revision) -> bool:
    """A live blog changes every minute: its texts are written down where a claim comes or goes."""
    return article.is_live_blog and article.revises is not None and revision.changes_nothing


def _withdrawals(
    article: Article, revision: Revision, known: Known, run_id: str, ledger: Ledger
) -> Iterator[Event]:
    """Take back what a newer text no longer says."""
    reason = reason_of(article, known.notices.get(article.url))
    for claim in revision.gone:
        ledger.claims_withdrawn += 1
        yield claim_withdrawn(claim, reason, run_id)


def _remember(article: Article, revision: Revision, passed: Iterable[Event], known: Known) -> None:
    """What the log will hold of an address once this batch is in it."""
    asserted = (
        event
        for event in passed
        if event.event_type == "claim_asserted" and event.article_id == article.article_id
    )
    known.claims[article.url] = (*revision.kept, *asserted)
    known.notices[article.url] = article.notice or ""


def text_of(article: Article) -> Text:
    """What a reader gets of an article."""
    return article.text, article.published_on


def _if_new(article: Article, known: Known, ledger: Ledger) -> Article | None:
    """The article with its place among those that are known, or None where it is one of them."""
    before = known.revisions.get(article.url)
    is_taken_back = article.notice_kind == "retraction" and known.claims.get(article.url)
    is_known = article.article_id in (before, *known.held) and not is_taken_back
    if is_known or _is_older(article, known):
        ledger.unchanged += 1
        return None
    at = article.published_at or article.fetched_at or _LONG_AGO
    likes = known.copies.near(article.fingerprint, at)
    # A text that takes the place of another is a revision, wherever else it stands. One corrected
    # number may leave the fingerprint as it was: the text itself decides.
    if before is None and any(_is_twin(article, like) for like in likes):
        ledger.duplicate += 1
        return None
    cluster, *others = clusters_of(article.fingerprint, likes) or [article.article_id]
    joins = known.copies.parts_of(others)
    article = replace(article, revises=before, cluster_id=cluster, joins=joins)
    if before is not None and article.modified_at is not None:
        # A revision appeared when the page was changed: "on Monday" counts from there.
        article = replace(
            article, published_at=article.modified_at, published_on=article.modified_on
        )
    text = Fingerprint(
        article.article_id, cluster, article.fingerprint, article.url, article.outlet
    )
    known.copies.note(Entry(text, at, joins))
    known.revisions[article.url] = article.article_id
    if article.fetched_at is not None:
        known.revised_at[article.url] = article.fetched_at
    return article


def _is_twin(article: Article, like: Fingerprint) -> bool:
    """The same text of the same outlet, at another address."""
    is_same_text = article_id_of(like.url, article.text) == like.article_id
    return like.outlet == article.outlet and is_same_text


def _is_older(article: Article, known: Known) -> bool:
    """Whether a page was fetched before the revision that is known: an archive may come late."""
    newest = known.revised_at.get(article.url)
    return newest is not None and article.fetched_at is not None and article.fetched_at < newest


def _count(
    passed: Sequence[Event], held: Iterable[Event], known: Known, ledger: Ledger
) -> None:
    """Book articles and claims: a held article is quarantined, the others are parsed."""
    articles = [e for e in passed if e.event_type == "article_fetched"]
    for event in held:
        if event.event_type == "article_fetched":
            ledger.quarantined += 1
        else:
            ledger.claims_quarantined += 1
    speaking = sum(bool(known.claims.get(e.url or "")) for e in articles)
    ledger.parsed += len(articles)
    ledger.with_claims += speaking
    ledger.without_claims += len(articles) - speaking
    ledger.claims += sum(e.event_type == "claim_asserted" for e in passed)
