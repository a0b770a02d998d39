"""A chart's own calculations: what they are called, where they are used, what is wrong with them."""

from typing import Any, get_args

import pytest

from dashboards.kinds import KINDS as KINDS_OF_CHART
from dashboards.model import Chart, Shelves
from datasource.calculation import Calculation, ShowAs
from datasource.errors import MingjingError
from datasource.question import Dimension, Filter, Op, Sort, Top
from tests.builder.palettes import SMALL
from widgets.builder.calculating import (
    KINDS,
    MOST,
    SHOW_AS,
    fresh_id,
    put,
    tidied,
    unit_of,
    uses,
    with_calculations,
    without,
)
from widgets.builder.calculation_editor import deleted, kept_in
from widgets.builder.calculation_faults import fault
from widgets.builder.calculation_forms import FORMS
from widgets.builder.draft import Draft, changed, undo

BY_CHANNEL = {"field": "channel", "op": "is_null"}
NORTH = {"field": "sales_team", "op": "in", "value": ("North",)}


def made(name: str = "mine", label: str = "Mine", **body: Any) -> Calculation:
    return Calculation.model_validate({"id": name, "label": label, **body})


PER_CALL = made("per_call", "Per call", ratio={"of": "won_amount", "to": "follow_ups"})


def found(one: Calculation, chart: Chart | None = None) -> str:
    chart = chart or Chart(kind="bar")
    return fault(one, chart, with_calculations(SMALL, chart.calculations))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Per call", "per_call_2"),
        ("Won ÷ lost!", "won_lost"),
        ("平均金额", "calculation"),
        ("2nd", "calculation"),
        ("", "calculation"),
        ("x" * 90, "x" * 40),
    ],
)
def test_a_name_is_made_of_the_label_and_is_free(label: str, name: str) -> None:
    assert fresh_id(label, ["per_call"]) == name
    assert made(fresh_id(label, ["per_call"]), sum=("won_amount", "new_opportunity_amount")).id == name


def test_the_editor_has_a_form_and_a_label_for_the_same_kinds() -> None:
    assert list(FORMS) == list(KINDS)


@pytest.mark.parametrize("body", [
    {"ratio": {"of": "won_amount", "to": "follow_ups"}},
    {"sum": ("won_amount", "new_opportunity_amount")},
    {"difference": {"of": "won_amount", "less": "new_opportunity_amount"}},
    {"within": {"metric": "won_amount", "where": (NORTH,)}},
    {"aggregated": {"subject": "opportunities", "field": "amount", "how": "mean"}},
    {"formula": {"subject": "opportunities", "text": "amount * 0.1", "how": "mean"}},
    {"shown": {"metric": "won_amount", "as": "rank"}},
    {"cases": {"subject": "opportunities", "cases": ({"label": "Up", "where": (NORTH,)},)}},
    {"buckets": {"field": "amount", "edges": (10, 20)}},
    {"groups": {"field": "sales_team", "groups": ({"label": "Up", "members": ("North",)},)}},
])  # fmt: skip
def test_a_sound_calculation_has_no_fault(body: dict[str, Any]) -> None:
    assert found(made(**body)) == ""


@pytest.mark.parametrize(("body", "told"), [
    ({"ratio": {"of": "won_amount", "to": "gone"}}, "There is no field 'gone' any more."),
    ({"ratio": {"of": "won_amount", "to": "product"}}, "Product is a dimension; choose a metric here."),
    (
        {"sum": ("won_amount", "follow_ups")},
        "Won amount and Follow-ups have different units and cannot be added or taken off; a ratio may fit.",
    ),
    ({"sum": ("won_amount", "won_amount")}, "A field stands here twice; choose another one."),
    ({"buckets": {"field": "product", "edges": (1,)}}, "Product is no number; choose a number dimension here."),
    ({"buckets": {"field": "won_amount", "edges": (1,)}}, "Won amount is a metric; choose a dimension here."),
    (
        {"groups": {"field": "close_date", "groups": ({"label": "Up", "members": ("a",)},)}},
        "Closed has no members to group; choose another dimension.",
    ),
    ({"shown": {"metric": "win_rate", "as": "rank", "along": "won_amount"}},
     "Won amount is a metric; choose a dimension here."),
    ({"within": {"metric": "won_amount", "where": ({"field": "channel", "op": "is_null"},)}},
     "won_amount has no channel."),
    ({"cases": {"subject": "opportunities", "cases": ({"label": "A", "where": (BY_CHANNEL,)},)}},
     "Deals have no channel."),
    ({"ratio": {"of": "mine", "to": "won_amount"}}, "There is no field 'mine' any more."),
])  # fmt: skip
def test_the_first_fault_is_one_sentence(body: dict[str, Any], told: str) -> None:
    assert found(made(**body)) == told


def test_a_calculation_cannot_stand_on_itself_by_way_of_another() -> None:
    chart = put(put(Chart(kind="bar"), PER_CALL), made("twice", "Twice", sum=("per_call", "win_rate")))
    circle = made("per_call", "Per call", ratio={"of": "twice", "to": "follow_ups"})
    assert found(circle, chart) == "“Per call” would stand on itself; choose another field."


