"""The house rules that a program can check: who imports whom, who owns which third party.

Blind spot: imports by a computed name (importlib).
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("seeds", "transforms", "expectations", "warehouse", "flows")
CONTRACT = ("transforms.records", "transforms.events")
MAY_IMPORT = {
    "transforms": ("transforms",),
    "seeds": ("seeds", *CONTRACT),
    "expectations": ("expectations", *CONTRACT),
    "warehouse": ("warehouse", *CONTRACT),
    "flows": OURS,
}
OWNER = {
    "prefect": "flows",
    "prefect_dask": "flows",
    "distributed": "flows",
    "httpx": "flows",
    "httpcore": "flows",
    "apprise": "flows",
    "protego": "flows",
    "brotli": "flows",
    "backports": "flows",
    "typer": "flows",
    "prompt_toolkit": "flows",
    "packaging": "flows",
    "pydantic": "flows",
    "pydantic_settings": "flows",
    "rich": "flows",
    "great_expectations": "expectations",
    "pandas": "expectations",
    "duckdb": "warehouse",
    "pyarrow": "warehouse",
    "pyspark": "warehouse",
    "sqlglot": "warehouse",
    "obstore": "warehouse",
    "warcio": "warehouse",
    "fastwarc": "warehouse",
    "trafilatura": "transforms",
    "htmldate": "transforms",
    "w3lib": "transforms",
    "charset_normalizer": "transforms",
    "datasketch": "transforms",
    "py3langid": "transforms",
    "spacy": "transforms",
    "feedparser": "transforms",
    "lxml": "transforms",
    "yaml": "seeds",
    "jinja2": ("seeds", "flows"),  # made-up pages of outlets; the pages of the board
    "altair": "flows",
    "vl_convert": "flows",
}
# Each costs half a second to six: loaded where it is used, not when a module is.
HEAVY = (
    *("prefect", "great_expectations", "pandas", "spacy", "trafilatura", "pyarrow", "apprise"),
    *("datasketch", "pydantic", "jinja2", "altair", "vl_convert"),
)
MODULES = sorted(path for package in OURS for path in (ROOT / package).rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    """Every dotted module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively: write the full module path"
            yield node.module or ""


def owners_of(owner: str | tuple[str, ...]) -> tuple[str, ...]:
    return (owner,) if isinstance(owner, str) else owner


def by_module(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


@pytest.mark.parametrize("path", by_module(MODULES))
def test_a_module_imports_only_what_its_package_may(path):
    package = path.relative_to(ROOT).parts[0]
    for name in imports_of(path):
        if name.split(".")[0] in OURS:
            allowed = any(f"{name}.".startswith(f"{a}.") for a in MAY_IMPORT[package])
            assert allowed, f"{path.relative_to(ROOT)} may not import {name}"


@pytest.mark.parametrize("path", by_module(MODULES))
def test_a_third_party_is_imported_only_by_its_owner(path):
    package = path.relative_to(ROOT).parts[0]
    for name in imports_of(path):
        owner = OWNER.get(name.split(".")[0], package)
        assert package in owners_of(owner), f"{path.relative_to(ROOT)}: {name} belongs to {owner}"


@pytest.mark.parametrize("path", by_module(MODULES))
def test_a_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_program_does_not_import_the_tests():
    for path in MODULES:
        assert not any(re.match(r"tests\b", name) for name in imports_of(path)), path


def modules_loaded_by(code: str, *arguments: object) -> set[str]:
    """The top-level modules that are there when the code ends, whichever way."""
    told = "import sys, atexit; atexit.register(lambda: print('loaded:', *sys.modules)); "
    done = subprocess.run(
        [sys.executable, "-c", told + code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("loaded:"))
    return {name.split(".")[0] for name in line.split()[1:]}


def test_the_help_loads_nothing_that_a_command_needs():
    loaded = modules_loaded_by("from flows.cli import main; main()", "--help")
    assert loaded & {*HEAVY, *OWNER} <= {"typer", "rich"}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-engines.lock"])
def test_a_lock_has_hashes_and_no_addresses(name: str):
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = [line for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)
