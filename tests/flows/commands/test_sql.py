"""Questions in SQL: where they come from, how they are answered, and that they only read."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

ASK = "select source, value, is_increment, hedge from claims"


@pytest.fixture
def typed(monkeypatch):
    """A function: let standard input hold these bytes."""

    def hold(content: bytes):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

    return hold


def test_a_question_comes_as_an_argument_from_a_file_or_on_standard_input(
    vedette, told_home, tmp_path, typed
):
    file = tmp_path / "ask.sql"
    file.write_text(f"-- who says so?\n{ASK};\n", encoding="utf-8")
    by_file = vedette("sql", "--file", file, "--home", told_home)
    assert by_file == vedette("sql", ASK, "--home", told_home)
    assert by_file[1].split()[:3] == ["source", "┃", "value"]
    for words in ((), ("-",)):
        typed(f"{ASK};".encode())
        assert vedette("sql", *words, "--home", told_home) == by_file


def test_answers_for_programs(vedette, told_home):
    _, out, _ = vedette("sql", ASK, "--home", told_home, "--json")
    assert json.loads(out) == [
        {"source": "who", "value": 150.0, "is_increment": False, "hedge": None}
    ]
    _, out, _ = vedette("sql", ASK, "--home", told_home, "--csv")
    assert out == "source,value,is_increment,hedge\nwho,150.0,false,\n"
    _, out, _ = vedette("sql", "select 'a,\"b\"' as x, [1, 2] as y", "--home", told_home, "--csv")
    assert out == 'x,y\n"a,""b""","[1, 2]"\n'


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["select * from read_text('/etc/passwd')"], "Permission Error", id="file"),
        pytest.param(["attach 'x.db'"], "only reading is allowed here, not ATTACH", id="attach"),
        pytest.param(["copy state to 'x'"], "only reading is allowed here, not COPY", id="copy"),
        pytest.param(["install httpfs"], "only reading is allowed here", id="install"),
        pytest.param(["select 1", "--json", "--csv"], "name one of", id="two-forms"),
        pytest.param(["select 1", "--file", "x"], "name one question", id="two-questions"),
        pytest.param(["--file", "{tmp}/none.sql"], "none.sql: no such file", id="no-file"),
        pytest.param(["--file", "{tmp}"], "is a directory", id="folder"),
        pytest.param(["--file", "{tmp}/latin.sql"], "not UTF-8, at byte 8", id="latin"),
        pytest.param(["--file", "{tmp}/big.sql"], "are no question", id="big"),
    ],
)
def test_a_wrong_question_is_one_line(vedette, told_home, tmp_path, words, said):
    (tmp_path / "latin.sql").write_bytes(b"select '\xe9'")
    (tmp_path / "big.sql").write_bytes(b" " * 1_000_001)
    filled = [word.format(tmp=tmp_path) for word in words]
    code, out, err = vedette("sql", *filled, "--home", told_home)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_the_published_file_opens_in_the_shell_of_duckdb(told_home):
    shell = Path(sys.executable).with_name("duckdb")
    asked = ["-readonly", "-csv", told_home / "vedette.duckdb", "select value from state"]
    done = subprocess.run(
        [shell, *asked], cwd=told_home, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["value", "150.0"]
