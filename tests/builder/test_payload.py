"""What the browser is told: every word, every reason, and only what it needs to draw."""

import json
from typing import Any

import pytest

from dashboards.model import Chart, Shelves
from datasource.metrics.registry import DIMENSIONS, METRICS
from datasource.question import Dimension, Filter, Grain, Op
from datasource.texts import use_language
from tests.builder.palettes import SMALL
from widgets.builder.draft import Draft
from widgets.builder.fields import palette, why_not
from widgets.builder.payload import payload
from widgets.builder.shelving import unset

CHART = Chart(
    kind="bar",
    shelves=Shelves(
        columns=(Dimension(field="close_date", grain=Grain.MONTH),),
        values=("won_amount",),
        filters=(unset("product"), Filter(field="sales_team", op=Op.IN, value=("North",))),
    ),
)


def shelf(told: dict[str, Any], name: str) -> Any:
    return next(one for one in told["shelves"] if one["id"] == name)


def field(told: dict[str, Any], name: str) -> Any:
    groups = [group for kind in told["palette"] for group in kind["groups"]]
    return next(one for group in groups for one in group["fields"] if one["field"] == name)


def test_pills_carry_their_grain_and_their_condition() -> None:
    told = payload(Draft(chart=CHART), SMALL, "/s.js")
    assert [(pill["label"], pill["note"]) for pill in shelf(told, "columns")["pills"]] == [("Closed", "by month")]
    assert [pill["note"] for pill in shelf(told, "filters")["pills"]] == ["any value", "is one of North"]


def test_a_field_that_was_just_dropped_opens_at_a_click_like_any_pill() -> None:
    told = payload(Draft(chart=CHART), SMALL, "/s.js")
    fields = [one for kind in told["palette"] for group in kind["groups"] for one in group["fields"]]
    pills = [pill for one in told["shelves"] for pill in one["pills"]]
    assert {one["editable"] for one in (*fields, *pills)} == {True}


def test_a_field_that_cannot_join_comes_with_its_reason() -> None:
    told = payload(Draft(chart=CHART), SMALL, "/s.js")
    assert field(told, "channel")["off"] == "won_amount has no channel."
    assert field(told, "follow_ups")["off"] == "follow_ups has no product."
    assert (field(told, "product")["off"], field(told, "product")["off_filter"]) == ("", "")


def test_a_shelf_that_the_kind_does_not_use_is_spare() -> None:
    told = payload(Draft(chart=CHART), SMALL, "/s.js")
    assert {one["id"]: one["spare"] for one in told["shelves"]} == {
        "columns": False, "rows": False, "values": False, "second": True, "color": False, "size": True,
        "detail": True, "hints": False, "facet": False, "filters": False,
    }  # fmt: skip


def test_the_payload_is_plain_json_and_grows_with_the_edits_that_were_seen() -> None:
    told = payload(Draft(chart=CHART, seen=7), SMALL, "/s.js")
    assert json.loads(json.dumps(told)) == told
    assert (told["ack"], told["sortable"]) == (7, "/s.js")


def test_the_palette_holds_every_metric_and_dimension_once_in_both_languages() -> None:
    names = [pick.name for pick in palette().picks]
    assert sorted(names) == sorted([*METRICS, *DIMENSIONS])
    assert all(pick.label and pick.definition and pick.subject for pick in palette().picks)


def test_a_refusal_names_metric_and_dimension_as_the_reader_sees_them() -> None:
    assert why_not("won_amount", "channel", True) == ("Won amount counts “Opportunities”, which have no “Channel”.")
    assert why_not("win_rate", "product", True) is None
    assert why_not("new_customers", "product", True) == "New customers counts “Customers”, which have no “Product”."
    assert why_not("won_amount", "sales_team", True) is None


@pytest.mark.parametrize("language", ["zh_CN", "vi"])
def test_the_palette_speaks_the_reader_s_language(language: str) -> None:
    use_language(language)
    try:
        assert palette().label("won_amount") != "Won amount"
    finally:
        use_language("en")
