"""Whose soldiers, whose satellite: does a thing in a sentence belong to the watch's subject?

In:   a noun of a parsed sentence; the subject; how recently the article spoke of the subject
Out:  True or False
Never: takes nearness for ownership: another country's adjective on the noun, or another
       country as the doer, settles it.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Span, Token

from transforms.clauses import agent_of, clause_head, subject_of
from transforms.records import Subject
from transforms.screen import mentions
from transforms.vocabulary import cues
from transforms.vocabulary.countries import ADJECTIVES, NAMES


@cache
def mention_pattern(subject: Subject) -> re.Pattern[str]:
    """Any name, adjective or people of a subject; "The North" opens a sentence as "the North"."""
    return _any_of(mentions(subject))


@cache
def _others_pattern(subject: Subject) -> re.Pattern[str]:
    """Countries and peoples that are not the subject."""
    ours = mention_pattern(subject)
    return _any_of({w for w in (*NAMES, *ADJECTIVES) if not ours.fullmatch(w)})


def _any_of(words: set[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")


def belongs(noun: Token, sentence: Span, subject: Subject, is_context_ours: bool) -> bool:
    """Whether what `noun` names is the subject's."""
    own = _phrase_owner(noun, subject)
    if own is not None:
        return own
    doer = _doer(noun)
    if doer is not None and (judged := _owner_of(_text(doer), subject)) is not None:
        return judged
    if mention_pattern(subject).search(sentence.text):
        return True
    return is_context_ours and not _is_about_others(noun, sentence, subject)


def _is_about_others(noun: Token, sentence: Span, subject: Subject) -> bool:
    """ "Russia has had 600,000 soldiers killed", "Syrsky of Ukraine counts its dead".

    A sentence that does not name the subject, and in which somebody else does something other
    than speak, or owns the thing by a pronoun, is about them.
    """
    if any(c.dep_ == "poss" and c.lower_ in ("its", "their", "his", "her") for c in noun.children):
        before = sentence.doc.text[sentence.start_char : noun.idx]
        if _owner_of(before, subject) is False:
            return True
    for verb in noun.ancestors:
        doers = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        if verb.pos_ in ("VERB", "AUX") and doers and noun not in doers[0].subtree:
            is_doing = verb.lemma_.lower() not in cues.SAYING and verb.lemma_ != "be"
            return is_doing and _owner_of(_text(doers[0]), subject) is False
    return False


def _phrase_owner(noun: Token, subject: Subject) -> bool | None:
    """What the words on the noun say: "North Korean troops", "Chinese soldiers"."""
    if noun.text in subject.members:
        return True
    before = [t for t in noun.subtree if t.i <= noun.i and not _is_clausal(t, noun)]
    judged = _owner_of(" ".join(t.text for t in before), subject)
    if judged is not None:
        return judged
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("from", "of", "by"):
            text = " ".join(t.text for t in child.subtree)
            if (judged := _owner_of(text, subject)) is not None and child.lower_ != "of":
                return judged
            if judged:
                return True
    return None


def _is_clausal(token: Token, noun: Token) -> bool:
    while token != noun:
        if token.dep_ in ("relcl", "acl", "appos", "ccomp"):
            return True
        token = token.head
    return False


def _owner_of(text: str, subject: Subject) -> bool | None:
    if mention_pattern(subject).search(text):
        return True
    return False if _others_pattern(subject).search(text) else None


def _doer(noun: Token) -> Token | None:
    """Who does what is done with the noun, where it is the object; "sent by Russia" too."""
    verb = clause_head(noun)
    for node in noun.ancestors:
        if node.pos_ in ("VERB", "AUX"):
            verb = node
            break
    if verb.lemma_.lower() in cues.SAYING and not _puts_in_place(verb):
        return None  # who speaks of a thing does not own it
    if agent := agent_of(verb):
        return agent
    found = subject_of(verb)
    if found is None or noun == found or noun in found.subtree:
        return None
    return found


def is_done_by_others(verb: Token, subject: Subject) -> bool:
    """Whether somebody else does it ("Japan is preparing for …"); who expects it does nothing."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() in cues.SAYING:
        return False
    doer = agent_of(verb) or subject_of(verb)
    return doer is not None and _owner_of(_text(doer), subject) is False


def _puts_in_place(verb: Token) -> bool:
    """ "put a satellite into orbit" is a deed, "put the losses at 300" is not."""
    return verb.lemma_ == "put" and not any(c.lower_ == "at" for c in verb.children)


def _text(token: Token) -> str:
    return " ".join(t.text for t in token.subtree if not _is_clausal(t, token))
