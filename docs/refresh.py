"""The documents' commands, run: what stands below each `$ ` line is what it printed.

    python -m docs.refresh                 (or: make docs)
    python -m docs.refresh docs/sql.md     only this page

In:   README.md and docs/*.md; a folder in which the demo has been run
Out:  each ```console block with the output of its commands. Above a fence, a comment may say
        <!-- cut: first 3; /ALERT troops-killed/ 8; last 16 -->   which lines of the output to
                          show; a line … stands for what is left out (one command a block)
        <!-- file: ask.py -->         save this block under that name before anything is run
        <!-- watch: cholera.yaml -->  the same, and it is a watch that has to be accepted
Never: writes an output anew that differs only in what differs from run to run (ports, seconds,
       hashes): a document changes where the program's answer has.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# What a reader types, and what is run for it here; the demo is run once, when a stage is set.
_MAKE = {"make eval": "python -m benchmarks.evaluate"}
_DEMO = "make demo"
_CUT = "…"
_FENCE = re.compile(
    r"(?:<!-- (?P<mark>cut|file|watch): (?P<said>.*?) -->\n)?"
    r"```(?P<language>\w*)\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_PIECE = re.compile(r"(?:(first|last)|/(.+)/) (\d+)")
_VARIES = (
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "UUID"),
    # The sample newsroom is of 2024 and 2025: later days are those of today.
    (re.compile(r"20(?:2[6-9]|[3-9]\d)-\d\d-\d\d(?:[T ]\d\d:\d\d(?::[\d.]+)?)?"), "TODAY"),
    (re.compile(r"\b[0-9a-f]{12,}\b"), "HASH"),
    (re.compile(r"(T\d{6})-[0-9a-f]{8}\b"), r"\1-RUN"),
    (re.compile(r"\b[\d.]+ (s|kB)\b"), r"N \1"),
    (re.compile(r"[━─]+"), "─"),
    (re.compile(r"[ \t]+"), " "),
)


class DocsError(Exception):
    """What is wrong in a document, in one line."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, with the comment above it: `mark` is cut, file, watch or empty."""

    path: Path
    line: int
    language: str
    body: str
    mark: str = ""
    said: str = ""

    @property
    def where(self) -> str:
        """`README.md:31`."""
        return f"{self.path.relative_to(ROOT)}:{self.line}"

    @property
    def is_run(self) -> bool:
        """Whether it shows commands with their output."""
        return self.language == "console" and self.body.startswith("$ ")


def documents() -> list[Path]:
    """The documents whose commands are run."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def notebooks() -> list[Path]:
    """The notebooks, whose cells are run."""
    return sorted((ROOT / "docs").glob("*.ipynb"))


def blocks_of(path: Path) -> Iterator[Block]:
    """The fenced blocks of a document, in order."""
    text = path.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start("language")) + 1
        yield Block(
            path,
            line,
            found["language"],
            found["body"],
            found["mark"] or "",
            found["said"] or "",
        )


class Stage:
    """A folder with the demo's home and the documents' files, in which commands are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bin_folder = folder / "bin"
        bin_folder.mkdir(parents=True)
        for name, before in (
            ("vedette", ' -c "from flows.cli import main; main()"'),
            ("python", ""),
        ):
            script = bin_folder / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}"{before} "$@"\n')
            script.chmod(0o755)
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("VEDETTE_")
        } | {
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "VEDETTE_HOME": ".demo",
        }
        (folder / "seeds").symlink_to(ROOT / "seeds")
        for path in documents():
            for block in blocks_of(path):
                if block.mark in ("file", "watch"):
                    (folder / block.said).write_text(block.body, encoding="utf-8")
        self._demo = self._run("vedette demo", is_quiet=True)

    def output_of(self, command: str) -> str:
        """What a command of a document prints."""
        return self._demo if command == _DEMO else self._run(_MAKE.get(command, command))

    def _run(self, command: str, *, is_quiet: bool = False) -> str:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if is_quiet else subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        # 2 is the answer to wrong input, which a document may show on purpose.
        if done.returncode not in (0, 2):
            said = (done.stderr or done.stdout)[-2000:]
            raise DocsError(f"{command}: exit code {done.returncode}: {said}")
        lines = [line.rstrip() for line in done.stdout.splitlines()]
        return "\n".join(lines).strip("\n").replace(str(self.folder), "/home/you")


