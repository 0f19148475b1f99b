"""What the tests of collecting share: a site, and a state of polls in a folder of its own."""

import pytest

from flows.poll_state import PollState
from tests.flows.builders_site import Site


@pytest.fixture
def site():
    with Site() as running:
        yield running


@pytest.fixture
def state(tmp_path):
    with PollState(tmp_path, "harbour") as opened:
        yield opened
