"""A stream of articles -> what the readers say of each, with several processes, in order.

In:   Item (id, text, day), as many as there are; a watch; the names of its readers
Out:  (id, Reading), one for each article, in the order of the articles
Never: holds more than a bounded number of articles, however many come; sends a text to another
       process that the screen rejects; hangs or goes on where a process died: one ReadFault names
       the articles that it had.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from flows.texts.crew import Pending, ReadFault, cores, crew_of
from transforms.reader import RULES, Reading, Text
from transforms.records import Watch
from transforms.screen import Screen

# Enough sentences to keep the model busy, few enough that a fault names few articles.
_CHUNK_CHARS = 60_000
_CHUNK_TEXTS = 24
# Of articles that the screen rejects only the id is held.
_CHUNK_IDS = 2_000
# One chunk is read while the next ones wait beside it: no process is ever out of work.
_CHUNKS_A_JOB = 3
# Fewer articles are read before a second process has loaded its model.
_FEW_ARTICLES = 200
_NOTHING = Reading(())


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a stream."""

    id: str
    text: str
    published_on: date | None


@dataclass
class _Chunk:
    """Articles in a row; `texts` are those that have to be read, `at` their places among `ids`."""

    ids: list[str] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    chars: int = 0
    said: Pending | None = None

    @property
    def is_full(self) -> bool:
        full = self.chars >= _CHUNK_CHARS or len(self.texts) >= _CHUNK_TEXTS
        return full or len(self.ids) >= _CHUNK_IDS

    @property
    def is_done(self) -> bool:
        return self.said is None or self.said.done()

    def add(self, item: Item, *, is_wanted: bool) -> None:
        if is_wanted:
            self.at.append(len(self.ids))
            self.texts.append((item.text, item.published_on))
            self.chars += len(item.text)
        self.ids.append(item.id)

    def result(self) -> Iterator[tuple[str, Reading]]:
        """Each article with what was said of it. Raises ReadFault, UnknownReader."""
        try:
            readings = self.said.result() if self.said else ()
        except ReadFault as fault:
            raise ReadFault(f"{self._named()}: {fault}") from fault
        said = dict(zip(self.at, readings, strict=True))
        for place, article_id in enumerate(self.ids):
            yield article_id, said.get(place, _NOTHING)

    def _named(self) -> str:
        ids = [self.ids[place] for place in self.at]
        return f"article {ids[0]}" if len(ids) == 1 else f"one of the articles {', '.join(ids)}"


@dataclass
class _Source:
    """Articles until they end, or until they raise: then `fault` is what they raised."""

    articles: Iterable[Item]
    fault: Exception | None = None

    def __iter__(self) -> Iterator[Item]:
        try:
            yield from self.articles
        except Exception as error:
            self.fault = error


def read_stream(
    watch: Watch, reader_names: Sequence[str], articles: Iterable[Item], jobs: int | None = None
) -> Iterator[tuple[str, Reading]]:
    """What the readers say of each article, in order.

    `jobs`: how many processes read; None: one for few articles, else one for each core. Where
    `articles` raises, what came before it is answered first. Raises ReadFault, UnknownReader.
    """
    source = _Source(articles)
    items = iter(source)
    if jobs is None:
        first = list(islice(items, _FEW_ARTICLES))
        jobs = 1 if len(first) < _FEW_ARTICLES else cores()
        items = chain(first, items)
    is_wanted = _screened(watch) if set(reader_names) <= {RULES} else _everything
    waiting: deque[_Chunk] = deque()
    with crew_of(watch, reader_names, jobs) as crew:
        for chunk in _chunks(items, is_wanted):
            if chunk.texts:
                chunk.said = crew.submit(chunk.texts)
            waiting.append(chunk)
            while waiting and (waiting[0].is_done or len(waiting) >= jobs * _CHUNKS_A_JOB):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    if source.fault is not None:
        raise source.fault


def _screened(watch: Watch) -> Callable[[Item], bool]:
    """The screen of the reader by rules; another reader has to see every article."""
    screen = Screen([watch])

    def is_wanted(item: Item) -> bool:
        hits = screen.hits(item.text).get(watch.id)
        return hits is not None and hits.is_of_interest

    return is_wanted


def _everything(_: Item) -> bool:
    return True


def _chunks(items: Iterable[Item], is_wanted: Callable[[Item], bool]) -> Iterator[_Chunk]:
    chunk = _Chunk()
    for item in items:
        chunk.add(item, is_wanted=is_wanted(item))
        if chunk.is_full:
            yield chunk
            chunk = _Chunk()
    if chunk.ids:
        yield chunk
