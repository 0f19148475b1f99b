"""The guard: a command that it started is gone when the one who started the guard is, however."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# A command with a child of its own, both of which would stay for an hour.
COMMAND = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(3600)'])"
PARENT = f"""
import subprocess, sys
guard = subprocess.Popen(
    [sys.executable, "-m", "flows.serving.guard", sys.executable, "-c", {COMMAND!r}],
    stdin=subprocess.PIPE, start_new_session=True,
)
print(guard.pid, flush=True)
guard.wait()
"""


def members(group):
    """The processes of a group that are running."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_until(is_so, seconds):
    ends_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends_at, f"not within {seconds} s"
        time.sleep(0.05)


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM], ids=lambda by: by.name)
def test_nothing_outlives_a_parent_that_is_killed(by):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        group = int(parent.stdout.readline())
        try:
            wait_until(lambda: len(members(group)) == 3, 10)
            parent.send_signal(by)
            parent.wait()
            wait_until(lambda: not members(group), 8)
        finally:
            if members(group):
                os.killpg(group, signal.SIGKILL)


def test_a_command_that_ends_by_itself_gives_its_exit_code():
    command = [sys.executable, "-c", "raise SystemExit(7)"]
    with subprocess.Popen(
        [sys.executable, "-m", "flows.serving.guard", *command],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        start_new_session=True,
    ) as guard:
        assert guard.wait(20) == 7
