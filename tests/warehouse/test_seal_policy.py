"""What is merged when: few files, and each byte written again a logarithmic number of times."""

import math

from hypothesis import given
from hypothesis import strategies as st

from warehouse.seal_policy import COMMITS_UNSEALED, LARGEST_BYTES, Piece, runs_to_merge

MB = 1 << 20


def commits(n: int, month: str = "2024-11", n_bytes: int = 20_000) -> list[Piece]:
    return [Piece(f"tail/{i}", n_bytes, month, False) for i in range(n)]


def sealed(*sizes: int, month: str = "2024-11") -> list[Piece]:
    return [Piece(f"sealed/{i}", size, month, True) for i, size in enumerate(sizes)]


def test_nothing_is_done_before_many_commits_have_piled_up():
    assert runs_to_merge(commits(COMMITS_UNSEALED - 1), "2024-11") == []
    (run,) = runs_to_merge(commits(COMMITS_UNSEALED), "2024-11")
    assert len(run) == COMMITS_UNSEALED


def test_every_commit_is_sealed_where_it_has_to_be():
    assert runs_to_merge(commits(1), "2024-11", has_to=True) == [tuple(commits(1))]
    assert runs_to_merge(sealed(MB), "2024-11", has_to=True) == []
    assert runs_to_merge([], "2024-11", has_to=True) == []


def test_a_month_that_is_over_becomes_one_file_whatever_it_was():
    past = [*sealed(9 * MB, 2 * MB, month="2024-10"), *commits(3, "2024-10")]
    assert runs_to_merge([*past, *commits(5)], "2024-11") == [tuple(past)]
    assert runs_to_merge(sealed(9 * MB, month="2024-10"), "2024-11") == []


def test_a_large_month_becomes_several_files_of_at_most_the_largest_size():
    past = sealed(200 * MB, 100 * MB, 100 * MB, 40 * MB, month="2024-10")
    assert [len(run) for run in runs_to_merge(past, "2024-11")] == [3]


def test_a_commit_larger_than_the_largest_size_is_sealed_by_itself():
    large = Piece("tail/0", 2 * LARGEST_BYTES, "2024-10", False)
    assert runs_to_merge([large, *commits(2, "2024-10")], "2024-11") == [
        (large,),
        tuple(commits(2, "2024-10")),
    ]


def test_sealing_takes_in_what_is_not_much_larger_before_it():
    tail = commits(COMMITS_UNSEALED, n_bytes=10_000)  # 1.28 MB
    (run,) = runs_to_merge([*sealed(15 * MB, 4 * MB, 2 * MB), *tail], "2024-11")
    assert run[0].n_bytes == 4 * MB, "2 beside 1.28, then 4 beside 3.28, but not 15 beside 7.28"


def test_a_clock_that_went_back_leaves_the_month_open():
    assert runs_to_merge(commits(5, "2024-12"), "2024-11") == []


pieces = st.lists(
    st.tuples(st.integers(1, 300 * MB), st.integers(1, 4), st.booleans()), max_size=60
).map(
    lambda rows: [
        Piece(str(place), n_bytes, f"2024-{month:02d}", is_sealed)
        for place, (n_bytes, month, is_sealed) in enumerate(
            sorted(rows, key=lambda row: (row[1], not row[2]))
        )
    ]
)


@given(pieces, st.booleans())
def test_a_run_is_of_neighbours_in_one_month_and_not_too_large(log: list[Piece], has_to: bool):
    runs = runs_to_merge(log, "2024-04", has_to=has_to)
    places = [int(piece.name) for run in runs for piece in run]
    assert places == sorted(set(places))
    for run in runs:
        assert [int(p.name) for p in run] == list(
            range(int(run[0].name), int(run[0].name) + len(run))
        )
        assert len({piece.month for piece in run}) == 1
        assert len(run) == 1 or sum(piece.n_bytes for piece in run) <= LARGEST_BYTES


@given(st.lists(st.integers(1_000, 3_000_000), min_size=200, max_size=1_500))
def test_a_reader_opens_few_files_and_little_is_written_again(sizes: list[int]):
    log: list[Piece] = []
    written = 0
    for number, n_bytes in enumerate(sizes):
        log.append(Piece(f"tail {number}", n_bytes, "2024-11", False))
        for run in runs_to_merge(log, "2024-11"):
            at = log.index(run[0])
            merged = Piece(f"sealed {number}", sum(p.n_bytes for p in run), "2024-11", True)
            written += merged.n_bytes
            log[at : at + len(run)] = [merged]
        n_large = sum(sizes) / (LARGEST_BYTES / 2)
        assert len(log) <= COMMITS_UNSEALED + 20 + n_large
    assert written <= sum(sizes) * (3 + math.log(max(2, len(sizes) / COMMITS_UNSEALED), 1.5))
