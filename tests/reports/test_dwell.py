"""Days in the stages of the tiny company and its stalled deals, worked out by hand."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Period
from datasource.reports.dwell import benchmarks, dwell
from datasource.reports.stalled import stalled
from datasource.scope import OPERATOR, Viewer

BOB, CID, DEE = (Viewer(name, ScopeKind.SELF, key) for key, name in ((2, "Bob"), (3, "Cid"), (4, "Dee")))


def test_days_by_stage_beside_the_benchmark(tiny: Catalog) -> None:
    found = dwell(tiny, OPERATOR, "Main")
    names = ["stage", "dwell_days", "dwell_days_median", "benchmark_days", "stays", "ongoing_stays", "slow_stays"]
    assert found.by_stage.rows.select(names).rows() == [
        ("Qualify", pytest.approx(209 / 6), 26.0, 14.0, 6, 1, 3),  # 1, 8, 14, 38, 58, 90: (14 + 38) / 2
        ("Propose", pytest.approx(71.0), 80.0, None, 3, 1, 0),  # 21, 80, 112; two ended stays are no benchmark
    ]
    assert found.by_stage.rows["days_over_benchmark"].to_list() == [144.0, None]
    assert found.by_stage.totals is not None
    assert found.by_stage.totals["dwell_days"] == pytest.approx(422 / 9)


def test_the_bottleneck_is_the_stage_with_the_most_days_beyond_its_benchmark(tiny: Catalog) -> None:
    worst = dwell(tiny, OPERATOR, "Main").bottleneck
    assert worst is not None
    assert (worst.name, worst.slow, worst.stays, worst.days_over, worst.share) == ("Qualify", 3, 6, 144.0, 1.0)
    assert (worst.median, worst.benchmark) == (26.0, 14.0)


def test_the_benchmark_is_the_company_s_for_every_viewer_and_nothing_else_is(tiny: Catalog) -> None:
    assert benchmarks(tiny).rows() == [(14.0, "Qualify")]
    found = dwell(tiny, DEE, "Main")
    assert found.by_stage.rows.select("stage", "stays", "dwell_days", "benchmark_days").rows() == [
        ("Qualify", 1, 58.0, 14.0),  # O4; the benchmark is of five deals, four of them not Dee's
        ("Propose", 1, 80.0, None),
    ]


def test_a_period_holds_the_stays_that_ended_in_it_and_those_that_last(tiny: Catalog) -> None:
    march = dwell(tiny, OPERATOR, "Main", Period(start=date(2024, 3, 1), end=date(2024, 3, 31)))
    assert march.by_stage.rows.select("stage", "stays", "ongoing_stays").rows() == [("Qualify", 3, 0)]  # O2, O3, O4
    spring = dwell(tiny, OPERATOR, "Main", Period(start=date(2024, 6, 1), end=date(2024, 6, 30)))
    assert spring.by_stage.rows.select("stage", "stays", "ongoing_stays").rows() == [
        ("Qualify", 1, 1),
        ("Propose", 1, 1),
    ]


def test_no_stay_over_the_benchmark_is_no_bottleneck(tiny: Catalog) -> None:
    assert dwell(tiny, OPERATOR, "Main", Period(start=date(2024, 1, 1), end=date(2024, 2, 29))).bottleneck is None


def test_unknown_pipeline_names_those_that_exist(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match=r"Unknown pipeline 'Mian'. Did you mean 'Main'\?"):
        dwell(tiny, OPERATOR, "Mian")


def test_stalled_deals_with_their_reasons(tiny: Catalog) -> None:
    found = stalled(tiny, OPERATOR, 90)
    names = ["name", "amount", "days_without_activity", "days_in_stage", "idle", "past_close", "slow_stage"]
    assert found.deals.select(names).rows() == [
        ("O5", 40.0, 90, 90, True, False, True),  # 90 days in Qualify, whose benchmark is 14
        ("O3", 80.01, 126, 112, True, False, False),
    ]
    assert [(reason, *told.rows.row(0)) for reason, told in found.by_reason] == [
        ("idle", 2, 120.01),
        ("past_close", 0, 0.0),
        ("slow_stage", 1, 40.0),
    ]


@pytest.mark.parametrize(("viewer", "days", "names"), [(OPERATOR, 91, ["O3", "O5"]), (BOB, 91, ["O5"]), (DEE, 7, [])])
def test_stalled_deals_are_the_viewer_s_own(tiny: Catalog, viewer: Viewer, days: int, names: list[str]) -> None:
    assert stalled(tiny, viewer, days).deals["name"].to_list() == names


def test_a_deal_that_is_not_idle_long_enough_still_stands_there_for_its_stage(tiny: Catalog) -> None:
    assert stalled(tiny, OPERATOR, 91).deals.select("name", "idle").rows() == [("O3", True), ("O5", False)]
    assert stalled(tiny, CID, 127).deals.height == 0
