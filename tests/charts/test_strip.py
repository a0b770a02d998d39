"""Drawings as plain data: checked by Vega-Lite's schema in tests, trusted by a server."""

from collections.abc import Iterator

import altair as alt
import pytest
from altair.utils import schemapi

from widgets.charts.strip import bare, trust_drawings


@pytest.fixture(autouse=True)
def _checking_again() -> Iterator[None]:
    yield
    schemapi.enable_debug_mode()


def _odd() -> alt.Chart:
    with schemapi.debug_mode(arg=False):
        steep = alt.Axis(labelAngle="steep")  # type: ignore[arg-type]
        drawing: alt.Chart = alt.Chart().mark_bar().encode(x=alt.X("a:Q", axis=steep))
        return drawing


def test_a_drawing_that_breaks_the_schema_is_refused_where_drawings_are_checked() -> None:
    with pytest.raises(schemapi.SchemaValidationError):
        bare(_odd())


def test_a_server_trusts_its_drawings() -> None:
    trust_drawings()
    assert bare(_odd())["encoding"]["x"]["axis"] == {"labelAngle": "steep"}


def test_trusted_and_checked_drawings_are_the_same() -> None:
    drawing = alt.Chart().mark_bar(color="red").encode(x="a:N", y=alt.Y("b:Q", title="B"))
    checked = bare(drawing)
    trust_drawings()
    assert bare(drawing) == checked
