"""The outlook of the open pipeline: what is won, open and likely, for whom, and how it was told of past periods."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from datasource.analytics.pipeline_forecast import WhatIf
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.periods import Span
from datasource.query import answer
from datasource.question import Filter, Op, Period, Query
from datasource.reports.deal_odds import company_odds, deal_history
from datasource.reports.pipeline_forecast import PERIODS, periods_of, pipeline_outlook, span_of, target_of
from datasource.scope import OPERATOR, Viewer
from tests.reports.forecast_company import TODAY, build

BOB = Viewer("Bob", ScopeKind.SELF, 2)
QUARTER = Period(start=date(2022, 4, 1), end=TODAY)


@pytest.fixture(scope="module")
def foreseen(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return open_catalog(build(tmp_path_factory.mktemp("foreseen")))


def asked(catalog: Catalog, viewer: Viewer, name: str, period: Period | None = None) -> float:
    return float(answer(catalog, Query(metrics=(name,), period=period), viewer).rows[name][0])


@pytest.mark.parametrize("viewer", [OPERATOR, BOB])
def test_won_and_open_are_the_metrics_of_those_that_the_viewer_sees(foreseen: Catalog, viewer: Viewer) -> None:
    found = pipeline_outlook(foreseen, viewer, "quarter")
    assert found.span == Span(date(2022, 4, 1), date(2022, 6, 30))
    assert found.found.won == pytest.approx(asked(foreseen, viewer, "won_amount", QUARTER))
    assert found.deals["amount"].sum() == pytest.approx(asked(foreseen, viewer, "open_amount"))
    assert found.deals.height == asked(foreseen, viewer, "open_opportunities")
    assert viewer is OPERATOR or found.deals["owner"].unique().to_list() == ["Bob"]
    chances = found.deals["chance"].to_numpy()
    assert found.found.weighted == pytest.approx(found.found.won + float(chances @ found.deals["amount"].to_numpy()))


def test_everybody_s_deals_have_the_chances_that_the_company_teaches(foreseen: Catalog) -> None:
    whole = pipeline_outlook(foreseen, OPERATOR, "quarter").deals
    own = pipeline_outlook(foreseen, BOB, "quarter").deals
    met = own.join(whole, on="deal", suffix="_whole")
    assert met.height == own.height
    assert (met["chance"] == met["chance_whole"]).all()
    told = pl.sum_horizontal("base", "by_stage", "by_age", "by_activity")
    assert whole.select((told - pl.col("chance")).abs().max()).item() == pytest.approx(0, abs=1e-12)


def test_the_goal_is_that_of_the_period_and_of_those_seen(foreseen: Catalog) -> None:
    span = Span(date(2022, 4, 1), date(2022, 6, 30))
    assert target_of(foreseen, OPERATOR, "quarter", span, ()) == 3 * (100_000 + 200_000 + 300_000)
    assert target_of(foreseen, BOB, "quarter", span, ()) == 3 * 200_000
    west = (Filter(field="department", op=Op.EQ, value="West"),)
    assert target_of(foreseen, OPERATOR, "quarter", span, west) == 3 * 300_000
    main = (Filter(field="pipeline", op=Op.EQ, value="Main"),)
    assert target_of(foreseen, OPERATOR, "quarter", span, main) is None
    assert target_of(foreseen, OPERATOR, "days", span, ()) is None


def test_past_quarters_are_forecast_as_they_would_have_been(foreseen: Catalog) -> None:
    found = pipeline_outlook(foreseen, OPERATOR, "quarter")
    newest = found.replays[0]
    assert (newest.start, newest.until) == (date(2022, 1, 1), date(2022, 3, 31))
    won = asked(foreseen, OPERATOR, "won_amount", Period(start=newest.start, end=newest.until))
    assert newest.actual == pytest.approx(won)
    assert newest.p10 < newest.p50 < newest.p90
    assert len(found.replays) == 8
    assert found.score is not None
    assert found.has_skill == (found.score.error < found.score.naive_error)


def test_what_is_recorded_later_changes_no_chance(foreseen: Catalog, tmp_path: Path) -> None:
    then = open_catalog(build(tmp_path, last=date(2022, 3, 31)))
    eve = date(2022, 3, 31)
    standing = deal_history(then).open_on(eve)
    now = deal_history(foreseen).open_on(eve)
    assert now["deal"].to_list() == standing["deal"].to_list()
    chances = [company_odds(catalog, eve).chances(standing, 91) for catalog in (foreseen, then)]
    assert (chances[0] == chances[1]).all()


def test_a_what_if_is_asked_of_the_same_pipeline(foreseen: Catalog) -> None:
    found = pipeline_outlook(foreseen, OPERATOR, "quarter")
    larger = found.pipeline.what_if(WhatIf(deal_size=1.1), found.target)
    assert larger.mean == pytest.approx(0.1 * (found.found.mean - found.found.won), rel=0.02)


@pytest.mark.parametrize(
    ("kind", "as_of", "fiscal", "span"),
    [
        ("quarter", date(2026, 6, 30), 1, Span(date(2026, 7, 1), date(2026, 9, 30))),
        ("quarter", date(2026, 6, 29), 1, Span(date(2026, 4, 1), date(2026, 6, 30))),
        ("quarter", date(2026, 1, 15), 2, Span(date(2025, 11, 1), date(2026, 1, 31))),
        ("month", date(2026, 12, 31), 1, Span(date(2027, 1, 1), date(2027, 1, 31))),
        ("year", date(2026, 3, 30), 4, Span(date(2025, 4, 1), date(2026, 3, 31))),
        ("days", date(2026, 6, 30), 1, Span(date(2026, 7, 1), date(2026, 9, 28))),
    ],
)
def test_a_period_holds_tomorrow(kind: str, as_of: date, fiscal: int, span: Span) -> None:
    assert span_of(kind, as_of, fiscal) == span


def test_a_young_or_empty_pipeline_is_refused_with_the_reason(tiny: Catalog, foreseen: Catalog) -> None:
    with pytest.raises(MingjingError, match="deals are closed; chances need at least"):
        pipeline_outlook(tiny, OPERATOR, "quarter")
    nobody = Viewer("nobody", ScopeKind.SELF, 99)
    with pytest.raises(MingjingError, match="No deal is open"):
        pipeline_outlook(foreseen, nobody, "quarter")


def test_after_its_last_day_a_period_is_called_the_next_one() -> None:
    assert periods_of(date(2026, 6, 30), 1) == {
        "quarter": "Next quarter",
        "month": "Next month",
        "year": "This fiscal year",
        "days": "Next 90 days",
    }
    assert list(periods_of(date(2026, 6, 29), 1).values()) == list(PERIODS.values())
    assert periods_of(date(2026, 12, 31), 1)["year"] == "Next fiscal year"
