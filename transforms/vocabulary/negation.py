"""Words that say that a thing is not so.

In:   nothing
Out:  sets of lower-case words
Never: knows how far a word reaches; transforms/polarity.py does.
"""

from __future__ import annotations

# On the verb. The contractions stand here for texts whose tokens hold them whole.
ADVERBS = frozenset("not n't n’t never neither nor nowhere".split())
CONTRACTED = ("n't", "n’t")
# As good as not; for a number they say something else ("hardly 300"), so only on a verb.
NEAR_NEGATIVES = frozenset("hardly scarcely rarely seldom".split())
# Before a noun.
DETERMINERS = frozenset({"no", "neither"})
FEW = frozenset({"few", "little"})
# Of themselves; with one as its argument a verb is negated.
PRONOUNS = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
# "not only", "not just", "not merely": both parts hold.
ADDING = frozenset("only just merely simply solely alone until necessarily always".split())
# What stands under these prepositions is not there.
PREPOSITIONS = frozenset({"without"})
# "no longer": it was so, and is not now.
NO_MORE = frozenset({"longer", "more"})
# "no doubt", "no wonder": the clause holds all the more.
AFFIRMING = frozenset({"doubt", "wonder", "question"})
