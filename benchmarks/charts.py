"""Bars as SVG, readable in light and dark, for the documents.

In:   a title, rows of label, value and its text
Out:  an SVG file
Never: a figure that is not handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

CHARTS = Path(__file__).parents[1] / "docs" / "charts"
_WIDTH, _LABELS, _ROW, _TOP = 760, 170, 28, 56
_BARS = _WIDTH - _LABELS - 170  # pixels of the longest bar
_STYLE = """
    .card { fill: #ffffff; stroke: #d0d7de; }
    .bar { fill: #8c959f; }
    .ours { fill: #0969da; }
    text { font-family: "Segoe UI", Helvetica, Arial, sans-serif; font-size: 13px; fill: #1f2328; }
    .title { font-size: 15px; font-weight: 600; }
    .label { text-anchor: end; }
    .what { fill: #59636e; font-size: 12px; }
    @media (prefers-color-scheme: dark) {
      .card { fill: #151b23; stroke: #3d444d; }
      .bar { fill: #656c76; }
      .ours { fill: #4493f8; }
      text { fill: #f0f6fc; }
      .what { fill: #9198a1; }
    }
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """`text` stands behind the bar; `is_ours` gives it another colour."""

    label: str
    value: float
    text: str
    is_ours: bool = False


def write_bars(name: str, title: str, what: str, bars: Sequence[Bar]) -> Path:
    """Draw the bars to docs/charts/<name>.svg; `what` says unit, machine, which way is better."""
    height = _TOP + _ROW * len(bars) + 14
    longest = max(bar.value for bar in bars)
    said = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'aria-labelledby="t d">',
        f'  <title id="t">{escape(title)}</title>',
        f'  <desc id="d">{escape(said)}</desc>',
        f"  <style>{_STYLE}  </style>",
        f'  <rect class="card" x="1" y="1" width="{_WIDTH - 2}" height="{height - 2}" rx="12"/>',
        f'  <text class="title" x="20" y="27">{escape(title)}</text>',
        f'  <text class="what" x="20" y="46">{escape(what)}</text>',
        *(_row(bar, _TOP + _ROW * n, bar.value / longest) for n, bar in enumerate(bars)),
        "</svg>",
    ]
    CHARTS.mkdir(exist_ok=True)
    path = CHARTS / f"{name}.svg"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _row(bar: Bar, y: int, share: float) -> str:
    width = max(share * _BARS, 1.0)
    kind = "bar ours" if bar.is_ours else "bar"
    return (
        f'  <text class="label" x="{_LABELS}" y="{y + 17}">{escape(bar.label)}</text>\n'
        f'  <rect class="{kind}" x="{_LABELS + 10}" y="{y + 3}" width="{width:.1f}" height="20" '
        'rx="3"/>\n'
        f'  <text x="{_LABELS + 18 + width:.1f}" y="{y + 17}">{escape(bar.text)}</text>'
    )
