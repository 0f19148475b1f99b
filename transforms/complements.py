"""A verb -> what stands where its content would: a clause, an infinitive, an object, a quotation.

In:   a verb of a parse
Out:  Complement: the construction and the token ranges it covers; whether the verb reports at
      all in this construction is vocabulary/reporting.py's to say
Never: looks at what the words mean; takes the verb or its subject into the content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.clauses import is_infinitive, is_that_clause, that_of
from transforms.vocabulary import cues
from transforms.voice import is_passive

Range = tuple[int, int]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_ADJUNCTS = frozenset({"advcl", "conj", "acl", "relcl", "dep"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FILLED = frozenset({"dobj", "ccomp", "xcomp", "prep", "attr", "acomp", "oprd", "auxpass"})
_PREDICATES = frozenset({"acomp", "attr", "oprd"})
# "endorsed him for president", "described it as fair": a part of what is said.
_COMPLETING = frozenset("as for of to from over with against on in about into by at than".split())


@dataclass(frozen=True, slots=True)
class Complement:
    """`frame`: clause, infinitive, gerund, object, raised, or a preposition ("about")."""

    frame: str
    ranges: tuple[Range, ...]
    marker: Token | None = None


def complements(verb: Token) -> Iterator[Complement]:
    """Yield what could be the content of a verb, the fullest first."""
    if is_passive(verb):
        yield from _of_passive(verb)
        return
    yield from _clauses(verb)
    yield from _infinitives(verb)
    yield from _objects(verb)
    yield from _prepositional(verb)
    yield from _around(verb)


def subtree(token: Token) -> Range:
    """The stretch that a word and all below it cover."""
    return token.left_edge.i, token.right_edge.i + 1


def without(whole: Range, hole: Range) -> tuple[Range, ...]:
    """What is left of a stretch when another is cut out of it."""
    left = (whole[0], min(whole[1], hole[0]))
    right = (max(whole[0], hole[1]), whole[1])
    return tuple(part for part in (left, right) if part[0] < part[1])


def _clauses(verb: Token) -> Iterator[Complement]:
    for child in verb.children:
        if child.dep_ == "ccomp" and not is_infinitive(child):
            whole = _from_that(child) if child.i > verb.i else subtree(child)
            is_split = whole[0] < verb.i < whole[1]  # "The plan, he said, is new"
            yield Complement("clause", without(whole, _own(verb)) if is_split else (whole,))
            return
    for child in verb.children:
        if child.dep_ in _ADJUNCTS and child.i > verb.i and is_that_clause(child):
            yield Complement("clause", (_from_that(child),))
            return
        if child.dep_ == "advcl" and child.i < verb.i and _is_main(child):
            yield Complement("clause", (subtree(child),))
            return


def _from_that(verb: Token) -> Range:
    """A clause without what stands before its "that" ("reported, citing officials, that …")."""
    that = that_of(verb)
    start, end = subtree(verb)
    return (that.i if that is not None else start), end


def _is_main(verb: Token) -> bool:
    """ "It is over, the ministry told a news conference": no word makes the clause an adverbial."""
    is_finite = verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.tag_ in _FINITE for c in verb.lefts)
    opened = any(c.dep_ in ("mark", "advmod") and c.tag_ in ("IN", "WRB") for c in verb.lefts)
    return is_finite and not opened and any(c.dep_ in _SUBJECTS for c in verb.lefts)


def _own(verb: Token) -> Range:
    """The verb with its subject and its adverbs."""
    parts = [subtree(c) for c in verb.children if c.dep_ in {*_SUBJECTS, "aux", "neg"}]
    return min([verb.i, *(p[0] for p in parts)]), max([verb.i + 1, *(p[1] for p in parts)])


def _infinitives(verb: Token) -> Iterator[Complement]:
    """ "hopes to win", "urged them to vote", "wants him to go"."""
    for child in verb.rights:
        if child.dep_ in _PREDICATES:
            yield Complement("predicate", (subtree(child),))
    whom = next((c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i > verb.i), None)
    for child in verb.children:
        if child.i < verb.i or child.dep_ not in ("xcomp", "ccomp", "advcl"):
            continue
        if child.dep_ == "xcomp" and child.pos_ not in ("VERB", "AUX"):
            yield Complement("predicate", (subtree(child),))
        elif child.tag_ == "VBG" and child.dep_ == "xcomp":
            yield Complement("gerund", (subtree(child),))
        elif is_infinitive(child) and (child.dep_ != "advcl" or whom is None):
            start, end = subtree(child)
            if whom is not None and whom.i < child.i:
                yield Complement("directive", ((whom.left_edge.i, end),))
            else:
                yield Complement("infinitive", ((start, end),))


def _objects(verb: Token) -> Iterator[Complement]:
    """ "endorsed Jones for mayor", "called it a lie", "the deal that she brokered"."""
    for child in verb.children:
        if child.dep_ in ("dobj", "oprd", "ccomp") and child.i > verb.i:
            yield Complement("object", ((child.left_edge.i, _completed(child, verb)),))
            return
        if child.dep_ == "dobj":  # "what he calls a lie"
            rest = (verb.i + 1, _completed(verb, verb))
            yield Complement("object", (subtree(child), *([rest] if rest[0] < rest[1] else [])))
            return
    if verb.dep_ == "relcl" and not any(c.dep_ in _FILLED for c in verb.children):
        yield Complement("object", (_antecedent(verb),))


def _antecedent(verb: Token) -> Range:
    """ "something she opposed": what the clause hangs on."""
    noun = verb.head
    return noun.left_edge.i, max(noun.i + 1, min(verb.left_edge.i, noun.right_edge.i + 1))


def _completed(item: Token, verb: Token) -> int:
    """Where an object ends, with what completes it ("for mayor", "as fair")."""
    end: int = item.i + 1 if item == verb else item.right_edge.i + 1
    for child in verb.rights:
        if child.left_edge.i < end:
            continue
        if child.left_edge.i != end or not _completes(child):
            break
        end = child.right_edge.i + 1
    return end


def _completes(child: Token) -> bool:
    if child.dep_ == "prep":
        return child.lower_ in _COMPLETING
    is_aim = child.dep_ in ("xcomp", "advcl") and is_infinitive(child)  # "called on him to go"
    return is_aim or child.dep_ in _PREDICATES


def _prepositional(verb: Token) -> Iterator[Complement]:
    for child in verb.children:
        if child.dep_ != "prep" or child.i < verb.i:
            continue
        for inner in child.children:
            if inner.dep_ in ("pobj", "pcomp"):
                yield Complement(child.lower_, ((child.i + 1, _completed(child, verb)),), child)


def _around(verb: Token) -> Iterator[Complement]:
    """ "The plan, he said, is new": the verb stands inside its content, or hangs on it."""
    if any(c.dep_ in ("ccomp", "xcomp", "acomp", "attr") for c in verb.children):
        return
    if verb.dep_ == "parataxis" or (verb.dep_ == "advcl" and _is_as(verb)):
        yield Complement("clause", without(subtree(verb.head), subtree(verb)))


def _is_as(verb: Token) -> bool:
    """ "as the ministry noted"."""
    return any(c.lower_ == "as" and c.dep_ in ("mark", "advmod") for c in verb.lefts)


def _of_passive(verb: Token) -> Iterator[Complement]:
    """ "is expected to win", "was criticised", "was told that it was late"."""
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if verb.lemma_.lower() in cues.CITING:  # "…, the minister was quoted as saying": he speaks
        said = (c for c in verb.lefts if c.dep_ == "ccomp")
        yield from (Complement("clause", (subtree(c),)) for c in said)
        return
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ == "xcomp" and subject is not None:
            yield Complement("raised", (subtree(subject), subtree(child)))
        elif child.dep_ == "ccomp":
            yield Complement("told", (subtree(child),))
    yield from _prepositional(verb)
    if subject is not None:
        yield Complement("passive", (subtree(subject),))
