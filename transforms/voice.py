"""A word of saying in a parsed sentence -> the voice that it brings in.

In:   the token of the word of saying
Out:  Voice: the source's words and the cue
Never: decides whether the voice answers for a statement (transforms/attribution.py) or which
       party it is (transforms/party.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.clauses import is_relative, noun_phrase, phrase_text, that_of
from transforms.vocabulary import cues
from transforms.vocabulary.countries import ADJECTIVES, NAMES
from transforms.vocabulary.dates import MONTHS, WEEKDAYS

# "An estimate of last week" is nobody's.
_TIMES = frozenset("day week month year hour minute quarter season decade today yesterday".split())
_SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Voice:
    """One source: its words and the cue; `cue` is the token of saying."""

    text: str
    cue_text: str
    cue: Token
    head: Token


def voice_of(source: Token, cue: Token, cue_text: str | None = None) -> Voice:
    """The voice of a noun that speaks."""
    return Voice(phrase_text(noun_phrase(source)), cue_text or cue.text, cue, source)


def is_saying(token: Token) -> bool:
    """Whether a token is a verb of saying."""
    return token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in cues.SAYING


def is_passive(verb: Token) -> bool:
    """Whether what is said is the verb's subject ("were reported")."""
    return any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)


def speaker_of(verb: Token) -> Token | None:
    """The subject of a verb of saying, also through "has said … and added", "told … saying"."""
    for _ in range(6):
        for child in _nearest_first(verb):
            if child.dep_ not in _SUBJECTS or child.is_punct:
                continue
            if not is_relative(child):
                return child
            if verb.dep_ == "relcl":
                return verb.head
        if (mistaken := _name_before(verb)) is not None:
            return mistaken
        above = _governor(verb)
        if above is None or above.pos_ not in ("VERB", "AUX"):
            return above
        if (quoted := _quoted(above, verb)) is not None:
            return quoted
        verb = above
    return None


def _nearest_first(verb: Token) -> list[Token]:
    """What hangs on a verb, what stands before it from the verb backwards."""
    return [*reversed(list(verb.lefts)), *verb.rights]


def _governor(verb: Token) -> Token | None:
    """The word whose subject a verb without one shares; the noun that it hangs on."""
    head = verb.head
    if verb.dep_ == "acl":
        return head
    if verb.dep_ == "pcomp":  # "by criticising", "in opposing"
        head = head.head
    elif verb.dep_ not in ("conj", "xcomp", "advcl"):
        return None
    if (that := that_of(head)) is not None and verb.i < that.i:
        head = head.head  # "reported, citing officials, that …"
    if head.dep_ in ("acomp", "conj") and head.pos_ == "ADJ":  # "is willing to ignore"
        head = head.head
    return head if head.pos_ in ("VERB", "AUX") and head != verb else None


def _quoted(above: Token, verb: Token) -> Token | None:
    """ "quoted the minister as saying": the object speaks."""
    if verb.dep_ != "pcomp" or above.lemma_.lower() not in cues.CITING:
        return None
    return next((c for c in above.children if c.dep_ in ("dobj", "nsubjpass")), None)


def _name_before(verb: Token) -> Token | None:
    """ "Kyiv estimates there are …": a name that the parse takes for the verb's adjective."""
    for word in verb.children:
        is_before = word.i == verb.i - 1 and word.dep_ in ("amod", "compound")
        if is_before and _is_name(word):
            return word
    return None


def _is_name(word: Token) -> bool:
    """A country, a people, or another proper name; no month and no day."""
    if word.text in NAMES or word.text in ADJECTIVES:
        return True
    return bool(word.pos_ == "PROPN") and not _is_time(word)


def _can_speak(owner: Token) -> bool:
    return not owner.like_num and not _is_time(owner)


def _is_time(word: Token) -> bool:
    name = word.lower_.rstrip(".")
    return name in MONTHS or name in WEEKDAYS or word.lemma_.lower() in _TIMES


def noun_voice(noun: Token) -> Voice | None:
    """ "Charges by South Korea that", "Seoul's assessment that", "a Washington estimate of"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return voice_of(child, noun)
        if child.dep_ == "prep" and child.lower_ in ("by", "of", "from"):
            for owner in child.children:
                if owner.dep_ == "pobj" and _can_speak(owner):
                    return voice_of(owner, noun)
    if noun.lemma_.lower() not in cues.FIGURES:
        return None
    named = (c for c in noun.children if c.i < noun.i and _is_name(c))
    return next((voice_of(owner, noun) for owner in named), None)


def is_evidence(voice: Voice) -> bool:
    """Whether the voice is a thing that is looked at ("satellite images show"), not a body."""
    if voice.head.lemma_.lower() not in cues.EVIDENCE:
        return False
    return not any(map(_is_name, noun_phrase(voice.head)))
