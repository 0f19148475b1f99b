"""One file of the log: its bytes, its footer, its seal.

In:   a table of events and what the footer says of it; a file that is open for reading
Out:  Parquet bytes that any tool reads; Footer; Digests
Never: decides where a file goes or in which order. See log.py and seal.py.

A file in tail/ is one commit. A file in sealed/ holds the rows of many, and its footer names each
of them as it was. Every commit carries the sha256 of the commit before it, so none can be changed
unseen. The newest has no successor yet: therefore each file also carries a seal, the sha256 of
its own bytes with the seal's digits set to zero.

    LogError            what could not be appended, read or sealed, where, and what to do
    LogFileError        a file that is not a whole file of this log; others say which and turn
                        it into a LogError
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from warehouse.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    import pyarrow as pa

_SEAL = re.compile(rb"seal=([0-9a-f]{64})")
_NO_SEAL = b"seal=" + b"0" * 64
# Keeps "seal=" out of the footer's free text, so that the last match in a file is the seal.
_BATCH_ID = re.compile(r"[A-Za-z0-9._:/+-]{1,200}")
_CHUNK_BYTES = 1 << 20
# Each value is there once, or nearly: a dictionary would only be given up half-way.
_WITHOUT_DICTIONARY = frozenset({"event_id", "claim_id", "evidence", "detail", "seq"})
# In a file of fewer rows 40 dictionaries cost more bytes, and a third of the time, than they save.
_ROWS_FOR_DICTIONARIES = 1_000


class LogError(Exception):
    """What could not be appended, read or sealed, where, and what to do; one line."""


class LogFileError(Exception):
    """A file that is not a whole file of this log, in one line."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What is known for ever of a commit. `sha256` is of its own file's bytes."""

    batch_id: str
    first_seq: int
    n: int
    sha256: str
    recorded_at: datetime

    @property
    def next_seq(self) -> int:
        """The sequence number after this commit's last."""
        return self.first_seq + self.n


@dataclass(frozen=True, slots=True)
class Footer:
    """What a file says of itself. `previous_sha256` is of the commit before, "" where none is.

    A commit has a `batch_id`; a sealed file has `commits` instead, all those that it covers.
    `vouched` maps sealed files that were there before this file to their seals.
    """

    first_seq: int
    n: int
    previous_sha256: str
    recorded_at: datetime  # of its last event
    batch_id: str = ""
    commits: tuple[Commit, ...] = ()
    vouched: Mapping[str, str] = field(default_factory=dict)
    sealed_at: datetime | None = None  # of a sealed file: when it was made
    schema_version: int = SCHEMA_VERSION
    seal: str = ""  # once it is written

    @property
    def next_seq(self) -> int:
        """The sequence number after this file's last."""
        return self.first_seq + self.n


@dataclass(frozen=True, slots=True)
class Digests:
    """Of one file: the sha256 of its bytes, its seal, and whether the seal is the right one."""

    sha256: str
    seal: str
    is_sealed_right: bool
    n_bytes: int


def is_batch_id(text: str) -> bool:
    """Whether a text may name a batch: 1 to 200 letters, digits and . _ : / + -"""
    return _BATCH_ID.fullmatch(text) is not None


def encode(table: pa.Table, footer: Footer) -> bytes:
    """The bytes of a log file with the rows of `table`, sealed."""
    buffer = io.BytesIO()
    with open_writer(buffer, table.schema, table.num_rows) as writer:
        writer.write_table(table)
        add_footer(writer, footer)
    write_seal(buffer)
    return buffer.getvalue()


def open_writer(out: BinaryIO, schema: pa.Schema, n_rows: int) -> Any:
    """A ParquetWriter as every file of the log is written: close it before write_seal()."""
    import pyarrow.parquet as pq

    is_large = n_rows >= _ROWS_FOR_DICTIONARIES
    named = [name for name in schema.names if is_large and name not in _WITHOUT_DICTIONARY]
    return pq.ParquetWriter(
        out, schema, compression="zstd", use_dictionary=named or False, store_schema=False
    )


def add_footer(writer: Any, footer: Footer) -> None:
    """Give the file its footer, with a seal that is not filled in yet."""
    said = {
        "first_seq": str(footer.first_seq),
        "n": str(footer.n),
        "previous_sha256": footer.previous_sha256,
        "recorded_at": footer.recorded_at.astimezone(UTC).isoformat(),
        "schema_version": str(footer.schema_version),
        "vouched": json.dumps(dict(footer.vouched)),
        **({"commits": _packed(footer.commits)} if footer.commits else {}),
        **({"sealed_at": footer.sealed_at.astimezone(UTC).isoformat()} if footer.sealed_at else {}),
        **({"batch_id": footer.batch_id} if footer.batch_id else {}),
        "seal": _NO_SEAL.decode(),  # the last, so that it is found from the end
    }
    writer.add_key_value_metadata({f"vedette.{key}": value for key, value in said.items()})


