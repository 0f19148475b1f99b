"""A parsed sentence -> its clauses, and the small questions that are asked of a parse.

In:   spaCy tokens with lemmas and dependencies (CLEAR style, as en_core_web_* gives)
Out:  Clause: a head and the tokens that belong to it and to no clause below it
Never: knows a watch, or what a word means.
An infinitive ("preparing to launch", "plans to send") is one clause with what governs it:
the deed and how far it has come stand in two words of one statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

_OWN_CLAUSE = frozenset({"ROOT", "ccomp", "advcl", "relcl", "parataxis", "csubj", "csubjpass"})
_RELATIVES = frozenset({"that", "which", "who", "there"})
_IRREAL = frozenset({"would", "could", "might", "should"})
_INVERTED = frozenset({"were", "had", "should"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


@dataclass(frozen=True, slots=True)
class Clause:
    """`tokens` in order; `text` is their words joined by blanks, lower case."""

    head: Token
    tokens: tuple[Token, ...]
    text: str

    def token_at(self, offset: int) -> Token:
        """The token at an offset of `text`."""
        position = 0
        for token in self.tokens:
            position += len(token.text) + 1
            if position > offset:
                return token
        return self.head

    def lemmas(self) -> set[str]:
        return {t.lemma_.lower() for t in self.tokens}


def clause_head(token: Token) -> Token:
    """The head of the clause that a token belongs to."""
    return token.doc[_clause_heads(token.doc)[token.i]]


def clause_of(token: Token) -> Clause:
    """The clause that a token belongs to."""
    head = _clause_heads(token.doc)[token.i]
    return next(c for c in clauses_of(token.sent) if c.head.i == head)


def clauses_of(sentence: Span) -> list[Clause]:
    """Return the clauses of a sentence in the order of their heads."""
    doc = sentence.doc
    held: dict[tuple[int, int], list[Clause]] = doc.user_data.setdefault("clauses", {})
    place = (sentence.start, sentence.end)
    if place not in held:
        heads = _clause_heads(doc)
        members: dict[int, list[Token]] = {}
        for token in sentence:
            members.setdefault(heads[token.i], []).append(token)
        held[place] = [_clause(doc[i], members[i]) for i in sorted(members)]
    return held[place]


def _clause(head: Token, tokens: list[Token]) -> Clause:
    return Clause(head, tuple(tokens), " ".join(t.text for t in tokens).lower())


def _clause_heads(doc: Doc) -> list[int]:
    """For each token the head of its clause. Asked many times of one parse, so kept with it."""
    heads: list[int] | None = doc.user_data.get("clause_heads")
    if heads is None:
        heads = [t.i if _heads_clause(t) else -1 for t in doc]
        above = [t.head.i for t in doc]
        for i in range(len(heads)):
            node = i
            while heads[node] < 0:
                node = above[node]
            heads[i] = heads[node]
        doc.user_data["clause_heads"] = heads
    return heads


def _heads_clause(token: Token) -> bool:
    if token.dep_ == "ROOT" or token.head == token:
        return True
    if token.dep_ in ("advcl", "acl", "ccomp") and is_infinitive(token):
        # "preparations to launch" is one; "took steps …, to show strength" is not worth two
        return False
    if token.dep_ in ("ccomp", "pcomp") and any(c.lower_ == "what" for c in token.children):
        return False  # "fired what appeared to be a missile"
    if token.dep_ in _OWN_CLAUSE:
        return token.pos_ in ("VERB", "AUX") or any(c.dep_ in _SUBJECTS for c in token.children)
    if token.dep_ == "acl":
        return token.tag_ in ("VBN", "VBG", "VBD")
    if token.dep_ == "conj":
        return token.pos_ in ("VERB", "AUX") and (
            any(c.dep_ in _SUBJECTS for c in token.children) or token.head.pos_ in ("VERB", "AUX")
        )
    return False


def is_infinitive(token: Token) -> bool:
    """Whether a verb is one with "to"."""
    return token.tag_ == "VB" and any(c.tag_ == "TO" for c in token.children)


def is_that_clause(verb: Token) -> bool:
    """Whether "that" opens the clause of a verb, wherever the parse hangs it."""
    return that_of(verb) is not None


def that_of(verb: Token) -> Token | None:
    """The "that" which opens the clause of a verb."""
    return next((c for c in verb.lefts if c.dep_ == "mark" and c.lower_ == "that"), None)


def subject_of(verb: Token) -> Token | None:
    """The grammatical subject; a verb that shares one takes it from the verb it is joined to."""
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass") and not is_relative(child):
                return child
        if verb.dep_ in ("conj", "xcomp") or (
            verb.dep_ in ("advcl", "acl") and is_infinitive(verb)
        ):
            verb = verb.head
        else:
            return None
    return None


def is_statement_beside(verb: Token) -> bool:
    """ "A may come, and B has left": joined to another verb, with a subject of its own.

    What stands on the one says nothing of the other.
    """
    if verb.dep_ != "conj" or verb.head.pos_ not in ("VERB", "AUX"):
        return False
    below = [verb, *(c for c in verb.children if c.dep_ == "aux")]  # "are lacking": on either
    return any(c.dep_ in _SUBJECTS for word in below for c in word.children)


def is_question(verb: Token) -> bool:
    """Whether a verb is the top of a sentence that ends with a question mark."""
    end = verb.sent[-1]
    while end.i > verb.i and (end.is_quote or end.is_space or end.text == "''"):
        end = end.nbor(-1)
    return bool(verb.dep_ == "ROOT" and end.text == "?")


def is_relative(token: Token) -> bool:
    """Whether a word only stands for a noun that was named before ("who"; but "WHO" is a body)."""
    return token.lower_ in _RELATIVES and not token.is_upper


def agent_of(verb: Token) -> Token | None:
    """Who does it in a passive ("captured by Ukraine")."""
    for child in verb.children:
        if child.dep_ == "agent" or (
            child.dep_ == "prep" and child.lower_ == "by" and verb.tag_ == "VBN"
        ):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def ancestors(token: Token) -> Iterator[Token]:
    """The token itself, then its heads up to the root."""
    yield token
    yield from token.ancestors


def path_length(one: Token, other: Token) -> int:
    """Number of arcs between two tokens of a sentence."""
    up = {t.i: steps for steps, t in enumerate(ancestors(one))}
    for steps, token in enumerate(ancestors(other)):
        if token.i in up:
            return steps + up[token.i]
    return 99


def noun_phrase(token: Token) -> tuple[Token, ...]:
    """The words of a noun's own phrase: its subtree without clauses that hang on it."""
    return tuple(
        t
        for t in token.subtree
        if t == token
        or not any(
            a.dep_ in ("relcl", "ccomp", "advcl") or (a.dep_ == "acl" and a.pos_ in ("VERB", "AUX"))
            for a in _between(t, token)
        )
    )


