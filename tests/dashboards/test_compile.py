"""Chart and filter bar become one question."""

import pytest

from dashboards.compile import View, compile_chart, opening_view
from dashboards.model import Chart, Controls, Options, Shelves
from datasource.calculation import Calculation, Shown
from datasource.errors import InvalidInput
from datasource.question import Dimension, Filter, Grain, Op, Period, Query, Sort, Top

TEAM, PRODUCT = Dimension(field="sales_team"), Dimension(field="product")
CLOSED = Dimension(field="close_date")
YEAR_2017 = Period.model_validate({"from": "2017-01-01", "to": "2017-12-31"})
ASIA = Filter(field="region", op=Op.EQ, value="Asia")
BIG = Filter(field="level", op=Op.IN, value=("A", "B"))


def test_all_shelves_reach_the_question() -> None:
    chart = Chart(
        kind="scatter",
        shelves=Shelves(
            columns=(TEAM,), color=PRODUCT, values=("won_amount", "win_rate"), size="won_count", filters=(BIG,)
        ),
        compare="last_year",
        top=Top(field="sales_team", n=3, by="won_amount"),
        sort=(Sort(by="won_amount", desc=True),),
        limit=50,
        totals=True,
    )
    assert compile_chart(chart, View(period=YEAR_2017, where=(ASIA,))) == Query(
        metrics=("won_amount", "win_rate", "won_count"),
        by=(TEAM, PRODUCT),
        where=(BIG, ASIA),
        period=YEAR_2017,
        compare="last_year",
        top=Top(field="sales_team", n=3, by="won_amount"),
        sort=(Sort(by="won_amount", desc=True),),
        limit=50,
        totals=True,
    )


def test_a_date_without_grain_takes_that_of_the_view() -> None:
    chart = Chart(kind="line", shelves=Shelves(columns=(CLOSED,), values=("won_amount",)))
    assert compile_chart(chart, View(grain=Grain.MONTH)).by == (Dimension(field="close_date", grain=Grain.MONTH),)
    assert compile_chart(chart, View()).by == (CLOSED,)


def test_a_grain_chosen_in_the_chart_stays() -> None:
    quarters = Dimension(field="close_date", grain=Grain.QUARTER)
    chart = Chart(kind="line", shelves=Shelves(columns=(quarters,), color=TEAM, values=("won_amount",)))
    assert compile_chart(chart, View(grain=Grain.DAY)).by == (quarters, TEAM)


def test_a_field_on_two_shelves_is_asked_for_once() -> None:
    chart = Chart(kind="bar", shelves=Shelves(columns=(TEAM,), color=TEAM, values=("won_amount",), size="won_amount"))
    question = compile_chart(chart, View(where=(ASIA, ASIA)))
    assert (question.by, question.metrics, question.where) == ((TEAM,), ("won_amount",), (ASIA,))


def test_the_comparison_of_the_view_holds_where_the_chart_has_none() -> None:
    chart = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))
    view = View(period=YEAR_2017, compare="previous")
    assert compile_chart(chart, view).compare == "previous"
    assert compile_chart(chart.model_copy(update={"compare": "last_year"}), view).compare == "last_year"


def test_without_a_period_there_is_no_comparison() -> None:
    assert (
        compile_chart(Chart(kind="kpi", shelves=Shelves(values=("won_amount",)), compare="previous"), View()).compare
        is None
    )


def test_the_period_of_the_chart_holds_before_that_of_the_view() -> None:
    chart = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)), period="last_year")
    assert compile_chart(chart, View(period=YEAR_2017)).period == Period(preset="last_year")
    assert compile_chart(chart, View(compare="previous")).compare == "previous"


def test_what_is_shown_as_something_else_takes_no_comparison_from_the_view() -> None:
    share = Calculation(
        id="share", label="Share", shown=Shown.model_validate({"metric": "won_amount", "as": "share_of_total"})
    )
    chart = Chart(kind="bar", shelves=Shelves(columns=(TEAM,), values=("share",)), calculations=(share,))
    view = View(period=YEAR_2017, compare="previous")
    assert compile_chart(chart, view).compare is None
    assert [one.label for one in compile_chart(chart, view).define] == ["Share"]
    assert compile_chart(chart.model_copy(update={"compare": "previous"}), view).compare == "previous"


def test_shelves_without_a_metric_make_no_question() -> None:
    with pytest.raises(InvalidInput, match="metrics"):
        compile_chart(Chart(kind="bar", shelves=Shelves(columns=(TEAM,))), View())


def test_a_ranking_of_a_field_that_is_not_shown_is_refused() -> None:
    chart = Chart(
        kind="bar",
        shelves=Shelves(columns=(TEAM,), values=("won_amount",)),
        top=Top(field="owner", n=3, by="won_amount"),
    )
    with pytest.raises(InvalidInput, match="ranks 'owner'"):
        compile_chart(chart, View())


def test_a_board_opens_with_its_own_controls() -> None:
    controls = Controls(period=YEAR_2017, grain=Grain.WEEK, compare="previous", where=(ASIA,))
    assert opening_view(controls) == View(period=YEAR_2017, grain=Grain.WEEK, compare="previous", where=(ASIA,))


def test_ranked_members_stand_by_rank_unless_another_order_is_asked_for() -> None:
    shelves = Shelves(columns=(Dimension(field="owner"),), values=("won_amount",))
    top = Top(field="owner", n=3, by="won_amount")
    assert compile_chart(Chart(kind="bar", shelves=shelves, top=top), View()).sort == (
        Sort(by="won_amount", desc=True),
    )
    own = (Sort(by="owner"),)
    assert compile_chart(Chart(kind="bar", shelves=shelves, top=top, sort=own), View()).sort == own


def test_a_calendar_asks_for_days_whatever_the_grain_of_the_view() -> None:
    chart = Chart(kind="calendar", shelves=Shelves(columns=(CLOSED,), values=("won_amount",)))
    asked = compile_chart(chart, View(period=YEAR_2017, grain=Grain.MONTH))
    assert asked.by == (Dimension(field="close_date", grain=Grain.DAY),)


def test_the_metric_that_numbers_are_measured_against_is_asked_too() -> None:
    shelves = Shelves(columns=(TEAM,), values=("won_amount",))
    against = {"lost_amount": ("won_amount", "lost_amount"), "won_amount": ("won_amount",), 4e6: ("won_amount",)}
    for target, metrics in against.items():
        chart = Chart(kind="bullet", shelves=shelves, options=Options(target=target))
        assert compile_chart(chart, View()).metrics == metrics
