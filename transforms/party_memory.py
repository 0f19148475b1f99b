"""Who has been named in one article -> whom "he", "it", "the agency" or a surname stands for.

In:   the words of a source, the sentence before them; what was read before
Out:  party ids, never an empty answer; somebody who cannot be placed is "unknown"
Never: looks beyond one article. A body that the watch does not list gets an id in its style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from transforms.party import Parties
from transforms.vocabulary.countries import ADJECTIVES, MEDIA_WORDS, NAMES

_PRONOUNS_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
_PRONOUNS_BODY = frozenset({"it", "its", "they", "them", "their", "we", "i", "our", "my"})
_TITLE = re.compile(r"\b[A-Z][\w’'-]+\b")
_MEDIA = re.compile(r"\b(?:(?!The )[A-Z]\w+ )*(?:" + "|".join(MEDIA_WORDS) + r")\b")
_FULL_NAME = re.compile(r"\b[A-Z][a-zà-ÿ’'-]+(?:-[a-z]+)? [A-Z][\w’'-]+\b")
# A person by what he is: "he" may stand for one who so spoke.
_PERSONS = re.compile(
    r"\b(?:spokes(?:man|woman|person)|minister|president|general|colonel|official|officer|lawmaker"
    r"|analyst|expert|researcher|professor|fellow|diplomat|secretary|director|chief|chairman"
    r"|ambassador|commander|doctor|governor|senator|adviser|advisor|soldier|captain)\b",
    re.I,
)
# A description that a comma sets beside a name.
_APPOSED_BEFORE = re.compile(
    r"([^,;:.]{4,80}), (?:(?:Maj|Lt|Brig|Gen|Col|Dr|Mr|Ms|Mrs|Prof)\.? )*$"
)
_APPOSED_AFTER = re.compile(r", ((?:the|a|an|its|his|her|[A-Z][\w.’']+) [^,;:.]{4,80})[,.;]")
_PERSON_PHRASE = re.compile(
    r"\b(?:A|An|One) (?:[a-z]+ ){0,3}(?:researcher|analyst|expert|professor|fellow|scholar)"
    r"(?: (?:at|of|with|from) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*)?"
)
_EXPERT = re.compile(
    r"\b(?:analyst|expert|professor|researcher|fellow|think tank|institute|scholar)s?\b", re.I
)

# The words of which the names of countries are made.
_OF_COUNTRIES = frozenset(word for name in (*NAMES, *ADJECTIVES) for word in name.split())


@dataclass
class PartyMemory:
    """Who has been named so far in one article, newest last."""

    parties: Parties
    spoken: list[tuple[str, ...]] = field(default_factory=list)
    _persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _person: tuple[str, ...] = ()
    _recent: dict[str, str] = field(default_factory=dict)  # party: its last name; newest last
    _subject: tuple[str, ...] = ()  # of whom the sentence before spoke
    _country: str | None = None
    _home: str | None = None  # the country of the dateline

    def place(self, phrase: str, before: str = "") -> tuple[str, ...]:
        """Resolve a phrase in the light of what came before, and remember who it was.

        `before` is the sentence up to the phrase: "South Korea spoke first, and its lawmakers …".
        """
        word = phrase.strip().lower()
        if word in _PRONOUNS_PERSON:
            return (
                self._person_in(before)
                or self._person
                or (self.spoken[-1] if self.spoken else ("unknown",))
            )
        if word in ("it", "its") and (body := self._last_body()):
            return body
        if word in _PRONOUNS_BODY:
            return self.spoken[-1] if self.spoken else ("unknown",)
        found = self._lately_called(word) or self._in_its_country(phrase, word, before)
        found = found or self._known_person(phrase) or self._definite(phrase) or _unlisted(phrase)
        self._remember(phrase, found)
        return found

    def _in_its_country(self, phrase: str, word: str, before: str) -> tuple[str, ...]:
        """A name, or a role in the country that is nearest to it.

        "Its ministry" is the sentence's first country's; a bare role belongs to the country that
        spoke last, to the dateline's, or to the last one that the sentence has named.
        """
        if word.startswith(("its ", "his ", "their ")):
            near = self.parties.first_country(before)
            return self.parties.resolve(phrase, near or self._country)
        named = self.parties.countries_in(before)[::-1]
        for near in (self._country, self._home, *named):
            if found := self.parties.resolve(phrase, near):
                return found
        return ()

    def at_home_in(self, dateline: str) -> None:
        """Note where the article was written: a bare role is of that country, most often."""
        self._home = self.parties.first_country(dateline.title()) or self._home

    def turn_to(self, phrase: str, before: str) -> None:
        """Note of whom a sentence spoke first: "it" and "he" of the next are most often them."""
        found = self._in_its_country(phrase, phrase.lower(), before) if phrase else ()
        self._subject = found if len(found) == 1 else ()
        if self._subject and (_is_person(phrase) or _PERSONS.search(phrase)):
            self._person = self._subject

    def _last_body(self) -> tuple[str, ...]:
        """Of whom the last sentence spoke, else who spoke last, of those that are an "it".

        That is a service or a state, not lawmakers.
        """
        if self._subject and self.parties.is_body(self._subject[0]):
            return self._subject
        return next((ids for ids in reversed(self.spoken) if self.parties.is_body(ids[-1])), ())

    def mention(self, sentence: str) -> None:
        """Remember the parties that a sentence names: "a briefing by the NIS … the agency"."""
        for party, name in self.parties.named_in(sentence):
            self._touch(party, name)
        for match in _FULL_NAME.finditer(sentence):
            self._introduce(match, sentence)

    def _introduce(self, name: re.Match[str], sentence: str) -> None:
        """ "The Pentagon's press secretary, Pat Ryder": whom a person who is named speaks for."""
        surname = name.group().split()[-1]
        if surname in self._persons or not _OF_COUNTRIES.isdisjoint(name.group().split()):
            return
        before = _APPOSED_BEFORE.search(sentence, max(0, name.start() - 90), name.start())
        after = _APPOSED_AFTER.match(sentence, name.end())
        for described in (before, after):
            if described is None or not _PERSONS.search(described.group(1)):
                continue
            if len(found := self.parties.resolve(described.group(1), self._country)) == 1:
                self._persons[surname] = found
                return

    def _touch(self, party: str, name: str) -> None:
        self._recent.pop(party, None)
        self._recent[party] = name

    def _person_in(self, before: str) -> tuple[str, ...]:
        """ "A researcher at the institute is …, he thinks": whom the sentence itself names."""
        found = list(_PERSON_PHRASE.finditer(before))
        return (
            self.parties.resolve(found[-1].group()) or _unlisted(found[-1].group()) if found else ()
        )

    def _known_person(self, phrase: str) -> tuple[str, ...]:
        for name in reversed(_TITLE.findall(phrase)):
            if name in self._persons:
                return self._persons[name]
        words = set(_TITLE.findall(phrase)) - _OF_COUNTRIES
        for party, name in reversed(self._recent.items()):
            if words & set(name.split()) and _is_person(name):
                return (party,)  # "Lee", after "Lee Seong-kweun"
        return ()

    def _lately_called(self, word: str) -> tuple[str, ...]:
        """ "The ministry": the one that was so called last, whichever country spoke since."""
        article, _, noun = word.partition(" ")
        if article != "the" or not noun or noun.count(" ") > 2:
            return ()
        for party, name in reversed(self._recent.items()):
            if name.lower().endswith(noun) and self.parties.is_called(party, noun, name):
                return (party,)
        if " " in noun:
            return ()
        for party, name in reversed(self._recent.items()):
            if self.parties.is_called(party, noun.rstrip("s"), name):
                return (party,)
        return ()

    def _definite(self, phrase: str) -> tuple[str, ...]:
        """ "the agency": the newest party so called; "the report": who spoke last."""
        match = re.match(r"(?:the|its|his|her|their|this|that|both)\s+(.+)", phrase, re.I)
        if not match or re.search(r"[A-Z]", match.group(1)):
            return ()
        noun = match.group(1).split()[-1].lower().rstrip("s")
        for party, name in reversed(self._recent.items()):
            if self.parties.is_called(party, noun, name):
                return (party,)
        return self.spoken[-1] if self.spoken else ()

    def _remember(self, phrase: str, found: tuple[str, ...]) -> None:
        if found == ("unknown",):
            return
        self.spoken.append(found)
        is_name = re.search(r"[A-Z]", phrase) is not None
        for party in found:
            self._touch(party, phrase if is_name else self._recent.get(party, ""))
        self._country = self.parties.country(found[-1]) or self._country
        if len(found) == 1 and (_is_person(phrase) or _PERSONS.search(phrase)):
            self._person = found
            for name in _TITLE.findall(phrase):
                if name not in NAMES and name not in ADJECTIVES:
                    self._persons.setdefault(name, found)


@lru_cache(maxsize=4096)
def _unlisted(phrase: str) -> tuple[str, ...]:
    """An id for somebody whom the watch does not list."""
    slug = re.sub(
        r"[^a-z0-9]+", "-", re.sub(r"^(?:the|a|an)\s+", "", phrase, flags=re.I).lower()
    ).strip("-")
    if media := _MEDIA.search(phrase):
        return ("media." + re.sub(r"[^a-z0-9]+", "-", media.group().lower()).strip("-"),)
    names = [n for n in _TITLE.findall(phrase) if not (_EXPERT.match(n) or n in _OF_COUNTRIES)]
    if names and _EXPERT.search(phrase):
        return ("experts." + "-".join(names[-1:]).lower(),)
    if _is_person(phrase) and len(slug) < 40:
        return ("experts." + _TITLE.findall(phrase)[-1].lower(),)
    return ("unknown",)


@lru_cache(maxsize=4096)
def _is_person(phrase: str) -> bool:
    """Two capitalised words in a row that name no country: a person's name, most often."""
    found = _FULL_NAME.search(phrase)
    return bool(found) and not any(w in found.group() for w in (*NAMES, *ADJECTIVES) if found)
