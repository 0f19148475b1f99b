"""Great Expectations' own pages on a batch: the suites, and how each expectation fell out.

In:   events as the gate judges them, the watch, what stands beside them; a folder
Out:  a static site in that folder
Never: judges anything anew for the log: it shows. The pages load their style from the network when
       they are opened; the report of a run (flows/quality/check_report.py) does not.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from expectations.columns import Columns, article_columns, claim_columns, text_of
from expectations.gate import Beside
from expectations.suite import SUITES, columns_named, expectations_of, frame_of, read_suite
from transforms.records import Event, Watch

_SITE = "vedette"


def build_data_docs(
    events: Sequence[Event], watch: Watch, beside: Beside, folder: Path, suites: Path = SUITES
) -> Path:
    """Write the site; the path of its first page. Raises GateFault, OSError."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    context.add_data_docs_site(
        _SITE,
        {
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder),
            },
        },
    )
    source = context.data_sources.add_pandas("events")
    for name, columns in _columns(events, watch, beside, suites).items():
        _validated(gx, context, source, name, columns, suites)
    context.build_data_docs(site_names=[_SITE])
    return folder / "index.html"


def _columns(
    events: Sequence[Event], watch: Watch, beside: Beside, suites: Path
) -> dict[str, Columns]:
    articles = [event for event in events if event.event_type == "article_fetched"]
    claims = [event for event in events if event.event_type == "claim_asserted"]
    found = [text_of(article) for article in articles]
    texts = dict(beside.texts)
    texts |= {a.article_id or "": t for a, t in zip(articles, found, strict=True) if t}
    columns = {}
    if articles:
        asked = columns_named(suites / "articles.json")
        columns["articles"] = article_columns(articles, found, asked)
    if claims:
        asked = columns_named(suites / "claims.json")
        columns["claims"] = claim_columns(claims, articles, watch, texts, beside.values, asked)
    return columns


def _validated(
    gx: Any, context: Any, source: Any, name: str, columns: Columns, suites: Path
) -> None:
    suite = read_suite(suites / f"{name}.json")
    built = context.suites.add(gx.ExpectationSuite(name, expectations=expectations_of(suite)))
    batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("batch")
    definition = gx.ValidationDefinition(data=batch, suite=built, name=name)
    context.validation_definitions.add(definition)
    checkpoint = gx.Checkpoint(name=name, validation_definitions=[definition])
    frame = frame_of(columns, suite)
    context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": frame})
