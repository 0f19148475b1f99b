"""What the log keeps when processes are killed, calls fail and clocks go wrong.

Processes are real and die by SIGKILL. A power cut cannot be made by SIGKILL: for that, the order
of the calls is looked at. `python -m tests.warehouse.crash_soak` kills for as long as one likes.
"""

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.warehouse import crash_roles
from tests.warehouse.crash_roles import append, assert_sound, batches_in, seal_once, sweep_once
from tests.warehouse.crash_soak import Child, soak
from tests.warehouse.crash_steps import How, Steps, not_durable, turning_points
from warehouse.log import LogError
from warehouse.verify import verify

FAST_KILLS, SLOW_KILLS = 20, 500


def calls_of_an_append(home: Path) -> list[tuple[str, ...]]:
    """What the second append of a home does."""
    append(home, "countx1")
    with Steps() as steps:
        append(home, "againx1")
    return steps.calls


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    "how", ["before", pytest.param("half", marks=SLOW), pytest.param("after", marks=SLOW)]
)
def test_a_writer_killed_at_any_step_of_a_commit_loses_and_doubles_nothing(
    tmp_path: Path, how: How
):
    n_calls = len(calls_of_an_append(tmp_path / "counted"))
    home = tmp_path / "home"
    append(home, "firstx2")
    held = ["firstx2"]
    for at in range(n_calls):
        batch = f"b{at}x3"
        writer = Child(crash_roles.write, home, [batch], Steps(at, how))
        acknowledged = writer.rest()
        assert writer.exit_code == -9, "it died at its step"
        assert acknowledged == [], "nothing is acknowledged before the last step is done"
        seen = batches_in(home)
        assert seen in (held, [*held, batch])
        assert append(home, batch) is (batch not in seen)
        held.append(batch)
        assert_sound(home, *held)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(errno.EIO, id="EIO"),
        pytest.param(errno.ENOSPC, id="ENOSPC", marks=SLOW),
        pytest.param(errno.EROFS, id="EROFS", marks=SLOW),
    ],
)
def test_a_failing_call_at_any_step_is_one_line_and_the_batch_can_be_tried_again(
    tmp_path: Path, code: int
):
    n_calls = len(calls_of_an_append(tmp_path / "counted"))
    home = tmp_path / "home"
    append(home, "firstx2")
    held = ["firstx2"]
    for at in range(n_calls):
        batch = f"b{at}x3"
        with Steps(at, code) as steps:
            try:
                append(home, batch)
            except LogError as error:
                said = str(error)
            else:
                said = "acknowledged"
        assert os.strerror(code) in said or steps.calls[at][0] == "unlink"
        assert "\n" not in said
        seen = batches_in(home)
        assert seen == [*held, batch] or (seen == held and said != "acknowledged")
        append(home, batch)
        held.append(batch)
        assert_sound(home, *held)
    assert len(os.listdir(home / "log" / "_tmp")) <= 1, "the draft whose removal failed"


def test_a_commit_is_acknowledged_when_content_name_and_folder_are_on_the_disk(tmp_path: Path):
    def short(path: str) -> str:
        parts = Path(path).parts[-2:]
        return "draft" if parts[0] == "_tmp" else "/".join(parts)

    calls = [(call, *map(short, paths)) for call, *paths in calls_of_an_append(tmp_path)]
    since_the_draft = calls[calls.index(("write", "draft")) :]
    assert [call for call in since_the_draft if call[0] in ("write", "link", "fsync")] == [
        ("write", "draft"),
        ("fsync", "draft"),
        ("link", "draft", "tail/000000000001.parquet"),
        ("fsync", "log/tail"),
    ]


def test_the_first_commit_of_a_home_outlives_a_power_cut_with_its_folders(tmp_path: Path):
    with Steps() as steps:
        append(tmp_path / "new" / "home", "firstx1")
    assert not_durable(steps.calls, tmp_path) == []


