"""The steps of a cell down to its text, each on a few rows."""

from typing import Any

import polars as pl
import pytest

from datasource.loaders.cleaning import Beside, Lookups
from datasource.loaders.mapping import Lookup
from tests.loaders.cleaning.cells import cleaned, mapping, worked


@pytest.mark.parametrize(
    ("cell", "columns", "values", "rules"),
    [
        ("a", {"a": [" x ", "", "  ", "y"]}, ["x", None, None, "y"], {"trim": 1}),
        (["b", "a"], {"a": ["x"]}, ["x"], {}),
        ({"column": "Close Date"}, {"close_date": ["x"]}, ["x"], {}),
        ({"constant": "x"}, {"a": ["", ""]}, ["x", "x"], {}),
        ({"column": "a", "optional": True}, {"b": ["x"]}, [None], {}),
        ({"column": "a", "nulls": "n/a"}, {"a": ["N/A", "na", "n/a "]}, [None, "na", None],
         {"null_word": 2, "trim": 1}),
        ({"first_of": ["a", "b", "c"]}, {"a": ["", "x"], "b": ["y", "z"]}, ["y", "x"], {}),
        ({"first_of": ["a", "b"], "nulls": "-"}, {"a": ["-", "-"], "b": ["y", "-"]}, ["y", None], {"null_word": 1}),
        ({"join": ["a", "b"]}, {"a": ["x", "x", ""], "b": ["y", "", ""]}, ["x y", "x", None], {}),
        ({"join": ["a", "b"], "with": "/"}, {"a": ["x"], "b": ["y"]}, ["x/y"], {}),
        ({"column": "a", "when": {"b": [1, "yes"]}}, {"a": ["x", "y", "z"], "b": ["1", " YES", ""]},
         ["x", "y", None], {}),
        ({"column": "a", "unless": {"b": ""}}, {"a": ["x", "y"], "b": ["", "1"]}, [None, "y"], {}),
        ({"column": "a", "when": {"b": "00Q*"}}, {"a": ["x", "y"], "b": ["00Q1", "0031"]}, ["x", None], {}),
        ({"column": "a", "when": {"b": True}}, {"a": ["x", "y", "z"], "b": ["TRUE", "0", "是"]}, ["x", None, "z"], {}),
        ({"column": "a", "pattern": "^([A-Z]+)-"}, {"a": ["AB-1", "1"]}, ["AB", None], {"no_match": 1}),
        ({"column": "a", "pattern": "[0-9]+"}, {"a": ["AB-12"]}, ["12"], {}),
        ({"column": "a", "values": {"Philipines": "Philippines"}}, {"a": ["Philipines", "philipines"]},
         ["Philippines", "philipines"], {"value_map": 1}),
        ({"column": "a", "codes": {"W": "won", "l": "lost"}}, {"a": ["w", "L", "X", ""]}, ["won", "lost", None, None],
         {"unknown_value": 1}),
        ({"column": "a", "codes": {"W": "won"}, "otherwise": "open"}, {"a": ["W", "X", ""]}, ["won", "open", None], {}),
        ({"column": "a", "prefix": "u:"}, {"a": ["1", ""]}, ["u:1", None], {}),
        ({"cases": [{"column": "a", "when": {"b": "1"}}, {"constant": "z", "unless": {"b": ""}}]},
         {"a": ["x", "x", "x"], "b": ["1", "2", ""]}, ["x", "z", None], {}),
    ],
)  # fmt: skip
def test_a_text_takes_its_steps(cell: Any, columns: dict[str, Any], values: list[Any], rules: dict[str, int]) -> None:
    assert cleaned("text", cell, columns) == (values, rules)


def test_words_for_empty_hold_for_the_whole_mapping_upper_and_lower_case_aside() -> None:
    columns = {"a": ["null", "NULL", "Null", "nul", "未知", "ǅ"]}
    assert cleaned("text", "a", columns, nulls=["NULL", "未知", "ǆ"]) == (
        [None, None, None, "nul", None, None],
        {"null_word": 5},
    )


def test_a_value_map_never_changes_texts_that_differ_in_case() -> None:
    assert cleaned("text", {"column": "a", "values": {"ab": "X"}}, {"a": ["ab", "AB", "Ab"]})[0] == ["X", "AB", "Ab"]


def test_what_struck_is_told_with_row_text_and_outcome() -> None:
    _, part = worked("choice", {"column": "a", "codes": {"1": "approved"}}, {"a": ["1", " 1", "2"]})
    assert [(one.row, one.value, one.became) for one in part.rules["trim"].examples] == [(3, " 1", "approved")]
    assert [(one.row, one.value, one.became) for one in part.rules["unknown_value"].examples] == [(4, "2", "empty")]


def test_the_words_of_a_choice_are_known_in_any_case_and_no_others() -> None:
    columns = {"a": ["Approved", "voided", "done"]}
    assert cleaned("choice", "a", columns) == (["approved", "voided", None], {"unknown_value": 1})


