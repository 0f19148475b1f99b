"""View models -> pages: the templates, and what they may call.

In:   IndexPage, IndicatorPage, AsOfPage, ThenNowPage
Out:  HTML as text
Never: files but the templates beside it; a word that is not escaped.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.board.cards import counted
from flows.board.dated_pages import AsOfPage, ThenNowPage
from flows.board.index_page import RUN_COUNTS, IndexPage
from flows.board.indicator_page import IndicatorPage
from flows.board.words import CREDIBILITY, LIKELIHOOD, RELIABILITY, minute

ASSETS = Path(__file__).parent / "assets"
VEGA_FILE = "vega.js"
# A page loads what lies beside it, and asks its own server whether it is the newest; nothing else.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
_TEMPLATE = {
    IndexPage: "index.html.j2",
    IndicatorPage: "indicator.html.j2",
    AsOfPage: "as_of.html.j2",
    ThenNowPage: "then_now.html.j2",
}


def page_html(page: IndexPage | IndicatorPage | AsOfPage | ThenNowPage) -> str:
    """One page, whole."""
    return _environment().get_template(_TEMPLATE[type(page)]).render(page=page)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known: dict[str, Any] = {
        "counted": counted,
        "credibility_words": CREDIBILITY,
        "csp": CSP,
        "likelihood_words": LIKELIHOOD,
        "minute": minute,
        "reliability_words": RELIABILITY,
        "run_counts": RUN_COUNTS,
        "vega_file": VEGA_FILE,
    }
    environment.globals.update(known)
    return environment
