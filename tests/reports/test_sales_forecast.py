"""The sales forecast over a company whose customers follow a plain season: what was, what comes, and for whom."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Filter, Grain, Op
from datasource.reports.forecast_parts import breakdowns_of, forecast_parts
from datasource.reports.sales_forecast import forecast_metrics, known_until, sales_forecast
from datasource.scope import OPERATOR, Viewer
from tests.reports.forecast_company import OWNERS, build, new_in

MONTHS = [date(2022, month, 1) for month in range(5, 11)]
BOB = Viewer("Bob", ScopeKind.SELF, 2)


@pytest.fixture(scope="module")
def foreseen(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return open_catalog(build(tmp_path_factory.mktemp("foreseen")))


def coming(*owners: str) -> list[int]:
    return [sum(new_in(owner, month) for owner in owners) for month in MONTHS]


def test_months_that_are_over_are_forecast_from_and_the_running_one_is_the_first_ahead(foreseen: Catalog) -> None:
    found = sales_forecast(foreseen, OPERATOR, "new_customers", Grain.MONTH, 6)
    past = found.rows.filter(found.rows["actual"].is_not_null())
    assert past.row(0, named=True)["actual"] == sum(new_in(owner, date(2018, 1, 1)) for owner in OWNERS)
    assert past["date"][-1] == "2022-04"
    ahead = found.rows.tail(6)
    assert ahead["date"].to_list() == ["2022-05", "2022-06", "2022-07", "2022-08", "2022-09", "2022-10"]
    assert ahead["forecast"].to_list() == pytest.approx(coming(*OWNERS), rel=0.08)
    assert (ahead["low95"] <= ahead["low80"]).all()
    assert (ahead["high80"] <= ahead["high95"]).all()
    assert found.has_skill


def test_what_is_entered_later_changes_no_forecast(foreseen: Catalog, tmp_path: Path) -> None:
    then = open_catalog(build(tmp_path, last=date(2022, 5, 15)))
    asked = ("new_customers", Grain.MONTH, 6)
    now, before = (sales_forecast(catalog, OPERATOR, *asked) for catalog in (foreseen, then))
    assert now.rows.equals(before.rows)


def test_a_viewer_is_forecast_their_own_alone(foreseen: Catalog) -> None:
    found = sales_forecast(foreseen, BOB, "new_customers", Grain.MONTH, 6)
    assert found.rows["actual"][0] == new_in("Bob", date(2018, 1, 1))
    assert found.rows.tail(6)["forecast"].to_list() == pytest.approx(coming("Bob"), rel=0.08)
    parts = forecast_parts(foreseen, BOB, "new_customers", Grain.MONTH, 6, "people")
    assert parts.rows["part"].to_list() == ["Bob"]


@pytest.mark.parametrize("by", ["departments", "people"])
def test_parts_add_up_to_the_whole_and_the_whole_is_that_of_the_total(foreseen: Catalog, by: str) -> None:
    total = sales_forecast(foreseen, OPERATOR, "new_customers", Grain.MONTH, 6)
    parts = forecast_parts(foreseen, OPERATOR, "new_customers", Grain.MONTH, 6, by)
    for name in ("before", "next", "total"):
        assert sum(parts.rows[name].to_list()) + (parts.rest[name] or 0) == pytest.approx(parts.whole[name], rel=1e-9)
    assert parts.whole["total"] == pytest.approx(total.rows["forecast"].sum(), rel=1e-9)
    assert parts.whole["before"] == total.series.values[-6:].sum()


def test_departments_are_forecast_as_they_are(foreseen: Catalog) -> None:
    parts = forecast_parts(foreseen, OPERATOR, "new_customers", Grain.MONTH, 6, "departments")
    assert parts.rows["part"].to_list() == ["East", "West"]
    assert parts.rows["total"].to_list() == pytest.approx([sum(coming("Ann", "Bob")), sum(coming("Dee"))], rel=0.08)


def test_the_tries_say_what_came_and_what_the_last_season_again_would_have_said(foreseen: Catalog) -> None:
    found = sales_forecast(foreseen, OPERATOR, "new_customers", Grain.MONTH, 6)
    tries = {row["made_on"]: row for row in found.tries.iter_rows(named=True)}
    made = tries["2021-10"]
    months = [date(2021, 11, 1), date(2021, 12, 1), *(date(2022, month, 1) for month in range(1, 5))]
    assert made["buckets"] == 6
    assert made["actual"] == sum(new_in(owner, month) for owner in OWNERS for month in months)
    a_year_before = [(month - timedelta(days=365)).replace(day=1) for month in months]
    assert made["last_season"] == sum(new_in(owner, month) for owner in OWNERS for month in a_year_before)
    quality = dict(found.card.quality)
    assert quality["Better than the last season again (skill)"] == f"{100 * found.accuracy.skill:.1f} %"


def test_filters_hold_before_anything_is_forecast(foreseen: Catalog) -> None:
    west = (Filter(field="department", op=Op.EQ, value="West"),)
    found = sales_forecast(foreseen, OPERATOR, "new_customers", Grain.MONTH, 6, west)
    assert found.rows["actual"][0] == new_in("Dee", date(2018, 1, 1))


def test_no_number_is_shown_where_there_is_no_skill(foreseen: Catalog) -> None:
    """Won amounts of this company have no season: last year's quarter says nothing, and little else says more."""
    found = sales_forecast(foreseen, BOB, "won_amount", Grain.DAY, 60)
    if found.has_skill:
        pytest.fail("choose a series without skill for this test")
    assert found.rows["forecast"].null_count() == found.rows.height
    assert found.rows["low80"].null_count() == found.rows.height


def test_a_young_company_is_refused_with_the_reason(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match=r"The history has \d+ buckets; a forecast needs at least"):
        sales_forecast(tiny, OPERATOR, "received_amount", Grain.MONTH, 6)
    with pytest.raises(MingjingError, match="Unknown metric"):
        sales_forecast(tiny, OPERATOR, "received_amout", Grain.MONTH, 6)


def test_today_itself_is_over_only_where_the_store_s_today_is_past(tiny: Catalog, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    assert known_until(tiny) == date(2024, 6, 30)
    monkeypatch.setattr(tiny, "opened_on", tiny.as_of)
    assert known_until(tiny) == date(2024, 6, 29)


def test_what_adds_up_and_no_longer_moves_can_be_forecast(tiny: Catalog) -> None:
    able = forecast_metrics(tiny, OPERATOR)
    assert able[:3] == ("received_amount", "contract_amount", "won_amount")
    assert {"new_leads", "tickets_opened", "sold_quantity"} <= set(able)
    assert not {"win_rate", "open_amount", "cycle_days", "outstanding_amount", "target_amount", "overdue_amount"} & set(
        able
    )


def test_product_categories_are_offered_only_where_lines_are_followed() -> None:
    assert breakdowns_of("contract_amount") == ("departments", "people", "categories")
    assert breakdowns_of("new_leads") == ("departments", "people")


def test_a_past_without_records_is_refused(tiny: Catalog) -> None:
    nobody = (Filter(field="owner", op=Op.EQ, value="Nobody"),)
    with pytest.raises(MingjingError, match="whole"):
        sales_forecast(tiny, OPERATOR, "contract_amount", Grain.MONTH, 3, nobody)
