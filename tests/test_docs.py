"""The documents say what is so: commands print what stands below them, names name something."""

import dataclasses
import re
from pathlib import Path

import nbformat
import pytest
import typer

from docs.make_reference import pages
from docs.refresh import (
    ROOT,
    DocsError,
    Stage,
    blocks_of,
    commands_of,
    comparable,
    cut,
    documents,
    executed,
    notebooks,
    rendered,
)
from docs.refresh import Block as DocBlock
from flows.cli import app
from seeds.watch import read_watch
from tests.test_architecture import CONTRACT, MAY_IMPORT, OWNER, owners_of
from transforms import records
from transforms.export_stix_extension import (
    CLAIM_EXTENSION,
    CLAIM_PROPERTIES,
    STATE_EXTENSION,
    STATE_PROPERTIES,
)

EVERY_DOCUMENT = sorted(
    {
        *documents(),
        ROOT / "ARCHITECTURE.md",
        ROOT / "CHANGELOG.md",
        ROOT / "benchmarks" / "README.md",
        ROOT / "seeds" / "corpus" / "README.md",
    }
)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
BLOCKS = [block for path in documents() for block in blocks_of(path)]
PUBLIC_VIEWS = "events articles claims positions state state_history alerts runs quarantine".split()
FOLDERS = "seeds transforms expectations warehouse flows tests benchmarks docs".split()


def by_path(paths):
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


def by_place(blocks):
    return [pytest.param(block, id=block.where) for block in blocks]


def words_of_user_documents():
    return "\n".join(path.read_text(encoding="utf-8") for path in documents())


# --- what is run ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    """The demo, run once for all blocks."""
    return Stage(tmp_path_factory.mktemp("docs") / "stage")


@pytest.mark.slow
@pytest.mark.parametrize("block", by_place(b for b in BLOCKS if b.is_run))
def test_a_command_prints_what_stands_below_it(block, stage):
    assert comparable(block.body) == comparable(rendered(block, stage)), "run: make docs"


@pytest.mark.slow
@pytest.mark.parametrize("path", by_path(notebooks()))
def test_the_cells_of_a_notebook_run_and_give_the_charts_that_are_kept(path, stage):
    kept = nbformat.read(path, as_version=4)
    assert charts_of(executed(path, stage)) == charts_of(kept), "run: make docs"
    assert len(charts_of(kept)) >= 3
    assert path.stat().st_size < 150_000


