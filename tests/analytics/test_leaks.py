"""The leak detector names fields that were filled after the outcome, and no honest ones."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics.leaks import FILLED_BY_OUTCOME, FILLED_LATE, TELLS, find_leaks
from datasource.errors import MingjingError


def _deals(rows: int = 800, seed: int = 2) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    won = rng.random(rows) < 0.3
    return pl.DataFrame(
        {
            "record": np.arange(rows),
            "closed": [date(2024, 3, 1) + timedelta(days=int(day)) for day in rng.integers(0, 90, rows)],
            "source": np.where(rng.random(rows) < 0.3 + 0.3 * won, "friend", "web"),
            "calls": rng.normal(5 + won, 2, rows),
            "paid": np.where(won, rng.gamma(5, 100, rows), 0.0),
            "lost_reason": [None if yes or rng.random() < 0.4 else rng.choice(["price", "time"]) for yes in won],
            "note": rng.choice(["a", "b"], rows),
            "won": won,
        }
    )


FIELDS = ["source", "calls", "paid", "lost_reason", "note"]


def test_planted_leaks_are_named_with_the_reason() -> None:
    found = find_leaks(_deals(), FIELDS, "won")

    why = {suspect.field: suspect.why for suspect in found.suspects if suspect.why}
    assert why == {"paid": (TELLS,), "lost_reason": (FILLED_BY_OUTCOME,)}
    assert set(found.kept) == {"source", "calls", "note"}


def test_a_field_that_changes_after_the_close_leaks() -> None:
    deals = _deals()
    written = [(deal, "note", day + timedelta(days=3)) for deal, day in deals.select("record", "closed").iter_rows()]
    called = [(deal, "calls", day - timedelta(days=9)) for deal, day in deals.select("record", "closed").iter_rows()]
    history = pl.DataFrame(written + called, schema=["record", "field", "at"], orient="row")
    found = {suspect.field: suspect for suspect in find_leaks(deals, FIELDS, "won", history).suspects}

    assert found["note"].why == (FILLED_LATE,)
    assert (found["note"].late, found["calls"].late, found["source"].late) == (1.0, 0.0, None)
    assert found["calls"].why == ()


def test_an_id_and_shuffled_outcomes_leak_nothing() -> None:
    for seed in range(20):
        won = np.random.default_rng(seed).permutation(_deals()["won"].to_numpy())
        deals = _deals().with_columns(pl.Series("won", won), pl.col("record").cast(pl.String).alias("id"))
        assert find_leaks(deals, [*FIELDS, "id"], "won").leaking == ()


def test_real_leads_lose_the_fields_that_sales_people_filled_in(shared_data: Path) -> None:
    path = shared_data / "lead_scoring" / "Lead Scoring.csv"
    leads = pl.read_csv(path, infer_schema_length=10_000, null_values=["Select", ""])
    fields = [name for name in leads.columns if name != "Converted"]
    found = find_leaks(leads, fields, "Converted")

    assert {"Tags", "Lead Quality", "Lead Profile"} <= set(found.leaking)
    assert found.suspects[0].field == "Tags"
    assert not {"Lead Source", "Lead Origin", "TotalVisits", "Total Time Spent on Website"} & set(found.leaking)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (_deals().head(3), "At least 50 rows"),
        (_deals().with_columns(won=pl.lit(value=True)), "At least 10 rows of either outcome"),
        (_deals().with_columns(won=pl.lit(None, pl.Boolean)), "there are 0"),
        (_deals().with_columns(won=pl.lit("yes")), "is not yes or no"),
        (_deals().drop("paid"), "lack the columns paid"),
    ],
)
def test_what_cannot_be_tested_gets_a_sentence(rows: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        find_leaks(rows, FIELDS, "won")


def test_a_history_needs_records_that_stand_once() -> None:
    history = pl.DataFrame({"record": [1], "field": ["note"], "at": [date(2024, 1, 1)]})

    with pytest.raises(MingjingError, match="stand in several rows"):
        find_leaks(_deals().with_columns(record=pl.lit(1)), FIELDS, "won", history)


def test_an_empty_field_tells_nothing() -> None:
    found = find_leaks(_deals().with_columns(paid=pl.lit(None, pl.Float64)), ["paid"], "won").suspects[0]

    assert (found.filled_yes, found.filled_no, found.why) == (0, 0, ())
