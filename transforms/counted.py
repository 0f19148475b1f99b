"""A number in a parsed sentence -> the noun that it counts, and its part in a larger number.

In:   the token of a number
Out:  the counted noun or the measure ("toll"); whether the number is a part, a whole, a former one
Never: knows a watch: whether the noun is of interest is transforms/counting.py's question.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Span, Token

from transforms.clauses import subject_of
from transforms.quantity import Quantity
from transforms.vocabulary.dates import MONTHS
from transforms.vocabulary.numbers import MEASURES, MEASURING, SCALES, SHARES, SIZING

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr", "appos"})
# Adjectives that stand for people: "the number of dead and wounded".
_AS_NOUNS = frozenset("dead wounded injured missing sick killed captured".split())
_THEM = frozenset({"them", "these", "those", "whom", "which"})
_OLDEST_YEARS = 120
_ONE_PERSON = frozenset("man woman boy girl child baby patient teenager".split())
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
                return _head_of_joined(node)
            continue
        break
    # "thousands of troops", "3,000 of its soldiers"; "the number of soldiers rose to 3,000"
    return _partitive(node) or _measured(number)


def _head_of_joined(noun: Token) -> Token:
    """ "25 navy and coast guard ships": the number stands on the first of two modifiers."""
    if noun.dep_ in ("nmod", "compound") and noun.head.pos_ in ("NOUN", "PROPN"):
        return noun.head if noun.head.i > noun.i else noun
    joined = next((c for c in noun.children if c.dep_ == "conj" and c.tag_ == "NNS"), None)
    if joined is None or noun.tag_ != "NN" or any(map(is_number, joined.children)):
        return noun
    return joined  # "nearly 90 navy and coast guard ships"


def _partitive(node: Token) -> Token | None:
    for child in node.children:
        if child.dep_ == "prep" and child.lower_ in _PARTITIVE:
            for noun in child.children:
                is_adjective = noun.pos_ == "ADJ" and noun.lower_ in _AS_NOUNS
                if noun.dep_ == "pobj" and (noun.pos_ in ("NOUN", "PROPN") or is_adjective):
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
    if number.dep_ == "nummod" and number.head.lower_ == "all" and number.head.dep_ == "pobj":
        verb = number.head.head.head  # "at more than 3,000 in all"
    if verb.pos_ in ("ADJ", "ADV") and verb.dep_ in ("acomp", "advmod"):
        verb = verb.head  # "was closer to 120"
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    if verb.lemma_.lower() in SIZING:
        return next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
    return subject_of(verb) if verb.lemma_.lower() in MEASURING else None


def unit_token(number: Token) -> Token:
    """The word of measure that a number stands on: "kg", the "cent" of "per cent"."""
    unit = number
    while unit.dep_ in ("nummod", "quantmod", "compound") and unit.head.i > unit.i:
        if unit != number and unit.head.pos_ in ("NOUN", "PROPN") and unit.dep_ == "compound":
            break  # "a 408-kg stockpile"
        unit = unit.head
    return unit


def measured_thing(number: Token) -> Token | None:
    """What a measure is of: "900 pounds of uranium", "a stock of 408 kg", "a 408-kg stockpile"."""
    unit = number
    while unit.dep_ in ("nummod", "quantmod", "compound", "advmod") and unit.head.i > unit.i:
        above = unit.head
        if unit != number and above.pos_ in ("NOUN", "PROPN"):
            return above  # "a 408-kg stockpile"
        unit = above
    if (thing := _partitive(unit)) is not None:
        return thing
    is_of = unit.dep_ == "pobj" and unit.head.lower_ == "of"
    if is_of and unit.head.head.pos_ in ("NOUN", "PROPN"):
        return unit.head.head
    measure = measure_of(unit)  # "the pile of material stands at 275 kg"
    return (_partitive(measure) or measure) if measure is not None else None


def may_stand_alone(number: Token) -> bool:
    """Whether a number can stand for what it counts ("300 have died", "numbered 300")."""
    if _is_age(number):
        return False
    above = number.head
    if above.lower_.rstrip(".") in MONTHS:
        return False  # "between Dec. 14 and 17"
    if above.lower_ == "more" and above.dep_ in _ARGUMENTS:
        return True  # "wounded 47 more"
    return number.dep_ in _ARGUMENTS or above.lemma_ == "number"


def _is_age(number: Token) -> bool:
    """ "The sniper, 26, would …", "since he was 15"; or an hour."""
    words = number.doc
    before = words[number.i - 1].text if number.i else ""
    after = words[number.i + 1].text if number.i + 1 < len(words) else ""
    if number.dep_ in ("appos", "nummod", "npadvmod") and before == "," and after in (",", "."):
        return number.text.isdigit() and int(number.text) < _OLDEST_YEARS
    if before == "past" or (number.dep_ == "pobj" and number.head.head.lower_ in _ONE_PERSON):
        return True  # "half past four", "a woman of 34"
    verb = number.head
    is_said_of_a_person = any(c.lower_ in ("he", "she", "who") for c in verb.children)
    return number.dep_ in ("attr", "acomp") and verb.lemma_ == "be" and is_said_of_a_person


def parts_of_a_sum(quantities: Sequence[Quantity]) -> list[Quantity]:
    """ "15,000 in two waves: 11,000 before the winter and 4,000 since": the parts of a total.

    Two or more numbers after one that is their sum say nothing that it does not.
    """
    for at, whole in enumerate(quantities):
        parts = quantities[at + 1 :]
        if len(parts) < 2 or whole.value is None:
            continue
        values = [part.value for part in parts]
        if None not in values and sum(v for v in values if v is not None) == whole.value:
            return list(parts)
    return []


def is_part(number: Token) -> bool:
    """ "14,000 went, 3,000 of them as reinforcements": a part of a total that the text gives.

    So is "2,000 of the injured", and "the first two prisoners".
    """
    for child in number.children:
        owners = list(child.children) if child.lower_ == "of" else []
        for owner in owners:
            if _is_a_total(owner):
                return True
    if number.i > 1 and number.nbor(-1).lower_ in ("first", "last", "other"):
        # "the first two prisoners"; but "its first four cases" are all there are
        return number.nbor(-2).lower_ in ("the", "these", "those")
    return is_part_of_them(number)


def _is_a_total(owner: Token) -> bool:
    """ "2,000 of the injured", "of the 12,000"; not "300 of the soldiers who went"."""
    words = {c.lower_ for c in owner.children}
    if words & {"these", "those"}:
        return True
    is_numbered = any(c.like_num or (c.dep_ == "amod" and c.tag_ == "VBN") for c in owner.children)
    is_deed = owner.pos_ in ("ADJ", "VERB") or owner.tag_ in ("JJ", "VBN", "VBD")
    return "the" in words and (is_numbered or is_deed or owner.lemma_.lower() in MEASURES)


def is_part_of_them(number: Token) -> bool:
    """ "3,000 of them", "of whom 3,000", "Of these, 3,000"."""
    children = [c for c in number.children if c.lower_ == "of"]
    if any(o.lower_ in _THEM for of in children for o in of.children):
        return True
    before = [t.lower_ for t in number.sent if t.i < number.i and not t.is_punct]
    fronted = len(before) > 1 and before[0] == "of" and before[1] in _THEM
    return fronted or any(a == "of" and b in _THEM for a, b in pairwise(before[-4:]))


def is_former(number: Token) -> bool:
    """ "rose to 600 from 300", "600, up from 300": what the number was before."""
    phrase = number if number.dep_ == "pobj" else number.head
    if phrase.dep_ == "pobj" and phrase.head.lower_ in ("against", "versus"):
        return any(is_number(t) for t in number.sent if t.i < phrase.head.i)
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
