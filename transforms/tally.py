"""A parsed sentence and the words of a deed -> those whom the deed befell, and how many.

In:   a sentence; the verbs and nouns of the deed ("capture", "death"); who counts ("insurgent")
Out:  Befallen: who, how many as far as the words say, and whether the words point back
Never: adds up over sentences, or turns a vague word into a number: both are the caller's.
       What is only meant, denied or told as background ("has killed more than 30 since May") is
       left out.

Where transforms/counting.py starts from a number, this starts from the deed: in "killed a
commander and several of his men" only one of the two has a number, and none is in digits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.counted import is_number, number_token
from transforms.polarity import is_negated
from transforms.quantity import Quantity, find_quantities
from transforms.vocabulary.numbers import VAGUE


@dataclass(frozen=True, slots=True)
class Befallen:
    """`quantity`: where a number is written; `vague`: else the word of a vague one ("several").

    With neither it is one ("a leader"), or an unnumbered plural. `points_back`: the words speak of
    those named before ("the two men", "him"). `includes`: others that are among them ("two
    insurgents, including a leader").
    """

    token: Token
    deed: Token
    quantity: Quantity | None
    vague: str | None
    is_plural: bool
    points_back: bool
    is_more: bool  # "one additional insurgent", "two others"
    includes: tuple[Token, ...] = ()


_BACK = frozenset("the this that these those both he him she her they them his their".split())
_MORE = frozenset("additional other others more another further".split())
# Words whose infinitive or "for …ing" is no deed that was done ("responsible for killing").
_NOT_DONE = frozenset(
    "responsible suspect accuse plan involve attempt try seek aim intend know believe order want "
    "hope vow threaten mission operation effort".split()
)
_BACKGROUND = re.compile(
    r"\b(?:since|recently|to date|so far|(?:in|over) the (?:last|past)|this (?:year|month)|"
    r"last (?:year|month))\b",
    re.I,
)
_PARTS = frozenset({"of", "among"})


def befallen(
    sentence: Span, verbs: Collection[str], nouns: Collection[str], people: Collection[str]
) -> list[Befallen]:
    """Return whom the deed befell in a sentence, in order, each once."""
    quantities = [q for q in find_quantities(sentence.text) if q.kind in ("count", "pronoun")]
    numbers = {t.i: q for q in quantities if (t := number_token(sentence, q)) is not None}
    found: dict[int, Befallen] = {}
    for deed in sentence:
        if not _is_done(deed, verbs, nouns):
            continue
        for token in _patients(deed, nouns):
            if token.i not in found and (one := _read(token, deed, numbers, people)):
                found[token.i] = one
    return [found[i] for i in sorted(found)]


def _is_done(deed: Token, verbs: Collection[str], nouns: Collection[str]) -> bool:
    """Whether a token is the deed, told as one that took place."""
    if deed.pos_ in ("NOUN", "PROPN") and deed.lemma_.lower() in nouns:
        return not is_negated(deed) and not _is_background(deed)
    if deed.pos_ not in ("VERB", "ADJ", "AUX") or not _is_verb_of(deed, verbs):
        return False
    auxiliaries = {c.lower_ for c in deed.children if c.dep_ in ("aux", "auxpass")}
    is_meant = "to" in auxiliaries or auxiliaries & {"will", "would", "could", "may", "might"}
    above = deed.head.head if deed.head.dep_ == "prep" else deed.head
    is_under = deed.dep_ in ("xcomp", "pcomp", "ccomp", "acl") and deed.tag_ in ("VB", "VBG")
    is_aim = is_under and above.lemma_.lower() in _NOT_DONE
    return not (is_meant or is_aim or _is_background(deed) or is_negated(deed))


def _is_verb_of(token: Token, verbs: Collection[str]) -> bool:
    """Whether a token is one of the verbs; "take custody" is "take" with "custody" below it."""
    lemma = token.lemma_.lower()
    if lemma in verbs:
        return True
    needed = {verb.split()[1] for verb in verbs if verb.startswith(f"{lemma} ")}
    return bool(needed) and any(t.lower_ in needed for t in token.subtree)


def _is_background(deed: Token) -> bool:
    """Told of a longer time than the news is about ("have killed more than 30 since May")."""
    if not _BACKGROUND.search(deed.sent.text):
        return False
    is_since = any(c.dep_ in ("prep", "mark") and c.lower_ == "since" for c in deed.children)
    return is_since or any(
        c.dep_ == "aux" and c.lower_ in ("has", "have", "had", "'ve")
        for node in (deed, *deed.ancestors)
        for c in node.children
    )


def _patients(deed: Token, nouns: Collection[str]) -> Iterator[Token]:
    """Those whom a deed befell, and those joined to them."""
    for token in _first_patients(deed, nouns):
        yield from _joined(token)


def _first_patients(deed: Token, nouns: Collection[str]) -> Iterator[Token]:
    if deed.lemma_.lower() in nouns and deed.pos_ in ("NOUN", "PROPN"):
        # "the death of two rebels", "two rebel deaths"
        yield from (list(_objects_of(deed, _PARTS)) or [deed])
        return
    is_passive = deed.tag_ == "VBN" and not any(c.dep_ == "dobj" for c in deed.children)
    for child in deed.children:
        if child.dep_ in ("dobj", "nsubjpass", "oprd") or (is_passive and child.dep_ == "nsubj"):
            yield child
        if child.dep_ == "auxpass":  # "killed in it were ten men"
            yield from (c for c in child.children if c.dep_ == "attr")
        if child.lower_ in ("with", "along") and child.dep_ in ("prep", "advmod"):
            yield from _objects_of(deed, {"with"})
    if is_passive and deed.dep_ in ("acl", "relcl", "amod", "ccomp", "pcomp", "conj"):
        yield deed.head  # "two insurgents killed in …"
    if deed.lemma_ == "die":
        yield from (c for c in deed.children if c.dep_ == "nsubj")


def _objects_of(token: Token, prepositions: Collection[str]) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ != "prep":
            continue
        if child.lower_ in prepositions:
            yield from (c for c in child.children if c.dep_ == "pobj")
        yield from _objects_of(child, prepositions)


def _joined(token: Token) -> Iterator[Token]:
    """A noun and those that "and", "along with" or "as well as" joins to it."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            yield from _joined(child)
    yield from _objects_of(token, {"with"})


def _read(
    token: Token, deed: Token, numbers: dict[int, Quantity], people: Collection[str]
) -> Befallen | None:
    """One of those whom the deed befell; None where it is nobody who counts."""
    who, number, vague = _who(token), _number_of(token, numbers), _vague_of(token)
    named = next((t for t in who if t.lemma_.lower() in people or t.lower_ in people), None)
    if named is None and not _stands_for_people(token, number):
        return None
    words = [token, *who, *(c for t in (token, *who) for c in t.children)]
    return Befallen(
        token=named or token,
        deed=deed,
        quantity=number,
        vague=None if number else vague,
        is_plural=token.tag_ in ("NNS", "NNPS") or token.lower_ in ("them", "others"),
        points_back=any(t.lower_ in _BACK for t in (token, *token.children)),
        is_more=any(t.lower_ in _MORE for t in words),
        includes=tuple(_included(token)),
    )


def _stands_for_people(token: Token, number: Quantity | None) -> bool:
    """Whether a word stands for people by itself: "two", "several", "others", "him"."""
    if token.lower_ in ("him", "her", "them", "others", "both"):
        return True
    is_number = number is not None and token.pos_ in ("NUM", "PRON", "NOUN")
    return token.lower_ in VAGUE or (is_number and (token.like_num or token.lower_ in _MORE))


def _who(token: Token) -> list[Token]:
    """The noun that says who: "two of the insurgents", "a number of men", "insurgent deaths"."""
    found = [token, *_objects_of(token, _PARTS)]
    return [*found, *(c for c in token.children if c.dep_ in ("compound", "amod", "appos"))]


def _number_of(token: Token, numbers: dict[int, Quantity]) -> Quantity | None:
    """The number that stands before a noun, in its own phrase."""
    before = token.doc[token.left_edge.i : token.i + 1]
    return next((numbers[t.i] for t in before if t.i in numbers), None)


def _vague_of(token: Token) -> str | None:
    for word in token.doc[token.left_edge.i : token.i + 1]:
        if word.lower_ in VAGUE:
            return str(word.lower_)
    if token.lower_ == "number":
        is_large = any(c.lower_ in ("large", "great", "significant") for c in token.children)
        return "large number" if is_large else "number"
    return None


def _included(token: Token) -> Iterator[Token]:
    """ "Two insurgents, including a leader"."""
    for child in token.sent:
        if child.lower_ == "including" and child.i > token.i:
            yield from (t for t in child.subtree if t.dep_ == "pobj" and not is_number(t))
