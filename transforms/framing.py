"""A sentence -> the voices that frame a statement without governing it in the parse.

In:   a token of the statement; its sentence
Out:  Voice, or None: "according to X", "…, X said, …", "citing X", "briefed by X"
Never: takes a frame for another statement's: each looks only at its own place in the sentence.
"""

from __future__ import annotations

from itertools import islice

from spacy.tokens import Span, Token

from transforms.vocabulary import cues
from transforms.voice import Voice, is_saying, noun_voice, voice_of


def according_to(token: Token, sentence: Span) -> Voice | None:
    """ "According to X", where the statement is not a part of X's own name."""
    for word in sentence:
        if word.lower_ != "according":
            continue
        for source in named_after(word):
            if token not in source.subtree:
                return voice_of(source, word, "according to")
    return None


def reckoned_by(token: Token, sentence: Span) -> Voice | None:
    """ "By Kyiv's count", "by the estimate of X", in the clause of the statement."""
    for word in sentence:
        voice = reckoning(word)
        if voice is not None and token not in word.subtree:
            return voice
    return None


def reckoning(preposition: Token) -> Voice | None:
    """The voice of "by X's count", at its preposition."""
    if preposition.lower_ != "by" or preposition.dep_ == "agent":
        return None
    for noun in preposition.children:
        if noun.dep_ == "pobj" and noun.lemma_.lower() in cues.RECKONINGS:
            return noun_voice(noun)
    return None


def named_after(according: Token) -> list[Token]:
    """Who stands after "according to"."""
    return [*_after_to(according), *_noun_after(according, according.sent)]


def _after_to(according: Token) -> list[Token]:
    """What the parse hangs on "according to"."""
    return [
        source
        for to in according.children
        if to.lower_ == "to"
        for source in to.children
        if source.dep_ == "pobj"
    ]


def _noun_after(according: Token, sentence: Span) -> list[Token]:
    """The first noun after "according to", where the parse does not hang it there."""
    after = [t for t in sentence if t.i > according.i]
    if not after or after[0].lower_ != "to":
        return []
    nouns = (t for t in after[1:] if t.pos_ in ("NOUN", "PROPN") and t.head.i < t.i)
    return list(islice(nouns, 1))


def cited(voice: Voice, token: Token, sentence: Span) -> Voice | None:
    """ "…, citing X", "quoted X as saying": the source behind the one that was just named."""
    if voice.cue.lemma_.lower() in cues.CITING and any(
        c.lower_ == "as" for c in voice.cue.children
    ):
        quoted = next((c for c in voice.cue.children if c.dep_ == "dobj"), None)
        if quoted is not None and quoted != voice.head and token not in quoted.subtree:
            return voice_of(quoted, voice.cue)
    for word in sentence:
        if word.lemma_.lower() not in cues.CITING or word.tag_ != "VBG" or word == voice.cue:
            continue
        for child in word.children:
            if child.dep_ == "dobj" and token not in child.subtree and child != voice.head:
                return voice_of(child, word)
    return None


def inserted(node: Token) -> Voice | None:
    """ "The figure, the ministry said, is …": a verb of saying set into what it frames."""
    for child in node.children:
        if child.dep_ != "parataxis" or not is_saying(child):
            continue
        has_content = any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in child.children)
        speaker = next((c for c in child.children if c.dep_ == "nsubj"), None)
        if speaker is not None and not has_content:
            return voice_of(speaker, child)
    return None


def briefed(voice: Voice, token: Token) -> Voice | None:
    """Who briefed the speaker: "said lawmakers after a briefing by the agency"."""
    for word in voice.cue.subtree:
        if word.lemma_.lower() not in ("briefing", "brief") or word in token.subtree:
            continue
        for by in word.children:
            if by.lower_ not in ("by", "from"):
                continue
            for agency in by.children:
                if agency.dep_ == "pobj" and agency != voice.head:
                    return voice_of(agency, word)
    return None
