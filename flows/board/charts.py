"""Claims of an indicator over time -> a Vega-Lite chart, made with Altair.

In:   rows of claims and of the state's history, a unit or a ladder
Out:  a Vega-Lite specification with its rows, as JSON values; None where nothing can be drawn
Never: a colour of the page (those are the page's own: the chart says `currentColor`), an address
       that is not safe to link, or an expression that only `eval` could read: the pages forbid it.

Each point is a claim, in the colour of who says it; the bar through it is its range. The line is
the state as it was held. The table below the chart says the same in words.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flows.board.words import day, likelihood, link, quotation, said, speaker, title

Row = Mapping[str, Any]
# Each is told apart on white and on black, by eyes that see few colours, too: at least 3:1 beside
# the page's two grounds.
_COLOURS = (
    *("#2f7fc1", "#c8553d", "#3f9163", "#8a6bbf", "#b07a1e", "#22919a", "#c2508c", "#6f8a2d"),
    "#7b818a",
)
_OTHERS = "others"
_SPEAKER_CHARS = 34
_SENTENCE_CHARS = 300
_HEIGHT = 300
_RUNG_HEIGHT = 54
# A claim about years long past would leave no room for what is followed.
_LEAD = timedelta(days=365)


def chart_of(
    claims: Sequence[Row],
    history: Sequence[Row],
    names: Mapping[str, str],
    indicator: Row,
    until: datetime,
    who: Sequence[str],
) -> dict[str, Any] | None:
    """The chart of the claims that count, beside the state. `who` has a colour: loudest_of."""
    ladder = list(indicator["ladder"] or [])
    drawable = _drawable(claims, ladder)
    shown = _of_this_time(drawable, history)
    if not shown:
        return None
    points = [_point(row, names, who) for row in shown]
    since = min(row["position_date"] for row in shown)
    steps = _steps(history, ladder, until, since.isoformat())
    spec = _spec(tuple(ladder), title(indicator["unit"]), tuple(who))
    left_out = len(drawable) - len(shown)
    data = {"claims": points, "state": steps}
    return {**json.loads(spec), "datasets": data, "usermeta": {"left_out": left_out}}


def loudest_of(claims: Sequence[Row], names: Mapping[str, str], indicator: Row) -> tuple[str, ...]:
    """Who has a colour of their own on all pages of an indicator: those who say most. The rest
    share one."""
    drawable = _drawable(claims, list(indicator["ladder"] or []))
    counts = Counter(_who(row, names) for row in drawable)
    loudest = sorted(counts, key=lambda name: (-counts[name], name))
    most = len(_COLOURS) - 1
    return (*loudest,) if len(loudest) <= most else (*loudest[:most], _OTHERS)


def _drawable(claims: Sequence[Row], ladder: Sequence[str]) -> list[Row]:
    return [row for row in claims if row["status"] == "live" and _can_be_drawn(row, ladder)]


def _of_this_time(claims: Sequence[Row], history: Sequence[Row]) -> list[Row]:
    """Without those that speak for a day long before the first state; all, if all do."""
    if not history:
        return [*claims]
    first_day = history[0]["recorded_at"].date() - _LEAD
    return [row for row in claims if row["position_date"] >= first_day] or [*claims]


def _can_be_drawn(row: Row, ladder: Sequence[str]) -> bool:
    if ladder:
        return row["level"] in ladder
    is_number = any(row[name] is not None for name in ("value", "value_low", "value_high"))
    return is_number and row["polarity"] != "negated" and not row["is_increment"]


def _who(row: Row, names: Mapping[str, str]) -> str:
    name = speaker(row, names)
    return name if len(name) <= _SPEAKER_CHARS else name[: _SPEAKER_CHARS - 1] + "…"


def _point(row: Row, names: Mapping[str, str], who: Sequence[str]) -> dict[str, Any]:
    name = _who(row, names)
    sentence = quotation(row["evidence"])
    values = [row[key] for key in ("value", "value_low", "value_high") if row[key] is not None]
    open_end = "at most" if row["value_low"] is None else "at least"
    has_end = None in (row["value_low"], row["value_high"]) and row["kind"] == "quantity"
    return {
        "on": day(row["position_date"]),
        "who": name if name in who else _OTHERS,
        "says": said(row),
        "speaker": speaker(row, names),
        "sentence": sentence[:_SENTENCE_CHARS] + ("…" if len(sentence) > _SENTENCE_CHARS else ""),
        "likely": likelihood(row["certainty"]),
        "level": row["level"],
        "value": values[0] if values else None,
        "low": row["value_low"],
        "high": row["value_high"],
        "shape": "not" if row["polarity"] == "negated" else open_end if has_end else "says",
        "counts": row["role"] in ("supports", "contradicts", "beside"),
        "url": link(row["url"]),
    }


def _steps(
    history: Sequence[Row], ladder: Sequence[str], until: datetime, since: str
) -> list[dict[str, Any]]:
    """The state from each change to the next, or to the end; what was before `since` begins there.
    Where nothing was known the line is broken: each `run` of it is a line of its own."""
    steps: list[dict[str, Any]] = []
    ends = [*(row["recorded_at"] for row in history[1:]), until][: len(history)]
    for run, (row, end) in enumerate(zip(history, ends, strict=True)):
        state = _state(row, ladder)
        if state["value"] is None and state["level"] is None:
            continue
        goes_on = bool(steps) and steps[-1]["at"] == max(day(row["recorded_at"]), since)
        state["run"] = steps[-1]["run"] if goes_on else run
        steps += (state | {"at": max(day(at), since)} for at in (row["recorded_at"], end))
    return steps


def _state(row: Row, ladder: Sequence[str]) -> dict[str, Any]:
    level = row["level_after"] if row["level_after"] in ladder else None
    return {"value": row["value_after"], "level": level}


# Altair takes a tenth of a second to make and examine one; most are those of the run before.
@functools.lru_cache(maxsize=256)
def _spec(ladder: tuple[str, ...], unit: str, who: tuple[str, ...]) -> str:
    return json.dumps(_levels(ladder, who) if ladder else _quantities(unit, who))


def _quantities(unit: str, who: Sequence[str]) -> dict[str, Any]:
    import altair as alt

    y = alt.Y("value:Q", title=unit or None, axis=alt.Axis(format=",~r", tickCount=6))
    ranges = (
        alt.Chart()
        .mark_rule(strokeWidth=2.5, strokeCap="round", aria=False)
        .encode(x=_on(), y=alt.Y("low:Q", title=unit or None), y2="high:Q")
        .encode(color=_colour(who), opacity=_fading(0.65, 0.2))
    )
    return _whole(ranges, _held(y), _points(who).encode(y=y), height=_HEIGHT)


def _levels(ladder: Sequence[str], who: Sequence[str]) -> dict[str, Any]:
    import altair as alt

    rungs = [*reversed(ladder)]
    y = alt.Y("level:N", title=None, scale=alt.Scale(domain=rungs), axis=alt.Axis(grid=True))
    # beside each other, and nearer to their own rung than to the next
    beside = alt.YOffset("who:N", scale=alt.Scale(domain=who, padding=max(1, len(who) / 2)))
    points = _points(who).encode(y=y, yOffset=beside)
    return _whole(_held(y), points, height=_RUNG_HEIGHT * len(rungs))


def _points(who: Sequence[str]) -> Any:
    import altair as alt

    shapes = alt.Scale(
        domain=["says", "at least", "at most", "not"],
        range=["circle", "triangle-up", "triangle-down", "cross"],
    )
    told = [
        alt.Tooltip(f"{name}:N", title=label)
        for name, label in (
            *(("speaker", "who"), ("says", "says"), ("sentence", "words")),
            *(("likely", "likelihood"), ("on", "for")),
        )
    ]
    return (
        alt.Chart()
        .mark_point(size=70, filled=True, aria=False)
        .encode(
            x=_on(),
            color=_colour(who),
            shape=alt.Shape("shape:N", scale=shapes, legend=None),
            opacity=_fading(1.0, 0.4),
            tooltip=told,
            href="url:N",
        )
    )


def _on() -> Any:
    import altair as alt

    axis = alt.Axis(format="%Y-%m-%d", labelOverlap=True, tickCount=6, grid=False)
    return alt.X("on:T", title=None, scale=alt.Scale(type="utc", padding=12), axis=axis)


def _held(y: Any) -> Any:
    """The state as it was held."""
    import altair as alt

    x = alt.X("at:T", title=None, scale=alt.Scale(type="utc", padding=12))
    return (
        alt.Chart(alt.NamedData(name="state"))
        .mark_line(
            interpolate="step-after",
            stroke="currentColor",
            strokeWidth=1.5,
            opacity=0.6,
            aria=False,
        )
        .encode(x=x, y=y, detail="run:N")
    )


def _colour(who: Sequence[str]) -> Any:
    import altair as alt

    legend = alt.Legend(orient="bottom", title=None, labelLimit=240, symbolType="circle")
    colours = [*_COLOURS[: len(who)]]
    if _OTHERS in who:
        colours[-1] = _COLOURS[-1]
    return alt.Color("who:N", scale=alt.Scale(domain=list(who), range=colours), legend=legend)


def _fading(counts: float, does_not: float) -> Any:
    """What stands now is strong; what was superseded is faint."""
    import altair as alt

    return alt.condition(
        alt.FieldEqualPredicate(field="counts", equal=True), alt.value(counts), alt.value(does_not)
    )


def _whole(*layers: Any, height: Any) -> dict[str, Any]:
    import altair as alt

    spec: dict[str, Any] = (
        alt.layer(*layers, data=alt.NamedData(name="claims"))
        .properties(
            width="container",
            height=height,
            background="transparent",
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .configure(font="system-ui, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="currentColor",
            titleColor="currentColor",
            domainColor="currentColor",
            tickColor="currentColor",
            gridColor="currentColor",
            gridOpacity=0.14,
            domainOpacity=0.4,
            tickOpacity=0.4,
            labelFontSize=12,
            titleFontWeight="normal",
        )
        .configure_legend(labelColor="currentColor", labelFontSize=12, columns=3)
        .to_dict()
    )
    # To a screen reader the drawing is one picture; what it shows stands in the table.
    spec["config"]["aria"] = False
    return spec
