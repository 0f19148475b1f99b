"""A word in a parsed sentence -> who says the content that it stands in, read from the speech.

In:   a token of a sentence that is parsed alone
Out:  Voice, or None
Never: names who only thinks, wants or does something: a voice says so.
The other way round, from the word up through what governs it, is transforms/attribution.py.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from transforms.clauses import noun_phrase, phrase_text
from transforms.complements import Range
from transforms.direct_speech import speech_in
from transforms.frame import Frame, lemma_of
from transforms.vocabulary import cues
from transforms.vocabulary import reporting as words
from transforms.voice import Voice

_BRINGING_IN = (words.QUOTING | words.CLAUSE) - words.ATTITUDE
# What brings in a quotation brings in a statement; with a clause, "demanded that" brings in none.
_BY = {
    "clause": cues.SAYING,
    "told": cues.SAYING,
    "quotation": _BRINGING_IN,
    "according to": frozenset({"accord"}),
}


def speaker_around(token: Token) -> Voice | None:
    """Return the voice of the innermost speech in its sentence that a token is part of."""
    frames = [f for f in speech_in(token.doc).frames if _says(f, token)]
    if not frames:
        return None
    return _voice(min(frames, key=lambda f: sum(end - start for start, end in f.content)))


def _says(frame: Frame, token: Token) -> bool:
    if frame.source is None or lemma_of(frame.word) not in _BY.get(frame.by, ()):
        return False
    return any(start <= token.i < end for start, end in frame.content)


def _voice(frame: Frame) -> Voice | None:
    if frame.source is None:
        return None
    cue_text = "according to" if frame.by == "according to" else frame.word.text
    return voice_of_range(frame.source, frame.word, cue_text)


def voice_of_range(source: Range, cue: Token, cue_text: str) -> Voice:
    """The voice of a stretch of a document that names a source."""
    doc, (start, end) = cue.doc, source
    head = _head(source, doc)
    phrase = tuple(t for t in noun_phrase(head) if start <= t.i < end)
    if phrase[0].i > start:
        phrase = tuple(doc[start:end])  # a name that the parse takes apart
    return Voice(phrase_text(phrase), cue_text, cue, head)


def _head(source: Range, doc: Doc) -> Token:
    """The last word of a source that hangs on none of it."""
    start, end = source
    tops = [t for t in doc[start:end] if t.head == t or not start <= t.head.i < end]
    return tops[-1]
