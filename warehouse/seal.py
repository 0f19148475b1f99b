"""Seal: merge commits into few large files. Sweep: remove what they cover, long after.

In:   a home, the time now
Out:  log/sealed/<first>-<last>.parquet; the files that were made, the files that were removed
Never: merges what is not whole; removes a file that somebody may be reading.

A sealed file becomes visible as a commit does, by put_if_absent, and then readers take it instead
of what it covers. Its footer keeps of every commit what idempotency and the chain need. One process
at a time seals or sweeps a home, where the file system has locks. Where it has none, two sealers
may do the same work twice; readers choose one way through (listing.py), and a sweep relies on
such a way alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from warehouse.commit_store import LocalStore
from warehouse.file_check import Chain, Checked, check_file
from warehouse.listing import arrange, list_log, name_of, range_over, seqs_of
from warehouse.log_file import (
    Commit,
    Footer,
    LogError,
    LogFileError,
    add_footer,
    open_writer,
    write_seal,
)
from warehouse.log_index import commit_of, footer_in, sha256_in
from warehouse.schema import arrow_schema
from warehouse.seal_policy import COMMITS_UNSEALED, Piece, runs_to_merge
from warehouse.versions import upcast

if TYPE_CHECKING:
    import pyarrow as pa

# Longer than any reader reads, and any database stays published, unless it names its files.
GRACE = timedelta(hours=24)
_ROW_GROUP_ROWS = 100_000
# Of articles with long texts fewer rows: what is held in memory at once.
_ROW_GROUP_BYTES = 128 << 20


def seal(home: Path, *, now: datetime, has_to: bool = False) -> list[Path]:
    """Merge what is due by seal_policy.py; `has_to`: every commit. Returns the files made.

    Another process may be at it: then nothing is done here. Raises LogError where a file that
    is to be merged is not whole, or a sealed file cannot be written; nothing is lost by either.
    """
    folder = Path(home) / "log"
    store = LocalStore(folder)
    try:
        if not _is_due(store, now, has_to):
            return []
        with store.alone() as is_alone:
            if not is_alone:
                return []
            listing = list_log(store)
            pieces = [_piece(store, name) for name in listing.files]
            before = dict(zip(listing.files[1:], listing.files, strict=False))
            made = []
            for run in runs_to_merge(pieces, _month(now), has_to=has_to):
                names = [piece.name for piece in run]
                name, is_ours = _merge(store, names, before.get(names[0]), now)
                made += [folder / name] if is_ours else []
            return made
    except OSError as error:
        where = error.filename or folder
        raise LogError(f"the log was not sealed: {where}: {error.strerror}") from error


def sweep(
    home: Path, *, in_use: Collection[Path | str], grace: timedelta = GRACE, now: datetime
) -> list[Path]:
    """Remove what sealed files cover that are older than `grace`. Returns what was removed.

    `in_use` names files, by absolute path, that stay: those that the published database reads.
    Raises LogError where a sealed file is damaged: what it was made of is then needed.
    """
    folder = Path(home).resolve() / "log"
    store = LocalStore(folder)
    used = {str(path) for path in in_use}
    try:
        if not list_log(store).covered:
            return []
        with store.alone() as is_alone:
            names = list(_to_sweep(store, now - grace)) if is_alone else []
            removed = [name for name in names if str(folder / name) not in used]
            store.sync()  # who sealed may have died before it was safe
            for name in removed:
                store.remove(name)
    except OSError as error:
        where = error.filename or folder
        raise LogError(f"the log was not swept: {where}: {error.strerror}") from error
    return [folder / name for name in removed]


def _is_due(store: LocalStore, now: datetime, has_to: bool) -> bool:
    """Whether runs_to_merge has to be asked: a cheap look at the commits that are not sealed."""
    tail = list_log(store).tail
    if len(tail) >= (1 if has_to else COMMITS_UNSEALED):
        return True
    return bool(tail) and _month(footer_in(store, tail[0]).recorded_at) < _month(now)


def _piece(store: LocalStore, name: str) -> Piece:
    footer = footer_in(store, name)
    return Piece(name, store.size(name), _month(footer.recorded_at), bool(footer.commits))


def _month(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m")


def _merge(
    store: LocalStore, names: Sequence[str], before: str | None, now: datetime
) -> tuple[str, bool]:
    """Make one sealed file out of neighbours; its name, and whether nobody else had made it.

    `before` is the file of the log that they follow. Raises LogError where they are not whole.
    """
    chain = Chain(_last_commit(store, before) if before else None)
    files = []
    for name in names:
        try:
            files.append(check_file(store, name))
            chain.take(files[-1])
        except LogFileError as error:
            raise LogError(
                f"the log was not sealed: {store.address}/{name}: {error}; run: vedette verify"
            ) from error
    store.sync()  # what it vouches for must not be lost to a power cut
    commits = tuple(commit for file in files for commit in file.commits)
    footer = Footer(
        first_seq=commits[0].first_seq,
        n=sum(commit.n for commit in commits),
        previous_sha256=files[0].footer.previous_sha256,
        recorded_at=commits[-1].recorded_at,
        commits=commits,
        vouched={name: footer_in(store, name).seal for name in store.names("sealed")},
        sealed_at=now,
    )
    name = name_of(footer)
    return name, store.put_written(name, lambda out: _write(out, store, files, footer))


def _last_commit(store: LocalStore, name: str) -> Commit:
    footer = footer_in(store, name)
    return footer.commits[-1] if footer.commits else commit_of(footer, sha256_in(store, name))


def _write(out: BinaryIO, store: LocalStore, files: Sequence[Checked], footer: Footer) -> None:
    """All rows of the files in order, in row groups for a scan, then footer and seal."""
    with open_writer(out, arrow_schema(), footer.n) as writer:
        for rows in _row_groups(store, files):
            n_groups = max(1, round(rows.num_rows / _ROW_GROUP_ROWS))
            writer.write_table(rows, row_group_size=-(-rows.num_rows // n_groups))
        add_footer(writer, footer)
    out.flush()
    write_seal(out)


def _row_groups(store: LocalStore, files: Sequence[Checked]) -> Iterator[pa.Table]:
    """The rows of the files in order, in tables of about the size of a row group."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    for table in _tables(store, files):
        waiting.append(table)
        n_rows = sum(one.num_rows for one in waiting)
        if n_rows >= _ROW_GROUP_ROWS or sum(one.nbytes for one in waiting) >= _ROW_GROUP_BYTES:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _tables(store: LocalStore, files: Sequence[Checked]) -> Iterator[pa.Table]:
    """The row groups of the files, in the columns of the present schema version."""
    import pyarrow.parquet as pq

    for checked in files:
        with store.open(checked.name) as source, pq.ParquetFile(source) as file:
            for group in range(file.num_row_groups):
                yield upcast(
                    file.read_row_group(group, use_threads=False), checked.footer.schema_version
                )


def _to_sweep(store: LocalStore, sealed_before: datetime) -> Iterator[str]:
    """What lies wholly in a sealed file that was made before then, and is sound.

    Files made later are left out of the account: readers may already take them, but nobody has to,
    and a log that is sealed every hour would never be swept. What stays is a dense list, too.
    """
    ranges = [n for n in store.names("sealed") if _sealed_at(store, n) <= sealed_before]
    listing = arrange(store.names("tail"), ranges)
    checked: set[str] = set()
    for name in listing.covered:
        first, last = seqs_of(name)
        over = range_over(first, listing.sealed)
        if over and last <= seqs_of(over)[1]:
            if over not in checked:
                _must_be_sound(store, over)
                checked.add(over)
            yield name


def _sealed_at(store: LocalStore, name: str) -> datetime:
    return footer_in(store, name).sealed_at or datetime.max.replace(tzinfo=UTC)


def _must_be_sound(store: LocalStore, name: str) -> None:
    try:
        check_file(store, name)
    except LogFileError as error:
        raise LogError(
            f"the log was not swept: {store.address}/{name}: {error}; run: vedette verify"
        ) from error
