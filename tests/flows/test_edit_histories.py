"""A page edited at random: after each run, the claims are those of its last text, and stay so."""

import random
from contextlib import closing

import pytest

from flows.reading import Desk as Readers
from flows.reading import Known, read_batch
from tests.flows.builders_run import desk_with, report
from tests.flows.builders_site import Site
from tests.flows.test_reading import page
from warehouse.database import connect, query
from warehouse.verify import verify

_CONTENT = "select indicator, value, source, evidence from claims order by all"
_SENTENCES = (
    "The World Health Organization said that 120 people had died of cholera in the province.",
    "The World Health Organization said that 150 people had died of cholera in the province.",
    "The Ministry of Health said that 95 people had died of cholera by the end of the week.",
    "The Ministry of Health denied that 95 people had died of cholera by the end of the week.",
    "The boats came twice a day at best, and the medicine was gone before noon.",
    "Correction: An earlier version of this article said that 9,000 people had died of cholera.",
)


def texts_of(seed):
    """One history: sentences come, go and change places; some texts come back."""
    draw = random.Random(seed)
    texts = [report(100)]
    for _ in range(7):
        if draw.random() < 0.2:
            texts.append(draw.choice(texts))
        else:
            chosen = draw.sample(_SENTENCES, draw.randint(1, 4))
            texts.append("</p><p>".join([*chosen, "It rained in the hills, and the wells were closed."]))
    return texts


def said_by(text, readers):
    events = read_batch([page("/one", text)], Known(), readers, "alone").events
    claims = [e for e in events if e.event_type == "claim_asserted"]
    return sorted((e.indicator, e.value, e.source, e.evidence) for e in claims)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_over_a_history_of_edits_the_claims_are_those_of_the_last_text_then_and_later(seed, tmp_path):
    with Site() as site:
        desk = desk_with(site, tmp_path)
        readers = Readers.of(desk.watch)
        seen = []
        for n, text in enumerate(texts_of(seed)):
            site.page("/one", body=page("/one", text).body)
            site.feed(("/one", f"Title {n}"))
            desk.run()
            found = sorted(desk.ask(_CONTENT))
            assert found == said_by(text, readers), f"text {n} of history {seed}"
            seen.append((desk.now, found))
    for then, found in seen:
        with closing(connect(desk.home, recorded_as_of=then)) as con:
            assert sorted(query(con, _CONTENT).rows) == found
    asserted = [e.claim_id for e in desk.events("claim_asserted")]
    kept = sum(len(found) for _, found in seen) - len(asserted)
    assert kept > 0, "a claim that stays is not asserted anew"
    assert verify(desk.home).is_sound
