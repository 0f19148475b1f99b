"""Stops this process, or fails, at a chosen call that reads or changes a folder.

In:   the number of a call, counted from 0, and what happens there
Out:  the calls that were made; what a power cut could take after them
Never: is imported by the program: the functions of `os` are wrapped from outside.

    with Steps(at=4, how="before"):     # dies by SIGKILL before its fifth call
        log.append(...)
    with Steps(at=4, how=errno.EIO):    # the fifth call fails
        log.append(...)
    with Steps() as steps:              # counts
        log.append(...)
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, Self

How = Literal["before", "half", "after"] | int

# What a commit, a seal and a sweep consist of. Closing and reading change nothing on the disk.
CALLS = ("listdir", "mkdir", "open", "write", "fsync", "fdatasync", "link")
CALLS += ("rename", "replace", "unlink", "remove", "rmdir")


class Steps:
    """Counts the calls inside a `with`; at call `at` something happens to it.

    `how`: "before" or "after" the call the process kills itself; "half" writes half of the bytes
    first; a number is an errno with which the call fails (a write: after half of its bytes).
    """

    def __init__(self, at: int | None = None, how: How = "before") -> None:
        self.calls: list[tuple[str, ...]] = []  # a function of os and the paths it was given
        self.at, self._how = at, how
        self._real: dict[str, Any] = {}

    def __enter__(self) -> Self:
        for call in CALLS:
            self._real[call] = getattr(os, call)
            setattr(os, call, self._counting(call, self._real[call]))
        self._real["fdopen"] = os.fdopen
        os.fdopen = self._fdopen
        return self

    def __exit__(self, *_: object) -> None:
        for call, function in self._real.items():
            setattr(os, call, function)

    def _counting(self, call: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def counting(first: Any, *args: Any, **kwargs: Any) -> Any:
            half = (lambda: real(first, args[0][: len(args[0]) // 2])) if call == "write" else None
            targets = (first, args[0]) if call in ("link", "rename", "replace") else (first,)
            return self.step(call, targets, lambda: real(first, *args, **kwargs), half)

        return counting

    def _fdopen(self, descriptor: int, *args: Any, **kwargs: Any) -> Any:
        return _File(self._real["fdopen"](descriptor, *args, **kwargs), self)

    def step(
        self,
        call: str,
        targets: tuple[Any, ...],
        do: Callable[[], Any],
        half: Callable[[], Any] | None = None,
    ) -> Any:
        """One call: do it, unless it is the one at which something else happens."""
        place = len(self.calls)
        paths = tuple(_path_of(target) for target in targets)
        self.calls.append((call, *paths))
        if place != self.at:
            return do()
        if half and self._how not in ("before", "after"):
            half()
        if self._how == "after":
            do()
        if isinstance(self._how, int):
            named = [path for path in targets if not isinstance(path, int)]
            raise OSError(self._how, os.strerror(self._how), *map(os.fspath, named[:1]))
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")


class _File:
    """A file object whose every write is a step, and in the kernel when it returns."""

    def __init__(self, file: Any, steps: Steps) -> None:
        self._file, self._steps = file, steps

    def write(self, data: Any) -> Any:
        def put(part: Any) -> int:
            n: int = self._file.write(part)
            self._file.flush()
            return n

        def half() -> int:
            return put(memoryview(data)[: len(data) // 2])

        return self._steps.step("write", (self._file.fileno(),), lambda: put(data), half)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _path_of(target: Any) -> str:
    """A path as it was given, or the one that a descriptor is open on."""
    if isinstance(target, int):
        return os.readlink(f"/proc/self/fd/{target}")
    return os.path.abspath(os.fspath(target))


def turning_points(calls: list[tuple[str, ...]]) -> list[int]:
    """The calls to stop at: each one, but of many writes to one file in a row a few."""
    points = []
    for at, call in enumerate(calls):
        is_amid_writes = call[0] == "write" and {call} == set(calls[max(0, at - 2) : at + 2])
        if not is_amid_writes or at % 50 == 0:
            points.append(at)
    return points


def not_durable(
    calls: list[tuple[str, ...]], root: Path, not_yet: Iterable[Path] = ()
) -> list[str]:
    """What below `root` a power cut could take after these calls: names and contents.

    A content is safe once its file was fsynced, a name once its folder was. Worse than a loss
    is a name under log/tail or log/sealed whose content is not safe yet, or a name that is
    removed while the one that replaces it is not safe: those raise AssertionError.
    `not_yet`: names that were there before the calls, and not safe.
    """
    contents: dict[str, bool] = {}
    names = {str(name): False for name in not_yet}
    for call, path, *other in calls:
        if call == "write":
            contents[path] = False
        elif call in ("fsync", "fdatasync"):
            contents[path] = True
            names.update({name: True for name in names if os.path.dirname(name) == path})
        elif call == "mkdir":
            names[path] = False
        elif call in ("link", "rename", "replace"):
            assert contents.get(path, True), f"{other[0]} is visible before its content is safe"
            names[other[0]] = False
        elif call in ("unlink", "remove") and "/_tmp/" not in path:
            assert all(names.values()), f"{path} goes while {names} are not safe"
    lost = [name for name, is_safe in names.items() if not is_safe]
    return [name for name in lost if Path(root) in Path(name).parents]
