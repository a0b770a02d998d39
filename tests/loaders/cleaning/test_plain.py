"""Columns of text that are written plainly are typed at once; one odd cell, and the column is read with care."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from datasource.loaders.cleaning.plain import take_plainly
from tests.loaders.cleaning.cells import cleaned, recipe, worked


@pytest.mark.parametrize(
    ("kind", "texts", "values", "rules"),
    [
        ("reference", ["7", "", "12"], [7, None, 12], {}),
        ("reference", ["7", "007"], ["7", "007"], {}),
        ("reference", ["7", " 12"], ["7", "12"], {"trim": 1}),
        ("reference", ["7", "0"], ["7", "0"], {}),
        ("reference", ["7", "A7"], ["7", "A7"], {}),
        ("whole", ["7", "1,000"], [7, 1000], {}),
        ("real", ["0.5", "", "nan"], [0.5, None, None], {"bad_number": 1}),
        ("flag", ["TRUE", "False", "", "1"], [True, False, None, True], {}),
        ("flag", ["tRUE", "maybe"], [True, None], {"bad_flag": 1}),
        ("day", ["2024-05-01", "", "2024-05-02T23:59:59"], [date(2024, 5, 1), None, date(2024, 5, 2)], {}),
        ("day", ["2024-05-01", "03/04/2024"], [date(2024, 5, 1), None], {"ambiguous_date": 1}),
        ("moment", ["2024-05-01T20:00:00.25", ""], [datetime(2024, 5, 1, 20, 0, 0, 250_000), None], {}),
        ("moment", ["2024-05-01T20:00:00Z", "2024-05-01 20:00"], [datetime(2024, 5, 2, 4), datetime(2024, 5, 1, 20)],
         {}),
        ("choice", ["approved", "", " approved"], ["approved", None, "approved"], {"trim": 1}),
        ("whole", ["", ""], [None, None], {}),
        ("text", ["Aster", "", "华东 区"], ["Aster", None, "华东 区"], {}),
        ("text", ["Aster", "\u3000华东"], ["Aster", "华东"], {"trim": 1}),
        ("reference", ["7", "1000000000000000000"], ["7", "1000000000000000000"], {}),
        ("reference", ["7", "-2"], ["7", "-2"], {}),
    ],
)  # fmt: skip
def test_a_column_is_read_as_its_cells_say(
    kind: str, texts: list[str], values: list[Any], rules: dict[str, int]
) -> None:
    assert cleaned(kind, "a", {"a": texts}) == (values, rules)


@pytest.mark.parametrize(
    ("kind", "null", "texts", "values"),
    [
        ("day", "9999-12-31", ["9999-12-31", "2024-05-01"], [None, date(2024, 5, 1)]),
        ("reference", "0", ["0", "7"], [None, "7"]),
        ("reference", "1", ["1", "7"], [None, "7"]),
        ("whole", "-1", ["-1", "7"], [None, 7]),
        ("flag", "NO", ["no", "yes"], [None, True]),
        ("choice", "APPROVED", ["approved", ""], [None, None]),
        ("text", "Select", ["select", "Selected"], [None, "Selected"]),
    ],
)
def test_a_word_for_empty_is_none_of_the_values(kind: str, null: str, texts: list[str], values: list[Any]) -> None:
    assert cleaned(kind, "a", {"a": texts}, nulls=[null]) == (values, {"null_word": 1})


def test_references_by_name_stay_names() -> None:
    cell = {"column": "a", "by": ["name"]}
    values, _part = worked("reference", cell, {"a": ["7", "12"]})
    assert (values.dtype, values.to_list()) == (pl.String(), ["7", "12"])
    assert worked("reference", cell, {"a": pl.Series([7, 12])})[0].dtype == pl.String()


@pytest.mark.parametrize(
    ("kind", "texts", "values"),
    [
        ("reference", ["7", None, ""], [7, None, None]),
        ("text", ["Aster", None, ""], ["Aster", None, None]),
        ("choice", [None, "approved"], [None, "approved"]),
        ("flag", [None, "true"], [None, True]),
        ("day", [None, "2024-05-01"], [None, date(2024, 5, 1)]),
        ("whole", [None, ""], [None, None]),
        ("reference", [None, None], [None, None]),
    ],
)
def test_texts_of_a_database_may_be_missing(kind: str, texts: list[str | None], values: list[Any]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    assert cleaned(kind, "a", {"a": column}) == (values, {})
    plain = take_plainly(pl.DataFrame({"a": column}), [(recipe(kind, "a"), "a")])
    assert [made.to_list() for made in plain.values()] == [values]
