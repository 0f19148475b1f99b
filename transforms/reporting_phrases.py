"""Words of reporting that are no verbs -> their frames.

In:   a token: "according", a colon after a name, "in" before a poll, a noun, an adjective's verb
Out:  Frame, or None
Never: looks beyond the sentence, but for a name before a colon, which answers for the paragraph.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.complements import Range, subtree, without
from transforms.frame import Frame, cue_range, lemma_of
from transforms.framing import named_after, reckoning
from transforms.sources import source_of
from transforms.vocabulary import reporting as words
from transforms.voice import Voice

_LABEL = 6  # the longest name before a colon, in tokens
_FEELING_ABOUT = ("of", "about", "with", "over", "for")


def phrasal(token: Token) -> Frame | None:
    """Return the frame of a token that reports without being a verb of reporting."""
    if token.lower_ == "according":
        return _according(token)
    if token.lower_ in words.HEARSAY:
        return _hearsay(token)
    if token.text == ":":
        return _label(token)
    if token.lower_ == "by" and (voice := reckoning(token)) is not None:
        return _reckoned(token, voice)
    if token.lower_ == "in" and token.dep_ == "prep":
        return _poll(token)
    if token.pos_ == "NOUN":
        return _nominal(token)
    return _adjectival(token) if token.pos_ == "AUX" else None


def _according(word: Token) -> Frame | None:
    """ "according to X", with what it stands in, or with its parenthesis."""
    source = next(iter(named_after(word)), None)
    if source is None or source.i < word.i or word.head == word:
        return None
    phrase = min(word.left_edge.i, word.i), max(word.right_edge.i, source.right_edge.i) + 1
    head, sentence = word.head, word.sent
    whole = subtree(head)
    if head.dep_ == "ROOT" or head.pos_ not in ("VERB", "AUX"):
        whole = sentence.start, sentence.end
    opened = [t.i for t in word.doc[whole[0] : phrase[0]] if t.text in ("(", ")")]
    if opened and word.doc[opened[-1]].text == "(":
        whole = opened[-1] + 1, phrase[1]
    return Frame(
        word, "according to", (word.i, word.i + 2), subtree(source), without(whole, phrase)
    )


def _label(colon: Token) -> Frame | None:
    """ "Lee: We are ready.", at the head of a paragraph."""
    doc = colon.doc
    start = next((t.i for t in doc[: _LABEL + 1] if not t.is_space), 0)
    label = doc[start : colon.i]
    if not 0 < len(label) <= _LABEL or colon.i + 1 >= len(doc):
        return None
    if any(t.pos_ in ("VERB", "AUX", "ADP") or t.text in (",", '"') for t in label):
        return None
    if label[-1].pos_ != "PROPN" and label.text not in ("Q", "A"):
        return None
    content = (colon.i + 1, len(doc))
    return Frame(colon, "label", (colon.i, colon.i + 1), (start, colon.i), (content,))


def _poll(preposition: Token) -> Frame | None:
    """ "In a poll this week, half of the voters …": the poll says so."""
    poll = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if poll is None or lemma_of(poll) not in words.POLLS:
        return None
    sentence, phrase = preposition.sent, subtree(preposition)
    is_apart = "," in preposition.doc[phrase[1] - 1 : phrase[1] + 1].text
    if phrase[0] - sentence.start > 1 or not is_apart:
        return None
    rest = without((sentence.start, sentence.end), phrase)
    return Frame(preposition, "poll", _alone(preposition), subtree(poll), rest)


def _reckoned(by: Token, voice: Voice) -> Frame:
    """ "By Kyiv's count, 300 have died"."""
    sentence = by.sent
    rest = without((sentence.start, sentence.end), subtree(by))
    return Frame(by, "reckoning", _alone(by), subtree(voice.head), rest)


def _hearsay(adverb: Token) -> Frame | None:
    """ "reportedly": somebody says so, and nobody is named."""
    if adverb.head == adverb:
        return None
    content = without(subtree(adverb.head), _alone(adverb))
    return Frame(adverb, "hearsay", _alone(adverb), None, content)


def _alone(token: Token) -> Range:
    return token.i, token.i + 1


def _nominal(noun: Token) -> Frame | None:
    """ "his promise to …", "Seoul's claim that …", "their criticism of …"."""
    source = None
    for child in noun.rights:
        found = _clause_of(noun, child) or _phrase_of(noun, child)
        if found is None:
            continue
        cue, content = found
        source = source_of(noun)
        if source is None and (verb := _light_verb(noun)) is not None:
            source, cue = source_of(verb), (cue_range(verb)[0], cue[1])
        return Frame(noun, "noun", cue, source, (content,)) if source is not None else None
    return None


def _light_verb(noun: Token) -> Token | None:
    """ "raised questions about", "made a promise to": the verb only lends the noun its subject."""
    verb = noun.head
    is_light = noun.dep_ == "dobj" and verb.lemma_.lower() in words.LIGHT
    return verb if is_light and verb.i < noun.i else None


def _clause_of(noun: Token, child: Token) -> tuple[Range, Range] | None:
    if child.dep_ not in ("acl", "ccomp") or child.pos_ not in ("VERB", "AUX"):
        return None
    is_aim = child.tag_ == "VB" and any(c.tag_ == "TO" for c in child.children)
    known = words.NOUN_INFINITIVE if is_aim else words.NOUN_CLAUSE
    is_clause = is_aim or child.left_edge.lower_ in ("that", "whether")
    return (_alone(noun), subtree(child)) if is_clause and lemma_of(noun) in known else None


def _phrase_of(noun: Token, child: Token) -> tuple[Range, Range] | None:
    if child.dep_ != "prep" or lemma_of(noun) not in words.NOUN_PREPOSITION.get(child.lower_, ()):
        return None
    content = child.i + 1, child.right_edge.i + 1
    return ((noun.i, child.i + 1), content) if content[0] < content[1] else None


def _adjectival(verb: Token) -> Frame | None:
    """ "is confident that", "was critical of"."""
    adjective = next((c for c in verb.rights if c.dep_ == "acomp"), None)
    if adjective is None or adjective.lower_ not in words.ADJECTIVES:
        return None
    start = cue_range(verb)[0]
    for child in (*adjective.rights, *verb.rights):
        if child.i <= adjective.i:
            continue
        end, content = adjective.i + 1, subtree(child)
        if child.dep_ == "prep" and child.lower_ in _FEELING_ABOUT and child.n_rights:
            end, content = child.i + 1, (child.i + 1, content[1])
        elif child.dep_ not in ("ccomp", "xcomp"):
            continue
        return Frame(verb, "adjective", (start, end), source_of(verb), (content,))
    return None
