"""A word of reporting in a parse -> the stretch of words that names its source.

In:   the verb or noun of reporting
Out:  the token range of the source, or None
Never: says who a pronoun stands for, or which party a name is (transforms/party.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.clauses import agent_of
from transforms.complements import Range, subtree, without
from transforms.vocabulary import cues
from transforms.voice import is_passive, noun_voice, speaker_of

_SUBJECTS = ("nsubj", "nsubjpass")
_FINITE = ("VBD", "VBZ", "VBP")
_NAMING = ("PROPN", "NOUN", "PRON")
_CLOSING = (",", '"', "”", "''", "?", "!")
_BOUNDS = ('"', "”", "“", "''", ";", ":")


def source_of(cue: Token) -> Range | None:
    """Return the words that name who says it."""
    if cue.pos_ in ("NOUN", "PROPN"):
        return _owner(cue)
    if is_passive(cue) or _is_bare_participle(cue):
        if cue.lemma_.lower() in cues.CITING:
            subject = next((c for c in cue.lefts if c.dep_ == "nsubjpass"), None)
            return subtree(subject) if subject is not None else None
        agent = agent_of(cue)
        return _phrase(agent, cue) if agent is not None else None
    subjects = [c for c in cue.children if c.dep_ in _SUBJECTS and not c.is_punct]
    speaker = subjects[-1] if subjects else speaker_of(cue)
    if speaker is None:
        return _inverted(cue) or _stranded(cue)
    if speaker.dep_ == "expl" or (speaker.lower_ in ("it", "there") and _is_empty(cue)):
        return None
    return _phrase(speaker, cue)


def _is_bare_participle(cue: Token) -> bool:
    """ "When asked about it", "a bill proposed by": the verb's own subject is what is said."""
    if cue.tag_ != "VBN" or cue.dep_ not in ("advcl", "acl", "amod"):
        return False
    return not any(c.dep_ in ("aux", "nsubj") for c in cue.children)


def _inverted(cue: Token) -> Range | None:
    """ "…," added a lawmaker: the speaker is read as the object."""
    if cue.tag_ not in _FINITE or cue.i == 0 or cue.nbor(-1).text not in _CLOSING:
        return None
    after = next((c for c in cue.rights if c.dep_ in ("dobj", "attr", "npadvmod", "dep")), None)
    return subtree(after) if after is not None and after.pos_ in _NAMING else None


def _stranded(cue: Token) -> Range | None:
    """ "Ann Lee, a lawyer for the firm, said": the name that the parse hangs somewhere else."""
    if cue.tag_ not in _FINITE or cue.dep_ not in ("ROOT", "ccomp", "parataxis", "conj"):
        return None
    first = last = None
    for token in reversed(cue.doc[cue.sent.start : cue.i]):
        if token.text in _BOUNDS:
            break
        if token.tag_ in _FINITE and token.dep_ != "relcl":
            return None
        if token.pos_ in _NAMING and token.dep_ not in ("pobj", "poss", "compound", "dobj"):
            first = token
            last = last or token
    if first is None or last is None:
        return None
    return first.left_edge.i, max(last.i + 1, min(first.right_edge.i + 1, cue.i))


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
