"""A public set -> our figures on it, by the set's own scorer.

In:   a folder with a set's dev.jsonl and score.py; our adapter benchmarks/public/<set>.py
Out:  floors.Measured
Never: computes a figure itself: adapter and scorer run as programs of their own, and the scorer's
       JSON is read.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.floors import Measured
from benchmarks.public.peers import SETS

ROOT = Path(__file__).resolve().parents[2]


class SetFailed(Exception):
    """An adapter or a scorer broke off; the message names it and gives its last line."""


def why_not_here(name: str, folder: Path | None) -> str | None:
    """What is missing to score a set, None where nothing is."""
    if folder is None or not (folder / name / "dev.jsonl").is_file():
        return "not here"
    if not (folder / name / "score.py").is_file():
        return "no score.py beside its dev.jsonl"
    if not (ROOT / "benchmarks" / "public" / f"{name}.py").is_file():
        return "no adapter"
    return None


def measure(name: str, folder: Path) -> Measured:
    """Our figures on a set. Raises SetFailed."""
    gold = (folder / name / "dev.jsonl").resolve()
    with tempfile.TemporaryDirectory(prefix="vedette-eval-") as made:
        ours = Path(made) / "ours.jsonl"
        _run("-m", f"benchmarks.public.{name}", str(gold), str(ours))
        scores = json.loads(_run(str(gold.parent / "score.py"), str(gold), str(ours), "--json"))
    figures = {figure.name: _at(scores, figure.path) for figure in SETS[name].figures}
    sha256 = hashlib.sha256(gold.read_bytes()).hexdigest()
    return Measured(f"public/{name}", sha256, figures, is_ours=False)


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip() or "it says nothing").splitlines()[-1]
        raise SetFailed(f"{' '.join(arguments[:2])}: exit code {done.returncode}: {last}")
    return done.stdout


def _at(scores: Any, path: tuple[str, ...]) -> float:
    """A figure of the scorer's; null is a correlation with answers that are all the same."""
    for step in path:
        scores = scores[step]
    return 0.0 if scores is None else float(scores)
