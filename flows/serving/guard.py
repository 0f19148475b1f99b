"""A process between us and our Prefect server: it ends the server when we are gone.

    python -m flows.serving.guard COMMAND…

In:   a command; a pipe as standard input, whose other end only the parent holds
Out:  the command's exit code
Never: outlives its parent. However that ends (kill -9, too), the system closes the pipe, and then
       all of this process group is ended: the command, and what it started.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

GRACE_SECONDS = 2


def main() -> None:
    """Run the command for as long as the pipe is open."""
    command = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_with_parent, args=(command,), daemon=True).start()
    sys.exit(command.wait())


def _end_with_parent(command: subprocess.Popen[bytes]) -> None:
    """Ask, then insist."""
    # Comes back empty when nobody holds the other end any more. Not by sys.stdin, whose lock a
    # thread that waits would keep from the interpreter's end.
    while os.read(0, 1024):
        pass
    command.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        command.wait(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
