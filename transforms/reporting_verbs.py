"""A verb of a parse -> its frame, where it reports.

In:   a verb
Out:  Frame, or None; a frame without content is a verb that may bring in a quotation
Never: reads quotation marks (transforms/direct_speech.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.complements import Complement, Range, complements, subtree
from transforms.frame import Frame, cue_range, lemma_of
from transforms.sources import source_of
from transforms.vocabulary import reporting as words
from transforms.voice import is_passive

_BY_CONSTRUCTION = {
    "clause": words.CLAUSE,
    "infinitive": words.INFINITIVE,
    "directive": words.DIRECTIVE,
    "gerund": words.GERUND,
    "object": words.OBJECT,
    "predicate": words.SEEMING,
    "raised": words.RAISED,
    "passive": words.PASSIVE,
    "told": words.TOLD,
    **words.PREPOSITION,
}
_UNSAID = frozenset({"raised", "told"})  # constructions that name nobody who says it
# "accused him of lying", "praised them for coming": who it is about is a part of the content.
_OF_SOMEBODY = frozenset("as for of with on".split())
_NEAR = 3  # tokens between a verb and the preposition that is a part of its cue


def verbal(verb: Token) -> Frame | None:
    """Return the frame of a verb, by the first of its constructions in which it reports."""
    lemma = lemma_of(verb)
    for found in complements(verb):
        if lemma not in _BY_CONSTRUCTION.get(found.frame, ()):
            continue
        if found.frame == "object" and not _can_hold(verb):
            continue
        is_unsaid = found.frame in _UNSAID or lemma in words.SEEMING
        source = None if is_unsaid else source_of(verb)
        is_known_as = is_passive(verb) and found.frame == "as"
        if source is not None or is_unsaid or is_known_as:
            return _framed(verb, source, found)
    source = source_of(verb) if lemma in words.CLAUSE | words.QUOTING else None
    return Frame(verb, "quotation", cue_range(verb), source, ()) if source is not None else None


def _can_hold(verb: Token) -> bool:
    """Whether somebody does it: no thing ("a bill that bans it"), nor nobody ("power to ban")."""
    if verb.dep_ == "acl" and verb.tag_ == "VB":
        return False
    of_thing = verb.dep_ == "relcl" and any(
        c.lower_ in ("that", "which") and c.dep_ == "nsubj" for c in verb.lefts
    )
    return not of_thing or lemma_of(verb.head) in words.SPEAKING_THINGS


def _framed(verb: Token, source: Range | None, found: Complement) -> Frame:
    cue, content, marker = cue_range(verb), found.ranges, found.marker
    if lemma_of(verb) in words.SEEMING and found.frame != "raised":
        content = (*_about(verb, "nsubj"), *content)
    if marker is not None and 0 <= marker.i - cue[1] <= _NEAR:
        cue = (cue[0], marker.i + 1)
        content = (*_about(verb, "nsubjpass"), *content)
    elif marker is not None and found.frame in _OF_SOMEBODY:
        whom = _about(verb, "dobj", "nsubjpass")
        content = (*whom, (marker.i if whom else content[0][0], content[0][1]))
    return Frame(verb, found.frame, cue, source, content)


def _about(verb: Token, *roles: str) -> tuple[Range, ...]:
    """Who or what the content is about, where it stands before the rest of it."""
    whom = next((c for c in verb.children if c.dep_ in roles), None)
    return (subtree(whom),) if whom is not None else ()