def rendered(block: Block, stage: Stage) -> str:
    """The block's body with what its commands print now. Raises DocsError."""
    parts = []
    commands = list(commands_of(block))
    if block.mark == "cut" and len(commands) != 1:
        raise DocsError(f"{block.where}: a block that is cut holds one command")
    for command, shown in commands:
        output = stage.output_of(command.replace("\\\n", ""))
        if block.mark == "cut":
            output = cut(output, block)
        # What differs only from run to run stays as it is written.
        kept = shown if comparable(shown) == comparable(output) else output
        parts.append(f"$ {command}\n" + (f"{kept}\n" if kept else ""))
    return "".join(parts)


def commands_of(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a block (a line that ends in a backslash goes on), and what is shown."""
    for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        end = next(n for n, line in enumerate(lines, start=1) if not line.endswith("\\"))
        yield "\n".join(lines[:end]), "\n".join(lines[end:])


def cut(output: str, block: Block) -> str:
    """The lines that the block's comment asks for. Raises DocsError where one is not there."""
    lines = output.splitlines()
    kept: set[int] = set()
    for piece in block.said.split("; "):
        asked = _PIECE.fullmatch(piece)
        if asked is None:
            raise DocsError(f"{block.where}: cut: {piece!r} is not `first 3`, `last 3`, `/…/ 3`")
        end, pattern, count = asked[1], asked[2], int(asked[3])
        if pattern:
            start = next((n for n, line in enumerate(lines) if re.search(pattern, line)), None)
            if start is None:
                raise DocsError(f"{block.where}: cut: no line of the output has {pattern!r}")
        else:
            start = 0 if end == "first" else max(0, len(lines) - count)
        kept.update(range(start, min(start + count, len(lines))))
    return "\n".join(_with_gaps(lines, sorted(kept)))


def _with_gaps(lines: Sequence[str], kept: Sequence[int]) -> Iterator[str]:
    before = -1
    for number in kept:
        if number != before + 1:
            yield _CUT
        yield lines[number]
        before = number
    if before != len(lines) - 1:
        yield _CUT


def comparable(text: str) -> str:
    """A text without what differs from run to run."""
    for pattern, same in _VARIES:
        text = pattern.sub(same, text)
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def refresh(path: Path, stage: Stage) -> bool:
    """Write the outputs of a document anew; whether anything changed."""
    text = path.read_text(encoding="utf-8")
    new = text
    for block in blocks_of(path):
        if block.is_run:
            new = new.replace(
                f"```console\n{block.body}```", f"```console\n{rendered(block, stage)}```"
            )
    if new != text:
        path.write_text(new, encoding="utf-8")
    return new != text


def executed(path: Path, stage: Stage) -> Any:
    """A notebook, with the outputs that its cells have now. Raises CellExecutionError."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(stage.folder)}}
    )
    client.execute(env=stage.environment)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it was run
    return notebook


def refresh_notebook(path: Path, stage: Stage) -> bool:
    """Write a notebook's outputs anew; whether anything changed."""
    import nbformat

    before, new = path.read_text(encoding="utf-8"), nbformat.writes(executed(path, stage)) + "\n"
    if new != before:
        path.write_text(new, encoding="utf-8")
    return new != before


def main(names: Sequence[str] = ()) -> None:
    """Refresh the documents of these names, or every one."""
    from docs.make_reference import write_pages

    for path in write_pages():
        print(f"{path.relative_to(ROOT)}: changed")
    paths = [ROOT / name for name in names] or [*documents(), *notebooks()]
    folder = Path(tempfile.mkdtemp(prefix="vedette-docs-"))
    try:
        print("Running the demo …", flush=True)
        stage = Stage(folder)
        for path in paths:
            is_notebook = path.suffix == ".ipynb"
            changed = (refresh_notebook if is_notebook else refresh)(path, stage)
            print(f"{path.relative_to(ROOT)}: {'changed' if changed else 'as it was'}")
    except DocsError as error:
        raise SystemExit(str(error)) from None
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
