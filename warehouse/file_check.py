"""Is one file of the log what was written, and does it go on where the one before it ends?

In:   files of a store
Out:  Checked; a Chain that takes them in order
Never: compares an evidence with its text (evidence.py does), or mends anything.

Every byte is read once, for the hashes. Of the rows only seq and recorded_at are decoded: that the
others are as they were written follows from the hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.commit_store import CommitStore
from warehouse.listing import name_of
from warehouse.log_file import Commit, Digests, Footer, LogFileError, digests_of, footer_of
from warehouse.schema import SCHEMA_VERSION, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is whole in itself."""

    name: str
    footer: Footer
    digests: Digests

    @property
    def commits(self) -> tuple[Commit, ...]:
        """The commits whose rows it has: one, or those that a sealed file covers."""
        footer = self.footer
        one = Commit(
            footer.batch_id, footer.first_seq, footer.n, self.digests.sha256, footer.recorded_at
        )
        return footer.commits or (one,)


class Chain:
    """The commits of a log in order, from the first, or from the one after a given commit."""

    def __init__(self, last: Commit | None = None) -> None:
        self.last = last
        self._batches: set[str] = set()

    def take(self, file: Checked) -> None:
        """Go on with a file. Raises LogFileError where it is not the one that comes next."""
        expected = self.last.next_seq if self.last else 0
        if file.footer.first_seq != expected:
            raise LogFileError(
                f"starts at seq {file.footer.first_seq}, where {expected} comes next"
            )
        if file.footer.previous_sha256 != (self.last.sha256 if self.last else ""):
            raise LogFileError("the file before it is missing or not the one it was written after")
        for commit in file.commits:
            if commit.batch_id in self._batches:
                raise LogFileError(f"batch {commit.batch_id} was committed before")
            if self.last and commit.recorded_at < self.last.recorded_at:
                raise LogFileError("it was recorded before the file it follows")
            self._batches.add(commit.batch_id)
            self.last = commit


def check_file(store: CommitStore, name: str) -> Checked:
    """Look at one file. Raises LogFileError where it is not whole, OSError where it is gone."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with store.open(name) as source:
        digests = digests_of(source)
        if not digests.is_sealed_right:
            raise LogFileError(
                "its bytes are not those that were written (the seal does not match)"
            )
        try:
            with pq.ParquetFile(source) as file:
                footer = footer_of(file.metadata)
                _check_schema(file.schema_arrow, footer)
                checked = Checked(name, footer, digests)
                _check_commits(checked)
                _check_rows(file.read(["seq", "recorded_at"], use_threads=False), checked)
        except pa.ArrowException as error:
            raise LogFileError(f"cannot be decoded: {str(error).splitlines()[0]}") from error
    return checked


def _check_schema(schema: pa.Schema, footer: Footer) -> None:
    version = footer.schema_version
    if version > SCHEMA_VERSION:
        raise LogFileError(f"schema version {version} is newer than this program's")
    if schema.remove_metadata() != arrow_schema(version):
        raise LogFileError(f"its columns are not those of schema version {version}")


def _check_commits(file: Checked) -> None:
    """Whether name, footer and covered commits speak of the same rows."""
    footer, last = file.footer, file.commits[-1]
    if file.name != name_of(footer):
        raise LogFileError(f"starts at seq {footer.first_seq}: that is not its name")
    if (last.next_seq, last.recorded_at) != (footer.next_seq, footer.recorded_at):
        raise LogFileError("the commits that it covers do not add up to its rows")


def _check_rows(stamps: pa.Table, file: Checked) -> None:
    """Whether seq counts up from first_seq, and every row was recorded with its commit."""
    import pyarrow.compute as pc

    footer = file.footer
    seq, recorded_at = (stamps.column(name).combine_chunks() for name in ("seq", "recorded_at"))
    steps = pc.min_max(pc.pairwise_diff(seq)).as_py()
    is_dense = len(seq) == footer.n and seq[0].as_py() == footer.first_seq
    if not is_dense or set(steps.values()) - {1, None}:
        raise LogFileError("its sequence numbers are not dense")
    runs = pc.run_end_encode(recorded_at)
    found = list(zip(runs.run_ends.to_pylist(), runs.values.to_pylist(), strict=True))
    if found != _runs_of(file.commits):
        raise LogFileError("its rows were not recorded when the footer says")


def _runs_of(commits: tuple[Commit, ...]) -> list[tuple[int, Any]]:
    """The instants of the rows, run by run: where each run ends, in rows from the first."""
    ends: list[tuple[int, Any]] = []
    for commit in commits:
        if ends and ends[-1][1] == commit.recorded_at:
            ends.pop()
        ends.append((commit.next_seq - commits[0].first_seq, commit.recorded_at))
    return ends
