"""Draws and prose -> rows of the log: what transforms/events.py would say of the same facts.

In:   a seed, the moment of each event
Out:  Arrow tables in the log's schema, in the order of seq; recorded_at is for who commits them
Never: Event records: ten million of them would take a quarter of an hour.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import duckdb
import numpy as np
import pyarrow as pa
from numpy.random import Generator

from benchmarks.history import cast
from benchmarks.history.draws import Draws, Ints, draw
from benchmarks.history.prose import Stock, article_texts, fingerprints, random_hex
from benchmarks.history.statements import ASSERTED, FETCHED, ROWS, SAID
from flows.texts.crew import cores
from warehouse.schema import COLUMNS, arrow_schema

_INSTANT = pa.timestamp("us", tz="UTC")


def pieces(seed: int, events: int, moment_us: Callable[[Ints], Ints]) -> Iterator[pa.Table]:
    """A history of at least so many events, piece by piece, each of about 20,000.

    `moment_us` gives the microseconds since 1970 at which events of given seq came. What is
    drawn of a piece needs the length of all before it; its rows are made side by side.
    """
    maker = _Maker(Stock.of(seed), moment_us)
    ahead: deque[Future[pa.Table]] = deque()
    number = contents = 0
    with ThreadPoolExecutor(cores()) as makers:
        while ahead or contents < events:
            while contents < events and len(ahead) <= cores():
                random = np.random.default_rng([seed, number])
                draws = draw(random, number, contents)
                ahead.append(makers.submit(maker.rows, draws, random))
                number, contents = number + 1, draws.contents
            yield ahead.popleft().result()


class _Maker:
    """Makes the rows of pieces, each in a DuckDB of its own: one shares no table among threads."""

    def __init__(self, stock: Stock, moment_us: Callable[[Ints], Ints]) -> None:
        self._stock, self._moment_us = stock, moment_us

    def rows(self, draws: Draws, random: Generator) -> pa.Table:
        """Every event of the piece but the watches."""
        with duckdb.connect(config={"threads": 1}) as con:
            con.execute("set timezone = 'UTC'")
            given = cast.tables() | {"drawn_articles": self._articles(draws, random)}
            for name in ("claims", "withdrawals", "outcomes", "runs"):
                given[f"drawn_{name}"] = pa.table(getattr(draws, name))
            for name, table in given.items():
                con.register(name, table)
            con.execute(SAID)
            sentences = con.sql("select evidence from said").to_arrow_table().column(0)
            counts = draws.articles["n_claims"]
            texts, starts = article_texts(random, self._stock, counts, sentences.combine_chunks())
            numbers = draws.articles["article_no"]
            con.register("texts", pa.table({"article_no": numbers, "text": texts}))
            numbers = draws.claims["claim_no"]
            con.register("starts", pa.table({"claim_no": numbers, "start_char": starts}))
            con.execute(FETCHED)
            con.execute(ASSERTED)
            return con.sql(ROWS).to_arrow_table().select(list(COLUMNS)).cast(arrow_schema())

    def _articles(self, draws: Draws, random: Generator) -> pa.Table:
        drawn, stock = draws.articles, self._stock
        n, moments = len(drawn["seq"]), self._moment_us(drawn["seq"])
        added = {
            "published_at": pa.array(moments - drawn["published_before_us"], _INSTANT),
            "fetched_at": pa.array(moments - drawn["fetched_before_us"], _INSTANT),
            "title": stock.titles.take(random.integers(0, len(stock.titles), n)),
            "author": stock.bylines.take(random.integers(0, len(stock.bylines), n)),
            "fingerprint": fingerprints(random, n),
            "body_sha256": random_hex(random, n, 64),
        }
        return pa.table(drawn | added)
