"""Costs of channels by hand, and no ratio over nothing."""

import polars as pl
import pytest

from datasource.analytics.channel_cost import channel_costs
from datasource.errors import MingjingError

CHANNELS = pl.DataFrame(
    {
        "channel": ["mail", "search", "fair", "word of mouth"],
        "spend": [1_000.0, 6_000.0, 3_000.0, 0.0],
        "leads": [50, 200, 10, 40],
        "customers": [5, 10, 0, 8],
        "revenue": [9_000.0, 3_000.0, 0.0, 20_000.0],
        "monthly_margin": [250.0, 500.0, 0.0, 1_000.0],
    }
)
RATIOS = ("cost_per_lead", "cost_per_customer", "return_on_spend", "payback_months")


def test_ratios_by_hand_and_null_where_undefined() -> None:
    found = channel_costs(CHANNELS)

    assert found.channels.select("channel", *RATIOS).rows() == [
        ("search", 30.0, 600.0, -0.5, 12.0),
        ("fair", 300.0, None, -1.0, None),
        ("mail", 20.0, 200.0, 8.0, 4.0),
        ("word of mouth", None, None, None, None),
    ]
    assert (found.unspent, found.idle) == (("word of mouth",), ("fair",))


def test_totals_are_ratios_of_sums_with_and_without_free_channels() -> None:
    found = channel_costs(CHANNELS)

    assert found.blended.select(RATIOS).row(0) == pytest.approx((10_000 / 300, 10_000 / 23, 2.2, 10_000 / 1_750))
    assert found.paid.select(RATIOS).row(0) == pytest.approx((10_000 / 260, 10_000 / 15, 0.2, 10_000 / 750))


@pytest.mark.parametrize(
    ("channels", "sentence"),
    [
        (CHANNELS.with_columns(spend=pl.lit(0.0)), "No channel has any spend"),
        (CHANNELS.with_columns(spend=pl.lit(None, pl.Float64)), "have no 'spend'"),
        (CHANNELS.with_columns(spend=-pl.col("spend")), "below zero"),
        (CHANNELS.with_columns(revenue=pl.lit(float("nan"))), "are no numbers"),
        (CHANNELS.with_columns(channel=pl.lit("mail")), "stand in several rows"),
        (CHANNELS.drop("leads"), "lack the columns leads"),
        (CHANNELS.clear(), "There are no channels"),
    ],
)
def test_rows_without_an_answer_get_a_sentence(channels: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        channel_costs(channels)
