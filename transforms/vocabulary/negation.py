"""Words that say that a thing is not so.

In:   nothing
Out:  sets of lower-case words
Never: knows how far a word reaches; transforms/polarity.py does.
"""

from __future__ import annotations

# On the verb.
ADVERBS = frozenset("not n't n’t never nor".split())
# Where a text's tokens hold them whole ("hasn't").
CONTRACTED = ("n't", "n’t")
# As good as not; of a number they say something else ("hardly 300"), so only on a verb.
# "Barely" is none of them: what one barely managed, one managed.
NEAR_NEGATIVES = frozenset("hardly scarcely rarely seldom".split())
# Before a noun.
DETERMINERS = frozenset({"no", "neither"})
TOO_FEW = frozenset({"no", "few", "little"})
# Of themselves: a verb that has one of them for an argument is negated.
PRONOUNS = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
# "not only", "not just", "not merely": both parts hold; "not until May": it holds from May on.
ADDING = frozenset("only just merely simply solely alone until necessarily always".split())
# What stands under one of these is not there.
PREPOSITIONS = frozenset({"without"})
# "no longer", "not any more": it was so, and is not now.
ADDED_TO_NO = frozenset({"longer", "anymore"})
# "no doubt", "no wonder": the clause holds all the more.
AFFIRMING = frozenset({"doubt", "wonder", "question"})
