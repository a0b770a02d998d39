"""What a click means to the other tiles, by rules alone; and that no address makes it mean more."""

from typing import Any

import pytest

from dashboards.linking import Click, Linked, linked_to, reaches, read_clicks, toggled, without, write_clicks
from dashboards.model import Chart, Shelves
from datasource.calculation import Calculation, Ratio
from datasource.question import Dimension, Filter, Grain, Op

BOB = Filter(field="owner", op=Op.EQ, value="Bob")
DEE = Filter(field="owner", op=Op.EQ, value="Dee")
REST = Filter(field="owner", op=Op.NOT_IN, value=("Bob", "a;b=c,d%!e"))
Q1 = Filter(field="close_date", op=Op.EQ, value="2024-Q1")
NONE = Filter(field="loss_reason", op=Op.IS_NULL)


def chart(*values: str, by: tuple[str, ...] = ("owner",)) -> Chart:
    return Chart(kind="table", shelves=Shelves(rows=tuple(Dimension(field=name) for name in by), values=values))


def test_a_click_filters_the_other_tiles_and_not_its_own() -> None:
    clicks = (Click("one", (BOB,)), Click("two", (Q1,)))
    assert linked_to("one", chart("won_amount"), clicks) == Linked((Q1,))
    assert linked_to("three", chart("won_amount"), clicks) == Linked((BOB, Q1))


def test_a_tile_without_the_field_is_not_filtered_by_it_and_says_so() -> None:
    clicks = (Click("one", (NONE, BOB)),)
    assert linked_to("two", chart("visits"), clicks) == Linked((BOB,), ("loss_reason",))


def test_all_metrics_must_have_the_field() -> None:
    assert reaches(chart("won_amount"), "loss_reason")
    assert not reaches(chart("won_amount", "visits"), "loss_reason")
    assert not reaches(chart("won_amount"), "no_such_field")
    assert not reaches(chart("no_such_metric"), "owner")


def test_a_calculation_has_the_fields_of_what_it_stands_on() -> None:
    made = Calculation(id="share", label="Share", ratio=Ratio(of="won_amount", to="visits"))
    asked = chart("share").model_copy(update={"calculations": (made,)})
    assert reaches(asked, "owner")
    assert not reaches(asked, "loss_reason")


@pytest.mark.parametrize(
    "body",
    [
        {"aggregated": {"subject": "opportunities", "field": "amount", "how": "mean"}},
        {"formula": {"subject": "opportunities", "text": "amount * 2"}},
    ],
)
def test_what_is_made_of_records_has_their_fields(body: dict[str, Any]) -> None:
    made = Calculation.model_validate({"id": "mine", "label": "Mine", **body})
    asked = chart("mine").model_copy(update={"calculations": (made,)})
    assert reaches(asked, "loss_reason")
    assert not reaches(asked, "payment_method")


def test_a_calculation_that_cannot_be_has_no_field() -> None:
    made = Calculation(id="mine", label="Mine", ratio=Ratio(of="mine", to="nothing"))
    assert not reaches(chart("mine").model_copy(update={"calculations": (made,)}), "owner")


def test_a_second_click_takes_the_first_one_back_and_another_takes_its_place() -> None:
    bob, dee, other = Click("one", (BOB,)), Click("one", (DEE,)), Click("two", (Q1,))
    assert toggled((), bob) == (bob,)
    assert toggled((bob, other), bob) == (other,)
    assert toggled((bob, other), dee) == (other, dee)
    assert toggled((bob,), Click("one", ())) == ()
    assert without((bob, other), "one") == (other,)


def test_an_address_keeps_what_was_clicked() -> None:
    charts = {"one": chart("won_amount", by=("owner", "close_date")), "two": chart("won_amount", by=("loss_reason",))}
    clicks = (Click("one", (REST, Q1)), Click("two", (NONE,)))
    texts = write_clicks(clicks)
    assert texts == ["one;owner!=Bob,a%3Bb%3Dc%2Cd%25%21e;close_date=2024-Q1", "two;loss_reason"]
    assert read_clicks(texts, charts) == (clicks, [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one",
        "nobody;owner=Bob",
        "one;region=Hunan",
        "one;owner=Bob;owner=Dee",
        "one;amount=5",
        "one;;",
        "one;owner=" + "x" * 5000,
        ";".join(["one", *["owner=Bob"] * 50]),
        "one;__class__=x",
    ],
)
def test_a_hostile_click_is_left_out_and_named(text: str) -> None:
    assert read_clicks([text], {"one": chart("won_amount")}) == ((), [text])


def test_the_last_click_on_a_tile_counts_and_the_number_of_clicks_has_an_end() -> None:
    charts = {"one": chart("won_amount")}
    clicks, failed = read_clicks(["one;owner=Bob", "one;owner=Dee", *["x"] * 100], charts)
    assert clicks == (Click("one", (DEE,)),)
    assert len(failed) == 100


def test_numbers_in_bins_are_no_filter() -> None:
    binned = Chart(
        kind="bar", shelves=Shelves(columns=(Dimension(field="amount", bins=(0, 1)),), values=("won_count",))
    )
    assert read_clicks(["one;amount=0–1"], {"one": binned})[0] == ()


def test_dates_reach_across_metrics_by_each_metric_s_own_date() -> None:
    by_month = Chart(
        kind="line", shelves=Shelves(columns=(Dimension(field="date", grain=Grain.MONTH),), values=("won_amount",))
    )
    clicks, failed = read_clicks(["one;date=2024-03"], {"one": by_month})
    assert not failed
    assert linked_to("two", chart("visits"), clicks) == Linked((Filter(field="date", op=Op.EQ, value="2024-03"),))
