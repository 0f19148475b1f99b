"""Host: whatever its robots.txt says, and how far apart its turns are."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.web.fetch import USER_AGENT
from flows.web.host import Host

LINES = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["User-agent", "Disallow", "Allow", "Crawl-delay", "Sitemap", "Host"]),
            st.one_of(st.text(max_size=20), st.sampled_from(["*", "vedette", "/", "/*a*$", "nan"])),
        ).map(": ".join),
        st.text(max_size=30),
    ),
    max_size=12,
)


def delay_of(text: str) -> float:
    host = Host(2, 0.5)
    host.take_robots(text, USER_AGENT)
    return host._delay_seconds


@given(LINES.map("\n".join), st.text(max_size=40))
def test_any_robots_txt_is_read_and_any_address_is_judged(text, path):
    host = Host(2, 1.0)
    host.take_robots(text, USER_AGENT)
    assert host.allows(f"http://site.example/{path}", USER_AGENT) in (True, False)
    assert 0.5 <= delay_of(text) <= 30


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("0.1", 0.5), ("2", 2.0), ("99999", 30.0), ("inf", 0.5), ("nan", 0.5), ("-5", 0.5)],
)
def test_a_delay_that_is_asked_for_is_kept_within_bounds(asked, seconds):
    assert delay_of(f"User-agent: *\nCrawl-delay: {asked}") == seconds


def test_a_group_for_us_goes_before_that_for_all():
    host = Host(2, 1.0)
    host.take_robots(
        "User-agent: *\nDisallow: /\n\nUser-agent: Vedette\nAllow: /news\nDisallow: /", USER_AGENT
    )
    assert host.allows("http://site.example/news/1", USER_AGENT)
    assert not host.allows("http://site.example/shop", USER_AGENT)


def test_patterns_that_fold_into_each_other_take_no_long_time():
    host = Host(2, 1.0)
    host.take_robots(f"User-agent: *\nDisallow: /{'*a' * 5_000}*b$\n" * 9, USER_AGENT)
    assert host.allows("http://site.example/" + "a" * 7_000, USER_AGENT)


async def test_turns_begin_as_far_apart_as_the_delay_says():
    host = Host(3, 0.05)
    clock = asyncio.get_running_loop().time
    begun = []

    async def ask() -> None:
        async with host.turn():
            begun.append(clock())
            await asyncio.sleep(0.2)

    await asyncio.gather(*(ask() for _ in range(3)))
    assert all(later - earlier >= 0.049 for earlier, later in pairwise(begun))
    assert begun[-1] - begun[0] < 0.2, "the third does not wait for the first to end"
