"""A name as written -> the party of the watch that it stands for.

In:   the words of a source ("Seoul's National Intelligence Service (NIS)"), a transcript's label;
      the country near by, for a bare role
Out:  party ids, more than one where several speak together; none where the words name nobody
Never: guesses a country. A body that the watch does not list gets an id in the same style
       ("fr.mod").
What an article has told before ("he", "the agency", a surname) is transforms/party_memory.py's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from transforms.records import Party
from transforms.vocabulary.countries import ADJECTIVES, BLOCS, BODIES, NAMES

# With a country beside them these are still no body of its state.
_NO_BODY = re.compile(
    r"\b(?:analyst|expert|professor|researcher|scholar|think tank|media|newspaper|broadcaster"
    r"|resident|activist|witness)(?:s|es)?\b",
    re.I,
)
_PREFIX = {"gb": "uk"}  # the style of ids follows usage, the code ISO 3166


# The words of which the names of countries are made.
_OF_COUNTRIES = frozenset(word for name in (*NAMES, *ADJECTIVES) for word in name.split())


@dataclass(frozen=True, slots=True)
class Country:
    """A country found in a phrase, with its place."""

    code: str
    start: int
    end: int


class Parties:
    """The parties of a watch, indexed by name and by (country, role)."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._parties = {p.id: p for p in parties}
        self._names = {name: p.id for p in self._parties.values() for name in p.names}
        self._roles: dict[str, list[Party]] = {}
        for party in self._parties.values():
            for role in party.roles:
                self._roles.setdefault(role.lower(), []).append(party)
        # "Western officials" answers for "Western assessments" too.
        first_words = {name.split()[0]: party for name, party in self._names.items()}
        self._blocs = {word: first_words[word] for word in BLOCS if word in first_words}
        self._name_re = _alternatives(self._names)
        self._role_re = _alternatives(self._roles, re.I)
        self._country_re = _alternatives([*NAMES, *ADJECTIVES])
        self.resolve = lru_cache(maxsize=4096)(self._resolve)

    def is_body(self, party_id: str) -> bool:
        """Whether a party is one body, which "it" can stand for."""
        party = self._parties.get(party_id)
        return party is None or party.type not in ("parliament", "officials", "experts")

    def is_called(self, party_id: str, noun: str, written: str) -> bool:
        """Whether one of a party's roles, or the name by which it was just called, ends with a
        noun ("agency"). Of one that was called by its initials, any of its names may."""
        party = self._parties.get(party_id)
        if party is None or party.type == "media":
            return False
        words = [*party.roles, written]
        if written.isupper() or not written:
            words += party.names
        return any(w.lower().rstrip("s").endswith(noun) for w in words)

    def named_in(self, text: str) -> list[tuple[str, str]]:
        """Parties whose own names stand in a text, countries apart, in order, with the name."""
        matches = self._name_re.finditer(text) if self._name_re else ()
        return [(self._names[m.group()], m.group()) for m in matches if m.group() not in NAMES]

    def resolve_label(self, label: str) -> tuple[str, ...]:
        """The party of a transcript's label, which may be all in capitals."""
        folded = label.casefold()
        named = [
            (len(name), party)
            for name, party in self._names.items()
            if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", folded)
        ]
        return (max(named)[1],) if named else self.resolve(label)

    def countries_in(self, text: str) -> list[str]:
        """The codes of the countries that a text names, in order."""
        return [country.code for country in self._countries(text, [])]

    def first_country(self, text: str) -> str | None:
        """The code of the first country that a text names: the subject of most sentences."""
        found = self._countries(text, [])
        return found[0].code if found else None

    def country(self, party_id: str) -> str | None:
        """The country of a party, listed or made up ("fr.mod")."""
        if party_id in self._parties:
            return self._parties[party_id].country
        head, dot, _ = party_id.partition(".")
        return head if dot and len(head) == 2 else None

    def _resolve(self, phrase: str, near: str | None = None) -> tuple[str, ...]:
        """Party ids for a phrase that names somebody; () where it names nobody.

        `near` is the country that a bare role ("the ministry") belongs to.
        """
        phrase = re.sub(r"\s+", " ", phrase)
        names = list(self._name_re.finditer(phrase)) if self._name_re else []
        specific = [m for m in names if m.group() not in NAMES]
        countries = self._countries(phrase, specific)
        has_role = bool(self._role_re and self._role_re.search(phrase))
        for word, party in self._blocs.items():
            if re.search(rf"\b{word}\b", phrase):
                return (*self._of_countries(countries, phrase), party)
        if specific:
            # The first name heads the phrase; the others stand beside it ("and") or explain it.
            ids = [self._names[m.group()] for m in specific]
            if not (has_role and countries) or len(specific) > 1 or specific[0].start() == 0:
                return _joined(phrase, specific, ids)
        if has_role and (found := self._by_role(phrase, countries, near)):
            return found
        if specific:
            return (self._names[specific[0].group()],)
        return self._of_countries(countries, phrase)

    def _countries(self, phrase: str, names: list[re.Match[str]]) -> list[Country]:
        found = []
        for m in self._country_re.finditer(phrase) if self._country_re else ():
            if any(n.start() <= m.start() < n.end() for n in names):
                continue
            code = ADJECTIVES.get(m.group()) or NAMES[m.group()]
            found.append(Country(code, m.start(), m.end()))
        return found

    def _by_role(self, phrase: str, countries: list[Country], near: str | None) -> tuple[str, ...]:
        """The longest role, in each country that stands beside it, else in the one that is near."""
        spoken = [role for role in self._roles if _stands_in(role, phrase)]
        parties = [p for role in sorted(spoken, key=len, reverse=True) for p in self._roles[role]]
        codes = list(dict.fromkeys(c.code for c in countries)) or [near or ""]
        firsts = [[p.id for p in parties if code and p.country == code][:1] for code in codes]
        found = [party for first in firsts for party in first]
        if not found and not countries and len({p.id for p in parties}) == 1:
            return (parties[0].id,)
        return tuple(dict.fromkeys(found))

    def _of_countries(self, countries: list[Country], phrase: str) -> tuple[str, ...]:
        """A country alone stands for its government; with a body that nobody listed, for that."""
        if _NO_BODY.search(phrase):
            return ()
        body = next((b for word, b in BODIES if word in phrase.lower()), "government")
        found = []
        for country in countries:
            listed = (
                p.id
                for p in self._parties.values()
                if p.country == country.code and p.id.endswith(f".{body}")
            )
            found.append(next(listed, f"{_PREFIX.get(country.code, country.code)}.{body}"))
        return tuple(dict.fromkeys(found))


def _joined(phrase: str, matches: list[re.Match[str]], ids: list[str]) -> tuple[str, ...]:
    """The first name, and every further one that "and" joins to it."""
    kept = [ids[0]]
    for before, match, party in zip(matches, matches[1:], ids[1:], strict=False):
        between = phrase[before.end() : match.start()]
        if re.fullmatch(r"(?:’s|'s)?\s*(?:,|and|or|as well as|&|,\s*and)\s*(?:the\s+)?", between):
            kept.append(party)
    return tuple(dict.fromkeys(kept))


def _stands_in(role: str, phrase: str) -> bool:
    lowered = phrase.lower()
    return role in lowered and bool(re.search(rf"(?<!\w){re.escape(role)}(?!\w)", lowered))


def _alternatives(words: Iterable[str], flags: int = 0) -> re.Pattern[str] | None:
    ordered = sorted(words, key=len, reverse=True)
    if not ordered:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", flags)
