"""Words with a stop that does not end a sentence.

In:   nothing
Out:  NEVER_LAST, SELDOM_LAST (each with its stop); OPENERS
Never: decides where a sentence ends; transforms/sentences.py does.
"""

from __future__ import annotations

# Titles, months and the like: a name or a number follows.
NEVER_LAST = frozenset(
    "Mr. Mrs. Ms. Dr. Prof. Gen. Lt. Col. Maj. Capt. Cmdr. Adm. Sgt. Brig. Sen. Rep. Gov. Amb. Hon. Rev. St. No. Nos. vs. "
    "Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec.".split()
)

# Names that may end a sentence; then the next word is one of OPENERS, most often.
SELDOM_LAST = frozenset("U.S. U.N. U.K. E.U. D.C. N. S. D.P.R.K. R.O.K.".split())
OPENERS = frozenset(
    "The A An It He She They We I In On At By For But And Yet Still However This That These Those There Its His Her Their "
    "As If When While After Before Since Last".split()
)
