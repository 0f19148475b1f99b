"""One file of the log = one commit: its bytes, its footer, its seal.

In:   stamped events and what the footer says of them; bytes of a log file
Out:  Parquet bytes that any tool reads; Footer
Never: decides where a file goes or in which order. See log.py.

Every file carries the sha256 of the file before it, so no earlier commit can be changed
unseen. The newest file has no successor yet: therefore each also carries a seal, the sha256 of
its own bytes with the seal's digits set to zero.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from transforms.records import Event
from warehouse.schema import SCHEMA_VERSION, events_to_table

_SEAL = re.compile(rb"seal=([0-9a-f]{64})")
_NO_SEAL = b"seal=" + b"0" * 64
# Keeps "seal=" out of the footer's free text, so that the last match in a file is the seal.
_BATCH_ID = re.compile(r"[A-Za-z0-9._:/+-]{1,200}")


class LogFileError(Exception):
    """A file that is not a whole file of this log, in one line."""


@dataclass(frozen=True, slots=True)
class Footer:
    """What a file says of itself. `previous_sha256` is "" in the first file of a log."""

    batch_id: str
    first_seq: int
    n: int
    previous_sha256: str
    recorded_at: datetime  # of its last event
    schema_version: int = SCHEMA_VERSION

    @property
    def next_seq(self) -> int:
        """The sequence number after this file's last."""
        return self.first_seq + self.n


def is_batch_id(text: str) -> bool:
    """Whether a text may name a batch: 1 to 200 letters, digits and . _ : / + -"""
    return _BATCH_ID.fullmatch(text) is not None


def encode(events: Sequence[Event], footer: Footer) -> bytes:
    """The bytes of a log file, sealed. Raises SchemaError for an event without a place."""
    import pyarrow.parquet as pq

    table = events_to_table(events)
    buffer = io.BytesIO()
    with pq.ParquetWriter(buffer, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(
            {
                "vedette.batch_id": footer.batch_id,
                "vedette.first_seq": str(footer.first_seq),
                "vedette.n": str(footer.n),
                "vedette.previous_sha256": footer.previous_sha256,
                "vedette.recorded_at": footer.recorded_at.astimezone(UTC).isoformat(),
                "vedette.schema_version": str(footer.schema_version),
                "vedette.seal": _NO_SEAL.decode(),
            }
        )
    unsealed = buffer.getvalue()
    at = unsealed.rindex(_NO_SEAL)
    seal = b"seal=" + hashlib.sha256(unsealed).hexdigest().encode()
    return unsealed[:at] + seal + unsealed[at + len(seal) :]


def is_sealed_right(content: bytes) -> bool:
    """Whether a file's bytes are the bytes that were sealed: any flipped byte gives False."""
    seals = list(_SEAL.finditer(content))
    if not seals:
        return False
    found = seals[-1]
    unsealed = content[: found.start()] + _NO_SEAL + content[found.end() :]
    return hashlib.sha256(unsealed).hexdigest().encode() == found.group(1)


def read_footer(path: Path) -> Footer:
    """The footer of one file. Raises LogFileError where it is no whole file of the log."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        raw: dict[bytes, bytes] = pq.read_metadata(path).metadata or {}
        said: dict[str, Any] = {
            k.decode().removeprefix("vedette."): v.decode()
            for k, v in raw.items()
            if k.startswith(b"vedette.")
        }
        return Footer(
            batch_id=said["batch_id"],
            first_seq=int(said["first_seq"]),
            n=int(said["n"]),
            previous_sha256=said["previous_sha256"],
            recorded_at=datetime.fromisoformat(said["recorded_at"]),
            schema_version=int(said["schema_version"]),
        )
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        lines = str(error).splitlines() or [type(error).__name__]
        raise LogFileError(f"{path}: not a whole file of the log ({lines[0]})") from error
