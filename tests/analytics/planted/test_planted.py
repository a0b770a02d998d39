"""The planted truths are found again on three seeds, in their direction, and what is not planted is not found."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.attribution.credit import attribute
from datasource.analytics.attribution.journeys import journeys_from_touches
from datasource.analytics.churn.training import train
from datasource.analytics.clusters import find_clusters
from datasource.analytics.service_rates import over_represented
from tests.analytics.planted import frames
from tests.analytics.planted.truths import TRUTHS, Truth
from tests.sample.conftest import Tables

pytestmark = pytest.mark.slow
REASONS = ("recency", "silence", "orders", "tenure")
BEYOND_THE_LAST = ("first", "linear", "time_decay", "position", "shapley", "markov")


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.name)
def test_a_planted_truth_is_found_again(company: Tables, truth: Truth) -> None:
    found = truth.search(truth.rows(company))

    assert truth.there <= found
    assert [one for one in found - truth.there if one.startswith(truth.never or ("never",))] == []


def test_touches_of_referral_earn_the_most_under_every_rule_that_looks_beyond_the_last(company: Tables) -> None:
    touches = frames.touches(company)
    found = attribute(journeys_from_touches(touches, frames.outcomes(company), frames.TODAY, window=180))
    touched = touches.group_by("channel").agg(leads=pl.col("journey").n_unique())
    each = found.credits.join(touched, on="channel").with_columns(earned=pl.col("won") / pl.col("leads"))

    for model in BEYOND_THE_LAST:
        ranked = each.filter(pl.col("model") == model).sort("earned", descending=True)
        assert ranked["channel"][0] == "转介绍", model
    begun = each.filter(pl.col("model") == "first", pl.col("channel").is_in(["转介绍", "线上广告"])).sort("earned")
    assert begun["earned"][1] > 1.8 * begun["earned"][0]


def test_neglect_is_the_reason_of_those_who_leave_and_beats_recency(company: Tables) -> None:
    rows = frames.buyers(company)
    found = train(rows, REASONS, frames.HORIZON)
    quiet = rows.filter(pl.col("as_of") == found.tested_on, pl.col("quiet"))
    first = [reasons[0][0] for reasons in found.model.reasons(quiet) if reasons]

    assert found.withheld is None
    assert found.card.auc > found.recency_card.auc
    assert np.mean([reason == "silence" for reason in first]) > 0.8


def test_a_fifth_of_the_payers_are_a_cluster_of_late_ones(company: Tables) -> None:
    found = find_clusters(frames.lateness(company), ["mean", "least"])
    late = found.traits.filter(pl.col("field") == "mean").sort("mean")

    assert found.k == 2
    assert late["customers"][1] / late["customers"].sum() == pytest.approx(0.2, abs=0.04)
    assert late["mean"][1] > late["mean"][0] + 40


def test_orders_gather_in_the_last_days_of_quarters(company: Tables) -> None:
    counts = frames.orders_by_part_of_quarter(company)
    found = over_represented(counts).filter("found")

    assert found["product"].to_list() == ["last days"]
    assert found["low"][0] > 1.3
