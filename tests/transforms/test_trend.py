"""Which quantities are the size of a rise or a fall."""

import pytest

from transforms.quantity import find_quantities
from transforms.trend import trend_of


@pytest.mark.parametrize(
    ("text", "trends"),
    [
        pytest.param("Prices rose 4 per cent.", ["up"], id="verb"),
        pytest.param("Output fell by more than 3%.", ["down"], id="by"),
        pytest.param("The firm grew sales by 12 per cent.", ["up"], id="object between"),
        pytest.param(
            "It was down 7% at 40 points.", ["down", None], id="adverb, and where it stands"
        ),
        pytest.param("It lost 30 points, or 2%.", ["down", "down"], id="said again"),
        pytest.param("Exports dropped 7% to $3 million.", ["down", None], id="where it ends"),
        pytest.param("a 5 per cent drop", [None], id="noun"),
        pytest.param("It stands at +0.4%.", ["up"], id="sign"),
        pytest.param("up to 300 people", [None], id="up to"),
    ],
)
def test_a_quantity_may_be_the_size_of_a_change(text, trends):
    found, before = [], None
    for quantity in find_quantities(text):
        trend = trend_of(text, quantity, before)
        before = (quantity, trend)
        found.append(trend)
    assert found == trends