def charts_of(notebook):
    """What each chart shows, as it says to those who cannot see it: a label a mark."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    charts = [output["data"]["image/svg+xml"] for output in outputs if "data" in output]
    return [re.findall(r'aria-label="([^"]+)"', chart) for chart in charts]


@pytest.mark.parametrize("block", by_place(b for b in BLOCKS if b.mark == "watch"))
def test_a_watch_in_a_document_is_accepted(block, tmp_path):
    file = tmp_path / block.said
    file.write_text(block.body, encoding="utf-8")
    assert read_watch(file).indicators


def test_two_blocks_are_not_saved_under_one_name():
    names = [block.said for block in BLOCKS if block.mark in ("file", "watch")]
    assert sorted(names) == sorted(set(names))


# --- what is named -------------------------------------------------------------------------


@pytest.mark.parametrize("path", by_path(EVERY_DOCUMENT))
def test_every_relative_link_leads_somewhere(path):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|srcset|href)=\"([^\"#]+)\"", text)
    for link in (one or other for one, other in links):
        if "://" not in link:
            assert (path.parent / link).exists(), link


@pytest.mark.parametrize("path", by_path(EVERY_DOCUMENT))
def test_every_file_of_ours_that_is_named_exists(path):
    text = path.read_text(encoding="utf-8")
    for named in re.findall(rf"(?<![\w/.-])((?:{'|'.join(FOLDERS)})/[\w./*-]*\w)", text):
        at_its_folder = path.parent / named
        found = at_its_folder.exists() or any(ROOT.glob(named)) or any(ROOT.glob(f"{named}.py"))
        assert found, named


@pytest.mark.parametrize("path", by_path(EVERY_DOCUMENT))
def test_every_test_that_is_named_exists(path):
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", path.read_text(encoding="utf-8")):
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_each_promise_of_the_log_is_held_by_a_test():
    text = (ROOT / "docs" / "log.md").read_text(encoding="utf-8")
    promises = re.findall(r"^\| (\d) \| .+? \| (.+) \|$", text, re.MULTILINE)
    assert [number for number, _ in promises] == list("123456789")
    assert all("::test_" in tests for _, tests in promises)


def test_each_threat_is_held_by_a_test():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    threats = re.findall(r"^\| (\d+) \| .+? \| .+? \| (.+) \|$", text, re.MULTILINE)
    assert [int(number) for number, _ in threats] == list(range(1, len(threats) + 1))
    assert len(threats) >= 19
    for _, tests in threats:
        named = tests.split(", ")
        assert all(re.fullmatch(r"`tests/[\w/]+\.py::test_\w+`", one) for one in named), tests


def commands():
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        below = getattr(command, "commands", None)
        yield from (f"{name} {one}" for one in below) if below else (name,)


def test_the_reference_is_what_the_program_says_of_itself():
    for path, text in pages().items():
        assert path.read_text(encoding="utf-8") == text, "run: make docs"


@pytest.mark.parametrize("command", commands())
def test_every_command_is_told_of(command):
    assert re.search(rf"vedette {command}\b", words_of_user_documents())


@pytest.mark.parametrize("view", PUBLIC_VIEWS)
def test_every_public_view_is_told_of(view):
    assert re.search(rf"`{view}`", words_of_user_documents())


@pytest.mark.parametrize(
    "record", [records.Subject, records.Indicator, records.Party, records.Feed, records.AlertRule]
)
def test_every_key_of_a_watch_is_explained(record):
    text = (ROOT / "docs" / "watch.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(record):
        assert f"`{field.name}`" in text, f"{record.__name__}: {field.name}"


@pytest.mark.parametrize("properties", [CLAIM_PROPERTIES, STATE_PROPERTIES], ids=["claim", "state"])
def test_every_property_of_an_extension_of_stix_is_explained(properties):
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    for name, meaning in properties.items():
        assert f"| `{name}` | {meaning} |" in text
    assert all(name in text for name in (CLAIM_EXTENSION, STATE_EXTENSION))


# --- form ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", by_path(DECISIONS))
def test_a_decision_is_a_question_and_an_answer_on_one_screen(path):
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{3}-[a-z0-9-]+\.md", path.name)
    assert len(text.splitlines()) <= 60
    assert text.startswith("# ")
    assert text.index("**Question.**") < text.index("**Answer.**")


def test_the_changelog_has_a_place_for_what_is_not_released():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]$", changelog, re.MULTILINE)


def test_the_table_of_imports_is_the_one_that_is_enforced():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = {
        cells[0].strip("`/"): cells
        for line in text.splitlines()
        if (cells := [cell.strip() for cell in line.strip("|").split("|")])[0].endswith("/`")
    }
    assert set(rows) == {*MAY_IMPORT, "tests"}
    for package, allowed in MAY_IMPORT.items():
        _, _, may_import, owns = rows[package]
        said = {"all": {"all"}, "itself": {package}}.get(
            may_import, {package, *re.findall(r"`([\w.]+)`", may_import)}
        )
        meant = {"all"} if len(allowed) > len(CONTRACT) + 1 else set(allowed)
        assert said == meant, package
        for owned in owns.split(", "):
            name = owned.lower().replace(" ", "_")
            assert package in owners_of(OWNER[name]), owned


@pytest.mark.parametrize("path", by_path(EVERY_DOCUMENT))
def test_no_document_speaks_of_how_or_where_it_was_made(path):
    text = path.read_text(encoding="utf-8")
    issue, sitting, absolute_path = (
        r"(?<![\w&])#\d+\b",
        r"(?<!spark\.sql\.)\bsessions?\b",
        r"(?<![\w/.:~>-])/(?!home/you/|opt/vedette|var/lib/vedette|etc/)\w+/\w",
    )
    for pattern in (issue, sitting, absolute_path):
        found = re.search(pattern, text, re.IGNORECASE)
        assert not found, found


# --- the tool ------------------------------------------------------------------------------


def block(body, said=""):
    return DocBlock(ROOT / "README.md", 1, "console", body, "cut" if said else "", said)


def test_a_cut_shows_what_it_asks_for_with_a_sign_where_lines_are_left_out():
    output = "\n".join("a b c d e f g".split())
    assert cut(output, block("", "first 1; /c/ 2; last 1")).split() == "a … c d … g".split()
    assert cut(output, block("", "first 2")).split() == "a b …".split()
    assert cut(output, block("", "first 3; last 4")).split() == output.split()


def test_a_cut_that_finds_nothing_says_so():
    with pytest.raises(DocsError, match="no line of the output has 'x'"):
        cut("a\nb", block("", "/x/ 2"))


def test_a_command_goes_on_after_a_backslash():
    found = list(commands_of(block("$ one \\\n  more\nout\n$ two\n")))
    assert found == [("one \\\n  more", "out"), ("two", "")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://127.0.0.1:8377/x", "http://127.0.0.1:40123/x"),
        ("3 alerts. 64 s.", "3 alerts. 71 s."),
        ("dprk-20241018T233000-591ccdd9", "dprk-20241018T233000-00000000"),
        ("head 8ed8d9a8452b", "head 0ed8d9a8452b"),
        ("a ━━━━ b", "a ━━ b"),
    ],
)
def test_what_differs_from_run_to_run_is_no_difference(one, other):
    assert comparable(one) == comparable(other)


def test_another_number_is_a_difference():
    assert comparable("600 soldiers") != comparable("300 soldiers")


def test_the_documents_stand_where_they_are_looked_for():
    assert Path("README.md") in [path.relative_to(ROOT) for path in documents()]
