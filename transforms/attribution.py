"""A word in a parsed sentence -> who says it, in which words, and with which cue.

In:   a token of the content; the parse around it
Out:  Attribution: the sources from the article inwards, the cue, whether the source denies
Never: resolves a name to a party (transforms/party.py); looks beyond the sentence.
Walks from the content up through the verbs and nouns of saying that govern it; adds
"according to …" and "citing …" from the same sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Span, Token

from transforms.clauses import agent_of, noun_phrase, phrase_text
from transforms.vocabulary import cues

_CLAUSAL = frozenset(
    {"ccomp", "xcomp", "pcomp", "parataxis", "csubj", "advcl", "acl", "relcl", "conj"}
)
# "…, British intelligence estimates." is often tagged as a plural noun.
_TAKEN_FOR_NOUNS = frozenset({"estimates", "claims", "suggest"})
_NESTING = frozenset({"ccomp", "xcomp", "pcomp", "parataxis"})


@dataclass(frozen=True, slots=True)
class Voice:
    """One source: its words and the cue; `cue` is the token of saying."""

    text: str
    cue_text: str
    cue: Token
    head: Token


@dataclass(frozen=True, slots=True)
class Attribution:
    """`voices` from the outermost to the innermost; empty = the article's own voice.

    `is_denied`: the innermost says that it is not so. `is_silent`: it says neither yes nor no.
    """

    voices: tuple[Voice, ...] = ()
    is_denied: bool = False
    is_silent: bool = False

    @property
    def innermost(self) -> Voice | None:
        return self.voices[-1] if self.voices else None


def attribute(token: Token, sentence: Span) -> Attribution:
    """Return who says the statement that a token stands in."""
    found = _climb(token)
    voices, denied, silent = list(reversed(found.voices)), found.is_denied, found.is_silent
    if according := _according_to(token, sentence):
        voices = voices or [according]
    if not voices and (framing := _framing(token, sentence)):
        voices = [framing]
    if voices and (cited := _cited(voices[-1], token, sentence)):
        voices.append(cited)
    return Attribution(tuple(voices), denied, silent)


def _climb(token: Token) -> Attribution:
    """The voices met on the way up, innermost first."""
    voices: list[Voice] = []
    is_denied = is_silent = False
    node = token
    while node.head != node:
        below, node = node, node.head
        if voices and below.dep_ not in _NESTING and below == voices[-1].cue:
            break  # "…, while the NIS said": what stands above is another statement
        voice = _voice_at(node, below)
        if voice is None:
            continue
        if not voices:
            lemma = node.lemma_.lower()
            negated = any(c.dep_ == "neg" or c.lower_ == "neither" for c in node.children)
            governed = node.head.lemma_.lower() if node.dep_ == "xcomp" else ""
            subject = _subject(node)
            negated |= subject is not None and any(c.lower_ == "neither" for c in subject.children)
            is_silent = (negated and lemma in cues.SAYING) or governed in cues.SILENT
            is_denied = lemma in cues.DENYING and not is_silent
        voices.append(voice)
    return Attribution(tuple(voices), is_denied, is_silent)


def _voice_at(node: Token, below: Token) -> Voice | None:
    """The voice of a verb or noun of saying that governs `below`, or None."""
    lemma = node.lemma_.lower()
    if node.pos_ in ("VERB", "AUX") and lemma in cues.SAYING:
        return _verb_voice(node, below, lemma)
    if node.pos_ in ("VERB", "AUX") and lemma == "be" and below.dep_ == "ccomp":
        subject = _subject(node)
        if subject is not None and subject.lemma_.lower() in cues.NOUNS:
            return _voice(subject, node)
        return None
    if (
        node.pos_ == "NOUN"
        and lemma in cues.NOUNS
        and below.dep_ in ("acl", "ccomp", "relcl", "appos")
    ):
        return _noun_voice(node)
    return None


def _verb_voice(node: Token, below: Token, lemma: str) -> Voice | None:
    subject = _subject(node)
    is_antecedent = subject is not None and node.dep_ == "relcl" and subject == node.head
    if subject is not None and not is_antecedent and below in subject.subtree:
        if node.tag_ != "VBN":
            return None
        subject = None  # "10,000 are believed to …": the thing itself is the subject
    is_clause = below.dep_ in _CLAUSAL and below.pos_ in ("VERB", "AUX")
    if not is_clause:
        if lemma not in cues.WITH_OBJECT:
            return None
    elif below.dep_ in ("advcl", "conj", "relcl", "acl") and not _speech_around(node, below):
        return None
    if subject is None:
        subject = agent_of(node)
    if subject is None:
        return None
    if not _is_passive(node) or lemma in cues.CITING:  # "was quoted as saying": its subject speaks
        return _voice(subject, node)
    agent = agent_of(node)
    return _voice(agent, node) if agent is not None else None


def _speech_around(node: Token, below: Token) -> bool:
    """A trailing "…, the JCS said" is sometimes read as the frame of an adverbial clause."""
    has_content = any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in node.children if c != below)
    return below.dep_ == "advcl" and not has_content and below.i < node.i


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb of saying, also through "has said … and added", "told … saying"."""
    for _ in range(5):
        for child in verb.children:
            if child.dep_ not in ("nsubj", "nsubjpass"):
                continue
            if child.lower_ not in cues.RELATIVES:
                return child
            if verb.dep_ == "relcl":
                return verb.head
        if verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX"):
            verb = verb.head
        elif verb.dep_ == "acl":
            return verb.head
        else:
            return None
    return None


