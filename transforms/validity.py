"""The dates of a sentence -> when a thing was said, and when the thing itself holds.

In:   a parsed sentence, the day on which the article was published (or None)
Out:  for a word of the sentence, the date in that word's own clause
Never: takes a date of another clause: "said on Friday that … in March" has two dates for two
       questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from spacy.tokens import Span, Token

from transforms.clauses import clause_head, path_length
from transforms.dates import DateSpan, find_dates
from transforms.vocabulary.dates import BEGINNING, SEEING, SPEECHES
from transforms.voice import is_saying

# These run back from the day on which they are said.
_RUNNING = re.compile(r"\b(?:past|previous|preceding|last)\b", re.I)
# "… 12,000, up from 11,000 a week ago", "against 313 in May": the date is of the other number.
_COMPARISON = re.compile(
    r"\b(?:(?:up|down) from|compared (?:with|to)|(?:against|versus)(?=\s\d))\b(?:[^,;]|,(?=\d))*$"
)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date, the words of it, and the token that heads it."""

    span: DateSpan
    words: Span
    token: Token

    @property
    def clause(self) -> Token:
        return clause_head(self.token)


class SentenceDates:
    """The dates of one sentence, each with the token that heads it."""

    def __init__(self, span: Span, published_on: date | None) -> None:
        self._span, self._published_on = span, published_on

    @cached_property
    def _dated(self) -> list[_Dated]:
        """Found when they are first asked for: most sentences make no claim."""
        return list(self._placed(is_ahead=False))

    def _placed(self, *, is_ahead: bool) -> Iterator[_Dated]:
        for found in find_dates(self._span.text, self._published_on, is_ahead=is_ahead):
            if _COMPARISON.search(self._span.text, 0, found.start):
                continue
            words = self._span.char_span(found.start, found.end, alignment_mode="expand")
            if words is not None:
                token = _said_just_before(words) or _verb_after(words) or words.root
                yield _Dated(found, words, token)

    def stated_on(self, cue: Token) -> date | None:
        """The day on which the cue's clause says that it was said."""
        head = clause_head(cue)
        days = (d.span.first for d in self._dated if d.span.is_day and d.clause == head)
        return next(days, None)

    def holds(self, token: Token, thing: Token, cue: Token | None) -> DateSpan | None:
        """When the statement of `token` holds: the date in its clause that is nearest to `thing`.

        A date in the clause of saying is not the statement's, unless it stands on the thing.
        """
        own = self._of(self._dated, token, thing, cue)
        found = self._from_day_of(cue, own) if own else self._only_other(token)
        if found and found.is_day and thing.pos_ != "NUM" and _begins(token):
            return replace(found, last=None)
        return found

    def _from_day_of(self, cue: Token | None, found: DateSpan) -> DateSpan:
        """ "Spoke on Friday of 1,000 in the past week": the week before that Friday."""
        said, on = self.stated_on(cue) if cue is not None else None, self._published_on
        is_running = found.first is not None and found.last == on and not found.is_day
        words = self._span.text[found.start : found.end]
        if said is None or on is None or not is_running or not _RUNNING.search(words):
            return found
        back = on - said
        return replace(found, first=found.first and found.first - back, last=said)

    def will_hold(self, token: Token, thing: Token, cue: Token | None) -> DateSpan | None:
        """When a plan is to be carried out: a date that is not past."""
        on = self._published_on
        if on is None or not self._dated:
            return None
        dated = [d for d in self._placed(is_ahead=True) if d.span.last is None or d.span.last >= on]
        return self._of(dated, token, thing, cue)

    def _of(
        self, dated: list[_Dated], token: Token, thing: Token, cue: Token | None
    ) -> DateSpan | None:
        """The date nearest to the thing, of those in its clause that are not of the saying."""
        heads = _heads_shared(clause_head(token))
        own = [d for d in dated if d.clause in heads and not _is_of_cue(d, thing, cue, heads)]
        if not own and cue is not None and cue.lemma_.lower() in SEEING:
            own = [d for d in dated if d.clause == clause_head(cue)]
        return min(own, key=lambda d: path_length(thing, d.token)).span if own else None

    def _only_other(self, token: Token) -> DateSpan | None:
        """ "Its last attempt, on May 27, ended when the rocket exploded": the only day there is."""
        others = [d for d in self._dated if not _is_of_saying(d.clause)]
        if len(others) != 1 or not others[0].span.is_day:
            return None
        day, clause, head = others[0].span, others[0].clause, clause_head(token)
        is_past = day.last is None or self._published_on is None or day.last <= self._published_on
        is_around = clause in head.ancestors or head in clause.ancestors
        return day if is_past and is_around else None


def _heads_shared(head: Token) -> set[Token]:
    """ "were killed or wounded over the weekend": verbs with one subject share what follows."""
    heads = {head}
    for verb in head.children:
        if verb.dep_ == "conj" and not any(c.dep_.startswith("nsubj") for c in verb.children):
            heads |= {verb} if verb.tag_ == head.tag_ else set()
    return heads


def _is_of_cue(dated: _Dated, thing: Token, cue: Token | None, heads: set[Token]) -> bool:
    """Whether a date in the clause of a word of saying tells when that was said.

    It does not where it stands behind the thing and is no single day ("reported 40 cases in
    October"), where it hangs on the thing itself, or where to say is to see.
    """
    if cue is None or clause_head(cue) not in heads:
        return False
    if not is_saying(cue):
        return cue in dated.token.ancestors  # "according to a report of Friday"
    if cue.lemma_.lower() in SEEING:
        return False
    if not dated.span.is_day and dated.words.start > thing.i:
        return False
    if dated.words.text.lower().startswith("so far"):
        return False
    return thing.pos_ == "VERB" or thing not in dated.token.ancestors


def _is_of_saying(clause: Token) -> bool:
    """Whether a clause tells that something is said ("reported on Thursday, citing …")."""
    return is_saying(clause) or clause.lemma_.lower() in SPEECHES


def _begins(verb: Token) -> bool:
    """Whether what a verb tells goes on from its day: "started", "has been suspended"."""
    return bool({verb.lemma_.lower(), clause_head(verb).lemma_.lower()} & BEGINNING)


def _said_just_before(words: Span) -> Token | None:
    """ "said on Tuesday it had …": the day is of the saying, wherever the parse hangs it."""
    before = list(words.doc[max(words.sent.start, words.start - 3) : words.start])
    while before and before[-1].lower_ in ("on", "late", "early", "later", "earlier", "this"):
        before.pop()
    return before[-1] if before and is_saying(before[-1]) else None


def _verb_after(words: Span) -> Token | None:
    """ "On 2 July Iran suspended …": a date at the head of a sentence is of its first verb.

    Past "according to …" and "X said," between commas, which only tell who says so.
    """
    sentence = words.sent
    before = [t for t in sentence[: words.start - sentence.start] if not t.is_space]
    if len(before) > 3 or any(
        t.pos_ not in ("ADP", "DET", "ADV", "PUNCT", "SCONJ") for t in before
    ):
        return None
    for token in sentence[words.end - sentence.start :]:
        if token.pos_ in ("VERB", "AUX") and clause_head(token) == token:
            is_inserted = token.dep_ in ("relcl", "acl", "parataxis", "prep", "pcomp", "advcl")
            if not is_inserted:
                return token
    return None
