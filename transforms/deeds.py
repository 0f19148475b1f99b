"""A number and a word of a deed -> does the deed say something of this number, and how near is it?

In:   tokens of one parsed sentence: the number, the noun that it counts, the word of the deed
Out:  True or False; a distance in arcs of the parse
Never: knows which deeds matter (transforms/watch_words.py), or chooses one (counting.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.clauses import clause_head, path_length, subject_of
from transforms.counted import is_number
from transforms.records import Indicator
from transforms.watch_words import counts


def is_aside(word: Token, anchor: Token) -> bool:
    """Whether a deed only says which ones are meant, or is told by a clause joined to theirs.

    In "100 soldiers sent to fight have been killed" the number is of the killed.
    """
    if word.dep_ == "amod" and word.head == anchor:
        return True  # "captured two wounded soldiers"
    if anchor.dep_ not in ("nsubj", "nsubjpass"):
        return False
    participle = anchor.head
    if _has_no_auxiliary(participle):  # no verb of the sentence, whatever the parse says
        finite = [v for v in (participle.head, *participle.children) if _lacks_subject(v)]
        after = [v for v in finite if v.i > participle.i and v.tag_ != "VB"]
        below = [v for v in after if v in participle.subtree]
        is_own = word in participle.subtree
        return bool(after) and is_own and not any(v == word or v in word.ancestors for v in below)
    return word.dep_ in ("acl", "relcl") and bool(word.head == anchor)


def is_of_another_clause(word: Token, anchor: Token) -> bool:
    """ "15,000 went; 2,000 have been brought home": the number has a verb of its own."""
    if anchor.dep_ not in ("nsubj", "nsubjpass") or word.pos_ != "VERB":
        return False
    if _has_no_auxiliary(anchor.head):
        return False  # a participle that the parse took for the verb
    if _is_joined_with_a_subject(word, anchor.head):
        return True  # "27 have recovered, 22 died"
    if word in anchor.ancestors:
        return bool(anchor.head.dep_ in ("conj", "ccomp", "parataxis") and word != anchor.head)
    own = clause_head(anchor)
    above = (t for t in (word, *word.ancestors) if t != own and t not in own.ancestors)
    if word.i < anchor.i and any(t.dep_ in ("ccomp", "parataxis") for t in above):
        return True
    return word not in own.subtree


def _is_joined_with_a_subject(word: Token, first: Token) -> bool:
    """Whether a word stands in a statement that is joined to a verb, with a subject of its own.

    "27 have recovered, 22 died", "2,000 were brought home, and the ashes of the fallen followed".
    """
    for node in (word, *word.ancestors):
        if node == first:
            return False
        if node.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children):
            return first in node.ancestors
    return False


def _has_no_auxiliary(verb: Token) -> bool:
    return verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _lacks_subject(verb: Token) -> bool:
    """A finite verb without a subject: the parse gave it to a participle before it."""
    dependents = {c.dep_ for c in verb.children}
    is_finite = verb.pos_ == "VERB" and bool(dependents & {"aux", "auxpass"})
    return is_finite and not dependents & {"nsubj", "nsubjpass"}


def distance(anchor: Token, word: Token) -> int:
    """Arcs of the parse; a verb that follows at once is nearest ("200 have been hurt")."""
    between = anchor.doc[anchor.i + 1 : word.i]
    is_next = word.i > anchor.i and all(t.pos_ in ("AUX", "ADV") for t in between)
    if is_next and word.pos_ == "VERB":
        return 1
    return path_length(anchor, word)


def is_of_another(word: Token, number: Token, anchor: Token) -> bool:
    """ "two men, one of them wounded": the wounded man is another number's."""
    above = list(word.ancestors)
    if anchor not in above:
        return False
    between = above[: above.index(anchor)]
    return any(t.like_num and t != number for t in between)


def has_own_number(word: Token, number: Token) -> bool:
    """ "41 planes, with two dozen crossings": the crossings are counted by themselves."""
    if word.pos_ not in ("NOUN", "PROPN"):
        return False
    return any(is_number(c) and c != number and c.dep_ == "nummod" for c in word.children)


def does_it_to_others(anchor: Token, verb: Token, indicator: Indicator) -> bool:
    """ "300 soldiers killed 20 villagers": the 300 are not the dead."""
    if verb.pos_ != "VERB" or subject_of(verb) != anchor or verb.tag_ == "VBN":
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return any(counts(o, indicator) or any(map(is_number, o.children)) for o in objects)