def write_seal(file: BinaryIO) -> None:
    """Fill in the seal of a file that is written but for it. Hashes all of its bytes."""
    at = _place_of_seal(file)
    _, seal = _hashes(file, at)
    file.seek(at)
    file.write(b"seal=" + seal.encode())


def digests_of(file: BinaryIO) -> Digests:
    """Read a file once from its first byte to its last. Raises LogFileError where it is torn."""
    at = _place_of_seal(file)
    sha256, right = _hashes(file, at)
    file.seek(at)
    found = _SEAL.fullmatch(file.read(len(_NO_SEAL)))
    seal = found.group(1).decode() if found else ""
    return Digests(sha256, seal, seal == right, file.seek(0, io.SEEK_END))


def _hashes(file: BinaryIO, at: int) -> tuple[str, str]:
    """The sha256 of a file, and what its seal at `at` has to be; both share what is before it."""
    file.seek(0)
    before = hashlib.sha256()
    left = at
    # Not mapped into memory: there, a disk that fails to read kills the process.
    while left and (chunk := file.read(min(left, _CHUNK_BYTES))):
        before.update(chunk)
        left -= len(chunk)
    rest = file.read()
    unsealed = before.copy()
    unsealed.update(_NO_SEAL + rest[len(_NO_SEAL) :])
    before.update(rest)
    return before.hexdigest(), unsealed.hexdigest()


def _place_of_seal(file: BinaryIO) -> int:
    """Where the seal begins, in bytes from the start: in Parquet's footer, the last of its kind."""
    n_bytes = file.seek(0, io.SEEK_END)
    file.seek(max(0, n_bytes - 8))
    end = file.read()
    n_footer = int.from_bytes(end[:4], "little") + 8
    if end[4:] != b"PAR1" or n_footer > n_bytes:
        raise LogFileError("not a whole file of the log (its end is missing)")
    file.seek(n_bytes - n_footer)
    found = file.read().rfind(b"seal=")
    if found < 0:
        raise LogFileError("not a file of the log (it has no seal)")
    return n_bytes - n_footer + found


def read_footer(file: BinaryIO | Path) -> Footer:
    """The footer of one file. Raises LogFileError where it is no whole file of the log."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return footer_of(pq.read_metadata(file))
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException) as error:
        lines = str(error).splitlines() or [type(error).__name__]
        raise LogFileError(f"not a whole file of the log ({lines[0]})") from error


def footer_of(metadata: pa.FileMetaData) -> Footer:
    """The footer out of Parquet's metadata. Raises LogFileError where it is not all there."""
    raw: dict[bytes, bytes] = metadata.metadata or {}
    prefix = b"vedette."
    try:
        said = {
            key.removeprefix(prefix).decode(): value.decode()
            for key, value in raw.items()
            if key.startswith(prefix)
        }
        return Footer(
            first_seq=int(said["first_seq"]),
            n=int(said["n"]),
            previous_sha256=said["previous_sha256"],
            recorded_at=datetime.fromisoformat(said["recorded_at"]),
            batch_id=said.get("batch_id", ""),
            commits=_unpacked(said["commits"], int(said["first_seq"])) if "commits" in said else (),
            sealed_at=datetime.fromisoformat(said["sealed_at"]) if "sealed_at" in said else None,
            vouched=json.loads(said.get("vouched", "{}")),
            schema_version=int(said["schema_version"]),
            seal=said["seal"].removeprefix("seal="),
        )
    except (ValueError, KeyError, zlib.error) as error:
        raise LogFileError(f"not a whole file of the log (its footer lacks {error})") from error


def _packed(commits: tuple[Commit, ...]) -> str:
    """The covered commits as one text; first_seq follows from n, as seq is dense."""
    rows = [(c.batch_id, c.n, c.sha256, c.recorded_at.astimezone(UTC).isoformat()) for c in commits]
    return base64.b64encode(zlib.compress(json.dumps(rows).encode())).decode()


def _unpacked(text: str, first_seq: int) -> tuple[Commit, ...]:
    commits = []
    for batch_id, n, sha256, recorded_at in json.loads(zlib.decompress(base64.b64decode(text))):
        at = datetime.fromisoformat(recorded_at)
        commits.append(Commit(batch_id, first_seq, n, sha256, at))
        first_seq += n
    return tuple(commits)
