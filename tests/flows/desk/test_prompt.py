"""The prompt on a real pseudo-terminal: answers, faults, Ctrl-C, Ctrl-D, completion, history."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
CODE = "from flows.cli import main; main()"
PROMPT = "vedette>"


class Terminal:
    """A prompt that runs, and what it has printed since the last question, without its colours."""

    def __init__(self, home: Path, state: Path, *more: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-c", CODE, "sql", "--home", str(home), *more],
            cwd=str(ROOT),
            env={
                "PAGER": "cat",
                **os.environ,
                "XDG_STATE_HOME": str(state),
                "TERM": "xterm",
                "NO_COLOR": "1",
                "PROMPT_TOOLKIT_NO_CPR": "1",
            },
            encoding="utf-8",
            timeout=10,
            dimensions=(24, 100),
        )

    def until(self, text: str) -> str:
        self.child.expect_exact(text)
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.child.before or "")

    def type(self, text: str) -> None:
        """Type at the next prompt."""
        self.until(PROMPT)
        self.child.send(text)

    def leave(self) -> int:
        self.until(PROMPT)
        self.child.sendeof()
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


@pytest.fixture
def prompt(told_home: Path, tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(told_home, tmp_path)
    yield terminal
    terminal.child.close(force=True)


def test_a_question_over_two_lines_is_answered(prompt: Terminal):
    prompt.type("select 40 + 2 as answer,\r'done' || 'so' as said;\r")
    assert "answer" in prompt.until("doneso")
    assert prompt.leave() == 0


def test_a_fault_is_one_line_and_the_prompt_goes_on(prompt: Terminal):
    prompt.type("select nothing from state;\r")
    prompt.until("Binder Error: ")
    prompt.type("select * from read_text('/etc/passwd');\r")
    prompt.until("Permission Error: ")
    prompt.type(".nonsense\r")
    prompt.until("no such command; see .help")
    prompt.type("drop view state;\r")
    prompt.until("only reading is allowed here, not DROP")
    assert prompt.leave() == 0


def test_ctrl_c_drops_what_is_typed_and_ctrl_d_leaves(prompt: Terminal):
    prompt.type("select 'half a questi")
    prompt.until("questi")
    prompt.child.sendintr()
    prompt.type("select 1 + 1 as two;\r")
    prompt.until("two")
    prompt.until(" 2 ")
    assert prompt.leave() == 0


def test_ctrl_c_ends_a_question_that_runs(prompt: Terminal):
    prompt.type("select count(*) from range(100000000) as a, range(1000000) as b;\r")
    prompt.until("range(1000000) as b;")
    prompt.child.expect(pexpect.TIMEOUT, timeout=1)
    prompt.child.sendintr()
    prompt.type("select 'still' || 'here' as said;\r")
    prompt.until("stillhere")
    assert prompt.leave() == 0


def test_tab_completes_a_view_and_dot_commands_answer(prompt: Terminal):
    prompt.type("select count(*) + 41 as n from publi\t")
    prompt.until("cation")
    prompt.child.send(";\r")
    prompt.until(" 42 ")
    prompt.type(".views\r")
    prompt.until("state_history")
    prompt.type(".columns nowhere\r")
    prompt.until("no such view; see .views")
    prompt.type(".help\r")
    prompt.until(".columns VIEW")
    prompt.type(".quit\r")
    prompt.child.expect(pexpect.EOF)


def test_what_was_typed_is_there_the_next_time(prompt: Terminal, told_home: Path, tmp_path: Path):
    prompt.type("select 'remem' || 'bered' as said;\r")
    prompt.until("remembered")
    assert prompt.leave() == 0
    history = tmp_path / "vedette" / "sql_history"
    assert history.stat().st_mode & 0o077 == 0
    again = Terminal(told_home, tmp_path)
    again.type("\x1b[A\r")
    again.until("remembered")
    assert again.leave() == 0


def test_a_long_answer_goes_through_the_pager(told_home: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PAGER", "sed s/^/paged:/")
    terminal = Terminal(told_home, tmp_path)
    terminal.type("select range as n from range(100);\r")
    terminal.until("paged:")
    terminal.until(" 99")
    terminal.type("select 7 * 6 as n;\r")
    assert "paged" not in terminal.until(" 42 ")
    assert terminal.leave() == 0
