"""Time in a stage: censoring, conversion, people or stage, and the cut."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from datasource.analytics.dwell import bottleneck, compare_people, stage_dwell, stage_visits
from datasource.errors import MingjingError
from tests.analytics.pipeline_world import sales

AS_OF = date(2024, 3, 31)
DEALS = pl.DataFrame(
    [
        (1, date(2024, 1, 21), True, 100.0, "Ann"),
        (2, date(2024, 1, 11), False, 200.0, "Ann"),
        (3, None, None, 300.0, "Bo"),
    ],
    ["deal", "closed", "won", "amount", "owner"],
    orient="row",
)
STAGES = pl.DataFrame(
    [
        (1, "offer", date(2024, 1, 1)),
        (1, "contract", date(2024, 1, 11)),
        (2, "offer", date(2024, 1, 6)),
        (3, "offer", date(2024, 3, 1)),
    ],
    ["deal", "stage", "entered"],
    orient="row",
)


def outcomes(rates: dict[str, tuple[int, int]]) -> tuple[pl.Series, pl.Series]:
    """Series of owners and outcomes from (went on, decided) of each."""
    rows = [(name, at < hits) for name, (hits, count) in rates.items() for at in range(count)]
    return pl.Series([name for name, _hit in rows]), pl.Series([hit for _name, hit in rows])


def test_a_stay_ends_with_the_next_stage_or_the_deal_and_else_goes_on() -> None:
    found = stage_visits(DEALS, STAGES, AS_OF).select("deal", "stage", "days", "left", "went_on")
    assert found.rows() == [
        (1, "offer", 10, True, True),
        (1, "contract", 10, True, True),
        (2, "offer", 5, True, False),
        (3, "offer", 30, False, None),
    ]


def test_what_happens_after_the_cut_is_not_known() -> None:
    found = stage_visits(DEALS, STAGES, date(2024, 1, 8)).select("deal", "days", "left", "went_on", "won")
    assert found.rows() == [(1, 7, False, None, None), (2, 2, False, None, None)]


def test_deals_still_there_make_the_median_longer_than_that_of_those_that_left() -> None:
    days = [5, 10, 15, 20, 25, 100, 100, 100]
    stays = pl.DataFrame({"stage": "offer", "owner": "Ann", "amount": 10.0, "days": days}).with_columns(
        left=pl.col("days") < 100,
        went_on=pl.when(pl.col("days") < 100).then(pl.col("days") < 20),
        won=pl.lit(value=True),
    )
    found = stage_dwell(stays)[0]
    assert found.dwell is not None
    assert found.dwell.quantile() == 20
    assert (found.entered, found.still_there, found.conversion) == (8, 3, 0.6)
    assert (found.low, found.high) == pytest.approx((0.2307, 0.8824), abs=1e-4)
    assert found.waiting == 10 * (5 + 80 * 3)


def test_people_who_are_alike_are_all_shown_the_mean() -> None:
    found = compare_people(*outcomes({"Ann": (10, 20), "Bo": (11, 22), "Cy": (1, 2)}))
    assert found.share == 0
    assert not found.person_problem
    assert found.rates["rate"].to_list() == [0.5, 0.5, 0.5]


def test_people_who_differ_are_a_problem_of_people_and_three_deals_say_little() -> None:
    found = compare_people(*outcomes({"Ann": (80, 100), "Bo": (20, 100), "Cy": (50, 100), "New": (3, 3)}))
    assert found.person_problem
    assert found.share > 0.9
    rates = dict(zip(found.rates["owner"], found.rates["rate"], strict=True))
    assert rates["Ann"] == pytest.approx(0.8, abs=0.03)
    assert rates["New"] < 0.9


def test_shuffled_owners_are_a_problem_of_people_in_one_of_ten_runs_at_most() -> None:
    draw = np.random.default_rng(0)
    owners = pl.Series(draw.choice(["Ann", "Bo", "Cy", "Di", "Ed"], 400))
    runs = [compare_people(owners, pl.Series(draw.random(400) < 0.4)).person_problem for _run in range(100)]
    assert sum(runs) <= 10


def test_the_stage_where_people_differ_most_is_the_bottleneck_in_money() -> None:
    world = sales(3, 800)
    draw = np.random.default_rng(0)
    deals = world.deals.with_columns(owner=pl.Series(draw.choice(["Ann", "Bo", "Cy", "Di"], world.deals.height)))
    # Of the deals at the offer, Di loses four of five that others would not.
    lost = (pl.col("owner") == "Di") & pl.Series(draw.random(world.deals.height) < 0.8)
    reached = world.stages.filter(pl.col("stage") == "contract").join(deals.filter(lost), on="deal", how="semi")
    left_at_offer = dict(zip(reached["deal"], reached["entered"], strict=True))
    stages = world.stages.join(reached, on=["deal", "stage"], how="anti")
    spoilt = pl.col("deal").is_in(list(left_at_offer))
    deals = deals.with_columns(
        closed=pl.when(spoilt).then(pl.col("deal").replace_strict(left_at_offer, default=None)).otherwise("closed"),
        won=pl.when(spoilt).then(statement=False).otherwise("won"),
    )
    found = stage_dwell(stage_visits(deals, stages, date(2025, 1, 1)))
    named = bottleneck(found)
    assert named is not None
    assert named.stage == "offer"
    assert named.people.person_problem
    assert named.people.rates.sort("rate")["owner"][0] == "Di"


def test_people_drawn_by_lot_are_no_bottleneck_in_nine_of_ten_runs() -> None:
    world = sales(3, 400)
    named = []
    for seed in range(20):
        drawn = np.random.default_rng(seed).choice(["Ann", "Bo", "Cy", "Di"], world.deals.height)
        visits = stage_visits(world.deals.with_columns(owner=pl.Series(drawn)), world.stages, date(2025, 1, 1))
        named.append(bottleneck(stage_dwell(visits)))

    assert sum(one is not None for one in named) <= 2


def test_bad_logs_are_refused_with_the_reason() -> None:
    with pytest.raises(MingjingError, match="several rows"):
        stage_visits(pl.concat([DEALS, DEALS]), STAGES, AS_OF)
    with pytest.raises(MingjingError, match="no date of entry"):
        stage_visits(DEALS, STAGES.with_columns(entered=pl.lit(None, pl.Date)), AS_OF)
    with pytest.raises(MingjingError, match="closed before"):
        stage_visits(DEALS.with_columns(closed=pl.lit(date(2023, 1, 1))), STAGES, AS_OF)
    with pytest.raises(MingjingError, match="lack the columns owner"):
        stage_visits(DEALS.drop("owner"), STAGES, AS_OF)
    with pytest.raises(MingjingError, match="At least 5"):
        stage_dwell(stage_visits(DEALS, STAGES, AS_OF))
