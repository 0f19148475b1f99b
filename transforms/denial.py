"""A word of saying in a parsed sentence -> does the speaker say no, or nothing at all?

In:   the token of saying and the content below it
Out:  whether the content is denied; whether the speaker keeps silent on it
Never: reads the content's own "not" (transforms/polarity.py); decides who the speaker is.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.polarity import is_negator, rules_out
from transforms.vocabulary import cues
from transforms.vocabulary.implicatives import INFINITIVES
from transforms.vocabulary.stages import SIGNS
from transforms.voice import is_saying, speaker_of


def is_silent_on(cue: Token, content: Token) -> bool:
    """ "did not say", "neither confirmed nor denied", "declined to confirm"."""
    if _comes_to_nothing(cue):
        return True
    if cue.lemma_.lower() in cues.PERCEIVING | cues.NEG_RAISING or rules_out(cue):
        return False  # what one does not rule out one holds possible
    if content.lemma_.lower() in SIGNS:
        return False  # who has seen no sign of it says that there is none
    return is_saying(cue) and _has_no(cue)


def denies(cue: Token, content: Token) -> bool:
    """ "denied that", "has not detected", "does not believe that", "called the report false"."""
    lemma = cue.lemma_.lower()
    if lemma in cues.NEG_RAISING and _has_no(cue):
        return True
    if lemma in cues.PERCEIVING and content.lemma_.lower() not in SIGNS:
        return _has_no(cue)
    if rules_out(cue):
        return not _has_no(cue)
    return lemma in cues.DENYING or calls_untrue(cue, content)


def calls_untrue(cue: Token, content: Token) -> bool:
    """ "called the charge groundless", "dismissed the report as fake"."""
    if cue.lemma_.lower() not in cues.CALLING:
        return False
    if content.lemma_.lower() in cues.UNTRUE:
        return True  # "called it false that …": the predicate stands between the two
    own = set(content.subtree)
    # an adjective is no adverb: the parse has hung the predicate on the nearest verb
    return any(
        t.lemma_.lower() in cues.UNTRUE and (t not in own or (t.dep_, t.pos_) == ("advmod", "ADJ"))
        for t in cue.subtree
    )


def _comes_to_nothing(cue: Token) -> bool:
    """ "declined to confirm", "is unable to verify": what governs the saying rules it out."""
    if cue.dep_ != "xcomp" or not is_saying(cue):
        return False
    if any(c.lower_ == "too" for c in cue.head.children):
        return True  # "too early to say"
    signature = INFINITIVES.get(cue.head.lemma_.lower())
    return signature is not None and signature.holds == "not"


def _has_no(cue: Token) -> bool:
    """Whether a "not" stands on the saying, on its subject, or on what it is an act of."""
    subject = speaker_of(cue)
    words = [*cue.children, *(subject.children if subject is not None else ())]
    if cue.dep_ == "conj":
        words += cue.head.children
    if cue.dep_ == "xcomp" and cue.head.lower_ == "able":  # "not yet able to confirm"
        words += [*cue.head.children, *cue.head.head.children]
    return any(map(is_negator, words))