def _between(low: Token, high: Token) -> Iterator[Token]:
    while low != high:
        yield low
        low = low.head


def text_of(doc: Doc) -> str:
    """The text of a parse, kept with it: spaCy joins the tokens anew each time."""
    text: str | None = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return text


def phrase_text(tokens: tuple[Token, ...]) -> str:
    """The text that the tokens span, as written (gaps included), without outer commas."""
    if not tokens:
        return ""
    text = text_of(tokens[0].doc)[tokens[0].idx : tokens[-1].idx + len(tokens[-1].text)]
    return text.strip(" ,;:—–-\n")


def is_hypothetical(token: Token, *, only_inverted: bool = False) -> bool:
    """Whether a statement holds only in a case that is merely thought of.

    "If it reached the capital, thousands could die"; inverted: "were it to spread, …".
    """
    for node in (token, *token.ancestors):
        modals = {c.lower_ for c in node.children if c.dep_ == "aux"} & _IRREAL
        for clause in node.children if modals else ():
            if clause.dep_ not in ("advcl", "ccomp", "dep"):
                continue
            opening = clause.left_edge
            is_inverted = opening.lower_ in _INVERTED and opening.i < clause.i
            has_if = any(c.dep_ == "mark" and c.lower_ == "if" for c in clause.children)
            if is_inverted or (has_if and not only_inverted):
                return True
    return False
