"""One dense list of files, whatever else lies in the folders."""

from hypothesis import given
from hypothesis import strategies as st

from warehouse.commit_store import FOLDERS
from warehouse.listing import arrange, commit_name, list_log, newest_range, range_name


def tail(*first_seqs: int) -> list[str]:
    return [commit_name(seq) for seq in first_seqs]


def test_an_empty_log_is_an_empty_list():
    assert arrange([], []).files == ()


def test_commits_alone_are_the_log():
    assert arrange(tail(0, 3, 7), []).files == tuple(tail(0, 3, 7))


def test_sealed_ranges_come_first_and_hide_what_they_cover():
    listing = arrange(tail(0, 3, 7), [range_name(0, 7)])
    assert listing.files == (range_name(0, 7), *tail(7))
    assert listing.covered == tuple(tail(0, 3))


def test_a_wider_range_hides_the_ranges_that_it_was_made_of():
    parts = [range_name(0, 5), range_name(5, 9)]
    listing = arrange([], [*parts, range_name(0, 9)])
    assert (listing.files, listing.covered) == ((range_name(0, 9),), tuple(parts))


def test_of_ranges_that_overlap_the_way_that_reaches_furthest_is_taken():
    """As two sealers could leave them that could not lock each other out."""
    ranges = [range_name(0, 50), range_name(0, 100), range_name(50, 150)]
    listing = arrange([], ranges)
    assert listing.files == (range_name(0, 50), range_name(50, 150))
    assert listing.covered == (range_name(0, 100),)


def test_a_range_that_the_list_does_not_lead_to_is_left_aside():
    assert arrange(tail(0, 3), [range_name(5, 9)]).files == tuple(tail(0, 3))


@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=8),
)
def test_the_list_is_dense_from_the_first_event_to_the_last(
    sizes: list[int], ranges: list[tuple[int, int]]
):
    ends = [sum(sizes[:k]) for k in range(len(sizes) + 1)]
    commits = dict(zip(tail(*ends), ends[1:], strict=False))
    # as sealing makes them: each begins where ranges before it end, or at the beginning
    named: dict[str, int] = {}
    for start, more in ranges:
        first = max((end for end in (0, *named.values()) if end <= start), default=0)
        last = ends[min(ends.index(first) + more + 1, len(sizes))]
        if first < last:
            named[range_name(first, last)] = last
    at = 0
    for name in arrange(sorted(commits), named).files:
        assert int(name.split("/")[1][:12]) == at
        at = {**commits, **named}[name]
    assert at == ends[-1]


def test_of_ranges_the_newest_reaches_furthest_and_is_the_widest():
    names = [range_name(0, 5), range_name(5, 9), range_name(0, 9)]
    assert newest_range(names) == range_name(0, 9)
    assert newest_range(["sealed/notes.txt"]) is None


class GrowingFolders:
    """Names as a store lists them while others write, seal and sweep between two readings."""

    address = "log"

    def __init__(self, *readings: tuple[str, list[str]]) -> None:
        self._readings = list(readings)

    def names(self, folder: str) -> list[str]:
        """The next reading, which has to be of this folder."""
        expected, names = self._readings.pop(0)
        assert folder == expected
        return names


def test_a_folder_that_grows_while_it_is_read_gives_no_gap():
    folders = GrowingFolders(("tail", tail(0, 6)), ("tail", tail(0, 3, 6, 9)), ("sealed", []))
    assert list_log(folders).files == tuple(tail(0, 3, 6))


def test_commits_that_are_sealed_and_swept_between_the_readings_are_not_missed():
    folders = GrowingFolders(
        ("tail", tail(0, 3, 6)), ("tail", tail(6)), ("sealed", [range_name(0, 6)])
    )
    assert list_log(folders).files == (range_name(0, 6), *tail(6))


def test_the_tail_is_read_before_the_sealed_files():
    assert FOLDERS == ("tail", "sealed")
