"""Answers to leads: a planted effect is found, a channel's is not taken for it, what the day hides, and refusals."""

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.analytics.lead_handling import lead_handling
from datasource.analytics.response_time import ResponseTimes, response_times
from datasource.errors import MingjingError
from datasource.sample.company import demo_tables

DAY = date(2026, 6, 30)
CHANNELS = np.array(["fair", "search"])


def _leads(
    seed: int, fast: tuple[float, float], won: tuple[float, float], factor: float, count: int = 3000
) -> pl.DataFrame:
    """Leads of two channels, each with a share answered within the hour and a chance to convert; `factor` if fast."""
    draw = np.random.default_rng(seed)
    channel = draw.integers(2, size=count)
    quick = draw.random(count) < np.array(fast)[channel]
    minutes = np.where(quick, draw.integers(2, 59, count), draw.integers(25 * 60, 70 * 60, count))
    converted = draw.random(count) < np.array(won)[channel] * np.where(quick, factor, 1.0)
    created = [datetime(2025, 1, 1, 9) + timedelta(hours=int(hour)) for hour in draw.integers(0, 24 * 400, count)]
    answers = [at + timedelta(minutes=int(took)) for at, took in zip(created, minutes, strict=True)]
    ends = [at + timedelta(days=5) if hit else None for at, hit in zip(answers, converted, strict=True)]
    return pl.DataFrame(
        {
            "lead": range(count),
            "channel": CHANNELS[channel],
            "owner": draw.integers(5, size=count),
            "created": created,
            "responded": answers,
            "converted": ends,
        },
        schema_overrides={"converted": pl.Datetime("us")},
    )


EVEN = _leads(0, (0.3, 0.3), (0.2, 0.2), 2.0)


def _fast(found: ResponseTimes) -> dict[str, float]:
    return found.bands.filter(hours=1).row(0, named=True)


def test_answering_within_the_hour_doubles_conversion_where_that_is_planted() -> None:
    found = response_times(EVEN, DAY)
    row = _fast(found)

    assert found.against == 72
    assert row["found"]
    assert row["times"] == pytest.approx(2, abs=0.3)
    assert row["difference_low"] < 0.2 < row["difference_high"]


def test_a_good_channel_that_is_answered_fast_is_not_taken_for_the_effect_of_speed() -> None:
    row = _fast(response_times(_leads(1, (0.6, 0.1), (0.4, 0.1), 1.0), DAY))

    assert row["rate"] > 0.3
    assert row["difference_low"] < 0 < row["difference_high"]
    assert not row["found"]


def test_without_an_effect_one_is_found_in_few_runs() -> None:
    runs = [response_times(_leads(seed, (0.3, 0.3), (0.2, 0.2), 1.0, 600), DAY) for seed in range(40)]

    assert sum(bool(found.bands["found"].any()) for found in runs) <= 4


def test_a_lead_that_converted_before_its_answer_is_no_slow_success() -> None:
    early = (
        EVEN.filter(pl.col("converted").is_not_null())
        .head(40)
        .with_columns(lead=pl.col("lead") + 10_000, responded=pl.col("converted") + timedelta(hours=1))
    )
    found = response_times(pl.concat([EVEN, early]), DAY)

    assert found.early == 40
    assert found.bands.equals(response_times(EVEN, DAY).bands)


def test_leads_without_an_answer_are_counted_but_not_compared() -> None:
    silent = EVEN.head(30).with_columns(lead=pl.col("lead") + 10_000, responded=None, converted=None)
    last = response_times(pl.concat([EVEN, silent], how="vertical_relaxed"), DAY).bands.row(-1, named=True)

    assert (last["answered"], last["leads"], last["rate"], last["difference"]) == (False, 30, 0, None)


def test_what_cannot_be_counted_is_told() -> None:
    wrong = EVEN.head(3).with_columns(
        lead=pl.Series([90_000, 90_001, 90_002]),
        created=pl.Series([None, datetime(2026, 6, 1), datetime(2025, 5, 1)], dtype=pl.Datetime("us")),
        responded=pl.lit(datetime(2025, 3, 1)),
        converted=pl.lit(None, pl.Datetime("us")),
    )
    found = response_times(pl.concat([EVEN, wrong]), DAY)

    assert (found.undated, found.odd, found.unripe) == (1, 2, 0)
    assert found.leads == EVEN.height