def test_a_chart_holds_so_many_and_says_so() -> None:
    chart = Chart(kind="bar")
    for number in range(MOST):
        chart = put(chart, made(f"c{number}", ratio={"of": "won_amount", "to": "follow_ups"}))
    told = "A chart holds at most 50 calculations; delete one first."
    assert found(PER_CALL, chart) == told
    with pytest.raises(MingjingError, match="at most 50"):
        put(chart, PER_CALL)
    assert Chart.model_validate(chart.model_dump()) == chart


def test_a_field_of_the_chart_leads_the_palette_and_inherits_what_it_cannot_reach() -> None:
    grouped = made("areas", "Areas", groups={"field": "channel", "groups": ({"label": "Up", "members": ("a",)},)})
    mean = made("mean", "Mean", aggregated={"subject": "opportunities", "field": "amount", "how": "mean"})
    palette = with_calculations(SMALL, (PER_CALL, grouped, mean))
    assert [pick.name for pick in palette.picks[:3]] == ["per_call", "areas", "mean"]
    assert palette.unreachable("channel", Shelves(values=("per_call",)), grouping=True) == "won_amount has no channel."
    assert palette.unreachable("areas", Shelves(values=("won_amount",)), grouping=True) == "won_amount has no channel."
    assert palette.unreachable("areas", Shelves(values=("mean",)), grouping=True) == "Deals have no channel."
    assert palette.unreachable("sales_team", Shelves(values=("per_call",)), grouping=True) == ""


def test_a_circle_in_a_file_still_ends() -> None:
    one = made("one", ratio={"of": "two", "to": "won_amount"})
    two = made("two", ratio={"of": "one", "to": "won_amount"})
    palette = with_calculations(SMALL, (one, two))
    assert palette.unreachable("channel", Shelves(values=("one",)), grouping=True) == "won_amount has no channel."


def test_where_a_calculation_is_used_is_told_and_it_stays_until_then() -> None:
    other = made("shown", "Shown", shown={"metric": "per_call", "as": "rank"})
    chart = put(put(Chart(kind="bar"), PER_CALL), other).model_copy(
        update={
            "shelves": Shelves(second=("per_call",)),
            "sort": (Sort(by="per_call"),),
            "having": (Filter(field="per_call", op=Op.GT, value=1),),
            "top": Top(field="sales_team", n=3, by="per_call"),
        }
    )
    assert uses(chart, "per_call") == ("Second axis", "Ranking", "Order", "Limits", "“Shown”")
    with pytest.raises(MingjingError, match="still used: Second axis, Ranking, Order, Limits, “Shown”"):
        deleted(Draft(chart=chart), "per_call")
    assert tidied(chart, "per_call") == chart
    assert without(chart, "shown").calculations == (PER_CALL,)
    assert deleted(Draft(chart=chart), "shown").chart.calculations == (PER_CALL,)


TEAMS = Chart(kind="combo", shelves=Shelves(columns=(Dimension(field="sales_team"),), values=("won_amount",)))


def test_a_kept_metric_stands_on_the_chart_and_one_undo_takes_all_of_it_back() -> None:
    draft = changed(Draft(), TEAMS)
    kept = kept_in(draft, PER_CALL, SMALL)
    second = KINDS_OF_CHART["combo"].room("second").high > 0
    assert (kept.shelves.second if second else kept.shelves.values[1:]) == ("per_call",)
    assert kept.editing is None
    assert undo(kept).chart == draft.chart
    money = made("more", "More", unit="money", sum=("won_amount", "new_opportunity_amount"))
    assert kept_in(draft, money, SMALL).shelves.values == ("won_amount", "more")
    assert kept_in(Draft(), PER_CALL, SMALL).shelves.values == ("per_call",)


def test_a_chart_that_can_be_drawn_is_not_spoilt_by_a_new_metric() -> None:
    pie = TEAMS.model_copy(update={"kind": "pie"})
    kept = kept_in(Draft(chart=pie), PER_CALL, SMALL)
    assert (kept.chart.calculations, kept.shelves) == ((PER_CALL,), pie.shelves)


def test_a_metric_that_cannot_stand_there_is_kept_beside_the_chart() -> None:
    shelves = Shelves(columns=(Dimension(field="channel"),), values=("follow_ups",))
    kept = kept_in(Draft(chart=Chart(kind="bar", shelves=shelves)), PER_CALL, SMALL)
    assert (kept.chart.calculations, kept.shelves) == ((PER_CALL,), shelves)


def test_units_follow_where_they_can() -> None:
    assert unit_of("sum", ("won_amount", "new_opportunity_amount"), SMALL) == "money"
    assert unit_of("ratio", ("won_amount", "new_opportunity_amount"), SMALL) == "rate"
    assert unit_of("ratio", ("won_amount", "follow_ups"), SMALL) == "money"
    assert unit_of("ratio", ("follow_ups", "won_amount"), SMALL) == "number"
    assert unit_of("within", ("won_amount", "sales_team"), SMALL) == "money"


def test_every_way_to_show_has_its_words() -> None:
    assert list(SHOW_AS) == list(get_args(ShowAs))
    assert all("{metric}" in text for text in SHOW_AS.values())
