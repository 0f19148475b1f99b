"""A sound watch -> what in it will never match, has no effect, or may not do what is meant.

In:   a Watch that `watch_check.check` finds no fault in; where the file says something; a function
      that tells what a unit measures
Out:  (where, what it is; what to do), one for each note, in the file's order within each list
Never: refuses a watch: a note is advice, and the watch runs as it stands. Never reads a text: what
       is said here of the reader is written from its rules (docs/watch.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence

from seeds.verb_forms import base_form
from seeds.watch_check import STAGES, Found
from seeds.watch_yaml import Where
from transforms.records import Indicator, Party, Subject, Watch

Dimension = Callable[[str], str | None]  # "kilograms" -> "mass"; None for what is no measure

# Words that stand in any article, whatever it is about; a name in small letters, or one that may
# open a sentence, is no name if it is one of these.
_COMMON = frozenset(
    "a an the he she it they we i who what this that these those one some all and or but if "
    "when for from in on at by to of with after before as is are was were will may can must "
    "march north south east west northern southern eastern western state states nation country "
    "countries government president minister ministry army navy military police agency court "
    "council committee party group company bank media press source sources official officials "
    "expert experts analyst analysts people person man men woman women child children world war "
    "peace news report reports city town village region district province border capital coast "
    "sea river health hospital patient disease virus fever oil gas ship ships plane planes".split()
)
_MEASURE_LIKE = re.compile(
    r"[%/°²³$€£¥]|\bper\b|\b(?:million|billion|thousand|square|cubic)\b"
    r"|(?:met(?:re|er)|gram(?:me)?|tonne?|lit(?:re|er)|watt|hertz|byte|mile|percent|dollar|euro"
    r"|rou?ble|yuan|rupee)s?$|^(?:usd|eur|gbp|jpy|cny|rub|uah)$",
    re.I,
)
# "high-altitude", but not "IR-2"
_CUT_BY_HYPHEN = re.compile(r"[^\W\d_]-[^\W\d_]")


def notes(watch: Watch, written: Container[Where], dimension: Dimension) -> Found:
    """Every note on a watch; `written` holds the places of the keys that stand in its file."""
    for index, subject in enumerate(watch.subjects):
        yield from _at(("subjects", index), subject.id, _subject(subject))
    ruled = {name for rule in watch.rules for name in rule.indicators}
    for index, indicator in enumerate(watch.indicators):
        at = ("indicators", index)
        yield from _at(at, indicator.id, _words(indicator))
        yield from _at(at, indicator.id, _effects(indicator))
        if indicator.kind == "quantity":
            yield from _at(at, indicator.id, _quantity(indicator, watch, dimension))
        else:
            yield from _at(at, indicator.id, _ladder(indicator))
        yield from _at(at, indicator.id, _rivals(watch.indicators, index, dimension))
        if indicator.id not in ruled:
            yield at, f"{indicator.id}: no rule names it; add it to one, or no change of it is told"
    for index, party in enumerate(watch.parties):
        at = ("parties", index)
        yield from _at(at, party.id, _party(party, (*at, "reliability") in written))


def _at(at: Where, record: str, found: Found) -> Found:
    for where, text in found:
        yield (*at, *where), f"{record}: {text}"


# --- words that never match, or match everywhere -------------------------------------------


def _subject(subject: Subject) -> Found:
    for key in ("names", "adjectives", "members"):
        for index, name in enumerate(getattr(subject, key)):
            if _is_everywhere(name):
                what = f"{name!r} stands in articles of any kind"
                yield (key, index), f"{what}, and each would name the subject; write more of it"


def _is_everywhere(name: str) -> bool:
    """A common word (an abbreviation in capitals is none), or too few letters to be a name."""
    is_short = len(name) < 2 or (len(name) < 4 and name.islower())
    return is_short or (name.lower() in _COMMON and not name.isupper())


def _party(party: Party, is_judged: bool) -> Found:
    for index, name in enumerate(party.names):
        if name.islower() and " " not in name:
            small = f"{name!r} is in small letters, and names count as they are written"
            yield ("names", index), f"{small}; move a common word to roles"
        elif _is_everywhere(name):
            common = f"{name!r} stands in articles of any kind"
            yield ("names", index), f"{common}; write more of the name"
    if not is_judged:
        yield (), "no reliability, so F (cannot be judged), which weighs as D; add your judgement"


_MOST_WORDS = 2


def _words(indicator: Indicator) -> Found:
    """Words that the reader compares with single words of the text, in their base form."""
    for key in ("verbs", "acts"):
        for index, word in enumerate(getattr(indicator, key)):
            if text := _of_a_verb(word, getattr(indicator, key), may_be_noun=key == "acts"):
                yield (key, index), text
    for key in ("counts", "nouns"):
        for index, word in enumerate(getattr(indicator, key)):
            if text := _of_a_noun(word, getattr(indicator, key)):
                yield (key, index), text


def _of_a_verb(word: str, listed: Sequence[str], *, may_be_noun: bool) -> str | None:
    parts = re.split(r"[\s-]+", word)
    if len(parts) > 1:
        # "set off": the verb comes first; "test-fire": it comes last
        verb = parts[-1] if "-" in word else parts[0]
        return f"{word!r} never matches, only single words do; {_take(verb, listed)}"
    base = base_form(word)
    if base is None or (may_be_noun and word.endswith("ing")):
        return None  # "launching" is a noun, too
    if word.endswith("ing"):
        return f"{word!r} is found as a noun only; {_take(base, listed)}"
    return f"{word!r} is not in its base form and is not found as a verb; {_take(base, listed)}"


def _of_a_noun(word: str, listed: Sequence[str]) -> str | None:
    parts = word.split()
    if len(parts) > _MOST_WORDS:
        return f"{word!r} never matches, only one or two words do; {_take(parts[-1], listed)}"
    if _CUT_BY_HYPHEN.search(word):
        last = re.split(r"[\s-]+", word)[-1]
        return f"{word!r} never matches, a hyphen cuts it; {_take(last, listed)}"
    return None


def _take(word: str, listed: Sequence[str]) -> str:
    return f"drop it, {word!r} is listed" if word in listed else f"write {word!r}"


# --- keys without effect -------------------------------------------------------------------


def _effects(indicator: Indicator) -> Found:
    if "place" in indicator.by and not indicator.places:
        yield ("by",), "kept by place, but no places are listed; add `places: […]`"
    is_there = indicator.kind == "level" or indicator.stage == "done" or "place" in indicator.by
    if indicator.places and not is_there:
        yield ("places",), "places have no effect; add `stage: done` or `by: [place]`, or drop them"


def _quantity(indicator: Indicator, watch: Watch, dimension: Dimension) -> Found:
    unit = indicator.unit or ""
    if dimension(unit) is None and _MEASURE_LIKE.search(unit):
        unknown = f"{unit!r} looks like a measure, but none of that name is known, and only bare"
        yield ("unit",), f"{unknown} numbers are read; write one such as kg, km or percent"
    if indicator.stage == "planned" and not any(_is_twin(indicator, i) for i in watch.indicators):
        lone = "no indicator with the same counts and one of its verbs has stage done"
        yield ("stage",), f"{lone}, so what has happened goes here, too; add that one"


def _is_twin(planned: Indicator, other: Indicator) -> bool:
    """Whether the reader parts two indicators by whether the deed lies ahead."""
    is_same = {*planned.counts} == {*other.counts} and planned.subject == other.subject
    return other.stage == "done" and is_same and bool({*planned.verbs} & {*other.verbs})


# --- ladders -------------------------------------------------------------------------------


def _ladder(indicator: Indicator) -> Found:
    signs = dict(indicator.signs)
    for stage in STAGES:
        rungs = [r for r, s in zip(indicator.ladder, indicator.stages, strict=True) if s == stage]
        for rung in rungs[:-1]:  # the reader takes the highest
            if not signs.get(rung):
                same = f"rung {rung!r} is never read: {rungs[-1]!r} has the same stage ({stage})"
                yield ("ladder",), f"{same}; give {rung!r} signs, or a stage of its own"
    yield from _hidden_signs(indicator)


def _hidden_signs(indicator: Indicator) -> Found:
    """Signs of a rung that a sign of a higher rung always matches, too."""
    order = indicator.ladder
    for rung, phrases in indicator.signs:
        higher = [
            (other, _matcher(sign), sign)
            for other, listed in indicator.signs
            if order.index(other) > order.index(rung)
            for sign in listed
        ]
        for index, phrase in enumerate(phrases):
            plain = " ".join(phrase.lower().replace("…", " ").split())
            for other, pattern, sign in higher:
                if pattern.search(plain):
                    yield (
                        ("signs", rung, index),
                        f"sign {phrase!r} of {rung!r} is never read: {sign!r} of {other!r} matches "
                        "wherever it does, and is tried first; drop one",
                    )
                    break


def _matcher(sign: str) -> re.Pattern[str]:
    """As the reader takes a sign: words match by their beginning, "…" is up to eight words."""
    parts = [r"\w*\s+".join(map(re.escape, p.lower().split())) + r"\w*" for p in sign.split("…")]
    return re.compile(r"\b" + r"(?:\s+\S+){0,8}?\s+".join(parts))


# --- indicators that get in one another's way ----------------------------------------------


def _rivals(indicators: Sequence[Indicator], index: int, dimension: Dimension) -> Found:
    """What an indicator shares with one that stands before it."""
    this = indicators[index]
    for other in indicators[:index]:
        if other.subject != this.subject or other.kind != this.kind:
            continue
        if this.kind == "level":
            taken = {_plain(o) for o in other.objects}
            for n, words in enumerate(this.objects):
                if _plain(words) in taken:
                    both = f"{words!r} is an object of {other.id}, too, and a sentence on it counts"
                    yield ("objects", n), f"{both} for both; say more in one of them, or exclude"
        elif shared := _shared_deeds(this, other, dimension):
            words = ", ".join(shared[:3]) + (", …" if len(shared) > 3 else "")
            both = f"counts the same as {other.id} by the same words ({words}); a number goes to"
            yield ("verbs",), f"{both} {other.id}, which stands first; give each words of its own"


def _plain(words: str) -> str:
    return words.lower().replace("-", " ")


def _shared_deeds(this: Indicator, other: Indicator, dimension: Dimension) -> list[str]:
    """The deeds by which one number could go to either of two quantities."""
    if {this.stage, other.stage} == {"planned", "done"} and {*this.counts} == {*other.counts}:
        return []  # parted by whether the deed lies ahead
    if dimension(this.unit or "") != dimension(other.unit or ""):
        return []
    if not {*this.counts} & {*other.counts}:
        return []
    deeds = {*other.verbs, *other.nouns}
    return [word for word in (*this.verbs, *this.nouns) if word in deeds]
