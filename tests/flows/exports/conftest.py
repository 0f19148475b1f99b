"""A home with everything that an export has to tell: claims that stand, were taken back, confirmed,
amended and rejected; names that would do harm in a spreadsheet or a terminal."""

from datetime import timedelta

import pytest

from flows.quality.review import amendment_of, review_claim
from tests.flows.builders_run import START, desk_with, report
from tests.flows.builders_site import Site
from transforms.records import Ruling
from warehouse.publish import publish

FORMULA = '=HYPERLINK("http://evil.example","120, or more")'
NOW = START + timedelta(days=1)


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("exports") / "home"
    ministry = "The Angolan Ministry of Health"
    with Site() as site:
        site.page("/one", report(120))
        site.page("/two", report(90, ministry))
        site.page("/three", report(95, ministry, "More rain has fallen on the hills since then."))
        site.page("/four", report(80, "A spokesman"))
        site.feed(("/one", FORMULA), ("/two", "Two"), ("/three", "-3"), ("/four", "Four\u202e"))
        desk = desk_with(site, home)
        desk.run()
        site.page("/one", report(150))
        site.feed(("/one", f"{FORMULA}, no: 150"))
        desk.run()
    for value, verdict, amended in (
        (90, "confirmed", None),
        (95, "amended", "value=96,certainty=likely"),
        (80, "rejected", None),
    ):
        ((claim,),) = desk.ask(f"select claim_id from claim_history where value = {value}")
        ruling = Ruling(verdict, "ana", NOW, f"{verdict}, as read")
        review_claim(home, claim, ruling, NOW, amendment_of(amended) if amended else None)
    publish(home, now=NOW)
    return home


@pytest.fixture
def export(vedette, home):
    """Run the command: what it wrote, which has to have gone well."""

    def run(*words):
        code, out, err = vedette("export", *words, "--home", home)
        assert (code, err) == (0, "")
        return out

    return run
