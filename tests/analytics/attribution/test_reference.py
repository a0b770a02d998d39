"""Credits on PathData as published and as computed by the reference package: every channel, every rule."""

from pathlib import Path

import polars as pl
import pytest

from datasource.analytics.attribution.credit import Attribution, attribute
from datasource.analytics.attribution.journeys import journeys_from_paths
from tests.conftest import absent

CREDITS = {
    "alpha": (6308, 8447, 7574.7186, 5344.948, 7627.944, 7444.824, 8046.628),
    "iota": (4606, 3355, 3857.0962, 3884.615, 3505.044, 3944.948, 3522.451),
    "eta": (3164, 4167, 3539.9512, 3340.847, 3613.656, 3618.796, 3796.252),
    "beta": (2831, 989, 2083.5001, 2527.352, 1982.739, 1969.766, 1599.388),
    "theta": (1606, 653, 1022.8014, 1971.913, 1190.963, 1092.744, 864.872),
    "lambda": (902, 1207, 1035.2576, 1282.847, 987.782, 1046.904, 1126.505),
    "epsilon": (99, 531, 272.1704, 599.571, 374.677, 301.050, 402.683),
    "zeta": (27, 107, 136.5515, 381.063, 199.992, 88.623, 128.450),
    "kappa": (74, 230, 137.9641, 274.363, 159.057, 147.460, 186.428),
    "gamma": (165, 92, 121.0416, 171.145, 138.186, 125.241, 105.886),
    "delta": (1, 5, 1.7250, 4.614, 2.293, 2.587, 2.956),
    "mi": (2, 2, 2.2222, 1.722, 2.667, 2.057, 2.501),
}
MODELS = ("first", "last", "linear", "markov", "shapley", "position", "time_decay")


@pytest.fixture(scope="module")
def paths(shared_data: Path) -> pl.DataFrame:
    """Counted paths: `path`, `conversions`, `value`, `nulls`."""
    file = shared_data / "pathdata" / "PathData.csv"
    if not file.exists():
        absent("no PathData.csv in ../shared/data/pathdata", "REQUIRE_DATA")
    names = {"total_conversions": "conversions", "total_conversion_value": "value", "total_null": "nulls"}
    return pl.read_csv(file).rename(names)


@pytest.fixture(scope="module")
def found(paths: pl.DataFrame) -> Attribution:
    return attribute(journeys_from_paths(paths))


def test_every_rule_gives_the_reference_credits(found: Attribution) -> None:
    for place, model in enumerate(MODELS):
        credits = dict(found.credits.filter(model=model).select("channel", "won").iter_rows())
        assert credits == pytest.approx({name: row[place] for name, row in CREDITS.items()}, abs=6e-4), model


def test_removal_effects_and_the_chance_of_a_win(found: Attribution) -> None:
    effects = dict(found.removal.iter_rows())

    assert found.chance == pytest.approx(0.223845, abs=5e-7)
    assert (effects["alpha"], effects["iota"], effects["mi"]) == pytest.approx((0.558399, 0.405835, 0.000180), abs=6e-7)


def test_the_chain_shares_money_as_the_reference(found: Attribution) -> None:
    money = dict(found.credits.filter(model="markov").select("channel", "value").iter_rows())
    wanted = (18799.171, 14978.437, 12991.737, 9687.809)

    assert tuple(money[name] for name in ("alpha", "iota", "eta", "beta")) == pytest.approx(wanted, abs=6e-4)


def test_without_lost_journeys_the_chance_is_one(paths: pl.DataFrame) -> None:
    effects = dict(attribute(journeys_from_paths(paths.with_columns(nulls=0))).removal.iter_rows())
    wanted = (0.561719, 0.416398, 0.357505, 0.276094)

    assert tuple(effects[name] for name in ("alpha", "iota", "eta", "beta")) == pytest.approx(wanted, abs=6e-7)


def test_credits_sum_to_the_total_under_every_rule(found: Attribution) -> None:
    sums = found.credits.group_by("model").agg(pl.col("won", "value").sum())

    assert sums["won"].to_list() == pytest.approx([19_785.0] * 7, abs=1e-6)
    assert sums["value"].to_list() == pytest.approx([74_802.971587] * 7, abs=1e-5)
    assert (sums["value"] - found.value).abs().max() < 1e-6  # type: ignore[operator]


def test_intervals_hold_the_credit_and_name_what_the_rules_dispute(found: Attribution) -> None:
    assert found.credits.filter((pl.col("won_low") > pl.col("won")) | (pl.col("won") > pl.col("won_high"))).is_empty()
    assert "beta" in found.disputed
    assert "mi" not in found.disputed
