"""Keys: whole numbers stay, the rest is numbered, and a re-import keeps what it gave before."""

import polars as pl

from datasource.loaders.keys import AMBIGUOUS, by_name, fold, number, resolve
from datasource.loaders.report import Part
from datasource.loaders.sheet import ROW


def test_whole_numbers_are_their_own_keys() -> None:
    assert number(["12", "7", "1001"], {}, 0) == [12, 7, 1001]


def test_other_ids_are_numbered_by_first_appearance() -> None:
    assert number(["b", "a", "007", "-1", "0", "1.0"], {}, 0) == [1, 2, 3, 4, 5, 6]


def test_no_row_gets_the_key_of_unknown_or_a_number_in_use() -> None:
    assert number(["0", "x", "5"], {}, 0) == [6, 7, 5]


def test_rows_without_an_id_are_numbered_too() -> None:
    assert number([None, None], {}, 4) == [5, 6]


def test_a_second_load_keeps_the_numbers_of_the_first() -> None:
    assert number(["c", "b", "a"], {"a": 1, "b": 2}, 2) == [3, 2, 1]


def test_a_number_that_was_given_before_is_not_given_again() -> None:
    assert number(["a", "d"], {"a": 1}, 3) == [1, 4]


def test_an_id_that_equals_a_number_given_to_another_row_is_numbered() -> None:
    assert number(["x", "1"], {"x": 1}, 1) == [1, 2]


def test_names_are_compared_without_width_case_and_blanks() -> None:
    assert fold(" ＡＣＭＥ  Corp ") == fold("acme corp") == "acme corp"


def test_a_name_that_two_rows_share_is_ambiguous() -> None:
    users = pl.DataFrame({"user_id": [1, 2, 3], "login": ["li", "wang", None], "name": ["Li", "Chen", "chen"]})
    assert by_name(users, "user_id", ["login", "name"]) == {"li": 1, "wang": 2, "chen": AMBIGUOUS}


def test_references_are_resolved_counted_and_never_dropped() -> None:
    rows = pl.DataFrame({ROW: [2, 3, 4, 5], "owner_id": ["7", None, "99", "twice"]})
    part = Part()
    keys = resolve(rows, "owner_id", {"7": 7, "twice": AMBIGUOUS}, part)
    assert keys.to_list() == [7, None, 0, 0]
    assert part.rules["orphan"].count == 1
    assert [(one.row, one.value, one.became) for one in part.rules["orphan"].examples] == [(4, "99", "Unknown")]
    assert part.rules["ambiguous"].columns == {"owner_id": 1}
