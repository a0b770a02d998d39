"""What the filter editor makes of a choice."""

from datetime import date

import pytest
from pydantic import ValidationError

from datasource.question import Filter, Op
from widgets.builder.dimension_settings import read_edges
from widgets.builder.filtering import OFFERED, offered_op, with_op, with_value
from widgets.builder.shelving import unset
from widgets.builder.wording import filter_note

TODAY = date(2017, 12, 31)


def test_lists_keep_their_values_between_is_one_of_and_is_none_of() -> None:
    part = Filter(field="product", op=Op.IN, value=("A", "B"))
    assert with_op(part, Op.NOT_IN, "text", TODAY).value == ("A", "B")


def test_another_operator_starts_with_a_value_that_fits_it() -> None:
    part = unset("close_date")
    assert with_op(part, Op.RELATIVE, "date", TODAY).value == "this_year"
    assert with_op(part, Op.BETWEEN, "date", TODAY).value == (date(2017, 1, 1), TODAY)
    assert with_op(part, Op.GTE, "date", TODAY).value == TODAY
    assert with_op(unset("amount"), Op.BETWEEN, "number", TODAY).value == (0, 1000)
    assert with_op(unset("product"), Op.IS_NULL, "text", TODAY).value is None


def test_every_offered_operator_makes_a_filter_for_its_kind() -> None:
    for kind, operators in OFFERED.items():
        for op in operators:
            assert with_op(unset("field"), op, kind, TODAY).op is op


def test_a_value_that_does_not_fit_the_operator_is_refused() -> None:
    with pytest.raises(ValidationError):
        with_value(Filter(field="amount", op=Op.BETWEEN, value=(1, 2)), 3)


def test_the_editor_of_an_unset_filter_shows_the_first_operator_of_its_kind() -> None:
    assert (offered_op(unset("close_date"), "date"), offered_op(unset("x"), "text")) == (Op.RELATIVE, Op.IN)


def test_limits_are_read_in_any_order_and_garbage_is_left_alone() -> None:
    assert read_edges("5000, 0,1000,0") == (0.0, 1000.0, 5000.0)
    assert read_edges("") == ()
    assert read_edges("many") is None


def test_a_pill_says_its_filter_in_a_few_words() -> None:
    told = {
        filter_note(unset("a")),
        filter_note(Filter(field="a", op=Op.IN, value=("GTX",))),
        filter_note(Filter(field="a", op=Op.NOT_IN, value=("A", "B", "C"))),
        filter_note(Filter(field="a", op=Op.BETWEEN, value=(1, 9))),
        filter_note(Filter(field="a", op=Op.IS_NULL)),
    }
    assert told == {"any value", "is one of GTX", "is none of 3 values", "1 to 9", "is empty"}
