"""Cohorts as people open them, and customer value without a finding."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
VALUE, COHORTS = "pages/customers/value.py", "pages/customers/cohorts.py"


def notices(page: AppTest) -> list[str]:
    assert not page.exception
    return [one.value for one in (*page.error, *page.warning, *page.info)]


def test_values_that_nobody_vouches_for_are_not_told(opened: Open) -> None:
    (told,) = notices(opened(VALUE, "boss"))
    assert "no value is told" in told


def test_cohorts_stand_as_a_triangle_with_all_of_them_below(opened: Open) -> None:
    page = opened(COHORTS, "boss")
    assert notices(page) == []
    (triangle,) = (table.value for table in page.dataframe)
    assert triangle["cohort"].tolist() == ["2024-Q1", "2024-Q2", "Total"]
    assert triangle["all"].tolist() == [1, 1, 2]


@pytest.mark.parametrize("measure", ["retention", "net", "gross", "customers", "revenue"])
def test_every_measure_is_drawn(opened: Open, measure: str) -> None:
    assert notices(opened(COHORTS, "boss", measure=measure, grain_of="month", last="0")) == []


def test_a_cell_in_the_address_lists_its_customers(opened: Open) -> None:
    page = opened(COHORTS, "boss", grain_of="month", cell="2024-01_1")
    assert page.dataframe[1].value["label"].tolist() == ["Acme"]
    away = opened(COHORTS, "boss", grain_of="month", cell="2024-01_1", who="away")
    assert len(away.dataframe) == 1
    assert any("0 of 1 customer;" in one.value for one in away.caption)


def test_a_cell_that_is_none_lists_nobody(opened: Open) -> None:
    page = opened(COHORTS, "bob", cell="2024-Q2_0")
    assert notices(page) == []
    assert len(page.dataframe) == 1


def test_years_that_are_not_over_say_so(opened: Open) -> None:
    (told,) = notices(opened(COHORTS, "boss", grain_of="year"))
    assert "No period had ended" in told
