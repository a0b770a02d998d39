"""Kaplan-Meier: the numbers of rossi and of a small table, and no share for what was never observed."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics.refusals import Floats
from datasource.analytics.survival import kaplan_meier, log_rank
from datasource.errors import MingjingError

MAINTAINED = np.array([9.0, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161])
ENDED = np.array([1.0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0])


def test_rossi_has_the_known_shares(shared_data: Path) -> None:
    rows = pl.read_csv(shared_data / "rossi" / "rossi.csv")
    found = kaplan_meier(rows["week"].cast(pl.Float64).to_numpy(), rows["arrest"].cast(pl.Float64).to_numpy())
    last = found.curve.row(-1, named=True)

    assert found.lasting(np.array([10.0, 20, 30, 40, 52])) == pytest.approx(
        [0.965278, 0.907407, 0.861111, 0.803241, 0.736111], abs=5e-7
    )
    assert (last["low"], last["high"]) == pytest.approx((0.6919, 0.7751), abs=5e-5)
    assert found.curve["ended"].sum() == 114
    assert found.quantile(0.5) is None


def test_the_median_of_the_leukaemia_table() -> None:
    found = kaplan_meier(MAINTAINED, ENDED)

    assert found.quantile() == 31
    assert found.curve["lasting"].round(3).to_list() == [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184]


def test_beyond_what_was_observed_there_is_no_share() -> None:
    found = kaplan_meier(MAINTAINED, ENDED)

    assert found.lasting(np.array([0.0, 161.0])).tolist() == pytest.approx([1.0, 0.184], abs=5e-4)
    assert np.isnan(found.lasting(np.array([162.0]))).all()


def test_what_still_goes_on_makes_things_last_longer() -> None:
    all_ended = kaplan_meier(MAINTAINED, np.ones(11)).quantile()

    assert all_ended == 28


def test_rossi_log_rank_of_financial_aid(shared_data: Path) -> None:
    rows = pl.read_csv(shared_data / "rossi" / "rossi.csv")
    weeks, arrests = (rows[name].cast(pl.Float64).to_numpy() for name in ("week", "arrest"))

    assert log_rank(weeks, arrests, (rows["fin"].cast(pl.String).is_in(["1", "yes"])).to_numpy()) == pytest.approx(
        0.0501, abs=1e-4
    )


def test_log_rank_of_curves_that_are_alike_or_cannot_be_told_apart() -> None:
    half = np.arange(12) % 2 == 0

    assert log_rank(np.repeat(np.arange(1.0, 7), 2), np.ones(12), half) == pytest.approx(1.0)
    assert log_rank(np.repeat(np.arange(1.0, 7), 2), np.zeros(12), half) == 1.0
    assert log_rank(np.arange(1.0, 13), np.ones(12), np.zeros(12, dtype=np.bool_)) == 1.0


@pytest.mark.parametrize(
    ("durations", "ended", "sentence"),
    [
        (MAINTAINED[:3], ENDED[:3], "At least 5 durations"),
        (MAINTAINED, np.zeros(11), "Nothing has ended"),
        (-MAINTAINED, ENDED, "not below zero"),
        (np.full(11, np.nan), ENDED, "not below zero"),
    ],
)
def test_durations_that_tell_nothing_are_refused(durations: Floats, ended: Floats, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        kaplan_meier(durations, ended)
