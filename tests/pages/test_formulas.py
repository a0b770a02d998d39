"""A formula over each record, written in the builder without a browser: told where it is wrong, previewed, used."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from datasource.calculation import Formula
from datasource.people.drafts import drop_draft
from tests.pages.conftest import Tiny
from tests.pages.test_builder_clicks import chart, in_dialog
from tests.pages.test_workspace import BUILDER, at, number, steady


@pytest.fixture
def app(tiny_served: Tiny) -> Iterator[AppTest]:
    """The editor of a new formula over opportunities, on a chart with won amount."""
    page = at(tiny_served, "boss", BUILDER)
    steady(page.multiselect, "builder_list_values").select("won_amount").run()
    page.button(key="builder_calculation_edit_").click().run()
    yield in_dialog(page, page.selectbox, "_body").select("formula").run()
    drop_draft(tiny_served.database, number(tiny_served, "boss"))


def write(app: AppTest, text: str) -> AppTest:
    written: AppTest = in_dialog(app, app.text_input, "_formula_text").input(text).run()
    assert not written.exception
    return written


def refusals(app: AppTest) -> list[str]:
    """The errors as a reader sees them."""
    return [one.value.replace("\\", "") for one in app.error]


def notices(app: AppTest) -> list[str]:
    """What the editor remarks as a reader sees it."""
    told = [one.value.replace("\\", "") for one in app.info]
    return [one for one in told if one.startswith("No record")]


def test_a_formula_is_written_corrected_previewed_and_used(tiny_served: Tiny, app: AppTest) -> None:
    write(app, "amount * ammount")
    assert app.code[-1].value == "amount * ammount\n         ^"
    assert refusals(app) == ["At character 10: Unknown field 'ammount'. Did you mean 'amount'?"]
    assert in_dialog(app, app.button, "_keep").disabled
    write(app, "if(stage = 'Won', amount * 0.1, 0)")
    assert [one.value for one in app.error] == []
    assert [one.value for one in app.success][-1].startswith("At present: ¥")
    assert [one.value for one in app.success][-1].endswith("· money")
    in_dialog(app, app.text_input, "_label").input("Commission").run()
    in_dialog(app, app.button, "_keep").click().run()
    (made,) = chart(tiny_served).calculations
    assert (made.id, made.label) == ("commission", "Commission")
    assert made.formula == Formula(subject="opportunities", text="if(stage = 'Won', amount * 0.1, 0)", how="sum")
    assert chart(tiny_served).shelves.metrics() == ("won_amount", "commission")


def test_a_member_that_no_record_has_is_told_and_refuses_nothing(app: AppTest) -> None:
    write(app, "if(stage = 'won', amount, 0)")
    assert notices(app) == ["No record that you may see has Stage “won”. Did you mean 'Won'?"]
    assert not in_dialog(app, app.button, "_keep").disabled
    write(app, "if(stage = 'Won', amount, 0)")
    assert notices(app) == []


def test_a_chip_writes_the_field_in_place_of_the_word(app: AppTest) -> None:
    write(app, "2 * amo")
    in_dialog(app, app.button, "_go_amount").click().run()
    assert in_dialog(app, app.text_input, "_formula_text").value == "2 * amount"
    assert [one.value for one in app.success][-1].startswith("At present: ¥")


def test_a_formula_that_goes_no_further_yet_is_no_error(app: AppTest) -> None:
    write(app, "abs(amount")
    assert refusals(app) == []
    assert [one.value.replace("\\", "") for one in app.info][-1] == "At character 11: ')' is missing"
    assert app.code[-1].value == "abs(amount\n          ^"
    assert in_dialog(app, app.button, "_keep").disabled


def test_the_aggregation_is_chosen(tiny_served: Tiny, app: AppTest) -> None:
    write(app, "close_date - created_date")
    in_dialog(app, app.selectbox, "_formula_how").select("median").run()
    assert [one.value for one in app.success][-1].endswith("· days")
    in_dialog(app, app.button, "_keep").click().run()
    assert chart(tiny_served).calculations[0].label == "close_date - created_date"


HOSTILE = {
    "(" * 900 + "1" + ")" * 900: "At character 31: the formula is nested too deeply",
    "1" + "+1" * 999: "At character 202: a formula has at most 100 operators; make two calculations of it",
    "<script>alert(1)</script>": "At character 1: a field, a number or '(' must stand before '<'",
    "__import__('os')": "At character 1: Unknown function '__import__'.",
    "amount\u202e * 2": "At character 7: '\u202e' means nothing here",
    "数额 * 2": "At character 1: '数' means nothing here",
    "amount; drop table": "At character 7: ';' means nothing here",
    "1e999": "At character 1: a number is at most 1e+16",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_formula_is_refused_with_a_sentence(app: AppTest, text: str) -> None:
    write(app, text)
    assert refusals(app) == [HOSTILE[text]]
    assert in_dialog(app, app.button, "_keep").disabled


def test_ten_thousand_characters_are_not_taken(app: AppTest) -> None:
    write(app, "1 + " * 2500 + "1")
    assert in_dialog(app, app.text_input, "_formula_text").value == ""
    assert in_dialog(app, app.button, "_keep").disabled
