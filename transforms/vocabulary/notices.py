"""The words in which an article says that it was changed.

In:   nothing
Out:  NOTICES: (kind, pattern), the gravest kind first; each pattern is tried on one paragraph
Never: decides where in a text a notice may stand; transforms/notices.py does.
Sources: the forms that the corrections policies of AP, Reuters, the Guardian, the BBC and the New
York Times prescribe; wire desks' "mandatory kill".
"""

from __future__ import annotations

# What newsrooms call the thing that they change.
_PIECE = (
    r"(?:article|story|stories|report|piece|post|page|item|dispatch|blog|column|version|headline|"
    r"copy|analysis|interview|transcript|text)"
)
_THIS = rf"(?:this|the|that|our|an? (?:earlier|previous|original))(?: \w+){{0,2}} {_PIECE}"
_WRONGLY = (
    r"(?:misstated|misidentified|misspelled|misattributed|misquoted|incorrectly|wrongly|mistakenly|"
    r"erroneously|in error)"
)
_SAID = (
    rf"(?:said|stated|gave|reported|referred|included|quoted|had|contained|suggested|attributed|"
    rf"omitted|put|{_WRONGLY})"
)
_WAS = r"(?:has|have) (?:now |since )?been|was|were|is(?: being)?"

NOTICES = (
    # "Retraction:" as a label, or "RETRACTED" before a headline
    ("retraction", r"^\W*(?:retraction|retracted|withdrawn|mandatory kill|story withdrawn)\b\W"),
    # "This article has been retracted": "withdrawn" alone is said of troops
    ("retraction", rf"\b{_THIS}\b.{{0,60}}\b(?:{_WAS}) (?:retracted|withdrawn|taken down|unpublished)\b"),
    ("retraction", rf"\b(?:retracts?|retracted|withdraws?|withdrew|withdrawn|retracting) (?:\w+ )?{_THIS}\b"),
    ("retraction", r"\beditors? (?:are )?advised (?:that )?.{0,60}\bkill\b"),
    # "Correction:", "CORRECTED-", "(Corrects number in paragraph 3)"
    ("correction", r"^\W*(?:corrections?(?: and clarifications?)?|corrected|erratum|corrigendum)\b ?(?:[:.(\[—–-]|on |to |$)"),
    ("correction", r"^\W*\(?\s*(?:this (?:version|story) )?corrects\b"),
    # an earlier report that "said" something may be anybody's; one that misstated it is our own
    ("correction", rf"\b(?:earlier|previous|original|prior) (?:\w+ ){{0,2}}(?:version|headline|edition|caption)s?\b.{{0,80}}\b{_SAID}\b"),
    ("correction", rf"\b(?:earlier|previous|original|prior) (?:\w+ ){{0,2}}{_PIECE}s?\b.{{0,60}}\b{_WRONGLY}\b"),
    ("correction", rf"\b{_THIS}\b.{{0,60}}\b(?:{_WAS}) (?:corrected|fixed)\b"),
    ("correction", rf"\b{_THIS}\b.{{0,40}}\b(?:{_WAS}) (?:amended|updated|edited|changed|revised)\b.{{0,60}}\b(?:correct|error|wrong|incorrect|mistake|inaccura)"),
    ("correction", rf"\b{_THIS} (?:originally|initially|previously|incorrectly|wrongly|mistakenly|erroneously) (?:said|stated|reported|gave|referred|identified|misstated)\b"),
    ("clarification", r"^\W*clarifications?\b ?(?:[:(\[—–-]|on |$)"),
    ("clarification", rf"\b{_THIS}\b.{{0,40}}\b(?:{_WAS}) (?:clarified|(?:amended|updated|edited|changed|revised)\b.{{0,60}}\b(?:clarif|make (?:it )?clear))"),
    # last, so that "has been amended to correct" is a correction
    ("update", rf"\b{_THIS}\b.{{0,40}}\b(?:{_WAS}) (?:amended|updated|edited|revised|republished)\b"),
    ("update", r"^\W*\(?(?:updates|adds|recasts|refiles) (?:with|to|throughout|paragraphs?|details?|quotes?|background)\b"),
    ("update", r"^\W*editor[’']?s[’']? note\b"),
)
