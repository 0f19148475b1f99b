"""What goes with a release: licences that are known, a bill that is whole, an audit that ends."""

import json
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from releasing import audit as auditing
from releasing.licences import PAGE, LicenceError, is_allowed, licence_of, rendered
from releasing.lock import LOCK, pinned
from releasing.release import NotReady, check
from releasing.sbom import bill, version_of_ours

ROOT = Path(__file__).parents[2]
TEXT = LOCK.read_text(encoding="utf-8")


def test_everything_that_the_lock_names_is_read_with_its_hashes():
    found = list(pinned(TEXT))
    assert len(found) == sum("==" in line and line[0].isalnum() for line in TEXT.splitlines())
    assert all(one.sha256s for one in found)
    assert sum(len(one.sha256s) for one in found) == TEXT.count("--hash=sha256:")


# --- licences ------------------------------------------------------------------------------


def test_the_page_of_licences_is_fresh_and_every_licence_goes_with_ours():
    page = PAGE.read_text(encoding="utf-8")
    assert page == rendered(page, TEXT), "run: make licences"


@pytest.mark.parametrize(
    ("expression", "goes"),
    [
        ("MIT", True),
        ("MIT AND Zlib", True),
        ("GPL-2.0-or-later OR Artistic-1.0", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-only", False),
        ("LicenseRef-Proprietary", False),
    ],
)
def test_of_alternatives_one_has_to_go_with_ours_and_of_a_sum_all(expression, goes):
    assert is_allowed(expression) is goes


def test_a_licence_that_is_not_known_is_a_fault(tmp_path, monkeypatch):
    told = tmp_path / "mystery-1.0.dist-info" / "METADATA"
    told.parent.mkdir()
    told.write_text("Metadata-Version: 2.1\nName: mystery\nVersion: 1.0\nLicense: Ask Bob\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(LicenceError, match="mystery: no licence that is known here: 'Ask Bob'"):
        licence_of("mystery")
    with pytest.raises(LicenceError, match="not installed"):
        licence_of("no-such-package")


# --- the bill of materials -----------------------------------------------------------------


def test_the_bill_is_valid_and_names_all_and_is_the_same_again():
    made = bill(TEXT, "1.2.3")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(made) is None
    told = json.loads(made)
    wanted = {(one.name, one.version) for one in pinned(TEXT)}
    assert {(one["name"], one["version"]) for one in told["components"]} == wanted
    assert all(one["hashes"] and one["licenses"] and one["purl"] for one in told["components"])
    assert made == bill(TEXT, "1.2.3")


# --- the audit -----------------------------------------------------------------------------


@contextmanager
def advisories(answer):
    """An advisory service that says this of every package; how many asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            package = json.loads(self.rfile.read(length))["package"]["name"]
            asked.append(package)
            body = json.dumps(answer(package)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield ["-s", "osv", "--osv-url", f"http://127.0.0.1:{server.server_address[1]}/"], asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def short_lock(tmp_path, monkeypatch):
    """The first packages of the lock."""
    lock = tmp_path / "requirements.lock"
    kept, after = (everything := list(pinned(TEXT)))[:3], everything[3]
    lock.write_text(TEXT[: TEXT.index(f"\n{after.name}==") + 1])
    monkeypatch.setattr(auditing, "LOCK", lock)
    return kept


def advisory(package):
    return {
        "id": "OSV-1",
        "summary": "Bad",
        "details": "Bad",
        "affected": [
            {
                "package": {"name": package, "ecosystem": "PyPI"},
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999"}]}
                ],
            }
        ],
    }


def test_a_known_vulnerability_fails(short_lock, capsys):
    bad = short_lock[0].name

    def answer(package):
        return {"vulns": [advisory(package)]} if package == bad else {}

    with advisories(answer) as (options, asked):
        assert auditing.audit(options) == 1
    assert len(asked) == len(short_lock)
    told = capsys.readouterr().out
    assert f"audit: {bad} {short_lock[0].version}: OSV-1; mended in: 999" in told


def test_without_one_all_is_well(short_lock, capsys):
    with advisories(lambda package: {}) as (options, _):
        assert auditing.audit(options) == 0
    assert capsys.readouterr().out == "audit: no known vulnerability in requirements.lock\n"


def test_a_service_that_cannot_be_reached_fails_nothing(short_lock, capsys):
    assert auditing.audit(["-s", "osv", "--osv-url", "http://127.0.0.1:9/"]) == 0
    told = capsys.readouterr().out
    assert "not audited" in told
    assert told.count("\n") == 1


def test_a_service_that_does_not_come_to_an_end_is_left(short_lock, capsys, monkeypatch):
    monkeypatch.setattr(auditing, "TIMEOUT_SECONDS", 3)
    held = threading.Event()
    with advisories(lambda package: held.wait(20) and {}) as (options, _):
        assert auditing.audit([*options, "--timeout", "30"]) == 0
        held.set()
    assert "no answer within 3 s" in capsys.readouterr().out


# --- the release ---------------------------------------------------------------------------

READY = ("1.2.0", "## [Unreleased]\n\n## [1.2.0] - 2025-01-24\n", "", "v1.0.0\nv1.1.0")


def test_a_tree_that_is_ready_is_released():
    check(*READY)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (0, "1.2.0rc1", "is no version"),
        (1, "## [Unreleased]\n", r"has no section: ## \[1.2.0\]"),
        (2, " M README.md", "not committed"),
        (3, "v1.2.0", "tagged already"),
    ],
)
def test_what_is_not_ready_is_said(place, value, said):
    with pytest.raises(NotReady, match=said):
        check(*(value if n == place else one for n, one in enumerate(READY)))


def test_the_version_stands_in_one_place():
    version = version_of_ours()
    told = subprocess.run(
        ["git", "grep", "-lF", f'"{version}"', "--", "*.py", "*.toml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split() == ["pyproject.toml"]


# --- the Makefile --------------------------------------------------------------------------


def test_every_target_says_what_it_does():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = text.partition(".PHONY:")[2].partition("\n")[0].split()
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    assert {line.split()[0] for line in told.splitlines()} == set(phony)
    assert all(len(line.split()) > 2 for line in told.splitlines())


def test_the_hooks_fetch_nothing_and_run_what_there_is():
    import yaml

    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repo,) = config["repos"]
    assert repo["repo"] == "local"
    for hook in repo["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith((".venv/bin/", "python"))
    with tempfile.TemporaryDirectory() as folder:
        bad = Path(folder) / "bad.py"
        bad.write_text("import os\n")
        (ruff,) = (hook for hook in repo["hooks"] if hook["id"] == "ruff")
        program = Path(sys.executable).parent / ruff["entry"].split()[0].rpartition("/")[2]
        assert subprocess.run([program, "check", bad], capture_output=True).returncode == 1
