"""Stages that hold one group up: the planted one with its days, none among groups that are alike."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.slow_stages import slow_stages
from datasource.errors import MingjingError


def _stays(seed: int = 0, slower: float = 2.0) -> pl.DataFrame:
    """300 stays in each of two stages by three regions; the south's in `offer` last `slower` times as long."""
    draw = np.random.default_rng(seed)
    region = draw.choice(["north", "south", "west"], 600)
    stage = np.repeat(["contact", "offer"], 300)
    days = draw.exponential(20, 600) * np.where((region == "south") & (stage == "offer"), slower, 1.0)
    watched = draw.uniform(10, 120, 600)
    return pl.DataFrame({"stage": stage, "region": region, "amount": 100.0}).with_columns(
        days=pl.Series(np.minimum(days, watched).astype(np.int64)), left=pl.Series(days <= watched)
    )


def test_the_slow_group_is_named_with_the_days_it_takes_longer() -> None:
    (found,) = slow_stages(_stays(), "region")

    assert (found.stage, found.group) == ("offer", "south")
    assert found.days > 1.5 * found.others
    assert found.held_up == pytest.approx((found.days - found.others) * 100 * found.stays)
    assert found.adjusted <= 0.1


def test_groups_that_are_alike_are_not_named_in_nine_runs_of_ten() -> None:
    assert sum(bool(slow_stages(_stays(seed, 1.0), "region")) for seed in range(20)) <= 2


def test_a_fast_group_and_a_small_one_are_no_bottleneck() -> None:
    assert "south" not in {one.group for one in slow_stages(_stays(slower=0.3), "region")}
    few = _stays(slower=5.0).filter((pl.col("region") != "south") | (pl.int_range(pl.len()) % 8 == 0))
    assert slow_stages(few, "region") == []


def test_stays_still_going_on_count_as_long_as_they_have_been() -> None:
    never = _stays(slower=1.0).with_columns(
        left=pl.col("left") & ((pl.col("region") != "south") | (pl.col("days") < 9))
    )
    groups = {(one.stage, one.group) for one in slow_stages(never, "region")}

    assert groups <= {("contact", "south"), ("offer", "south")}


@pytest.mark.parametrize(
    ("stays", "sentence"),
    [
        (_stays().drop("region"), "lack the columns region"),
        (_stays().head(3), "At least 40 stays"),
        (_stays().with_columns(region=pl.lit(None, pl.String)), "At least 40 stays"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence(stays: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        slow_stages(stays, "region")


def test_stays_that_never_ended_or_are_all_alike_name_nothing() -> None:
    assert slow_stages(_stays().with_columns(left=pl.lit(value=False)), "region") == []
    assert slow_stages(_stays().with_columns(days=pl.lit(7), left=pl.lit(value=True)), "region") == []
