"""A word of reporting in a parse -> the stretch of words that names its source.

In:   the verb or noun of reporting
Out:  the token range of the source, or None
Never: says who a pronoun stands for, or which party a name is (transforms/party.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.clauses import agent_of
from transforms.complements import Range, subtree, without
from transforms.voice import is_passive, noun_voice, speaker_of

_SUBJECTS = ("nsubj", "nsubjpass")


def source_of(cue: Token) -> Range | None:
    """Return the words that name who says it."""
    if cue.pos_ in ("NOUN", "PROPN"):
        return _owner(cue)
    if is_passive(cue):
        agent = agent_of(cue)
        return _phrase(agent, cue) if agent is not None else None
    relative = next((c for c in cue.children if c.dep_ in _SUBJECTS), None)
    speaker = relative if relative is not None else speaker_of(cue)
    if speaker is None or speaker.dep_ == "expl" or speaker.lower_ in ("it", "there") and _is_empty(cue):
        return None
    return _phrase(speaker, cue)


def _is_empty(cue: Token) -> bool:
    """ "It seems that": "it" stands for nobody."""
    return cue.lemma_.lower() in ("seem", "appear") or cue.pos_ == "AUX"


def _phrase(speaker: Token, cue: Token) -> Range | None:
    """The noun with all that hangs on it, up to the words of reporting that hang on it too."""
    whole = subtree(speaker)
    if not whole[0] <= cue.i < whole[1]:
        return whole
    parts = without(whole, (min(cue.left_edge.i, cue.i), whole[1]))
    return parts[0] if parts else None


def _owner(noun: Token) -> Range | None:
    voice = noun_voice(noun)
    if voice is None:
        return None
    start, end = subtree(voice.head)
    return (start, end) if not start <= noun.i < end else None
