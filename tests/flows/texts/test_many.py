"""read_stream: many processes say what one says, in order, and hold little at a time."""

from datetime import date
from itertools import islice

import pytest

from flows.texts import many
from flows.texts.crew import ReadFault
from flows.texts.many import Item, read_stream
from tests.transforms import builders_watch
from transforms.reader import UnknownReader

WATCH = builders_watch.soldiers()
DAY = date(2025, 1, 15)
READERS = "tests.flows.builders_readers"
DULL = "The council voted on Monday to mend the old bridge."


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """Chunks of three articles, so that few articles make many of them."""
    monkeypatch.setattr(many, "_CHUNK_TEXTS", 3)
    monkeypatch.setattr(many, "_CHUNK_IDS", 7)


def items(*texts):
    return [Item(f"a-{number}", text, DAY) for number, text in enumerate(texts)]


def words(count):
    return items(*(f"word{number} and more" for number in range(count)))


def echoed(answers):
    return [(article_id, reading.claims[0].evidence) for article_id, reading in answers]


def test_two_processes_say_what_one_says_in_the_order_of_the_articles():
    texts = []
    for number in range(1, 13):
        texts += [DULL, f"The ministry said {number * 100} North Korean soldiers had been killed."]
    articles = items(*texts)
    alone = list(read_stream(WATCH, ("rules",), articles, jobs=1))
    assert [article_id for article_id, _ in alone] == [item.id for item in articles]
    assert [len(reading.claims) for _, reading in alone] == [0, 1] * 12
    assert list(read_stream(WATCH, ("rules",), articles, jobs=2)) == alone


def test_a_text_that_the_screen_rejects_is_read_by_nobody():
    dull = items(*[DULL] * 40)
    # No process is started, and no model is loaded: neither reader could be made.
    for jobs in (1, 2):
        answers = list(read_stream(WATCH, ("rules",), dull, jobs))
        assert [(i, r.claims) for i, r in answers] == [(item.id, ()) for item in dull]


def test_another_reader_sees_every_article():
    dull = items(*[DULL] * 5)
    answers = read_stream(WATCH, (f"{READERS}:Echo",), dull, jobs=2)
    assert echoed(answers) == [(item.id, "The") for item in dull]


@pytest.mark.parametrize("jobs", [1, 2])
def test_few_articles_are_ahead_of_the_answers(jobs):
    taken = 0

    def counted():
        nonlocal taken
        for item in words(200):
            taken += 1
            yield item

    most = 0
    for answered, _ in enumerate(read_stream(WATCH, (f"{READERS}:Echo",), counted(), jobs), 1):
        most = max(most, taken - answered)
    assert taken == 200
    assert most <= jobs * many._CHUNKS_A_JOB * 3


def test_without_a_number_few_articles_are_read_in_this_process(monkeypatch):
    started = []
    crew_of = many.crew_of

    def noted(watch, names, jobs):
        started.append(jobs)
        return crew_of(watch, names, 1)

    monkeypatch.setattr(many, "crew_of", noted)
    monkeypatch.setattr(many, "cores", lambda: 4)
    for count in (0, 199, 200):
        answers = read_stream(WATCH, (f"{READERS}:Echo",), words(count))
        assert len(list(answers)) == count
    assert started == [1, 1, 4]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_raises_is_told_with_its_articles(jobs):
    articles = [*words(6), *items("stumble here")]
    answers = read_stream(WATCH, (f"{READERS}:Stumbles",), articles, jobs)
    assert len(list(islice(answers, 6))) == 6
    with pytest.raises(ReadFault, match=r"^article a-0: ValueError: stumbled$"):
        next(answers)


def test_a_process_that_dies_is_told_with_its_articles():
    articles = words(30)
    articles[10] = Item("a-10", "die here", DAY)
    answers = read_stream(WATCH, (f"{READERS}:Dies",), articles, jobs=2)
    assert len(list(islice(answers, 9))) == 9
    with pytest.raises(
        ReadFault, match=r"^one of the articles a-9, a-10, a-11: the process .* died"
    ):
        next(answers)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("reader", ["nobody", f"{READERS}:CannotBegin"])
def test_a_reader_that_cannot_be_made_is_no_articles_fault(jobs, reader):
    with pytest.raises(UnknownReader, match="no reader"):
        list(read_stream(WATCH, (reader,), words(9), jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_articles_that_break_off_are_answered_first(jobs):
    def broken():
        yield from words(8)
        raise OSError("the line is cut")

    answers = read_stream(WATCH, (f"{READERS}:Echo",), broken(), jobs)
    assert len(list(islice(answers, 8))) == 8
    with pytest.raises(OSError, match="the line is cut"):
        next(answers)


def test_a_stream_that_is_left_leaves_no_process():
    import multiprocessing

    answers = read_stream(WATCH, (f"{READERS}:Echo",), words(100), jobs=2)
    next(answers)
    assert len(multiprocessing.active_children()) == 2
    answers.close()
    assert multiprocessing.active_children() == []
