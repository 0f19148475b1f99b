"""The words around a statement -> how sure its source is, and which words carry that.

In:   the statement's tokens (its clause, the verbs on the way up to the source, the source)
Out:  Hedge: a grade of Intelligence Community Directive 203 and the words
Never: lets a hedge of another clause touch the statement; judges how far to trust the source.
Of several hedges the least sure one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.attribution import Attribution, attribute
from transforms.clauses import (
    Clause,
    agent_of,
    ancestors,
    clause_head,
    clause_of,
    is_statement_beside,
)
from transforms.governing import is_called_untrue
from transforms.records import CERTAINTY_PCT
from transforms.vocabulary import cues, hedges
from transforms.vocabulary.stages import TRIGGERS
from transforms.voice import is_passive


@dataclass(frozen=True, slots=True)
class Hedge:
    certainty: str = "certain"
    words: str | None = None
    is_impersonal: bool = False


_PHRASES = [(re.compile(rf"\b{words}\b"), grade) for words, grade in hedges.PHRASES]


def certainty_of(token: Token, clause: Clause, attribution: Attribution) -> Hedge:
    """Return how sure the innermost source is of the statement that `token` stands in."""
    voice = attribution.innermost
    chain = list(_chain(token, voice.cue if voice else None))
    phrases = _phrases(clause, chain)
    silenced = {word for h in phrases for word in (h.words or "").split()}
    single = [h for h in _words(chain) if h.words and h.words.lower() not in silenced]
    found = [*phrases, *single, *_source_words(attribution)]
    if not found:
        return Hedge()
    return min(found, key=lambda h: CERTAINTY_PCT[h.certainty])


def certainty_at(token: Token) -> Hedge:
    """The same for any token of a parsed text: clause and source are looked up."""
    return certainty_of(token, clause_of(token), attribute(token, token.sent))


def _chain(token: Token, cue: Token | None) -> Iterable[Token]:
    """From the statement up to the word of saying, it included, or to its clause's top verb."""
    if cue is not None and cue not in token.ancestors:
        cue = None  # set into the sentence: it bounds nothing
    below: Token | None = None
    for node in ancestors(token):
        if node == cue or below is None or not is_statement_beside(below):
            yield node
        if node == cue:
            return
        if cue is None and node.dep_ in ("advcl", "relcl") and clause_head(node) == node:
            return
        below = node


def _phrases(clause: Clause, chain: list[Token]) -> list[Hedge]:
    """Set phrases; they silence the single words that they are made of."""
    joined = (" ".join(t.text for t in n.children if t.text != '"').lower() for n in chain)
    heads = {clause_head(n).i: clause_head(n) for n in chain}
    texts = [clause.text, *(clause_of(head).text for head in heads.values()), *joined]
    texts = [re.sub(r'["“”]\s*', "", text) for text in texts]
    for pattern, grade in _PHRASES:
        for text in texts:
            if match := pattern.search(text):
                return [Hedge(grade, match.group())]
    return []


def _words(chain: list[Token]) -> list[Hedge]:
    found = []
    for node in chain:
        lemma = node.lemma_.lower()
        # a deed's own verb is no hedge; "is expected to" is one
        is_above = node != chain[0] or node.dep_ == "ccomp" or lemma in TRIGGERS
        if is_above and lemma in hedges.VERBS and node.pos_ in ("VERB", "AUX"):
            found.append(Hedge(hedges.VERBS[lemma], node.text))
        elif is_above and _is_hearsay(node, chain):
            found.append(Hedge("likely", node.text))
        is_noun = node.pos_ == "NOUN" and node != chain[0] and not is_called_untrue(node)
        if is_noun and lemma in hedges.NOUNS:
            found.append(Hedge(hedges.NOUNS[lemma], node.text))
        if lemma in hedges.ADJECTIVES and node.pos_ == "ADJ":
            found.append(Hedge(hedges.ADJECTIVES[lemma], node.text))
        for child in node.children:
            found.extend(_child(child))
    return found


def _is_hearsay(verb: Token, chain: list[Token]) -> bool:
    """ "is said to have left", "was reported to be leaving"."""
    if verb.lemma_.lower() not in hedges.HEARSAY_VERBS or not is_passive(verb):
        return False
    is_content = any(c in chain and c.dep_ == "xcomp" for c in verb.children)
    return is_content and agent_of(verb) is None


def _child(child: Token) -> list[Hedge]:
    word, lemma = child.lower_, child.lemma_.lower()
    if child.dep_ in ("aux", "auxpass") and lemma in hedges.MODALS:
        return [Hedge(hedges.MODALS[lemma], child.text)]
    if child.dep_ in ("advmod", "amod", "acomp", "oprd", "npadvmod", "nmod"):
        if word in hedges.ADVERBS:
            return [Hedge(hedges.ADVERBS[word], child.text, word in hedges.IMPERSONAL)]
        if word in hedges.ADJECTIVES:
            return [Hedge(hedges.ADJECTIVES[word], child.text)]
    return []


def _source_words(attribution: Attribution) -> list[Hedge]:
    """The noun that stands for the source ("Western assessments") and the innermost cue."""
    voice = attribution.innermost
    if voice is None:
        return []
    lemma = voice.head.lemma_.lower()
    # "according to estimates" hedges; in "the assessment added" the cue grades.
    if lemma in hedges.NOUNS and voice.cue_text == "according to":
        return [Hedge(hedges.NOUNS[lemma], voice.head.text)]
    if lemma in hedges.HEARSAY and (some := _hearsay_mark(voice.head)) is not None:
        return [Hedge("likely", f"{some.text} {voice.head.text}")]
    cue = voice.cue.lemma_.lower()
    if voice.cue.pos_ == "NOUN" and cue in hedges.NOUNS:
        return [Hedge(hedges.NOUNS[cue], voice.cue.text)]
    if cue in hedges.VERBS and cue in cues.SAYING:
        return [Hedge(hedges.VERBS[cue], voice.cue.text)]
    return []


def _hearsay_mark(noun: Token) -> Token | None:
    """ "some reports", "unconfirmed reports": nobody stands by them."""
    return next((c for c in noun.children if c.lower_ in hedges.HEARSAY_MARKS), None)
