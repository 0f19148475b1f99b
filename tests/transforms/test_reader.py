"""One interface for all who read: what is verbatim goes on, what is not stays apart."""

from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from tests.transforms import builders_watch
from transforms.reader import UnknownReader, is_verbatim, make_reader, read_many
from transforms.records import Claim

TEXT = "North Korea sent 3,000 soldiers to Russia, the NIS said. Nobody else spoke."


class TrivialReader:
    """Finds one word, and makes up another sentence."""

    name = "trivial-1"

    def __init__(self, watch):
        self.watch = watch

    def extract_many(self, articles: Iterable[tuple[str, date | None]]) -> Iterator[list[Claim]]:
        for text, _ in articles:
            at = text.find("soldiers")
            found = [self._claim("soldiers", at)] if at >= 0 else []
            yield [*found, self._claim("It was made up.", 0)]

    def _claim(self, evidence, start):
        return Claim(
            indicator=self.watch.indicators[0].id,
            kind="quantity",
            polarity="affirmed",
            certainty="certain",
            source="outlet",
            evidence=evidence,
            start=start,
            end=start + len(evidence),
            value=1.0,
        )


def test_the_rules_are_a_reader_and_mark_their_claims():
    watch = builders_watch.soldiers()
    (reading,) = read_many([make_reader("rules", watch)], [(TEXT, date(2025, 1, 15))])
    assert reading.claims
    assert all(c.reader.startswith("rules-") and "core_web" in c.reader for c in reading.claims)
    assert reading.refused == ()


def test_a_second_reader_needs_nothing_but_the_interface():
    watch = builders_watch.soldiers()
    second = make_reader("tests.transforms.test_reader:TrivialReader", watch)
    readings = list(read_many([make_reader("rules", watch), second], [(TEXT, None), ("Calm.", None)]))
    assert [c.reader.split("-")[0] for c in readings[0].claims] == ["rules", "trivial"]
    assert [c.evidence for c in readings[0].refused] == ["It was made up."]
    assert (readings[1].claims, len(readings[1].refused)) == ((), 1)


@pytest.mark.parametrize("name", ["", "regex", "tests.transforms.nowhere:Reader", "json:Reader"])
def test_an_unknown_reader_is_named(name):
    with pytest.raises(UnknownReader, match="no reader"):
        make_reader(name, builders_watch.soldiers())


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (3, 3), (0, 999), (1, 6)])
def test_offsets_have_to_hold(start, end):
    claim = TrivialReader(builders_watch.soldiers())._claim("North", 0)
    broken = Claim(**{f: getattr(claim, f) for f in Claim.__dataclass_fields__} | {"start": start, "end": end})
    assert is_verbatim(claim, TEXT)
    assert not is_verbatim(broken, TEXT)
