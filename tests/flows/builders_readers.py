"""Readers that a test can send to another process: they must have an address to be found at."""

import os

from transforms.records import Claim


class Echo:
    """One claim an article: its first word."""

    name = "echo-1"

    def __init__(self, watch):
        self.watch = watch

    def extract_many(self, articles):
        for text, _ in articles:
            yield self.read(text)

    def read(self, text):
        word = text.split()[0]
        return (
            Claim(
                indicator=self.watch.indicators[0].id,
                kind=self.watch.indicators[0].kind,
                polarity="affirmed",
                certainty="certain",
                source="outlet",
                evidence=word,
                start=0,
                end=len(word),
            ),
        )


class Stumbles(Echo):
    """Raises where a text says so."""

    def read(self, text):
        if "stumble" in text:
            raise ValueError("stumbled")
        return super().read(text)


class Dies(Echo):
    """Ends its process where a text says so, as the system does when memory is short."""

    def read(self, text):
        if "die" in text:
            os._exit(9)
        return super().read(text)


class CannotBegin(Echo):
    """Cannot be made."""

    def __init__(self, watch):
        raise ImportError("no model")