def test_a_case_may_give_what_the_codes_of_the_cell_turn_into_a_choice() -> None:
    cell = {
        "cases": [{"constant": "done", "when": {"b": "1"}}, "a"],
        "codes": {"done": "approved", "Hot lead": "pending"},
    }
    assert cleaned("choice", cell, {"a": ["Hot Lead", "Hot Lead", "odd"], "b": ["1", "", ""]}) == (
        ["approved", "pending", None],
        {"unknown_value": 1},
    )


@pytest.mark.parametrize(
    ("cell", "columns", "values", "rules"),
    [
        ({"column": "p", "times": "n", "less": "d"}, {"p": ["14.00", "9.80"], "n": ["12", "10"], "d": ["0.15", "0"]},
         [142_80, 98_00], {}),
        ({"column": "p", "less": "d"}, {"p": ["100", "100"], "d": ["0.05", ""]}, [95_00, 100_00], {}),
        ({"column": "p", "less": "d"}, {"p": ["100", ""], "d": ["x", "0.5"]}, [None, None], {"bad_number": 1}),
        ({"column": "p", "times": "n", "less": "d"}, {"p": ["1"], "n": [""], "d": ["0"]}, [None], {}),
        ({"column": "p", "less": "d", "decimal": ","}, {"p": ["10,00"], "d": ["0,1"]}, [9_00], {}),
    ],
)  # fmt: skip
def test_a_discount_as_a_fraction_lessens_money_exactly(
    cell: Any, columns: dict[str, Any], values: list[Any], rules: dict[str, int]
) -> None:
    assert cleaned("money", cell, columns) == (values, rules)


def test_a_rule_counts_only_where_its_case_was_taken() -> None:
    cell = {"cases": [{"column": "a", "codes": {"1": "x"}, "when": {"b": "1"}}, {"column": "b"}]}
    assert cleaned("text", cell, {"a": ["1", "9", "9"], "b": ["1", "1", "2"]}) == (["x", "1", "2"], {})


def test_ids_of_two_lengths_are_one_by_the_key_pattern_and_other_texts_stay() -> None:
    ids = {"a": ["0015g00000AbCdEFGH", "0015g00000AbCdE", "Prospecting"]}
    pattern = "^([a-zA-Z0-9]{15})(?:[A-Z0-5]{3})?$"
    assert cleaned("reference", "a", ids, key_pattern=pattern)[0] == [
        "0015g00000AbCdE",
        "0015g00000AbCdE",
        "Prospecting",
    ]
    assert cleaned("text", "a", ids, key_pattern=pattern)[0] == ids["a"]
    assert cleaned("reference", {"column": "a", "by": "name"}, ids, key_pattern=pattern)[0] == ids["a"]
    by_key = {"cases": [{"column": "a"}], "by": ["source_key", "name"]}
    assert (
        cleaned("reference", by_key, ids, key_pattern=pattern)[0]
        == cleaned("reference", "a", ids, key_pattern=pattern)[0]
    )


LOOKUP = {"in": "b.csv", "match": ["batch", "id"], "where": {"name": "industry"}, "give": "value"}


def looked(batches: list[dict[str, list[str]]], how: Any = LOOKUP) -> Beside:
    lookups = Lookups()
    frames = [pl.DataFrame(batch, schema_overrides=dict.fromkeys(batch, pl.String)) for batch in batches]
    lookups.add(Lookup.model_validate(how), frames, mapping(nulls=["-"]))
    return Beside(lookups)


def test_a_text_is_looked_up_in_another_source() -> None:
    other = [
        {"id": ["1", "1"], "name": ["industry", "level"], "value": [" IT ", "A"]},
        {"id": ["2", "3", "3", "4"], "name": ["industry"] * 4, "value": ["-", "x", "y", ""]},
    ]
    assert cleaned("text", {"column": "a", "lookup": LOOKUP}, {"a": ["1", "2", "3", "4", ""]}, looked(other)) == (
        ["IT", None, None, None, None],
        {"not_found": 2, "ambiguous": 1},
    )


def test_a_text_that_may_be_missing_where_it_is_looked_up_is_nothing_to_report() -> None:
    how = LOOKUP | {"optional": True}
    other = [{"id": ["1"], "name": ["industry"], "value": ["IT"]}]
    assert cleaned("text", {"column": "a", "lookup": how}, {"a": ["1", "9"]}, looked(other, how)) == (["IT", None], {})


def test_a_look_up_in_a_source_that_is_absent_gives_nothing() -> None:
    assert cleaned("text", {"column": "a", "lookup": LOOKUP}, {"a": ["1"]}) == ([None], {})


def test_what_the_cases_give_is_a_code_of_the_whole_cell() -> None:
    cell = {
        "cases": [{"constant": "Closed", "when": {"shut": "1"}}, {"column": "a"}],
        "codes": {"Closed": "approved", "Lost": "voided"},
    }
    assert cleaned("choice", cell, {"a": ["Lost", "Lost", "x"], "shut": ["1", "0", "0"]}) == (
        ["approved", "voided", None],
        {"unknown_value": 1},
    )
