"""Everything that is scored, in one table, held to its floors: `make eval`.

    python -m benchmarks.evaluate [--public DIR] [--gold FILE.jsonl [--watch dprk]]
                                  [--errors] [--by-indicator] [--raise-floors [--new-labels]]

In:   our labelled corpora, always; public sets and a file of labelled articles where given
Out:  tables on the terminal; exit code 1 and one line for each figure below its floor
Never: changes a floor unasked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import CorpusUnreadable, from_file, own_corpora, read
from benchmarks.floors import (
    LabelsChanged,
    Measured,
    raised,
    read_floors,
    shortfalls,
    write_floors,
)
from benchmarks.public.peers import SETS
from benchmarks.public.sets import SetFailed, measure, why_not_here
from benchmarks.scoring import (
    DEPTHS,
    dates_right,
    errors,
    false_claims_where_none_are,
    fingerprint,
    score,
    verbatim,
)
from benchmarks.tables import (
    Evaluated,
    dates_table,
    indicator_table,
    own_table,
    public_table,
    reliability_table,
)
from seeds.watch import WatchError


def evaluate_own() -> list[Evaluated]:
    """Our corpora, each text read once."""
    return [Evaluated(corpus, read(corpus)) for corpus in own_corpora()]


def measured(one: Evaluated) -> Measured:
    """The figures of a corpus that are held to floors.

    F1 stands for precision and recall: a rule may trade the one for the other.
    """
    depths = (*DEPTHS, "placed") if one.corpus.has_places else DEPTHS
    figures = {depth: score(one.readings, depth).f1 for depth in depths}
    false, texts = false_claims_where_none_are(one.readings)
    if texts:
        figures["false claims"] = false / texts
    first, last, pairs = dates_right(one.readings)
    if pairs:
        figures |= {"valid_from": first / pairs, "valid_to": last / pairs}
    figures["verbatim"] = verbatim(one.readings)
    return Measured(one.corpus.name, fingerprint(one.readings), figures, one.corpus.is_ours)


def report(evaluated: list[Evaluated], options: argparse.Namespace) -> str:
    """What is known of the labelled texts, as text."""
    ours = [reading for one in evaluated if one.corpus.is_ours for reading in one.readings]
    parts = [own_table(evaluated), dates_table(evaluated), reliability_table(ours)]
    if options.by_indicator:
        parts += map(indicator_table, evaluated)
    if options.errors:
        parts += (f"{one.corpus.name}\n{errors(one.readings)}" for one in evaluated)
    return "\n\n".join(parts)


@dataclass(frozen=True, slots=True)
class Public:
    """The public sets: what was measured, why others were not, and what broke off."""

    measured: dict[str, Measured]
    missing: dict[str, str]
    broken: list[str]


def evaluate_public(folder: Path | None) -> Public:
    """Our figures on the sets that are there. One that breaks off does not hide the others."""
    public = Public({}, {}, [])
    for name in SETS:
        if reason := why_not_here(name, folder):
            public.missing[name] = reason
        elif folder:
            try:
                public.measured[name] = measure(name, folder)
            except SetFailed as error:
                public.missing[name] = "broke off"
                public.broken.append(str(error))
    return public


def below_floors(everything: Sequence[Measured], options: argparse.Namespace) -> list[str]:
    """Raise the floors where asked to; what is below them then."""
    if options.raise_floors:
        write_floors(raised(everything, read_floors(), are_labels_new=options.new_labels))
    held = read_floors()
    return [line for one in everything for line in shortfalls(one, held)]


def options_of(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description="Score everything, and hold it to its floors.")
    parser.add_argument("--public", type=Path, metavar="DIR", help="folder of the public sets")
    parser.add_argument("--gold", type=Path, metavar="FILE", help="labelled articles, JSON lines")
    parser.add_argument("--watch", default="dprk", help="the watch of that file (dprk)")
    parser.add_argument("--errors", action="store_true", help="list what is missed and false")
    parser.add_argument("--by-indicator", action="store_true", help="content, by indicator")
    parser.add_argument("--raise-floors", action="store_true", help="raise the pinned floors")
    parser.add_argument("--new-labels", action="store_true", help="pin them to changed labels")
    return parser.parse_args(arguments)


def main() -> int:
    """Measure, print, and answer whether all floors hold."""
    options = options_of()
    try:
        evaluated = evaluate_own()
        if options.gold:
            corpus = from_file(options.gold, options.watch)
            evaluated.append(Evaluated(corpus, read(corpus)))
        print(report(evaluated, options), end="\n\n", flush=True)
        public = evaluate_public(options.public)
        if options.public:
            print(public_table(public.measured, public.missing))
        else:
            print(f"public sets, not here: {', '.join(public.missing)}")
        everything = [*map(measured, evaluated), *public.measured.values()]
        wrong = [*public.broken, *below_floors(everything, options)]
    except (CorpusUnreadable, LabelsChanged, WatchError) as error:
        print(error, file=sys.stderr)
        return 2
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
