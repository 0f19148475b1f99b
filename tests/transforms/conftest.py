"""Extractors for the three small watches, built once."""

from datetime import date

import pytest

from tests.transforms import builders_watch
from transforms.extract import Extractor

# A Wednesday: "on Monday" is 13 January, "last autumn" is of 2024.
PUBLISHED_ON = date(2025, 1, 15)


class Reader:
    """An extractor with the day of publication filled in."""

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor

    def __call__(self, text, published_on=PUBLISHED_ON):
        return self.extractor.extract(text, published_on)


@pytest.fixture(scope="session")
def soldiers():
    return Reader(Extractor(builders_watch.soldiers()))


@pytest.fixture(scope="session")
def ships():
    return Reader(Extractor(builders_watch.ships()))


@pytest.fixture(scope="session")
def outbreak():
    return Reader(Extractor(builders_watch.outbreak()))
