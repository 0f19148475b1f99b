"""The licences of all that requirements.lock names -> docs/licences.md.

    python -m releasing.licences        (or: make licences)

In:   requirements.lock; what the installed packages say of themselves
Out:  the table of docs/licences.md
Never: guesses. A package without a licence that is known here, or with one that does not go with
       Apache-2.0, is a LicenceError.
"""

from __future__ import annotations

from importlib import metadata

from license_expression import AND, OR, get_spdx_licensing

from releasing.lock import LOCK, ROOT, pinned

PAGE = ROOT / "docs" / "licences.md"
_START, _END = "<!-- licences: start -->\n", "<!-- licences: end -->\n"

# What may be used beside Apache-2.0, and passed on with it. Of the weak copyleft ones (MPL, LGPL),
# packages are used as they are.
ALLOWED = frozenset(
    (
        *("0BSD", "Apache-2.0", "Artistic-1.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0"),
        *("CNRI-Python", "ISC", "LGPL-2.1-or-later", "MIT", "MIT-0", "MPL-1.1", "MPL-2.0"),
        *("PSF-2.0", "Unlicense", "Zlib", "LicenseRef-BSD"),
    )
)
# What classifiers and older fields mean. "BSD License" does not say which of them.
_MEANT = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic-1.0",
    "BSD": "LicenseRef-BSD",
    "BSD License": "LicenseRef-BSD",
    "GNU General Public License (GPL)": "GPL-1.0-or-later",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
# Of packages that are not for every platform: what they say where they are installed.
ELSEWHERE = {"async-timeout": "Apache-2.0", "pywin32": "PSF-2.0", "whenever": "MIT"}
_SPDX = get_spdx_licensing()


class LicenceError(Exception):
    """A package that cannot be used, or of which that is not known; one line."""


def licence_of(name: str) -> str:
    """The SPDX expression of an installed package. Raises LicenceError."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        raise LicenceError(f"{name}: not installed; run: make lock, then any target") from None
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [
        line.split(" :: ")[-1]
        for line in told.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    field = (told.get("License") or "").strip()
    if not classifiers and field and not _SPDX.unknown_license_keys(field):
        return field
    words = classifiers or [field]
    unknown = [word for word in words if word not in _MEANT and word not in ALLOWED]
    if unknown:
        raise LicenceError(f"{name}: no licence that is known here: {unknown[0][:60]!r}")
    return " OR ".join(dict.fromkeys(_MEANT.get(word, word) for word in words))


def is_allowed(expression: str) -> bool:
    """Whether one can keep to it: of alternatives to one, of a sum to all. Raises LicenceError."""
    tree = _SPDX.parse(expression.replace("LicenseRef-BSD", "BSD-3-Clause"))
    return _holds(tree)


def _holds(tree: object) -> bool:
    if isinstance(tree, OR):
        return any(map(_holds, tree.args))
    if isinstance(tree, AND):
        return all(map(_holds, tree.args))
    return str(tree) in ALLOWED


def table(lock: str) -> str:
    """The table of the page. Raises LicenceError."""
    rows = {}
    for one in pinned(lock):
        licence = licence_of(one.name)
        if not is_allowed(licence):
            raise LicenceError(f"{one.name}: {licence} does not go with Apache-2.0")
        rows[one.name] = licence.replace("LicenseRef-BSD", "BSD")
    lines = (f"| {name} | {licence} |" for name, licence in sorted(rows.items()))
    return "\n".join(("| package | licence |", "| --- | --- |", *lines, ""))


def rendered(page: str, lock: str) -> str:
    """The page with its table made anew. Raises LicenceError."""
    before, _, rest = page.partition(_START)
    return f"{before}{_START}{table(lock)}{_END}{rest.partition(_END)[2]}"


if __name__ == "__main__":
    try:
        text = rendered(PAGE.read_text(encoding="utf-8"), LOCK.read_text(encoding="utf-8"))
    except LicenceError as error:
        raise SystemExit(str(error)) from None
    PAGE.write_text(text, encoding="utf-8")
