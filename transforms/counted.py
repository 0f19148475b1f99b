"""A number in a parsed sentence -> the noun that it counts, and its part in a larger number.

In:   the token of a number
Out:  the counted noun or the measure ("toll"); whether the number is a part, a whole, a former one
Never: knows a watch: whether the noun is of interest is transforms/counting.py's question.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from transforms.clauses import subject_of
from transforms.quantity import Quantity
from transforms.vocabulary.numbers import MEASURES, MEASURING, SCALES, SHARES, SIZING

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr", "appos"})
_PARTITIVE = frozenset({"of", "among"})


def number_token(sentence: Span, quantity: Quantity) -> Token | None:
    """The last token of the number."""
    for token in reversed(list(sentence)):
        if token.idx - sentence.start_char < quantity.number_end and (
            token.idx - sentence.start_char + len(token.text) > quantity.number_start
        ):
            return token
    return None


def counted_noun(number: Token) -> Token | None:
    """The noun that a number counts; None where it stands alone ("another 2,700 had …")."""
    node = number
    while node.head != node and node.like_num and node.head.like_num:
        node = node.head  # "the 11-12,000 men"
    for _ in range(4):
        if (
            node.dep_ in ("nummod", "quantmod", "compound", "amod", "nmod", "advmod", "dep")
            and node.head != node
        ):
            node = node.head
            if node.pos_ in ("NOUN", "PROPN") and not is_number(node):
                return node
            continue
        break
    # "thousands of troops", "3,000 of its soldiers"; "the number of soldiers rose to 3,000"
    return _partitive(node) or _measured(number)


def _partitive(node: Token) -> Token | None:
    for child in node.children:
        if child.dep_ == "prep" and child.lower_ in _PARTITIVE:
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.pos_ in ("NOUN", "PROPN"):
                    return noun
    return None


def _measured(number: Token) -> Token | None:
    """What a measure counts, where the number is the measure's ("the number of … has reached")."""
    measure = measure_of(number)
    if measure is None or measure.lemma_.lower() not in MEASURES:
        return None
    return _partitive(measure)


def measure_of(number: Token) -> Token | None:
    """What has the number for its size: "the toll stands at 300", "put the toll at 300"."""
    verb = number.head.head if number.dep_ == "pobj" else number.head
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    if verb.lemma_.lower() in SIZING:
        return next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
    return subject_of(verb) if verb.lemma_.lower() in MEASURING else None


def may_stand_alone(number: Token) -> bool:
    """Whether a number can stand for what it counts ("300 have died", "numbered 300")."""
    return number.dep_ in _ARGUMENTS or number.head.lemma_ == "number"


def is_part(number: Token) -> bool:
    """ "14,000 went, 3,000 of them as reinforcements": a part of a total that the text gives.

    So is "2,000 of the injured", and "the first two prisoners".
    """
    for child in number.children:
        owners = list(child.children) if child.lower_ == "of" else []
        for owner in owners:
            if owner.lower_ in ("them", "these", "those", "whom", "which"):
                return True
            if any(c.lower_ in ("the", "these", "those") for c in owner.children):
                return True
    return number.i > 0 and number.nbor(-1).lower_ in ("first", "last", "other")


def is_former(number: Token) -> bool:
    """ "rose to 600 from 300", "600, up from 300": what the number was before."""
    phrase = number if number.dep_ == "pobj" else number.head
    if phrase.dep_ != "pobj" or phrase.head.lower_ != "from":
        return False
    above = phrase.head.head.lemma_.lower()
    return above in ("up", "down") or above in MEASURING | SIZING


def is_whole(noun: Token, number: Token) -> bool:
    """Whether a share is taken of a noun: where "half of the 12,000 died", 12,000 did not."""
    share = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return share not in (noun, number) and (share.lemma_.lower() in SHARES or is_number(share))


def is_number(token: Token) -> bool:
    """Whether a word is a number or an order of one."""
    return bool(token.like_num) or token.lemma_.lower() in (*SCALES, "dozen", "score")
