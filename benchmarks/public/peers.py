"""The public sets: which figures of their scorers count, and what other programs reach.

In:   nothing
Out:  SETS: by name of a set's folder, its figures, and beside each figure its peers
Never: a figure of ours.

Peers stand here as they were measured with the set's own scorer (`score.py`) on the same parts:
`dev`, which our rules may be improved on, and `test`, which they may not. Each part is a half of
the set by hash (newsquant, re3d, isaf, articles, pubdate) or the part that its authors call so
(polnear, factuality). A peer's figure that was only published stands under `test` and says so.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Peer:
    """What another program reaches; None where nobody has measured it on that part."""

    name: str
    dev: float | None
    test: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a set. `path` leads to it in what `score.py --json` prints."""

    name: str
    path: tuple[str, ...]
    peers: tuple[Peer, ...]


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set that others wrote: `asks` in a few words, `source` to be had from there."""

    asks: str
    source: str
    figures: tuple[Figure, ...]


# CQE is by the authors of the data; GPT-3 is their stored output.
_NEWSQUANT = PublicSet(
    "numbers, and what bounds them",
    "github.com/satya77/CQE_Evaluation",
    (
        Figure(
            "value F1",
            ("value", "F1"),
            (
                Peer("CQE 2.0.3", 0.910, 0.900),
                Peer("quantulum3 0.10.0", 0.742, 0.717),
                Peer("GPT-3", 0.686, 0.722),
            ),
        ),
        # Only numbers with "about", "at least", "at most" and ranges: what a claim depends on.
        Figure(
            "bounded F1",
            ("bounded (~ > < or range)", "F1"),
            (
                Peer("CQE 2.0.3", 0.814, 0.840),
                Peer("GPT-3", 0.496, 0.446),
                Peer("quantulum3 0.10.0", 0.0, 0.039),
            ),
        ),
    ),
)

# A second person on ten articles of the training part reaches .758 who+what: about what is to be
# had. "Piece" is the way of counting that is nearest to that of the published figures.
_BERT = "BERT+Cofe (published)"
_POLNEAR = PublicSet(
    "who says what",
    "github.com/networkdynamics/PolNeAR",
    (
        Figure(
            "who+what F1",
            ("ATTR overlap", "F1"),
            (
                Peer("textacy 0.13.0", 0.254, 0.269),
                Peer("a second person (2 articles)", 0.861, 0.671),
            ),
        ),
        Figure("source F1", ("source piece exact", "F1"), (Peer(_BERT, None, 0.832),)),
        Figure("cue F1", ("cue piece exact", "F1"), (Peer(_BERT, None, 0.753),)),
        Figure("content F1", ("content piece exact", "F1"), (Peer(_BERT, None, 0.729),)),
    ),
)

# "Always +3" says that all that is written has happened.
_NEWS = "news (uw+meantime)"
_FACTUALITY = PublicSet(
    "how sure an event is",
    "github.com/njjiang/factuality_bert",
    (
        Figure(
            "news macro-F1",
            (_NEWS, "macroF1"),
            (Peer("negspacy 1.1", 0.442, 0.420), Peer("always +3", 0.299, 0.298)),
        ),
        Figure("news r", (_NEWS, "r"), (Peer("negspacy 1.1", 0.400, 0.340),)),
        Figure(
            "news MAE",
            (_NEWS, "MAE"),
            (Peer("always +3", 0.743, 0.698), Peer("negspacy 1.1", 0.865, 0.801)),
        ),
    ),
)

_RE3D = PublicSet(
    "numbers and times in defence texts",
    "github.com/dstl/re3d",
    (
        Figure(
            "quantity F1 (overlap)",
            ("Quantity overlap", "F1"),
            (
                Peer("spaCy en_core_web_sm", 0.648, 0.707),
                Peer("CQE 2.0.3", 0.621, 0.721),
                Peer("quantulum3 0.10.0", 0.444, 0.561),
            ),
        ),
        Figure(
            "time F1 (overlap)",
            ("Temporal overlap", "F1"),
            (Peer("spaCy en_core_web_sm", 0.847, 0.814),),
        ),
    ),
)

# No program that is to be had counts this; the expression matches a number beside a verb.
_ISAF = PublicSet(
    "least number killed, captured",
    "github.com/strickvl/isafpr_finetune",
    (
        Figure(
            "killed F1",
            ("min_killed nonzero", "F1"),
            (Peer("a regular expression", 0.712, 0.552),),
        ),
        Figure(
            "captured F1",
            ("min_captured nonzero", "F1"),
            (Peer("a regular expression", 0.481, 0.477),),
        ),
        Figure("day accuracy", ("start_date accuracy",), ()),
    ),
)

# The program's own parser is trafilatura, with our settings and normalisation.
_ARTICLES = PublicSet(
    "main text of a page",
    "github.com/scrapinghub/article-extraction-benchmark",
    (
        Figure(
            "text F1",
            ("F1",),
            (
                Peer("trafilatura 2.3.1", 0.965, 0.956),
                Peer("newspaper4k 0.9.6", 0.923, 0.949),
                Peer("readability-lxml 0.9", 0.952, 0.943),
            ),
        ),
    ),
)

# htmldate's authors tuned it on these pages.
_PUBDATE = PublicSet(
    "date of a page",
    "github.com/adbar/htmldate",
    (
        Figure(
            "date F1",
            ("F1",),
            (Peer("htmldate 1.11", 0.968, 0.941), Peer("newspaper4k 0.9.6", 0.921, 0.875)),
        ),
        Figure(
            "date accuracy",
            ("accuracy",),
            (Peer("htmldate 1.11", 0.938, 0.889), Peer("newspaper4k 0.9.6", 0.854, 0.778)),
        ),
    ),
)

SETS = {
    "newsquant": _NEWSQUANT,
    "polnear": _POLNEAR,
    "factuality": _FACTUALITY,
    "re3d": _RE3D,
    "isaf": _ISAF,
    "articles": _ARTICLES,
    "pubdate": _PUBDATE,
}
