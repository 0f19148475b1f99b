"""A word listed as a verb -> its base form, where it seems to be written in another.

In:   one word ("sent", "deployed", "arriving")
Out:  the likely base form ("send"), or None where the word may be a base form itself
Never: needs a language model: a watch is checked in an instant. The answer is a hint.
"""

from __future__ import annotations

import re

# Base form, past tense, participle. Forms that are base forms too ("found", "wound", "lay",
# "fell", "saw", "bound", "ground", "left", "felt") are left out: nobody can tell which is meant.
_IRREGULAR = """
arise arose arisen · awake awoke awoken · be was were been · bear bore borne · beat beaten
become became · begin began begun · bend bent · bite bit bitten · bleed bled · blow blew blown
break broke broken · breed bred · bring brought · build built · burn burnt · buy bought
catch caught · choose chose chosen · cling clung · come came · creep crept · deal dealt
dig dug · do did done · draw drew drawn · drink drank drunk · drive drove driven · eat ate eaten
fall fallen · feed fed · fight fought · flee fled · fling flung · fly flew flown
forbid forbade forbidden · forget forgot forgotten · freeze froze frozen · get got gotten
give gave given · go went gone · grow grew grown · hang hung · have has had · hear heard
hide hid hidden · hold held · keep kept · know knew known · lead led · leave left
lend lent · lie lain · lose lost · make made · mean meant · meet met · overtake overtook overtaken
pay paid · ride rode ridden · ring rang rung · rise rose risen · run ran · say said
see seen · seek sought · sell sold · send sent · shake shook shaken · shoot shot · shrink shrank
sing sang sung · sink sank sunk · sit sat · slay slew slain · sleep slept · speak spoke spoken
spend spent · spin spun · spring sprang sprung · stand stood · steal stole stolen · stick stuck
strike struck stricken · swear swore sworn · sweep swept · swim swam swum · swing swung
take took taken · teach taught · tear tore torn · tell told · think thought · throw threw thrown
understand understood · undertake undertook undertaken · wake woke woken · wear wore worn
weave wove woven · win won · withdraw withdrew withdrawn · write wrote written
"""
_BASE = {
    form: base
    for entry in re.split(r" · |\n", _IRREGULAR.strip())
    for base, *forms in [entry.split()]
    for form in forms
}
_SHORTEST = {"died": "die", "lied": "lie", "tied": "tie", "used": "use", "dying": "die"}
# Base forms that end like another form.
_BASE_ED = frozenset(
    "bleed breed embed exceed feed heed need proceed seed shed shred speed succeed weed".split()
)
_BASE_ING = frozenset("bring cling fling ring sing sling spring sting string swing wring".split())
# A short stem with one vowel and one consonant lost an e ("hop-ed"): else it would be doubled.
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]$")
# Longer ones lost it after these: "arriv", "seiz", "continu"; "settl"; "evacuat"; "invad".
_LOST_E = re.compile(
    r"(?:[vczu]|[^s]s|[^aeioulr]l|edul|[^aeo][aiou]d|[^eo]at|[^o]ut|[^aeo]ot|let|ib"
    r"|[adeglru]g|[aeu]ng|ak|[^aeo][ai]r|[^o]ur|[glst][nt]or|plor|[^aeo]in|[^io]om|um)$"
)
_NO_E = re.compile(r"(?:focus|[aeo]ns|avoid|load|broad)$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_DOUBLED_L = ("fuell", "cell", "troll", "iall", "vell", "bell", "pell")  # "controll", not "kill"


def base_form(word: str) -> str | None:
    """The base form of a past tense, participle or -ing form; None for what may be one itself."""
    word = word.lower()
    if word in _BASE:
        return _BASE[word]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ed") and len(word) > 4 and word not in _BASE_ED:
        return _restored(word[:-2])
    if word.endswith("ing") and len(word) > 5 and word not in _BASE_ING:
        return _restored(word[:-3])
    return _SHORTEST.get(word)


def _restored(stem: str) -> str:
    """The stem as it is written without its ending: "arriv" -> "arrive", "stopp" -> "stop"."""
    if (_DOUBLED.search(stem) and len(stem) > 3) or stem.endswith(_DOUBLED_L):
        return stem[:-1]
    lost_e = _SHORT.fullmatch(stem) or (_LOST_E.search(stem) and not _NO_E.search(stem))
    return stem + "e" if lost_e else stem
