"""A parsed paragraph -> every word of reporting in it, with its source and its content.

In:   a spaCy Doc
Out:  Frame: the word, the range of its cue, of its source, and the ranges of what it reports
Never: reads quotation marks (transforms/quotation.py does); resolves a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from transforms.complements import Complement, Range, complements, subtree, without
from transforms.sources import source_of
from transforms.vocabulary import reporting as words
from transforms.voice import is_passive

_LEFT_OF_CUE = frozenset({"aux", "auxpass", "neg", "advmod"})
_LABEL = 6  # the longest name before a colon, in tokens
_RELATIVE = frozenset("who which where whose whom".split())
# Constructions whose content is a clause, which the parse may let run on too far.
_LONG = frozenset({"clause", "infinitive", "directive", "object", "told"})
_BY_FRAME = {
    "clause": words.CLAUSE,
    "infinitive": words.INFINITIVE,
    "directive": words.DIRECTIVE,
    "gerund": words.GERUND,
    "object": words.OBJECT,
    "predicate": words.SEEMING,
    "raised": words.RAISED,
    "passive": words.PASSIVE,
    "told": words.TOLD,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """`word` is the token of reporting, `by` the construction in which it takes its content.

    All ranges are of token indices, end exclusive.
    """

    word: Token
    by: str
    cue: Range
    source: Range | None
    content: tuple[Range, ...]


def frames(doc: Doc) -> Iterator[Frame]:
    """Yield the frames of a paragraph in the order of their words."""
    lifted: dict[int, Token] = {}
    for token in doc:
        frame = _frame(token)
        if frame is None:
            continue
        if token.i in lifted:
            frame = replace(frame, source=source_of(lifted[token.i]))
        frame = replace(frame, content=_without_aside(frame))
        rival = _rival(frame)
        if rival is not None:
            lifted[rival.i] = lifted.get(token.i, token)
            frame = replace(frame, content=_cut(frame.content, rival.left_edge.i))
        yield frame


def _without_aside(frame: Frame) -> tuple[Range, ...]:
    """The content without the ", who …" or ", which …" it ends in: that is the article's own."""
    if frame.by not in _LONG | set(words.PREPOSITION) or not frame.content:
        return frame.content
    start, end = frame.content[-1]
    doc = frame.word.doc
    for token in doc[max(start, frame.word.i + 1) : end]:
        left = token.left_edge.i
        if token.dep_ == "relcl" and token.right_edge.i + 2 >= end and left > start + 1:
            if doc[left - 1].text == "," and doc[left].lower_ in _RELATIVE:
                return _cut(frame.content, left)
    return frame.content


def _rival(frame: Frame) -> Token | None:
    """A word of reporting at the end of a content that belongs to the same speaker.

    "said he would go, adding that …", "said it was late and called it a day": the parse hangs the
    second on the verb of the content.
    """
    if frame.by not in _LONG or not frame.content:
        return None
    start, end = frame.content[-1]
    doc = frame.word.doc
    for token in doc[max(start, frame.word.i + 1) : end]:
        if token.pos_ == "VERB" and _goes_on(token, frame) and token.right_edge.i + 2 >= end:
            return token
    return None


def _goes_on(verb: Token, frame: Frame) -> bool:
    doc, left = verb.doc, verb.left_edge.i
    if left <= frame.content[-1][0] + 1 or lemma_of(verb) not in words.ANY:
        return False
    if verb.tag_ == "VBG":
        return verb.dep_ in ("advcl", "conj") and doc[left - 1].text in (",", "-", "–", "—")
    is_own = any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.children)
    if verb.dep_ != "conj" or is_own or not verb.tag_ == frame.word.tag_ != "VB":
        return False
    is_apart = any(c.tag_ == "MD" for c in verb.head.children)  # "would go and called it"
    return is_apart or any(t.text == "," for t in doc[left - 2 : left])