@pytest.fixture(scope="module")
def to_seal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed file, the commits that it covers, and commits behind it."""
    home = tmp_path_factory.mktemp("to-seal")
    for number, batch in enumerate(SEALED_AND_NOT):
        append(home, batch)
        if number == 1:
            seal_once(home)
    return home


SEALED_AND_NOT = ("ax1", "bx2", "cx3", "dx1")


def do(what: str, home: Path) -> None:
    seal_once(home) if what == "seal" else sweep_once(home, timedelta(0))


def homes_and_steps(what: str, to_seal: Path, folder: Path) -> Iterator[tuple[Path, int]]:
    """A fresh home for each call of a seal or a sweep at which it shall stop."""
    counted = shutil.copytree(to_seal, folder / "counted", copy_function=os.link)
    with Steps() as steps:
        do(what, counted)
    assert len(turning_points(steps.calls)) >= 8
    for at in turning_points(steps.calls):
        yield shutil.copytree(to_seal, folder / f"{at}", copy_function=os.link), at


@pytest.mark.slow
@pytest.mark.parametrize("how", ["before", "half", "after"])
@pytest.mark.parametrize("what", ["seal", "sweep"])
def test_a_sealer_killed_at_any_step_harms_nothing_and_the_next_one_ends_its_work(
    to_seal: Path, tmp_path: Path, what: str, how: How
):
    for home, at in homes_and_steps(what, to_seal, tmp_path):
        sealer = Child(crash_roles.seal_or_sweep, home, what, Steps(at, how))
        assert (sealer.rest(), sealer.exit_code) == ([], -9), "it died at its step"
        assert_sound(home, *SEALED_AND_NOT)
        assert append(home, "bx2") is False, "a batch is known, whether it is sealed or not"
        assert append(home, "ex2")
        seal_once(home)
        sweep_once(home, timedelta(0))
        assert_sound(home, *SEALED_AND_NOT, "ex2")
        assert os.listdir(home / "log" / "tail") == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["seal", "sweep"])
def test_a_failing_call_at_any_step_of_a_seal_or_sweep_is_one_line_and_harms_nothing(
    to_seal: Path, tmp_path: Path, what: str
):
    for home, at in homes_and_steps(what, to_seal, tmp_path):
        with Steps(at, errno.EIO), contextlib.suppress(LogError):
            do(what, home)
        assert_sound(home, *SEALED_AND_NOT)
        do("seal", home)
        do("sweep", home)
        assert_sound(home, *SEALED_AND_NOT)
        assert os.listdir(home / "log" / "tail") == []


def test_what_is_swept_is_on_the_disk_in_a_sealed_file(tmp_path: Path):
    """Even where the sealer died before it could say so."""
    for number in range(3):
        append(tmp_path, f"b{number}x2")
    with Steps() as steps:
        (sealed,) = seal_once(tmp_path)
    assert not_durable(steps.calls, tmp_path) == []
    with Steps() as steps:
        assert sweep_once(tmp_path, timedelta(0))
    assert not_durable(steps.calls, tmp_path, not_yet=[sealed]) == []


def meanwhile(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Do something between the moment a draft is written and the moment it becomes visible."""
    link = os.link

    def link_afterwards(*paths: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        do()
        link(*paths)

    monkeypatch.setattr(os, "link", link_afterwards)


def test_a_writer_that_slept_while_its_number_was_sealed_and_swept_appends_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def others() -> None:
        for number in range(3):
            append(tmp_path, f"other-{number}x2")
        seal_once(tmp_path)
        sweep_once(tmp_path, timedelta(0))

    monkeypatch.setattr("warehouse.commit_store._LOCK_PATIENCE_S", 0.0)
    meanwhile(monkeypatch, others)
    assert append(tmp_path, "oursx3")
    assert_sound(tmp_path, "other-0x2", "other-1x2", "other-2x2", "oursx3")


def test_a_writer_that_slept_and_died_leaves_what_does_not_count_and_goes_with_the_next_sweep(
    tmp_path: Path,
):
    """It dies after its link to a number that was sealed and swept, before it looks again."""
    asleep, awake = tmp_path / "asleep", tmp_path / "awake"
    for home, batch in ((asleep, "lostx1"), (awake, "ax2"), (awake, "bx2")):
        append(home, batch)
    seal_once(awake)
    sweep_once(awake, timedelta(0))
    (draft,) = (asleep / "log" / "tail").iterdir()
    os.link(draft, awake / "log" / "tail" / draft.name)
    assert batches_in(awake) == ["ax2", "bx2"]
    assert append(awake, "lostx1"), "it was never acknowledged"
    assert verify(awake).bad_file == awake / "log" / "tail" / draft.name
    assert len(sweep_once(awake, timedelta(0))) == 1
    assert_sound(awake, "ax2", "bx2", "lostx1")


def test_a_clock_that_leaps_ahead_while_a_batch_is_written_costs_a_second_try_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    append(tmp_path, "firstx1")

    def another_writer_two_hours_on() -> None:
        with monkeypatch.context() as clock:
            clock.setattr(time, "time", lambda: time.time_ns() / 1e9 + 7200)
            append(tmp_path, "otherx2")

    monkeypatch.setattr("warehouse.commit_store._LOCK_PATIENCE_S", 0.0)
    meanwhile(monkeypatch, another_writer_two_hours_on)
    with pytest.raises(LogError, match="run again"):
        append(tmp_path, "oursx2")
    assert append(tmp_path, "oursx2")
    assert_sound(tmp_path, "firstx1", "otherx2", "oursx2")


def test_a_score_of_kills_finds_nothing(tmp_path: Path):
    figures = soak(tmp_path, kills=FAST_KILLS, seed=1)
    assert figures.kills == FAST_KILLS


@pytest.mark.nightly
@pytest.mark.slow
def test_five_hundred_kills_find_nothing(tmp_path: Path):
    figures = soak(tmp_path, kills=SLOW_KILLS, seed=2)
    assert figures.kills == SLOW_KILLS
    assert figures.at_steps > 100
    assert min(figures.of_sealers, figures.seals, figures.swept) > 20
