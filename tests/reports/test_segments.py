"""Segments of a made-up company: each part counts the customers in sight, and finds the two kinds planted."""

from datetime import date

import polars as pl
import pytest

from datasource.analytics.lifecycle import STAGES
from datasource.analytics.rfm import Cuts
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import answer
from datasource.question import Dimension, Filter, Op, Query
from datasource.reports.clusters import clusters
from datasource.reports.customer_habits import habits
from datasource.reports.demography import demography_report
from datasource.reports.lifecycle import NOT_KNOWN, life
from datasource.reports.rfm import rfm_report
from datasource.reports.team_segments import cluster_rule, condition_fields, customers_in, rfm_where
from datasource.scope import OPERATOR, Viewer
from datasource.store.studies import NONE
from tests.reports.segment_company import COUNT, KNOWN, build

BOB = Viewer("Bob", ScopeKind.SELF, 2)
RETAIL = (Filter(field="industry", op=Op.EQ, value="Retail"),)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return build(tmp_path_factory.mktemp("kinds"))


def test_without_edits_segments_are_those_of_the_dimension(kinds: Catalog) -> None:
    found = rfm_report(kinds, OPERATOR)
    counted = answer(kinds, Query(metrics=("customer_count",), by=(Dimension(field="segment"),)), OPERATOR).rows
    assert dict(found.segments.select("segment", "customers").iter_rows()) == {
        name: count for name, count in counted.iter_rows() if name != "Unknown"
    }
    assert (found.customers.height, found.without, found.is_edited) == (COUNT, KNOWN - COUNT, False)
    assert found.base.rows.row(0) == (COUNT,)


def test_edited_cut_offs_score_anew_and_equal_values_alike(kinds: Catalog) -> None:
    """Regulars bought within 25 days, the others over 400 days ago; 6 to 8 contracts against one."""
    cuts = Cuts((30, 60, 100, 200), (1, 2, 3, 5), (1, 2, 3, 4))
    found = rfm_report(kinds, OPERATOR, cuts)
    assert found.is_edited
    assert found.cells.select("r", "f", "customers").rows() == [(1, 1, 60), (5, 5, 60)]
    assert found.segments["segment"].to_list() == ["Champions", "Asleep"]
    assert found.customers.group_by("frequency").agg(pl.col("f").n_unique())["f"].unique().to_list() == [1]


@pytest.mark.parametrize("cuts", [None, Cuts((30, 60, 100, 420), (1, 1, 6, 7), (1, 2, 3, 4))])
def test_conditions_of_each_segment_and_cell_hold_its_customers(kinds: Catalog, cuts: Cuts | None) -> None:
    found = rfm_report(kinds, OPERATOR, cuts)
    for name, count in found.segments.select("segment", "customers").iter_rows():
        assert customers_in(kinds, OPERATOR, rfm_where(found.cuts, segment=name)) == count
    for r, f, count in found.cells.select("r", "f", "customers").iter_rows():
        assert customers_in(kinds, OPERATOR, rfm_where(found.cuts, cell=(r, f))) == count


def test_conditions_of_a_group_hold_what_they_claim(kinds: Catalog) -> None:
    found = clusters(kinds, OPERATOR, ("recency", "frequency", "industry"))
    for cluster in (1, 2):
        rule = cluster_rule(found, cluster)
        assert rule.is_good
        assert (rule.precision, rule.recall) == (1.0, 1.0)
        assert customers_in(kinds, OPERATOR, rule.where) >= 60


def test_every_field_offered_for_conditions_can_be_asked_of_customers(kinds: Catalog) -> None:
    for field in condition_fields():
        assert customers_in(kinds, OPERATOR, (Filter(field=field, op=Op.NOT_NULL),)) <= KNOWN
    assert {"industry", "segment", "contract_recency", "churn_risk"} <= set(condition_fields())


def test_money_stands_in_the_companys_own_unit(kinds: Catalog) -> None:
    found = rfm_report(kinds, OPERATOR)
    assert found.customers.filter(pl.col("label") == "C002")["money"].to_list() == [100.02]
    assert max(found.fifths.money) < 1000


def test_scope_and_filters_count_fewer_customers_by_the_same_cut_offs(kinds: Catalog) -> None:
    assert rfm_report(kinds, BOB).customers.height == COUNT // 3
    assert rfm_report(kinds, OPERATOR, None, RETAIL).customers.height == COUNT // 2
    assert rfm_report(kinds, BOB).fifths == rfm_report(kinds, OPERATOR).fifths
    assert set(rfm_report(kinds, BOB).customers["owner"]) == {"Bob"}


