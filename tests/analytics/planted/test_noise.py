"""The demo company with its truths shuffled away: in nine runs of ten or more nothing is found."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.churn.training import train
from datasource.analytics.dwell import bottleneck, stage_dwell
from tests.analytics.planted import frames
from tests.analytics.planted.conftest import SEEDS, demo
from tests.analytics.planted.test_planted import REASONS
from tests.analytics.planted.truths import TRUTHS, Truth

pytestmark = pytest.mark.slow
RUNS = 20


def _shuffled(rows: pl.DataFrame, column: str, seed: int) -> pl.DataFrame:
    return rows.with_columns(pl.col(column).shuffle(seed))


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.name)
def test_nothing_is_found_once_it_is_shuffled(truth: Truth) -> None:
    companies = [truth.rows(demo(seed)) for seed in SEEDS]
    runs = [bool(truth.search(_shuffled(rows, truth.shuffled, run))) for rows in companies for run in range(RUNS)]

    assert sum(runs) <= 0.1 * len(runs)


def test_shuffled_people_are_no_bottleneck() -> None:
    companies = [frames.stays(demo(seed)) for seed in SEEDS]
    named = [bottleneck(stage_dwell(_shuffled(rows, "owner", run))) for rows in companies for run in range(RUNS)]

    assert sum(one is not None for one in named) <= 0.1 * len(named)


def test_shuffled_churn_is_withheld() -> None:
    rows = frames.buyers(demo(SEEDS[0]))
    mixed = [rows.with_columns(pl.col("churned").shuffle(run).over("as_of")) for run in range(RUNS)]

    assert np.mean([train(one, REASONS, frames.HORIZON).withheld is not None for one in mixed]) >= 0.9
