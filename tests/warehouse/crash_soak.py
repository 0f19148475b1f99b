"""Kills writers and sealers while others write, seal and read; counts what is found.

In:   a folder for homes, how many kills, a seed
Out:  Figures; the first broken promise as a Finding
Never: hooks in the program: a process is killed from outside, or by crash_steps from inside.

    python -m tests.warehouse.crash_soak --kills 5000 [--seed 7]
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import itertools
import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.warehouse import crash_roles
from tests.warehouse.crash_roles import Finding, batches_in
from tests.warehouse.crash_steps import Steps
from warehouse.log import LogError
from warehouse.verify import Report, verify

# Children are forked from one warm process that has one thread: some milliseconds each.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.warehouse.crash_roles"])

KILLS_A_HOME = 20


@dataclass
class Figures:
    """What was done; findings are raised, so there is no count of them."""

    kills: int = 0
    at_steps: int = 0  # of them, at a chosen call
    of_sealers: int = 0
    acknowledged: int = 0
    reads: int = 0
    seals: int = 0
    swept: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        """One line."""
        return ", ".join(f"{name} {value:.4g}" for name, value in dataclasses.asdict(self).items())


class Child:
    """A process with a pipe that it reports by."""

    def __init__(self, role: Callable[..., None], *args: Any) -> None:
        """Start `role(*args, connection)`."""
        self.is_to_die = any(isinstance(a, Steps) and a.at is not None for a in args)
        self._reports, theirs = _PROCESSES.Pipe(duplex=False)
        self._process = _PROCESSES.Process(target=role, args=(*args, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def kill(self) -> list[Any]:
        """SIGKILL, unless it is dead already; everything that it had reported."""
        self._process.kill()
        return self.rest()

    def rest(self) -> list[Any]:
        """Wait for the end; everything that was reported until then."""
        reports = []
        with contextlib.suppress(EOFError, OSError):
            while True:
                reports.append(self._reports.recv())
        self._process.join()
        self._reports.close()
        return reports

    def reported(self) -> list[Any]:
        """What was reported since the last call."""
        reports = []
        with contextlib.suppress(EOFError, OSError):
            while self._reports.poll():
                reports.append(self._reports.recv())
        return reports

    def wait_for(self, report: Any) -> list[Any]:
        """Everything that was reported up to a certain report, or to the end."""
        reports: list[Any] = []
        with contextlib.suppress(EOFError, OSError):
            while report not in reports:
                reports.append(self._reports.recv())
        return reports

    def has_ended(self, *, within_s: float) -> bool:
        """Whether it ends by itself in time."""
        self._process.join(within_s)
        return not self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        """Minus the signal that ended it, or its status."""
        return self._process.exitcode


def soak(folder: Path, *, kills: int, seed: int) -> Figures:
    """Kill until `kills` processes died at work. Raises Finding for the first broken promise."""
    figures, chance, started = Figures(), random.Random(seed), time.monotonic()
    for number in itertools.count():
        if figures.kills >= kills:
            break
        with _House(folder / f"home-{number}", chance, figures) as house:
            for _ in range(min(KILLS_A_HOME, kills - figures.kills)):
                house.kill_one()
                house.check()
    figures.seconds = time.monotonic() - started
    return figures


@dataclass
class _House:
    """One home with two writers, a sealer and two readers at work in it."""

    home: Path
    chance: random.Random
    figures: Figures
    acknowledged: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._numbers = itertools.count()
        self._to_do: list[list[str]] = [[], []]

    def __enter__(self) -> _House:
        self._writers = [self._writer(slot) for slot in range(2)]
        self._sealer = self._new_sealer()
        self._readers = [Child(crash_roles.read_for_ever, self.home) for _ in range(2)]
        return self

    def __exit__(self, *_: object) -> None:
        for child in (*self._writers, self._sealer, *self._readers):
            child.kill()

    def _writer(self, slot: int) -> Child:
        """A writer that first repeats what its forerunner was not told to be safe."""
        new = [f"w{slot}-{next(self._numbers)}x{self.chance.randint(1, 6)}" for _ in range(3)]
        self._to_do[slot] = [*self._to_do[slot][:2], *new]
        return Child(crash_roles.write, self.home, self._to_do[slot], self._steps(within=60))

    def _new_sealer(self) -> Child:
        return Child(crash_roles.seal_for_ever, self.home, self._steps(within=500))

    def _steps(self, within: int) -> Steps:
        """Half of the children die by themselves at some call, half are killed from outside."""
        if self.chance.random() < 0.5:
            return Steps()
        return Steps(self.chance.randrange(within), self.chance.choice(("before", "half", "after")))

    def kill_one(self) -> None:
        """Kill a writer or the sealer at a random moment, or wait until it dies at its step."""
        time.sleep(self.chance.uniform(0, 0.06))
        slot = self.chance.choice((0, 0, 1, 1, None))
        if slot is None:
            self._take_down(self._sealer)
            self._sealer = self._new_sealer()
        else:
            self._take_down(self._writers[slot])
            self._to_do[slot] = [b for b in self._to_do[slot] if b not in self.acknowledged]
            self._writers[slot] = self._writer(slot)

    def _take_down(self, child: Child) -> None:
        died_at_its_step = child.is_to_die and child.has_ended(within_s=0.3)
        reports = child.kill()
        self._note(reports)
        if "end" not in reports:
            self.figures.kills += 1
            self.figures.at_steps += died_at_its_step
            self.figures.of_sealers += child is self._sealer

    def _note(self, reports: list[Any]) -> None:
        """Batches that are safe, what a sealer did, or a finding."""
        for report in reports:
            match report:
                case "end":
                    pass
                case Finding():
                    raise report
                case ("read", int()):
                    self.figures.reads += 1
                case ("sealed", int(sealed), int(swept)):
                    self.figures.seals += sealed
                    self.figures.swept += swept
                case str(batch):
                    self.figures.acknowledged += batch not in self.acknowledged
                    self.acknowledged.add(batch)

    def check(self) -> None:
        """Every acknowledged batch is there, once and whole; nobody saw anything else."""
        for child in (*self._writers, self._sealer, *self._readers):
            self._note(child.reported())
        report = _verified(self.home)
        if not report.is_sound:
            raise Finding(str(report))
        lost = self.acknowledged - set(batches_in(self.home))
        if lost:
            raise Finding(f"acknowledged and lost: {sorted(lost)}")


def _verified(home: Path) -> Report:
    """The grace here is short: where a file went while it was looked at, look again."""
    for _ in range(3):
        with contextlib.suppress(LogError):
            return verify(home)
    return verify(home)


def main() -> None:
    """Run it as long as one likes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(soak(Path(folder), kills=arguments.kills, seed=arguments.seed))


if __name__ == "__main__":
    main()
