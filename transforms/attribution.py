"""A word in a parsed sentence -> who says it, in which words, and with which cue.

In:   a token of the content; the parse around it; the voice that a quotation was given to
Out:  Attribution: the sources from the article inwards, the cue, whether the source denies
Never: resolves a name to a party (transforms/party.py); looks beyond the sentence.
Walks from the content up through the verbs and nouns of saying that govern it; adds
"according to …" and "citing …" from the same sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.clauses import agent_of, is_that_clause
from transforms.denial import calls_untrue, denies, is_silent_on
from transforms.framing import according_to, briefed, cited, inserted, reckoned_by
from transforms.insertions import insertions
from transforms.speech_around import speaker_around
from transforms.vocabulary import cues
from transforms.vocabulary.numbers import MEASURES, SIZING
from transforms.voice import (
    Voice,
    is_evidence,
    is_passive,
    noun_voice,
    speaker_of,
    voice_of,
)

_CLAUSAL = frozenset(
    {"ccomp", "xcomp", "pcomp", "parataxis", "csubj", "advcl", "acl", "relcl", "conj"}
)
_NESTING = frozenset({"ccomp", "xcomp", "pcomp", "parataxis"})
_FIRST_PERSON = frozenset({"we", "i"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """`voices` from the outermost to the innermost; empty = the article's own voice.

    `is_denied`: the innermost says that it is not so. `is_silent`: it says neither yes nor no.
    `denier`: somebody else who denies what the innermost says ("called Seoul's charge false").
    """

    voices: tuple[Voice, ...] = ()
    is_denied: bool = False
    is_silent: bool = False
    denier: Voice | None = None

    @property
    def innermost(self) -> Voice | None:
        return self.voices[-1] if self.voices else None

    @property
    def cue(self) -> Token | None:
        """The innermost word of saying."""
        return self.voices[-1].cue if self.voices else None


def attribute(token: Token, sentence: Span, quoting: Voice | None = None) -> Attribution:
    """Return who says the statement that a token stands in.

    `quoting`: whose words it is part of by a cue in another sentence.
    """
    found = _climb(token)
    outer = [quoting] if quoting is not None else []
    beside = {i.voice.cue: i.voice for i in insertions(sentence)} if found.voices else {}
    voices = _answering([*outer, *(beside.get(v.cue, v) for v in reversed(found.voices))])
    if len(voices) == 1 and voices[0].cue.lemma_.lower() in cues.REGISTERING:
        # "Taiwan registered 153, the ministry said": who told of it stands around
        told = speaker_around(token)
        voices = [told, *voices] if told is not None and told.cue != voices[0].cue else voices
    if not voices:
        framing = according_to(token, sentence) or reckoned_by(token, sentence)
        framing = framing or speaker_around(token)
        voices = [framing] if framing else []
    if voices:
        inner = cited(voices[-1], token, sentence) or briefed(voices[-1], token)
        voices += [inner] if inner and not is_evidence(inner) else []
    return Attribution(tuple(voices), found.is_denied, found.is_silent, found.denier)


def _answering(voices: list[Voice]) -> list[Voice]:
    """Without the inner voices that only the outer one vouches for.

    These are its own "we", a thing it looks at, and a promise that it tells of.
    """
    return [v for rank, v in enumerate(voices) if rank == 0 or not _is_vouched_for(v)]


def _is_vouched_for(inner: Voice) -> bool:
    is_promise = inner.cue.lemma_.lower() in cues.COMMITTING
    return is_promise or inner.head.lower_ in _FIRST_PERSON or is_evidence(inner)


def _climb(token: Token) -> Attribution:
    """The voices met on the way up, innermost first."""
    frame = inserted(token)
    voices = [frame] if frame else []
    is_denied = is_silent = False
    node, above = token, token.head
    while above != node:
        below, node, above = node, above, above.head
        voice = _voice_at(node, below)
        if voices and voice and denies(node, below):
            return Attribution(tuple(voices), is_denied, is_silent, voice)
        if voices and below.dep_ not in _NESTING and below == voices[-1].cue:
            break  # "…, while the NIS said": what stands above is another statement
        if voice is None:
            continue
        if not voices:
            is_silent = is_silent_on(node, below)
            is_denied = denies(node, below) and not is_silent
        voices.append(voice)
    own = None if voices else _own_voice(token)
    return Attribution((own,) if own else tuple(voices), is_denied, is_silent)


def _own_voice(token: Token) -> Voice | None:
    """The voice of what is done by saying so ("vowed to launch", "declared an outbreak")."""
    if token.pos_ != "VERB" or token.lemma_.lower() not in cues.COMMITTING | cues.WITH_OBJECT:
        return None
    speaker = speaker_of(token)
    if speaker is None or speaker.pos_ == "NUM" or is_passive(token):
        return None
    return voice_of(speaker, token)


def _voice_at(node: Token, below: Token) -> Voice | None:
    """The voice of a verb or noun of saying that governs `below`, or None."""
    lemma = node.lemma_.lower()
    if node.pos_ == "NOUN":
        takes = ("acl", "ccomp", "relcl", "appos")
        if lemma in cues.NOUNS and below.dep_ in takes:
            return noun_voice(node)
        if lemma in cues.FIGURES and below.lower_ == "of":
            return noun_voice(node)
        return None
    if node.pos_ not in ("VERB", "AUX"):
        return None
    if lemma == "be" and below.dep_ == "ccomp":
        subject = speaker_of(node)
        if subject is not None and subject.lemma_.lower() in cues.NOUNS:
            return voice_of(subject, node)
    if frame := inserted(node):
        return frame
    if lemma in SIZING and any(_is_figure(c) for c in node.children):
        subject = speaker_of(node)
        return voice_of(subject, node) if subject is not None else None
    if lemma in cues.SAYING or calls_untrue(node, below):
        return _verb_voice(node, below)
    return None


def _is_figure(noun: Token) -> bool:
    """What somebody sets who says how many: "raised its estimate to", "put the toll at"."""
    return noun.dep_ == "dobj" and noun.lemma_.lower() in cues.FIGURES | MEASURES


def _verb_voice(node: Token, below: Token) -> Voice | None:
    subject = speaker_of(node)
    is_antecedent = subject is not None and node.dep_ == "relcl" and subject == node.head
    if subject is not None and not is_antecedent and below in subject.subtree:
        if node.tag_ != "VBN":
            return None
        subject = None  # "10,000 are believed to …": the thing itself is the subject
    if not _takes(node, below):
        return None
    if subject is None or (is_passive(node) and node.lemma_.lower() not in cues.CITING):
        subject = agent_of(node)  # "was quoted as saying": the passive's subject speaks
    if subject is None or subject.pos_ == "NUM":
        return None  # "53 confirmed and 11 probable": a number says nothing
    return voice_of(subject, node)


def _takes(node: Token, below: Token) -> bool:
    """Whether a verb of saying has `below` for its content."""
    is_clause = below.dep_ in _CLAUSAL and below.pos_ in ("VERB", "AUX")
    if below.dep_ == "nsubjpass" and any(c.dep_ == "xcomp" for c in node.children):
        return True  # "were said by Kyiv to have …"
    if not is_clause:
        return node.lemma_.lower() in cues.WITH_OBJECT or calls_untrue(node, below)
    if below.i > node.i and is_that_clause(below):
        return True  # "reported, citing officials, that …"
    return below.dep_ not in ("advcl", "conj", "relcl", "acl") or _speech_around(node, below)


def _speech_around(node: Token, below: Token) -> bool:
    """A trailing "…, the JCS said" is sometimes read as the frame of an adverbial clause."""
    is_told = node.lemma_.lower() in cues.TELLING
    roles = ("ccomp", "xcomp") if is_told else ("ccomp", "xcomp", "dobj")
    has_content = any(c.dep_ in roles for c in node.children if c != below)
    return below.dep_ == "advcl" and not has_content and below.i < node.i
