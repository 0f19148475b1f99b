"""A name as written -> the party of the watch that it stands for.

In:   the words of a source ("Seoul's National Intelligence Service (NIS)", "the agency", "he")
Out:  party ids, more than one where several speak together; never an empty answer
Never: guesses a country. A body that the watch does not list gets an id in the same style
       ("fr.mod"); somebody who cannot be placed is "unknown".
The memory of an article (PartyMemory) holds who has spoken, for "he", "the agency", a surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from transforms.records import Party
from transforms.vocabulary.countries import ADJECTIVES, BLOCS, BODIES, MEDIA_WORDS, NAMES

_PRONOUNS_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
_PRONOUNS_BODY = frozenset({"it", "its", "they", "them", "their", "we", "i", "our", "my"})
_TITLE = re.compile(r"\b[A-Z][\w’'-]+\b")
_MEDIA = re.compile(r"\b(?:(?!The )[A-Z]\w+ )*(?:" + "|".join(MEDIA_WORDS) + r")\b")
_FULL_NAME = re.compile(r"\b[A-Z][a-zà-ÿ’'-]+(?:-[a-z]+)? [A-Z][\w’'-]+\b")
# With a country beside them these are still no body of its state.
_NO_BODY = re.compile(
    r"\b(?:analyst|expert|professor|researcher|scholar|think tank|media|newspaper|broadcaster"
    r"|resident|activist|witness)(?:s|es)?\b",
    re.I,
)
_PREFIX = {"gb": "uk"}  # the style of ids follows usage, the code ISO 3166
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
        if surname in self._persons or any(w in name.group() for w in (*NAMES, *ADJECTIVES)):
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
        return ()

    def _lately_called(self, word: str) -> tuple[str, ...]:
        """ "The ministry": the one that was so called last, whichever country spoke since."""
        article, _, noun = word.partition(" ")
        if article != "the" or not noun or " " in noun:
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
        for party in found:
            self._touch(party, self._recent.get(party, ""))
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