def _cut(content: tuple[Range, ...], at: int) -> tuple[Range, ...]:
    return tuple((s, min(e, at)) for s, e in content if s < at)


def lemma_of(word: Token) -> str:
    """The lemma, mended where the model's is no word."""
    lemma = word.lemma_.lower()
    return words.LEMMAS.get(lemma, lemma)


def _frame(token: Token) -> Frame | None:
    if token.lower_ == "according":
        return _according(token)
    if token.lower_ in words.HEARSAY:
        return _hearsay(token)
    if token.text == ":":
        return _label(token)
    if token.pos_ == "ADP" and token.lower_ == "in":
        return _poll(token)
    if token.pos_ == "VERB":
        return _verbal(token)
    if token.pos_ == "NOUN":
        return _nominal(token)
    return _adjectival(token) if token.pos_ == "AUX" else None


def _verbal(verb: Token) -> Frame | None:
    lemma = lemma_of(verb)
    for found in complements(verb):
        known = _BY_FRAME.get(found.frame) or words.PREPOSITION.get(found.frame, frozenset())
        if lemma not in known:
            continue
        is_unsaid = found.frame in ("raised", "told") or lemma in words.SEEMING
        source = None if is_unsaid else source_of(verb)
        if source is None and not is_unsaid and not (is_passive(verb) and found.frame == "as"):
            continue  # an order, a purpose: nobody says it
        content = found.ranges
        if lemma in words.SEEMING and found.frame != "raised":
            content = _with_subject(verb, content)
        return _made(verb, source, found, content)
    source = source_of(verb)
    if source is not None and lemma in words.CLAUSE | words.QUOTING:
        return Frame(verb, "quotation", cue_range(verb), source, ())
    return None


def _with_subject(verb: Token, content: tuple[Range, ...]) -> tuple[Range, ...]:
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return (subtree(subject), *content) if subject is not None else content


def _made(
    word: Token, source: Range | None, found: Complement, content: tuple[Range, ...]
) -> Frame:
    cue = cue_range(word)
    marker = found.marker
    if marker is not None and 0 <= marker.i - cue[1] <= 3:
        cue = (cue[0], marker.i + 1)
        if is_passive(word):
            subject = next((c for c in word.children if c.dep_ == "nsubjpass"), None)
            content = (subtree(subject), *content) if subject is not None else content
    elif marker is not None and found.frame in ("as", "for", "of", "with", "on"):
        whom = next((c for c in word.children if c.dep_ in ("dobj", "nsubjpass")), None)
        if whom is not None:  # "accused him of lying": he is in the content
            content = (subtree(whom), (marker.i, content[0][1]))
    return Frame(word, found.frame, cue, source, content)


def cue_range(word: Token) -> Range:
    """The word with its auxiliaries and adverbs, and the verbs that only lead up to it."""
    start, end = word.i, word.i + 1
    top = word
    while top.dep_ == "xcomp" and top.head.pos_ in ("VERB", "AUX") and 0 < top.i - top.head.i <= 4:
        top = top.head
        start = top.i
    beside = {c.i for c in top.children if c.dep_ in _LEFT_OF_CUE}
    beside |= {c.i for c in word.children if c.dep_ in _LEFT_OF_CUE or c.tag_ == "TO"}
    while start - 1 in beside:
        start -= 1
    for child in word.rights:
        if child.i != end:
            break
        if child.dep_ == "prt":
            end += 1
        elif child.dep_ == "prep" and child.lower_ in ("in", "on", "during"):
            end = _occasion(child, end)
    return start, end


def _occasion(preposition: Token, end: int) -> int:
    """ "said in a statement"."""
    for noun in preposition.children:
        if noun.dep_ == "pobj" and noun.lemma_.lower() in words.OCCASIONS:
            return noun.i + 1
    return end