def _noun_voice(noun: Token) -> Voice | None:
    """ "Charges by South Korea that", "Seoul's assessment that"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return Voice(phrase_text(noun_phrase(child)), noun.text, noun, child)
        if child.dep_ == "prep" and child.lower_ in ("by", "of", "from"):
            for owner in child.children:
                if owner.dep_ == "pobj" and owner.ent_type_ not in ("DATE", "TIME"):
                    return Voice(phrase_text(noun_phrase(owner)), noun.text, noun, owner)
    return None


def _voice(source: Token, cue: Token) -> Voice:
    return Voice(phrase_text(noun_phrase(source)), cue.text, cue, source)


def _according_to(token: Token, sentence: Span) -> Voice | None:
    """ "According to X", where the statement is not a part of X's own name."""
    for word in sentence:
        if word.lower_ != "according":
            continue
        for source in (*_after_to(word), *_noun_after(word, sentence)):
            if token not in source.subtree:
                return Voice(phrase_text(noun_phrase(source)), "according to", word, source)
    return None


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


def _framing(token: Token, sentence: Span) -> Voice | None:
    """ "…, the JCS said on Friday." after the content, where the parse does not join the two.

    A stretch between commas or quotes, with a verb of saying, somebody who can speak and no
    second verb, frames what stands before it.
    """
    words = [t for t in sentence if not t.is_space]
    marks = [n for n, t in enumerate(words) if t.text in (",", '"', "”") and t.i > token.i]
    for mark, end in zip(marks, [*marks[1:], len(words)], strict=bool(marks)):
        if voice := _frame(words[mark + 1 : end]):
            return voice
    return None


def _frame(stretch: list[Token]) -> Voice | None:
    """The voice of a stretch that holds a speaker and one verb of saying, and nothing else."""
    verbs = [t for t in stretch if t.pos_ == "VERB" or t.text in _TAKEN_FOR_NOUNS]
    if len(verbs) != 1 or verbs[0].lemma_.lower() not in cues.SAYING or verbs[0].tag_ == "VBG":
        return None
    cue = verbs[0]
    before = [t for t in stretch if t.i < cue.i and t.pos_ not in ("AUX", "ADV", "CCONJ", "SCONJ")]
    after = [t for t in stretch if t.i > cue.i and not t.is_punct]
    speaker = before or after
    heads = [t for t in speaker if t.pos_ in ("NOUN", "PROPN", "PRON")]
    if not heads or heads[0].lower_ in cues.RELATIVES:
        return None
    return Voice(phrase_text(tuple(speaker)), cue.text, cue, heads[-1])


def _cited(voice: Voice, token: Token, sentence: Span) -> Voice | None:
    """ "…, citing X": the source behind the one that was just named."""
    for word in sentence:
        if word.lemma_.lower() not in cues.CITING or word.tag_ != "VBG" or word == voice.cue:
            continue
        for child in word.children:
            if child.dep_ == "dobj" and token not in child.subtree and child != voice.head:
                return Voice(phrase_text(noun_phrase(child)), word.text, word, child)
    return None
