"""Reads a log from its first event to its last, whatever is sealed or swept meanwhile.

In:   a store; which types of events
Out:  Event records in the order of seq
Never: holds more than one row group in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from transforms.records import Event
from warehouse.commit_store import CommitStore
from warehouse.listing import list_log, seqs_of
from warehouse.log_file import LogError, LogFileError, footer_of
from warehouse.schema import SCHEMA_VERSION, table_to_events
from warehouse.versions import upcast

if TYPE_CHECKING:
    import pyarrow as pa


def read_events(store: CommitStore, event_types: Collection[str] | None = None) -> Iterator[Event]:
    """Events in sequence, of the given types or all. Raises LogError at a file that is damaged."""
    next_seq = 0
    files = list(list_log(store).files)
    while files:
        name = files.pop(0)
        try:
            for first_seq, n, table in _tables_in(store, name, next_seq, event_types):
                yield from table_to_events(table)
                next_seq = first_seq + n
        except FileNotFoundError:  # swept: what covers it is in the next listing
            files = [other for other in list_log(store).files if seqs_of(other)[1] >= next_seq]
            if name in files:
                raise LogError(f"{store.address}/{name}: is listed and cannot be opened") from None


def _tables_in(
    store: CommitStore, name: str, from_seq: int, event_types: Collection[str] | None
) -> Iterator[tuple[int, int, pa.Table]]:
    """The row groups of a file from `from_seq` on: first seq, number of rows, and those asked for.

    Tables are of the present schema. Raises LogError, and FileNotFoundError before the first.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    where = f"{store.address}/{name}"
    try:
        with store.open(name) as source, pq.ParquetFile(source) as file:
            footer = footer_of(file.metadata)
            if footer.schema_version > SCHEMA_VERSION:
                raise LogError(
                    f"{where}: schema version {footer.schema_version} is newer than this program "
                    f"reads ({SCHEMA_VERSION}); upgrade vedette"
                )
            first_seq = footer.first_seq
            for group in range(file.num_row_groups):
                n = file.metadata.row_group(group).num_rows
                if first_seq + n > from_seq:
                    rows = _rows_of(file, group, from_seq - first_seq, event_types)
                    yield first_seq, n, upcast(rows, footer.schema_version)
                first_seq += n
    except FileNotFoundError:
        raise
    except (LogFileError, OSError, pa.ArrowException) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise LogError(f"{where}: cannot be read: {said}; run: vedette verify") from error


def _rows_of(file: Any, group: int, skip: int, event_types: Collection[str] | None) -> pa.Table:
    """One row group without its first `skip` rows; where no row is asked for, little is decoded."""
    import pyarrow as pa
    import pyarrow.compute as pc

    skip = max(0, skip)
    # One thread: a thread of Arrow's that lets go of a Python file while the process ends kills it.
    if event_types is None:
        return file.read_row_group(group, use_threads=False).slice(skip)
    types = file.read_row_group(group, ["event_type"], use_threads=False).column(0).slice(skip)
    is_asked_for = pc.is_in(types, pa.array(list(event_types), pa.string()))
    if not pc.any(is_asked_for).as_py():
        return file.schema_arrow.empty_table()
    return file.read_row_group(group, use_threads=False).slice(skip).filter(is_asked_for)
