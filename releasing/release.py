"""The files of a release, into dist/: sdist, wheel, bill of materials.

    python -m releasing.release        (or: make release; docs/releasing.md says the rest)

In:   the tree, as it is committed; pyproject.toml; CHANGELOG.md
Out:  dist/
Never: a release of a tree with changes, of a version without a section in the changelog, or of one
       that has a tag already. It makes no tag and sends nothing anywhere.
"""

from __future__ import annotations

import re
import subprocess
import sys

from releasing.lock import LOCK, ROOT
from releasing.sbom import bill, version_of_ours


class NotReady(Exception):
    """What has to be done first; one line."""


def check(version: str, changelog: str, status: str, tags: str) -> None:
    """Raise NotReady unless this can be released."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise NotReady(f"pyproject.toml: {version!r} is no version: write MAJOR.MINOR.PATCH")
    if not re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE
    ):
        raise NotReady(f"CHANGELOG.md has no section: ## [{version}] - YYYY-MM-DD")
    if status:
        raise NotReady("the tree has changes that are not committed: git status")
    if f"v{version}" in tags.split():
        raise NotReady(f"v{version} is tagged already; raise the version in pyproject.toml")


def main() -> None:
    """Check, then build."""
    version = version_of_ours()
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    check(version, changelog, _git("status", "--porcelain"), _git("tag"))
    folder = ROOT / "dist"
    subprocess.run([sys.executable, "-m", "hatchling", "build"], cwd=ROOT, check=True)
    made = bill(LOCK.read_text(encoding="utf-8"), version)
    (folder / f"vedette-{version}.cdx.json").write_text(made, encoding="utf-8")
    for file in sorted(folder.glob(f"vedette-{version}*")):
        print(file.relative_to(ROOT))
    print(f'next: git tag --annotate v{version} --message "Vedette {version}"')


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    try:
        main()
    except NotReady as error:
        print(f"not released: {error}", file=sys.stderr)
        sys.exit(2)