def _according(word: Token) -> Frame | None:
    to = next((c for c in word.children if c.lower_ == "to"), None)
    if to is None or not (source := next((c for c in to.children if c.dep_ == "pobj"), None)):
        return None
    phrase = subtree(word)
    head = word.head
    if head == word:
        return None
    whole = subtree(head)
    if head.dep_ == "ROOT" or head.pos_ not in ("VERB", "AUX"):
        whole = word.sent.start, word.sent.end
    opened = [t.i for t in word.doc[whole[0] : phrase[0]] if t.text in ("(", ")")]
    if opened and word.doc[opened[-1]].text == "(":
        whole = opened[-1] + 1, phrase[1]
    return Frame(word, "according to", (word.i, to.i + 1), subtree(source), without(whole, phrase))


def _label(colon: Token) -> Frame | None:
    """ "Lee: We are ready.", at the head of a paragraph."""
    doc = colon.doc
    start = next((t.i for t in doc if not t.is_space), 0)
    label = doc[start : colon.i]
    if not 0 < len(label) <= _LABEL or colon.i + 1 >= len(doc):
        return None
    if any(t.pos_ in ("VERB", "AUX", "ADP") or t.text in (",", '"') for t in label):
        return None
    is_named = label[-1].pos_ == "PROPN" or label.text in ("Q", "A")
    return Frame(colon, "label", (colon.i, colon.i + 1), (start, colon.i), ((colon.i + 1, len(doc)),)) if is_named else None


def _poll(preposition: Token) -> Frame | None:
    """ "In a poll this week, half of the voters …": the poll says so."""
    poll = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if poll is None or lemma_of(poll) not in words.POLLS or preposition.dep_ != "prep":
        return None
    sentence, phrase = preposition.sent, subtree(preposition)
    if phrase[0] - sentence.start > 1 or "," not in sentence.doc[phrase[1] - 1 : phrase[1] + 1].text:
        return None
    rest = without((sentence.start, sentence.end), phrase)
    return Frame(preposition, "poll", (preposition.i, preposition.i + 1), subtree(poll), rest)


def _hearsay(adverb: Token) -> Frame | None:
    head = adverb.head
    if head == adverb:
        return None
    whole = subtree(head)
    return Frame(adverb, "hearsay", (adverb.i, adverb.i + 1), None, without(whole, (adverb.i, adverb.i + 1)))


def _nominal(noun: Token) -> Frame | None:
    lemma = lemma_of(noun)
    for child in noun.rights:
        content: Range | None = None
        end = noun.i + 1
        if child.dep_ in ("acl", "ccomp") and child.pos_ in ("VERB", "AUX"):
            is_to = child.tag_ == "VB" and any(c.tag_ == "TO" for c in child.children)
            known = words.NOUN_INFINITIVE if is_to else words.NOUN_CLAUSE
            if lemma in known and (is_to or child.left_edge.lower_ in ("that", "whether")):
                content = subtree(child)
        elif child.dep_ == "prep" and lemma in words.NOUN_PREPOSITION.get(child.lower_, ()):
            content = child.i + 1, child.right_edge.i + 1
            end = child.i + 1
        if content and content[0] < content[1]:
            source = source_of(noun)
            return Frame(noun, "noun", (noun.i, end), source, (content,)) if source else None
    return None


def _adjectival(verb: Token) -> Frame | None:
    """ "is confident that", "was critical of"."""
    adjective = next((c for c in verb.children if c.dep_ == "acomp"), None)
    if adjective is None or adjective.lower_ not in words.ADJECTIVES:
        return None
    start = cue_range(verb)[0]
    for child in (*adjective.rights, *verb.rights):
        if child.i <= adjective.i:
            continue
        if child.dep_ in ("ccomp", "xcomp"):
            return Frame(verb, "adjective", (start, adjective.i + 1), source_of(verb), (subtree(child),))
        if child.dep_ == "prep" and child.lower_ in ("of", "about", "with", "over", "for"):
            content = (child.i + 1, child.right_edge.i + 1)
            return Frame(verb, "adjective", (start, child.i + 1), source_of(verb), (content,))
    return None