def test_nobody_or_no_study_gets_a_sentence(kinds: Catalog) -> None:
    nobody = (Filter(field="industry", op=Op.EQ, value="Mining"),)
    with pytest.raises(MingjingError, match="none is scored"):
        rfm_report(kinds, OPERATOR, None, nobody)
    with pytest.raises(MingjingError, match="no customer here"):
        life(kinds, OPERATOR, nobody)
    with pytest.raises(MingjingError, match="At least 50 customers"):
        clusters(kinds, OPERATOR, ("recency",), nobody)
    with pytest.raises(MingjingError, match="At least 20 customers"):
        demography_report(kinds, OPERATOR, (), "money", nobody)
    with pytest.raises(MingjingError, match="not been worked out yet"):
        rfm_report(kinds.with_studies(NONE), OPERATOR)


def test_stocks_flows_and_customers_agree_in_each_month(kinds: Catalog) -> None:
    found = life(kinds, BOB)
    for month in found.months[:-1]:
        net = found.net(month)
        assert (net["start"] + net["came"] - net["went"]).to_list() == net["end"].to_list()
        crossed = found.crossed(month)
        assert [crossed[stage].sum() for stage in STAGES] == net["end"].to_list()
        for stage, count in net.select("stage", "end").iter_rows():
            assert found.customers(month, stage).height == count
        assert (
            found.customers(month, "Lost", "At risk").height == crossed.filter(pl.col("before") == "At risk")["Lost"][0]
        )
    assert found.stocks.filter(pl.col("month") == date(2025, 12, 31))["customers"].sum() == KNOWN // 3
    assert set(found.stages["before"]) <= {NOT_KNOWN, *STAGES}


def test_the_last_month_is_the_dimension(kinds: Catalog) -> None:
    query = Query(metrics=("customer_count",), by=(Dimension(field="lifecycle_stage"),))
    counted = dict(answer(kinds, query, OPERATOR).rows.iter_rows())
    last = life(kinds, OPERATOR).net(date(2025, 12, 31))
    assert {stage: count for stage, count in last.select("stage", "end").iter_rows() if count} == counted


def test_two_kinds_are_found_and_told_in_words(kinds: Catalog) -> None:
    found = clusters(kinds, OPERATOR, ("recency", "frequency", "industry"))
    assert found.found.k == 2
    profile = found.profile()
    assert profile["customers"].to_list() == [60, 60]
    regular = next(one for one in (1, 2) if set(found.members(one)["industry"]) == {"Retail"})
    told = {(one.cluster, one.word, one.share, one.all) for one in found.words}
    assert (regular, "Retail", 1.0, 0.5) in told
    assert "Variance of the purchases of the next 180 days" in found.card.quality[0][0]


def test_customers_of_one_kind_have_no_clusters(kinds: Catalog) -> None:
    found = clusters(kinds, OPERATOR, ("recency", "basket"), RETAIL)
    assert found.found.k == 1
    assert found.found.none is not None
    assert found.found.choices.height > 2


def test_other_fields_are_refused(kinds: Catalog) -> None:
    for fields in ((), ("phone",)):
        with pytest.raises(MingjingError, match="Choose at least one field"):
            clusters(kinds, OPERATOR, fields)
    with pytest.raises(MingjingError, match="Choose at least one field"):
        demography_report(kinds, OPERATOR, ("phone",), "money")


def test_the_field_that_tells_most_comes_first_and_leads_to_records(kinds: Catalog) -> None:
    found = demography_report(kinds, OPERATOR, (), "frequency")
    assert found.fields == ("industry",)
    assert found.telling["explained"][0] > 0.9
    assert found.telling["explained"].to_list()[-1] == 0
    query = Query(metrics=("dealt_customers",), where=found.where(("Retail",)))
    assert answer(kinds, query, OPERATOR).rows.row(0) == (60,)


def test_habits_before_a_day_know_nothing_of_later(kinds: Catalog) -> None:
    before = habits(kinds, OPERATOR, (), date(2025, 6, 30))
    assert before["frequency"].max() == 2
    assert before.height == 60 + before.filter(pl.col("industry") == "Retail").height