def test_what_comes_later_changes_nothing() -> None:
    cut = date(2025, 10, 1)
    end = pl.lit(cut).cast(pl.Datetime("us")) + timedelta(days=1)
    known = EVEN.filter(pl.col("created") < end).with_columns(
        pl.when(pl.col(name) < end).then(name).alias(name) for name in ("responded", "converted")
    )

    assert response_times(EVEN, cut).bands.equals(response_times(known, cut).bands)
    assert lead_handling(EVEN, cut)[0].equals(lead_handling(known, cut)[0])


def test_days_without_hours_are_refused_as_they_would_make_every_answer_instant() -> None:
    plain = EVEN.with_columns(pl.col("created", "responded").cast(pl.Date))
    midnight = EVEN.with_columns(pl.col("created", "responded").dt.truncate("1d"))
    for leads in (plain, midnight):
        with pytest.raises(MingjingError, match="days without hours"):
            response_times(leads, DAY)


@pytest.mark.parametrize(
    ("leads", "sentence"),
    [
        (EVEN.head(3), "At least 50 leads"),
        (EVEN.with_columns(converted=pl.lit(None, pl.Datetime("us"))), "leads that converted"),
        (EVEN.filter(pl.col("converted").is_not_null()), "leads that converted"),
        (EVEN.with_columns(responded=pl.lit(None, pl.Datetime("us"))), "leads with an answer"),
        (EVEN.filter(pl.col("responded") - pl.col("created") > timedelta(hours=24)), "equally fast"),
        (pl.concat([EVEN, EVEN.head(1)]), "stand in several rows"),
        (EVEN.with_columns(created=pl.col("created") + timedelta(days=9999)), "At least 50 leads"),
        (EVEN.drop("responded"), "lack the columns responded"),
    ],
)
def test_leads_without_an_answer_get_a_sentence(leads: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        response_times(leads, DAY)


def test_owners_are_told_apart_by_what_waits_and_how_fast_they_answer() -> None:
    waiting = pl.DataFrame(
        {
            "lead": [90_000 + number for number in range(8)],
            "channel": ["fair"] * 8,
            "owner": [7] * 8,
            "created": [datetime(2026, 6, 20)] * 6 + [datetime(2026, 6, 30, 23, 30)] * 2,
            "responded": [datetime(2026, 6, 20, 0, 30)] * 3 + [datetime(2026, 6, 20, 10)] + [None] * 4,
            "converted": pl.Series([None] * 8, dtype=pl.Datetime("us")),
        }
    )
    table, _people = lead_handling(pl.concat([EVEN.with_columns(owner=pl.col("owner").cast(pl.Int64)), waiting]), DAY)
    row = table.filter(owner=7).row(0, named=True)

    assert (row["leads"], row["answered"], row["waiting"], row["oldest"]) == (8, 4, 4, 11)
    # Six are old enough to have been answered within the hour or not; three were.
    assert (row["fast"], row["median_hours"]) == (0.5, 10)
    assert (row["decided"], row["rate"]) == (0, None)
    assert table["leads"].sum() == EVEN.height + 8


def test_owners_that_are_alike_do_not_differ() -> None:
    table, people = lead_handling(EVEN, DAY)

    assert people.chance > 0.01
    assert table["rate"].max() - table["rate"].min() < 0.05  # type: ignore[operator]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 8, 9])
def test_the_demo_companys_doubled_conversion_is_found_again(seed: int) -> None:
    leads = pl.concat([frames["leads"] for _done, frames in demo_tables(seed) if "leads" in frames]).select(
        lead="lead_id", created="created_at", responded="first_response_at", converted="converted_at", channel="source"
    )
    found = response_times(leads, DAY)

    assert 1.7 <= _fast(found)["times"] <= 2.4
    assert found.bands.filter("found")["hours"].to_list() == [1]
