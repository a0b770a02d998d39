"""What the filter bar's choice means for the tiles."""

from datetime import date

import pytest

from dashboards.compile import View
from dashboards.model import Controls
from datasource.periods import Span
from datasource.question import Filter, Grain, Op, Period
from widgets.controls.choice import Choice, chosen_grain, chosen_span, chosen_view, opening_choice, range_filter

WON = Filter(field="outcome", op=Op.EQ, value="won")
CONTROLS = Controls(
    show=("period", "department", "owner"),
    where=(WON, Filter(field="owner", op=Op.IN, value=("Ann",))),
)


def test_list_filters_of_a_picker_open_as_picks() -> None:
    assert opening_choice(CONTROLS).picks == (("owner", ("Ann",)),)


def test_a_department_takes_those_below_it_in() -> None:
    choice = Choice(period=Period(preset="this_year"), picks=(("department", ("Sales", "East")),))
    assert chosen_view(choice, CONTROLS, Grain.MONTH) == View(
        period=Period(preset="this_year"),
        grain=Grain.MONTH,
        where=(WON, Filter(field="department", op=Op.IN, value=("Sales", "East"))),
    )


def test_a_department_alone() -> None:
    choice = Choice(period=Period(preset="this_year"), picks=(("department", ("Sales",)),), below=False)
    view = chosen_view(choice, CONTROLS, Grain.MONTH)
    assert view.where == (WON, Filter(field="sales_team", op=Op.IN, value=("Sales",)))


def test_a_pick_that_is_emptied_filters_nothing() -> None:
    assert opening_choice(CONTROLS).with_pick("owner", ()).picks == ()


def test_the_span_and_grain_of_a_choice() -> None:
    preset = Choice(period=Period(preset="this_quarter"))
    custom = Choice(period=Period(start=date(2024, 1, 1), end=date(2024, 1, 31)), grain=Grain.WEEK)
    assert chosen_span(preset, date(2024, 2, 29)) == Span(date(2024, 1, 1), date(2024, 3, 31))
    assert chosen_span(preset, date(2024, 2, 29), fiscal_start=2) == Span(date(2024, 2, 1), date(2024, 4, 30))
    assert chosen_grain(preset, chosen_span(preset, date(2024, 2, 29))) is Grain.WEEK
    assert chosen_grain(custom, chosen_span(custom, date(2024, 2, 29))) is Grain.WEEK


def test_a_range_and_a_search_on_the_canvas_become_conditions() -> None:
    controls = Controls(show=("period", "amount.range", "customer.search", "close_date.range"))
    picks = (("amount.range", ("100..5000",)), ("close_date.range", ("2024-01-31..",)), ("customer.search", ("Acme",)))
    view = chosen_view(Choice(period=Period(preset="this_year"), picks=picks), controls, Grain.MONTH)
    assert view.where == (
        Filter(field="amount", op=Op.BETWEEN, value=(100.0, 5000.0)),
        Filter(field="close_date", op=Op.GTE, value=date(2024, 1, 31)),
        Filter(field="customer", op=Op.CONTAINS, value="Acme"),
    )


@pytest.mark.parametrize("text", ["", "..", "5", "9..1", "nan..1", "x..1", "1e99.."])
def test_a_range_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        range_filter("amount", text)
