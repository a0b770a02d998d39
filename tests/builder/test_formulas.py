"""A formula in the editor: the caret under what is wrong, the unit, the ways to go on."""

import pytest

from datasource.calculation import Formula
from widgets.builder.formulas import fault_of, formula_subjects, formula_unit, offers, pointed


def test_the_caret_stands_under_the_character_that_is_to_blame() -> None:
    error = fault_of("opportunities", "amount * amout")
    assert error is not None
    assert str(error) == "At character 10: Unknown field 'amout'. Did you mean 'amount'?"
    assert pointed("amount * amout", error.place) == "amount * amout\n         ^"


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("", 1, "\n^"),
        ("a +", 4, "a +\n   ^"),
        ("1 +\n  x", 7, "  x\n  ^"),
        ("数额 * 2", 4, "数额 * 2\n\u3000\u3000 ^"),
        ("a\u202eb", 2, "a□b\n ^"),
        ("e\u0301 $", 4, "e\u0301 $\n  ^"),
        ("x" * 100, 80, "…" + "x" * 81 + "\n" + " " * 61 + "^"),
        ("x" * 200, 10, "x" * 69 + "…\n" + " " * 9 + "^"),
        ("abc", 99, "abc\n   ^"),
    ],
)
def test_the_line_around_it_is_shown(text: str, place: int, shown: str) -> None:
    assert pointed(text, place) == shown


@pytest.mark.parametrize(
    ("text", "how", "unit"),
    [
        ("amount * 0.1", "sum", "money"),
        ("close_date - created_date", "median", "days"),
        ("amount / amount", "mean", "number"),
        ("amount", "distinct", "count"),
        ("amount +", "sum", ""),
    ],
)
def test_the_unit_follows_from_the_formula(text: str, how: str, unit: str) -> None:
    body = Formula.model_validate({"subject": "opportunities", "text": text, "how": how})
    assert formula_unit(body) == unit


def test_the_word_at_the_end_is_gone_on_with() -> None:
    assert [one.text for one in offers("amount * expected_c", "opportunities")] == ["expected_close_date"]
    assert "round(" in [one.text for one in offers("ro", "opportunities")]
    assert [one.text for one in offers("amount", "opportunities")] == []
    assert offers("amount * 0.1", "opportunities") == ()
    assert offers("abs(amount)", "opportunities") == ()
    assert len(offers("", "opportunities")) == 8


def test_no_formula_is_offered_over_rows_that_repeat_a_record() -> None:
    assert "opportunities" in formula_subjects()
    assert not {"stage_dwell", "stage_reach", "stage_stays"} & set(formula_subjects())


@pytest.mark.parametrize("text", ["", "  ", "1+" * 5000])
def test_a_blank_or_endless_text_is_left_to_the_model(text: str) -> None:
    assert fault_of("opportunities", text) is None
