"""RFM: scores by hand, equal values get equal scores, cut-offs can be edited, every pair of scores has one name."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from datasource.analytics.rfm import SEGMENTS, Cuts, rfm
from datasource.errors import MingjingError
from tests.analytics.purchases import cdnow

AS_OF = date(2026, 6, 30)


def _purchases(customers: int = 10) -> pl.DataFrame:
    """Customer n (from 1) bought n times 10 x n, the last time 10 x n days ago."""
    rows = [(n, AS_OF - timedelta(days=10 * n + more), 10.0 * n) for n in range(1, customers + 1) for more in range(n)]
    return pl.DataFrame(rows, schema=["customer", "day", "amount"], orient="row")


def test_scores_by_hand() -> None:
    found = rfm(_purchases(), AS_OF)

    assert found.cuts == Cuts((20, 40, 60, 80), (2, 4, 6, 8), (40, 160, 360, 640))
    assert found.customers["r"].to_list() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert found.customers["f"].to_list() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert found.customers["m"].to_list() == found.customers["f"].to_list()
    assert found.segments["segment"].to_list() == [
        "Potentially loyal",
        "New",
        "Need attention",
        "At risk",
        "Not to be lost",
    ]
    assert found.segments["money_share"].sum() == pytest.approx(1)


def test_customers_who_bought_as_often_get_the_same_score() -> None:
    once = _purchases(100).group_by("customer").agg(pl.col("day").max(), pl.col("amount").sum())
    thrice = pl.concat([once, *(once.filter(pl.col("customer") > 70) for _more in range(2))])
    scores = rfm(thrice, AS_OF).customers.group_by("frequency").agg(pl.col("f").unique())

    assert scores.sort("frequency")["f"].to_list() == [[1], [4]]


def test_cut_offs_are_used_as_given() -> None:
    found = rfm(_purchases(), AS_OF, Cuts((15, 30, 60, 90), (1, 2, 3, 4), (10, 20, 30, 40)))

    assert found.customers["r"].to_list() == [5, 4, 4, 3, 3, 3, 2, 2, 2, 1]
    assert found.customers["f"].to_list() == [1, 2, 3, 4, 5, 5, 5, 5, 5, 5]


def test_every_pair_of_scores_has_exactly_one_name() -> None:
    for r in range(1, 6):
        for f in range(1, 6):
            assert len([row for row in SEGMENTS if row[1] <= r <= row[2] and row[3] <= f <= row[4]]) == 1


def test_rows_after_the_day_and_the_order_change_nothing() -> None:
    later = _purchases().with_columns(pl.col("day") + timedelta(days=400))
    mixed = pl.concat([later, _purchases()]).sample(fraction=1, shuffle=True, seed=1)

    assert rfm(mixed, AS_OF).customers.equals(rfm(_purchases(), AS_OF).customers)


def test_the_segments_of_cdnow_hold_all_customers_and_all_money(shared_data: Path) -> None:
    purchases = cdnow.read(shared_data)
    found = rfm(purchases, cdnow.UNTIL)

    assert found.segments["customers"].sum() == 2357
    assert found.segments["money"].sum() == pytest.approx(purchases["amount"].sum(), abs=1e-6)
    assert found.customers.filter(pl.col("frequency") == 1)["f"].unique().to_list() == [1]


@pytest.mark.parametrize(
    ("purchases", "sentence"),
    [
        (_purchases(3), "At least 5 customers with a purchase are needed; there are 3"),
        (_purchases().drop("amount"), "lack the columns amount"),
        (_purchases().with_columns(-pl.col("amount")), "below zero"),
        (_purchases().with_columns(amount=pl.lit(0.0)), "above zero"),
        (_purchases().with_columns(amount=pl.lit(None, pl.Float64)), "above zero"),
        (_purchases().with_columns(pl.col("day") + timedelta(days=900)), "there are 0"),
    ],
)
def test_purchases_that_tell_nothing_are_refused(purchases: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        rfm(purchases, AS_OF)


def test_cut_offs_that_do_not_rise_are_refused() -> None:
    with pytest.raises(MingjingError, match="four rising numbers"):
        Cuts((3, 2, 1, 0), (1, 2, 3, 4), (1, 2, 3, 4))
