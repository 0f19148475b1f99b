"""What the tests of flows share: a site, a state of polls in a folder of its own, the command line."""

import pytest

from flows.cli import main
from flows.sources.poll_state import PollState
from tests.flows.builders_run import desk_with, report
from tests.flows.builders_site import Site


@pytest.fixture
def site():
    with Site() as running:
        yield running


@pytest.fixture
def state(tmp_path):
    with PollState(tmp_path, "harbour") as opened:
        yield opened


@pytest.fixture(scope="session")
def told_home(tmp_path_factory):
    """A home after two runs, to read: 120 dead at noon of 24 January 2025, 150 an hour later."""
    home = tmp_path_factory.mktemp("told") / "home"
    with Site() as site:
        desk = desk_with(site, home)
        for deaths in (120, 150):
            site.page("/one", report(deaths))
            site.feed(("/one", f"[bold]Toll[/bold]: {deaths}"))
            desk.run()
    return home


@pytest.fixture
def vedette(capsys):
    """Run a command: (exit code, standard output, standard error)."""

    def run(*words):
        with pytest.raises(SystemExit) as end:
            main([str(word) for word in words])
        told = capsys.readouterr()
        return end.value.code or 0, told.out, told.err

    return run
