"""Drilling: levels up and down, within members and for all, and what an address may ask for."""

import pytest

from dashboards.drilling import Drill, Ladder, back, down, drilled, ladder_of, read_drill, shows, up, write_drill
from dashboards.model import Chart, Shelves
from datasource.question import Dimension, Filter, Grain, Op, Sort, Top

YEARS = Chart(
    kind="bar", shelves=Shelves(columns=(Dimension(field="close_date", grain=Grain.YEAR),), values=("won_amount",))
)
GROUPS = Chart(
    kind="bar",
    shelves=Shelves(rows=(Dimension(field="product_group"),), values=("won_amount",)),
    top=Top(field="product_group", n=5, by="won_amount"),
    sort=(Sort(by="product_group"),),
)
Y2024 = Filter(field="close_date", op=Op.EQ, value="2024")
Q1 = Filter(field="close_date", op=Op.EQ, value="2024-Q1")
HARDWARE = Filter(field="product_group", op=Op.EQ, value="Hardware")


def ladder(chart: Chart) -> Ladder:
    found = ladder_of(chart)
    assert found is not None
    return found


def names(chart: Chart) -> list[str]:
    found = ladder_of(chart)
    return [] if found is None else [level.name for level in found.levels]


def by(field: str, *values: str, kind: str = "bar") -> Chart:
    return Chart(kind=kind, shelves=Shelves(rows=(Dimension(field=field),), values=values or ("won_amount",)))


def test_each_hierarchy_has_its_levels() -> None:
    assert names(YEARS) == ["year", "quarter", "month", "week", "day"]
    assert names(GROUPS) == ["product_group", "product_category", "product"]
    assert names(by("owner")) == ["department", "owner"]
    assert names(by("city")) == ["country", "region", "city", "customer"]
    assert names(by("industry")) == []
    assert names(Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))) == []


def test_levels_that_the_metrics_do_not_have_are_left_out() -> None:
    assert names(by("product", "reached_amount")) == []


def test_a_map_goes_on_as_the_map_of_the_next_places_and_ends_in_bars() -> None:
    provinces = by("region", kind="map")
    assert names(provinces) == ["country", "region", "city", "customer"]
    kinds = [drilled(provinces, Drill(level)).kind for level in ("country", "city", "customer")]
    assert kinds == ["world_map", "map", "bar"]


def test_only_china_has_shapes_for_its_regions() -> None:
    assert [drilled(by("country", kind="world_map"), Drill(level)).kind for level in ("region", "city")] == ["bar"] * 2


def test_a_level_that_stands_elsewhere_in_the_chart_is_left_out() -> None:
    shelves = Shelves(columns=(Dimension(field="region"),), color=Dimension(field="city"), values=("won_amount",))
    assert names(Chart(kind="stacked_bar", shelves=shelves)) == ["country", "region", "customer"]


def test_down_within_a_member_shows_the_next_level_of_it_alone() -> None:
    drill = down(ladder(YEARS), None, Y2024)
    assert drill == Drill("quarter", (("year", Y2024),))
    deeper = down(ladder(YEARS), drill, Q1)
    assert deeper == Drill("month", (("year", Y2024), ("quarter", Q1)))
    shown = drilled(YEARS, deeper)
    assert shown.shelves.columns == (Dimension(field="close_date", grain=Grain.MONTH),)
    assert shown.shelves.filters == (Y2024, Q1)


def test_down_for_all_filters_nothing() -> None:
    shown = drilled(GROUPS, down(ladder(GROUPS), None))
    assert shown.shelves.rows == (Dimension(field="product_category"),)
    assert shown.shelves.filters == ()


def test_ranking_and_order_follow_the_axis() -> None:
    shown = drilled(GROUPS, Drill("product", (("product_group", HARDWARE),)))
    assert shown.top == Top(field="product", n=5, by="won_amount")
    assert shown.sort == (Sort(by="product"),)


def test_up_leaves_the_members_of_that_level_and_ends_at_the_chart_as_it_was_made() -> None:
    drill = Drill("month", (("year", Y2024), ("quarter", Q1)))
    once = up(ladder(YEARS), drill)
    assert once == Drill("quarter", (("year", Y2024),))
    assert up(ladder(YEARS), once) is None
    assert up(ladder(YEARS), None) is None
    assert up(ladder(by("owner")), None) == Drill("department")


def test_the_lowest_level_goes_no_deeper() -> None:
    assert down(ladder(YEARS), Drill("day")) == Drill("day")


def test_a_breadcrumb_leads_back() -> None:
    drill = Drill("month", (("year", Y2024), ("quarter", Q1)))
    assert back(ladder(YEARS), drill, 1) == Drill("quarter", (("year", Y2024),))
    assert back(ladder(YEARS), drill, 2) == drill
    assert back(ladder(YEARS), drill, 0) is None


def test_a_date_without_a_step_starts_at_the_view_s() -> None:
    free = by("date")
    found = ladder_of(free, Grain.QUARTER)
    assert found is not None
    assert found.shown(None).name == "quarter"
    shown = drilled(free, down(found, None), Grain.QUARTER)
    assert shown.shelves.rows == (Dimension(field="date", grain=Grain.MONTH),)


def test_buckets_outside_of_those_gone_into_are_not_shown() -> None:
    drill = Drill("month", (("year", Y2024), ("quarter", Q1)))
    buckets = ["2023-12", "2024-01", "2024-03", "2024-04", None]
    assert [shows(drill, "close_date", bucket) for bucket in buckets] == [False, True, True, False, True]
    assert shows(Drill("week", (("quarter", Q1),)), "close_date", "2024-W14") is False
    assert shows(Drill("week", (("quarter", Q1),)), "close_date", "2024-W13")
    assert shows(None, "close_date", "2023-12")


def test_an_address_keeps_a_drill() -> None:
    drill = Drill("month", (("year", Y2024), ("quarter", Q1)))
    assert write_drill("one", drill) == "one;month;year=2024;quarter=2024-Q1"
    assert read_drill(write_drill("one", drill), YEARS) == drill
    assert read_drill("one;year", YEARS) is None


@pytest.mark.parametrize(
    "text",
    ["one", "one;", "one;century", "one;month;day=2024-01-01", "one;month;quarter=2024-Q1;year=2024", "one;month;x=1",
     "one;quarter;year=2024;year=2025", "one;owner"],
)  # fmt: skip
def test_a_hostile_drill_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_drill(text, YEARS)


def test_a_chart_that_cannot_be_drilled_refuses_every_drill() -> None:
    with pytest.raises(ValueError):
        read_drill("one;month", by("industry"))
