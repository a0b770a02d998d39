"""Rates with exposure: limits from the tables, charts by hand, and no finding where chance alone is at work."""

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.analytics.service_rates import over_represented, p_chart, poisson_limits, repeated, u_chart
from datasource.errors import MingjingError

MONTHS = pl.DataFrame(
    {
        "group": list(range(1, 11)),
        "events": [5, 4, 6, 5, 20, 5, 4, 6, 5, 0],
        "exposure": [100.0, 100, 100, 100, 100, 100, 100, 100, 100, 0],
    }
)
TICKETS = pl.DataFrame(
    [
        (1, "a", "login", datetime(2024, 1, 1)),
        (2, "a", "login", datetime(2024, 1, 31)),
        (3, "a", "login", datetime(2024, 3, 5)),
        (4, "a", "print", datetime(2024, 1, 2)),
        (5, "b", "login", datetime(2024, 1, 3)),
        (6, None, "login", datetime(2024, 1, 4)),
        (7, None, "login", datetime(2024, 1, 5)),
        (8, "b", "login", datetime(2024, 6, 1)),
    ],
    schema=["ticket", "customer", "issue", "opened"],
    orient="row",
)


def test_poisson_limits_as_in_the_tables() -> None:
    low, high = poisson_limits(np.array([0.0, 1, 5, 10, 100]))

    assert low == pytest.approx([0, 0.0253, 1.6235, 4.7954, 81.3640], abs=5e-5)
    assert high == pytest.approx([3.6889, 5.5716, 11.6683, 18.3904, 121.6268], abs=1e-4)


def test_the_u_chart_by_hand_names_the_month_out_of_control() -> None:
    chart = u_chart(MONTHS)
    fifth, tenth = chart.points.row(4, named=True), chart.points.row(9, named=True)

    assert chart.centre == pytest.approx(60 / 900)
    assert fifth["upper"] == pytest.approx(60 / 900 + 3 * (60 / 900 / 100) ** 0.5)
    assert (fifth["lower"], fifth["signal"]) == (0.0, "above")
    assert (tenth["rate"], tenth["upper"], tenth["signal"]) == (None, None, None)
    assert chart.points["signal"].drop_nulls().len() == 1


def test_the_p_chart_by_hand() -> None:
    tickets = pl.DataFrame({"group": list("abcdefghi"), "events": [10] * 8 + [35], "exposure": [50] * 8 + [100]})
    chart = p_chart(tickets)
    last = chart.points.row(8, named=True)

    assert chart.centre == pytest.approx(0.23)
    assert (last["lower"], last["upper"]) == pytest.approx((0.23 - 0.126249, 0.23 + 0.126249), abs=1e-6)
    assert (last["low"], last["high"]) == pytest.approx((0.263629, 0.447490), abs=2e-4)
    assert last["signal"] is None


def test_few_groups_have_intervals_but_no_limits() -> None:
    chart = u_chart(MONTHS.head(3))

    assert chart.withheld is not None
    assert "need 8 groups" in chart.withheld
    assert chart.points["upper"].null_count() == 3
    assert chart.points["high"].null_count() == 0


def test_a_problem_repeats_when_it_comes_again_within_the_window() -> None:
    found = repeated(TICKETS.sample(fraction=1, shuffle=True, seed=1), date(2024, 5, 1)).sort("ticket")

    assert found["repeat"].to_list() == [False, True, False, False, False, None, None]


def test_tickets_after_the_day_change_nothing() -> None:
    later = TICKETS.with_columns(pl.col("ticket") + 100, pl.col("opened") + timedelta(days=400))
    day = date(2024, 5, 1)

    assert repeated(pl.concat([TICKETS, later]), day).sort("ticket").equals(repeated(TICKETS, day).sort("ticket"))


def test_a_product_with_twice_the_rate_is_found_with_its_ratio() -> None:
    counts = pl.DataFrame(
        {
            "product": ["x", "y", "z"] * 2,
            "issue": ["heat"] * 3 + ["noise"] * 3,
            "events": [60, 30, 30, 10, 11, 9],
            "exposure": [1000, 1000, 1000] * 2,
        }
    )
    found = over_represented(counts)
    top = found.row(0, named=True)

    assert found.filter("found").select("product", "issue").rows() == [("x", "heat")]
    assert (top["ratio"], top["expected"]) == pytest.approx((2.0, 30.0))
    assert top["low"] < 2 < top["high"]
    assert top["low"] == pytest.approx(1.37, abs=0.03)


def test_the_chance_is_the_exact_binomial_one() -> None:
    from scipy.stats import binomtest  # noqa: PLC0415

    counts = pl.DataFrame({"product": ["x", "y"], "issue": ["heat"] * 2, "events": [7, 5], "exposure": [30, 70]})
    wanted = binomtest(7, 12, 0.3, alternative="greater").pvalue

    assert over_represented(counts).filter(product="x")["chance"].item() == pytest.approx(wanted, rel=1e-9)


def test_chance_alone_yields_a_finding_in_at_most_a_tenth_of_runs() -> None:
    draw, hits = np.random.default_rng(8), 0
    cells = [(product, issue) for product in "abcdefgh" for issue in "uvwxyz"]
    exposure = np.repeat(draw.integers(200, 2000, 8), 6)
    for _run in range(100):
        counts = pl.DataFrame(cells, schema=["product", "issue"], orient="row").with_columns(
            events=draw.poisson(0.02 * exposure), exposure=exposure
        )
        hits += over_represented(counts)["found"].any()

    assert hits <= 10


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (MONTHS.with_columns(exposure=pl.lit(0.0), events=0), "no exposure"),
        (MONTHS.with_columns(exposure=pl.lit(0.0)), "no exposure"),
        (MONTHS.with_columns(events=pl.lit(3)), "events but no exposure"),
        (MONTHS.with_columns(events=pl.lit(-3)), "below zero"),
        (MONTHS.with_columns(events=pl.lit(None, pl.Int64)), "have no 'events'"),
        (MONTHS.with_columns(group=pl.lit(1)), "stand in several rows"),
        (MONTHS.clear(), "There are no groups"),
        (MONTHS.drop("exposure"), "lack the columns exposure"),
    ],
)
def test_groups_without_an_answer_get_a_sentence(rows: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        u_chart(rows)


def test_more_events_than_tickets_are_no_share() -> None:
    with pytest.raises(MingjingError, match="more events than tickets"):
        p_chart(MONTHS.with_columns(events=pl.col("exposure") + 1).head(9))


@pytest.mark.parametrize(
    ("exposure", "product", "sentence"),
    [([1, 2], "x", "stand in several rows"), ([5, 5], None, "At least 2 products")],
)
def test_products_that_cannot_be_compared_get_a_sentence(
    exposure: list[int], product: str | None, sentence: str
) -> None:
    names = [product] * 2 if product else ["x", "x"]
    issues = ["heat", "heat"] if product else ["heat", "noise"]
    counts = pl.DataFrame({"product": names, "issue": issues, "events": [1, 1], "exposure": exposure})
    with pytest.raises(MingjingError, match=sentence):
        over_represented(counts)
