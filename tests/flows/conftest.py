"""What the tests of flows share: a site, a state of polls in a folder of its own, the command line."""

import pytest

from flows.cli import main
from flows.sources.poll_state import PollState
from tests.flows.builders_site import Site


@pytest.fixture
def site():
    with Site() as running:
        yield running


@pytest.fixture
def state(tmp_path):
    with PollState(tmp_path, "harbour") as opened:
        yield opened


@pytest.fixture
def vedette(capsys):
    """Run a command: (exit code, standard output, standard error)."""

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        told = capsys.readouterr()
        return end.value.code or 0, told.out, told.err

    return run
