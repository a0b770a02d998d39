"""The curve keeps its peak when it is thinned, and names a mark over the curve only at its top."""

import polars as pl

from datasource.result import Column, Kind, Unit
from tests.charts.drawing import spec_texts
from widgets.charts.cumulated import MOST_POINTS, cumulated, cumulated_rows
from widgets.charts.look import Look

TOTAL = Column("sum", "Profit up to here", Kind.NUMBER, Unit.MONEY)
OWN = Column("own", "Profit", Kind.NUMBER, Unit.MONEY)


def _curve(customers: int) -> pl.DataFrame:
    """Two thirds of the customers bring 30 each, the others cost 10."""
    own = [30.0 if place < 2 * customers // 3 else -10.0 for place in range(customers)]
    rows = pl.DataFrame({"name": [f"C{place}" for place in range(customers)], "own": own})
    return rows.with_columns(share=(pl.int_range(pl.len()) + 1) / pl.len(), sum=pl.col("own").cum_sum())


def test_a_long_curve_is_thinned_and_keeps_its_peak_and_ends() -> None:
    curve = _curve(10_000)
    drawn = cumulated_rows(curve, {})

    assert drawn.height <= MOST_POINTS + 2
    assert drawn["sum"].max() == curve["sum"].max()
    assert drawn.row(0, named=True)["sum"] == 0.0
    assert (drawn["share"][-1], drawn["sum"][-1]) == (1.0, curve["sum"][-1])


def test_the_peak_is_named() -> None:
    curve = _curve(30)
    rows = cumulated_rows(curve, {"Peak": (2 / 3, 600.0), "Half": (0.5, 450.0)})

    assert rows.filter(pl.col("text").is_not_null())["top"].to_list() == [True, False]
    texts = spec_texts(cumulated(TOTAL, OWN, Look()), rows.to_dicts(), Look())
    assert {"Peak", "Half", "Profit up to here", "¥600", "100%"} <= set(texts)


def test_a_click_names_the_customer_and_reaches_the_dots_alone() -> None:
    spec = cumulated(TOTAL, OWN, Look(dark=True))
    (pick,) = (param for param in spec["params"] if param["name"] == "pick")

    assert pick["select"]["fields"] == ["name"]
    assert pick["views"] == ["dots"]
