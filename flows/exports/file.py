"""Where an export goes: a file that is put in its place whole, or standard output.

In:   a path, or - for standard output
Out:  a stream of bytes to write into
Never: leaves half a file under the name that was asked for, or replaces one before all is written.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

STANDARD_OUTPUT = "-"
_READABLE = 0o666


class OutputError(Exception):
    """The file cannot be written; one line."""


@contextmanager
def opened(output: str) -> Iterator[BinaryIO]:
    """The stream. Raises OutputError where the file cannot be made, or its disk is full."""
    if output == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(output)
    if target.is_dir():
        raise OutputError(f"{output}: is a folder; name a file")
    draft = ""
    try:
        descriptor, draft = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
        with os.fdopen(descriptor, "wb") as out:
            yield cast(BinaryIO, out)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(draft, _READABLE & ~_umask())
        os.replace(draft, target)
        draft = ""
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror}") from None
    finally:
        if draft:
            with suppress(OSError):
                os.unlink(draft)


def _umask() -> int:
    """What a new file is not to be; mkstemp makes one for its owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
