"""A newspaper that never was: articles for measuring speed, as many as are wanted, by a seed.

In:   a watch and its labelled articles (seeds/labelled); a seed
Out:  texts, one paragraph a line: dull ones without a word of the watch, and articles of 400 to
      700 words in which labelled paragraphs stand among dull ones
Never: reads a clock: the same seed gives the same texts. No two articles are alike: each names
       people that no other names, so that whatever grows with new words is seen to grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from seeds.labelled import LabelledArticle

_WORDS_LEAST, _WORDS_MOST = 400, 700
# What a newspaper is full of. Slots in braces are filled from the lists below.
_TEMPLATES = (
    "The {body} voted {votes} on {day} to {plan}, after a debate that went on until midnight.",
    "{body_cap} has put {money} aside to {plan}, and expects the work to last {span}.",
    "“We have waited {span} for this,” said {name}, who runs {shop} on {street}.",
    "“Nobody asked us,” {name} told reporters outside {place}. “We would have said no.”",
    "Shares in {firm} fell {pct} per cent on {day}, while {other} gained {pct} per cent in late trading.",
    "{firm} said profit rose to {money} in the {nth} quarter, helped by {cause}.",
    "Analysts at {other} had looked for {money}, and pointed to {cause}.",
    "{name} scored twice as {club} beat {rival} {votes} in front of {crowd} people.",
    "The coach, {name}, blamed {cause} and praised the goalkeeper, who stopped a penalty in the {nth} half.",
    "Rain is due from {day} evening, with gusts of {speed} kilometres an hour along the coast.",
    "Forecasters said the {nth} week of the month would be dry, though {place} might see fog at dawn.",
    "A jury found {name} guilty of fraud on {day}; the judge, {name}, will pass sentence in {span}.",
    "Lawyers for {name} argued that the letters had been read without a warrant and asked for {span} more.",
    "The museum at {place} opens its new wing on {day} with {count} paintings that were never shown before.",
    "Critics were divided: one called the play “a long evening”, another “the best of {count} seasons”.",
    "Trains between {place} and {street} will be replaced by buses for {span} because of {cause}.",
    "About {count} households were without water on {day}, and {body} opened two taps near {place}.",
    "Doctors at the clinic in {street} saw {count} patients last month, {pct} per cent more than a year ago.",
    "Teachers want smaller classes and {pct} per cent more pay; {body} has offered half of that.",
    "Farmers around {place} said {cause} had cost them up to {money}, and that prices would follow.",
    "“If it stays like this, we close the {nth} branch too,” {name} said, adding that {firm} had been told.",
    "The bridge, built {count} years ago, carries {crowd} cars a day and has not been painted for {span}.",
    "In a statement, {firm} said that it was “sorry for the delay” and that {name} would answer questions on {day}.",
    "Neighbours described {name} as a quiet neighbour who kept bees and repaired clocks for {shop}.",
    "According to the statistics office, rents rose {pct} per cent in the {nth} half of the year.",
    "It is the {nth} time in {span} that {body} has tried to {plan}.",
    "{name}, a professor of economics, doubts it: “The figures were better when nobody was looking.”",
    "Whether {other} will join is open; its board meets on {day}, when {cause} is on the agenda as well.",
    "Volunteers handed out soup and {count} blankets at {place}, where the heating had failed overnight.",
    "The orchestra, which tours in spring, has sold {count} tickets and hopes for {crowd}.",
)  # fmt: skip
_SLOTS = {
    "body": ("the city council", "the school board", "the water company", "the parish", "the county", "the union of bakers", "the tram authority"),
    "votes": ("4-1", "3-0", "2-1", "7-2", "9-4", "5-3"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "plan": ("widen the road to the market", "repair the old bridge", "close the swimming pool", "plant 300 trees", "raise the fee for parking", "rebuild the library"),
    "money": ("$1.2 million", "$840,000", "€3.5 million", "£96 million", "$12 billion", "€410,000"),
    "span": ("two years", "six weeks", "eighteen months", "ten days", "half a year", "a decade"),
    "shop": ("a bakery", "a bicycle shop", "a small hotel", "the only bookshop", "a laundry"),
    "street": ("Mill Lane", "Station Road", "Harbour Street", "Elm Avenue", "the High Street", "Kirkby Square"),
    "place": ("the town hall", "the old brewery", "St Anne's", "Lower Whitfield", "the east pier", "Marlow Park"),
    "firm": ("Brandt & Sons", "Aldous Foods", "Meridian Paper", "Calder Rail", "Northgate Homes"),
    "other": ("Lyle Partners", "Osprey Insurance", "Fenwick Mills", "Thornton Bank", "Halden Shipping"),
    "pct": ("1.4", "2", "3.7", "5", "8.2", "11", "14"),
    "nth": ("first", "second", "third", "fourth"),
    "cause": ("the price of flour", "a late frost", "higher interest rates", "a leaking roof", "the strike of the pilots", "weak demand"),
    "club": ("Rovers", "Athletic", "the Harriers", "United", "Albion"),
    "rival": ("Wanderers", "Town", "the Larks", "Orient"),
    "crowd": ("4,200", "11,000", "23,500", "900", "38,000"),
    "speed": ("40", "65", "80", "95"),
    "count": ("12", "46", "120", "310", "75", "38"),
}  # fmt: skip
_SYLLABLES = (
    "bar den hol wick mer ton lan der sel by mor ris tan fen gar low pes rin cor val".split()
)
_FIRST_NAMES = "Ann Paul Ruth Mark Clare Simon Edith Hugh Nora Giles Tessa Owen".split()


class Newspaper:
    """Makes articles; `labelled` are what those with claims are built around."""

    def __init__(self, labelled: Sequence[LabelledArticle], seed: int) -> None:
        self._labelled = labelled
        self._random = Random(seed)
        # Filling slots is slow beside the screen: an article takes its paragraphs from a stock.
        self._stock = [self._paragraph() for _ in range(3_000)]

    def dull(self) -> Iterator[str]:
        """Articles without a word of the watch, without end."""
        while True:
            yield "\n".join(self._filled([self._byline()], self._length()))

    def with_claims(self) -> Iterator[tuple[LabelledArticle, str]]:
        """Articles with claims, without end: a labelled one among dull paragraphs."""
        while True:
            for article in self._labelled:
                own = article.text.split("\n")
                added = self._filled([self._byline()], self._length() - len(article.text.split()))
                yield article, "\n".join(self._among(own, added))

    def paragraphs(self) -> Iterator[str]:
        """Paragraphs without a word of the watch, without end."""
        while True:
            yield self._paragraph()[0]

    def bylines(self) -> Iterator[str]:
        """Who wrote an article, without end."""
        while True:
            yield self._byline()

    def _length(self) -> int:
        return self._random.randint(_WORDS_LEAST, _WORDS_MOST)

    def _filled(self, paragraphs: list[str], words: int) -> list[str]:
        held = sum(len(p.split()) for p in paragraphs)
        while held < words:
            paragraph, length = self._random.choice(self._stock)
            paragraphs.append(paragraph)
            held += length
        return paragraphs

    def _among(self, own: list[str], added: list[str]) -> list[str]:
        """Both in their order; the labelled lead stands first."""
        places = sorted(self._random.randint(1, len(own)) for _ in added)
        mixed = list(own)
        for place, paragraph in reversed(list(zip(places, added, strict=True))):
            mixed.insert(place, paragraph)
        return mixed

    def _byline(self) -> str:
        return f"By {self._name()}. Additional reporting by {self._name()} and {self._name()}."

    def _paragraph(self) -> tuple[str, int]:
        sentences = [self._sentence() for _ in range(self._random.randint(1, 4))]
        text = " ".join(sentences)
        return text, len(text.split())

    def _sentence(self) -> str:
        slots = {slot: self._random.choice(words) for slot, words in _SLOTS.items()}
        slots["body_cap"] = slots["body"][0].upper() + slots["body"][1:]
        template = self._random.choice(_TEMPLATES)
        while "{name}" in template:
            template = template.replace("{name}", self._name(), 1)
        return template.format(**slots)

    def _name(self) -> str:
        last = "".join(self._random.choice(_SYLLABLES) for _ in range(4))
        return f"{self._random.choice(_FIRST_NAMES)} {last.title()}"
