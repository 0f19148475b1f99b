"""Known vulnerabilities in what requirements.lock names, by pip-audit.

    python -m releasing.audit [PIP-AUDIT OPTIONS …]        (a part of: make lint)

In:   requirements.lock; an advisory service, by default that of the package index
Out:  a line a vulnerability, exit code 1; or one line, exit code 0: none known, or nobody to ask
Never: takes longer than half a minute, or fails a machine that is off the network.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from releasing.lock import LOCK

TIMEOUT_SECONDS = 30


def audit(options: Sequence[str] = ()) -> int:
    """Ask, and say what came of it; the exit code."""
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(LOCK)),
        *("--disable-pip", "--require-hashes", "--progress-spinner", "off"),
        *("--format", "json", "--timeout", "5", *options),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        print(f"audit: no answer within {TIMEOUT_SECONDS} s from the advisory service; not audited")
        return 0
    except json.JSONDecodeError:
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        print(f"audit: the advisory service cannot be asked; not audited ({last[:200]})")
        return 0
    found = list(_vulnerable(answer))
    print("\n".join(found) if found else "audit: no known vulnerability in requirements.lock")
    return 1 if found else 0


def _vulnerable(answer: dict[str, Any]) -> Iterator[str]:
    for package in answer["dependencies"]:
        for one in package.get("vulns", ()):
            fixed = ", ".join(one["fix_versions"]) or "no version yet"
            yield f"audit: {package['name']} {package['version']}: {one['id']}; mended in: {fixed}"


if __name__ == "__main__":
    sys.exit(audit(sys.argv[1:]))
