"""The records of the sample newsroom: outlets, articles, and the labels a person gave them.

In:   nothing; corpus_reader.py fills them
Out:  frozen dataclasses. A version is an article as it stood from a day on; labels follow the
      contract of a claim and are never changed to suit what a program finds.
Never: files, a clock or the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OutletFeed:
    """An outlet's feed. `path` starts below the outlet; `zone` is how RSS writes its dates."""

    format: str
    path: str
    newest: int
    zone: str = "GMT"


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet; `id` is also the first part of its paths."""

    id: str
    name: str
    host: str
    template: str
    feed: OutletFeed

    @property
    def feed_path(self) -> str:
        """Path of the feed on the served site, with its leading slash."""
        return f"/{self.id}/{self.feed.path}"


@dataclass(frozen=True, slots=True)
class Label:
    """One claim that a person read in an article; a level label has `level`, a quantity
    label `value` or, of an order of magnitude, `value_low`. `via` is the chain before `source`."""

    indicator: str
    source: str
    words: str
    polarity: str = "affirmed"
    certainty: str = "certain"
    level: str | None = None
    value: float | None = None
    value_low: float | None = None
    value_high: float | None = None
    approximation: str | None = None
    increment: bool = False
    via: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One entry of a live blog."""

    posted_at: datetime
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it stood from `available_from` on. `note` tells readers of a change."""

    available_from: date
    title: str
    paragraphs: tuple[str, ...]
    labels: tuple[Label, ...]
    updated_at: datetime | None = None
    note: str | None = None
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One article of the newsroom. `dead_from` is the day on which its page stops being served
    (its feed goes on listing it), `dead_status` what is answered then (404 or 410)."""

    id: str
    outlet: Outlet
    path: str  # on the served site, with its leading slash
    template: str
    author: str
    section: str
    published_at: datetime
    versions: tuple[Version, ...]
    feed_title: str | None = None  # HTML, where the feed's title differs from the page's
    is_relevant: bool = True
    syndicated_from: str | None = None
    dead_from: date | None = None
    dead_status: int = 404

    def version_on(self, day: date) -> Version | None:
        """The newest version that was out on that day (UTC), None before the first."""
        out = [v for v in self.versions if v.available_from <= day]
        return out[-1] if out else None

    def is_dead_on(self, day: date) -> bool:
        """True where the page was no longer served on that day."""
        return self.dead_from is not None and self.dead_from <= day


@dataclass(frozen=True, slots=True)
class Corpus:
    """The whole newsroom: outlets by id, articles by time of publication."""

    folder: Path
    outlets: tuple[Outlet, ...]
    articles: tuple[SampleArticle, ...]

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day (UTC) on which the site changed, ascending."""
        days = {v.available_from for a in self.articles for v in a.versions}
        days |= {a.dead_from for a in self.articles if a.dead_from is not None}
        return tuple(sorted(days))


def midnight(day: date) -> datetime:
    """The first instant of a day, UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)
