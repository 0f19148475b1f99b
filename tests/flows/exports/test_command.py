"""`vedette export`: a file that is whole or not there, and one line for what cannot be."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from flows.commands.export import FORMATS
from flows.exports.file import OutputError, opened
from flows.exports.formats import DOCUMENTS, TABLES

ROOT = Path(__file__).parents[3]


def test_the_formats_that_are_offered_are_those_that_there_are():
    assert sorted(FORMATS) == sorted((*TABLES, *DOCUMENTS))


WRONG = {
    "an unknown format": (["pdf"], "no such format; there are: stix, csv"),
    "an unknown indicator": (
        ["stix", "-i", "births"],
        "births: no such indicator; there are: deaths",
    ),
    "an unknown view": (["csv", "--view", "events"], "no such view to export"),
    "a view of a document": (["stix", "--view", "state"], "--view is for csv and parquet"),
    "a time of a picture": (["csv", "--view", "state", "--since", "2025-01-01"], "--as-of instead"),
    "a time that is none": (["csv", "--since", "soon"], "no instant"),
    "a folder that is not there": (["csv", "-o", "{tmp}/no/out.csv"], "No such file or directory"),
    "a folder as a file": (["csv", "-o", "{tmp}"], "is a folder"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_one_line_and_exit_code_2(vedette, home, tmp_path, words, said):
    code, out, err = vedette("export", *(w.format(tmp=tmp_path) for w in words), "--home", home)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize("name", FORMATS)
def test_a_log_without_claims_gives_a_whole_document(vedette, name, tmp_path):
    from datetime import UTC, datetime

    from warehouse.publish import publish

    publish(tmp_path / "empty", now=datetime(2025, 1, 1, tzinfo=UTC))
    out = tmp_path / "out"
    assert vedette("export", name, "--home", tmp_path / "empty", "-o", out) == (0, "", "")
    if name not in TABLES:
        json.loads(out.read_text(encoding="utf-8"))
    assert out.stat().st_size > 0


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path):
    target = tmp_path / "out.json"
    target.write_text("before")

    def broken_off():
        with opened(str(target)) as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert target.read_text() == "before"
    assert os.listdir(tmp_path) == ["out.json"]
    with opened(str(target)) as out:
        out.write(b"whole")
    assert target.read_text() == "whole"
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path):
    code = (
        "import sys\nfrom flows.exports.file import opened\n"
        "with opened(sys.argv[1]) as out:\n out.write(b'x' * 100_000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert OutputError.__name__ in done.stderr
    assert "File too large" in done.stderr
    assert os.listdir(tmp_path) == []
