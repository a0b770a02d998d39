"""What the settings of a pill make of the chart."""

import pytest
from pydantic import ValidationError

from dashboards.model import Chart, Shelves
from datasource.calculation import Calculation
from datasource.errors import MingjingError
from datasource.question import Dimension, Filter, Op, Sort, Top
from tests.builder.palettes import SMALL
from widgets.builder.calculating import with_calculations
from widgets.builder.draft import Draft, changed, refused_in_words
from widgets.builder.palette import Palette
from widgets.builder.pill_change import (
    banded,
    grouped,
    label_of,
    put_together,
    ranked,
    shown_as,
    sorted_by,
    ungrouped,
    with_limit,
    with_look,
)
from widgets.builder.pill_settings import relative_parts
from widgets.builder.shelving import Shelf

TEAM = Dimension(field="sales_team")
CHART = Chart(
    kind="bar",
    shelves=Shelves(columns=(TEAM,), values=("won_amount",), second=("new_opportunity_amount",)),
    sort=(Sort(by="won_amount", desc=True),),
    having=(Filter(field="won_amount", op=Op.GT, value=5),),
    top=Top(field="sales_team", n=3, by="won_amount"),
)


def own(chart: Chart) -> Palette:
    return with_calculations(SMALL, chart.calculations)


def one(chart: Chart) -> Calculation:
    (only,) = chart.calculations
    return only


def test_a_metric_is_shown_otherwise_in_its_place_with_its_order_and_limit() -> None:
    shown = shown_as(CHART, Shelf.VALUES, "won_amount", "share_of_total", SMALL)
    assert (one(shown).label, one(shown).unit) == ("Won amount, share of the total", "rate")
    name = one(shown).id
    assert (shown.shelves.values, shown.sort[0].by, shown.having[0].field) == ((name,), name, name)
    assert changed(Draft(), shown).chart.top == CHART.top
    again = shown_as(shown, Shelf.VALUES, name, "rank", own(shown))
    assert (one(again).label, one(again).unit) == ("Won amount, rank", "count")
    assert shown_as(again, Shelf.VALUES, again.shelves.values[0], None, own(again)) == CHART


def test_the_same_way_twice_makes_one_calculation() -> None:
    shown = shown_as(CHART, Shelf.VALUES, "won_amount", "rank", SMALL)
    assert shown_as(shown, Shelf.VALUES, shown.shelves.values[0], "rank", own(shown)) == shown


def test_a_metric_never_stands_twice_when_it_is_shown_as_it_is_again() -> None:
    shown = shown_as(CHART, Shelf.VALUES, "won_amount", "rank", SMALL)
    both = shown.model_copy(update={"shelves": shown.shelves.model_copy(update={"second": ("won_amount",)})})
    plain = shown_as(both, Shelf.VALUES, both.shelves.values[0], None, own(both))
    assert (plain.shelves.values, plain.shelves.second) == (("won_amount",), ())


def test_a_plain_number_is_put_together_otherwise_and_back() -> None:
    mean = put_together(CHART, Shelf.SECOND, "new_opportunity_amount", "mean", SMALL)
    assert (one(mean).label, one(mean).unit) == ("Deals: Amount, mean", "money")
    count = put_together(mean, Shelf.SECOND, mean.shelves.second[0], "count", own(mean))
    assert one(count).unit == "count"
    assert put_together(count, Shelf.SECOND, count.shelves.second[0], "sum", own(count)) == CHART
    assert put_together(CHART, Shelf.VALUES, "won_amount", "mean", SMALL) == CHART


def test_a_name_and_its_removal_leave_no_trace() -> None:
    named = with_look(CHART, "won_amount", label="Umsatz")
    assert label_of(named, "won_amount", SMALL) == "Umsatz"
    assert with_look(named, "won_amount", label="") == CHART


def test_limits_and_order_come_and_go() -> None:
    limited = with_limit(CHART, "won_amount", Op.BETWEEN, (1, 9))
    assert limited.having == (Filter(field="won_amount", op=Op.BETWEEN, value=(1, 9)),)
    assert with_limit(limited, "won_amount", None).having == ()
    assert sorted_by(CHART, "sales_team", False).sort == (Sort(by="sales_team"),)
    assert sorted_by(CHART, "sales_team", None).sort == ()


def test_the_first_members_are_kept_until_zero_is_asked_for() -> None:
    bare = ranked(CHART, "sales_team", n=0)
    assert bare.top is None
    assert ranked(bare, "sales_team", n=7, others=False).top == Top(
        field="sales_team", n=7, by="won_amount", others=False
    )


def test_values_are_grouped_regrouped_and_taken_apart() -> None:
    up = grouped(CHART, "sales_team", "Up", ["North", "East"], SMALL)
    name = one(up).id
    assert (up.shelves.columns, up.top and up.top.field) == ((Dimension(field=name),), name)
    both = grouped(up, name, "Right", ["East"], own(up))
    held = one(both).groups
    assert held is not None
    assert [(group.label, group.members) for group in held.groups] == [("Up", ("North",)), ("Right", ("East",))]
    assert ungrouped(both, name) == CHART


@pytest.mark.parametrize(("label", "members"), [("", ["North"]), ("Up", [])])
def test_a_group_without_name_or_members_is_refused_in_words(label: str, members: list[str]) -> None:
    with pytest.raises(ValidationError):
        grouped(CHART, "sales_team", label, members, SMALL)
    careful = refused_in_words(lambda old: changed(old, grouped(old.chart, "sales_team", label, members, SMALL)))
    with pytest.raises(MingjingError, match="still empty here; fill it in first"):
        careful(Draft(chart=CHART))


def test_a_number_gets_named_bands() -> None:
    chart = Chart(kind="bar", shelves=Shelves(columns=(Dimension(field="amount"),), values=("won_amount",)))
    bands = banded(chart, "amount", (10, 20), ("low", "mid", "high"), SMALL)
    assert bands.shelves.columns == (Dimension(field=one(bands).id),)
    assert ungrouped(bands, one(bands).id) == chart
    with pytest.raises(MingjingError, match="needs one label more than edges, or none"):
        refused_in_words(lambda old: changed(old, banded(old.chart, "amount", (10,), ("a",), SMALL)))(
            Draft(chart=chart)
        )


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("last 6 months", ("last", 6, "months")),
        ("next 1 day", ("next", 1, "days")),
        ("this_year", None),
        ("last x", None),
    ],
)
def test_a_relative_period_is_taken_apart(value: str, parts: tuple[str, int, str] | None) -> None:
    assert relative_parts(value) == parts
