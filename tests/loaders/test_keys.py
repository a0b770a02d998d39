"""Keys: whole numbers stay, the rest is numbered, and a re-import keeps what it gave before."""

import re

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from datasource.loaders.keys import KNOWN, Given, Keys, number, repeated, whole


def keys(source_keys: list[str | None], carried: dict[str, int], last_key: int, counted: int = 0) -> list[int]:
    known = pl.DataFrame({"source_key": list(carried), "key": list(carried.values())}, schema=KNOWN)
    given, highest = number(pl.Series(source_keys, dtype=pl.String), Given(known, last_key, counted))
    assert highest <= max(given, default=0)
    return given.to_list()


def test_whole_numbers_are_their_own_keys() -> None:
    assert keys(["12", "7", "1001"], {}, 0) == [12, 7, 1001]


def test_other_ids_are_numbered_by_first_appearance() -> None:
    assert keys(["b", "a", "007", "-1", "0", "1.0"], {}, 0) == [1, 2, 3, 4, 5, 6]


def test_only_digits_make_a_whole_number() -> None:
    odd = [" 1", "+1", "01", "-1", "0", "", "1 ", "1.0", "1e3", "１", "\u30001", "9" * 19]
    assert pl.DataFrame({"id": [*odd, "9" * 18, "10"]}).select(whole(pl.col("id")))["id"].to_list() == [
        *[None] * len(odd), 10**18 - 1, 10,
    ]  # fmt: skip


def test_no_row_gets_the_key_of_unknown_or_a_number_in_use() -> None:
    assert keys(["0", "x", "5"], {}, 0) == [6, 7, 5]


def test_rows_without_an_id_are_numbered_too() -> None:
    assert keys([None, None], {}, 4) == [5, 6]


def test_a_second_load_keeps_the_numbers_of_the_first() -> None:
    assert keys(["c", "b", "a"], {"a": 1, "b": 2}, 2) == [3, 2, 1]


def test_a_number_that_was_given_before_is_not_given_again() -> None:
    assert keys(["a", "d"], {"a": 1}, 3) == [1, 4]


def test_an_id_that_equals_a_number_given_to_another_row_is_numbered() -> None:
    assert keys(["x", "1"], {"x": 1}, 1) == [1, 2]


def test_an_id_that_may_equal_the_number_of_a_row_that_has_gone_is_numbered() -> None:
    assert keys(["2", "3", "9"], {"a": 1}, 7, counted=2) == [10, 3, 9]


def test_the_highest_number_that_counting_gives_is_told() -> None:
    assert number(pl.Series(["7", "x", "y"]), Given())[1] == 9
    assert number(pl.Series(["7", "8"]), Given(last=20))[1] == 0


def test_a_number_too_long_for_a_key_is_numbered() -> None:
    assert keys(["999999999999999999", "9999999999999999999"], {}, 0) == [999999999999999999, 1000000000000000000]


def test_no_rows_have_no_keys() -> None:
    assert keys([], {"a": 1}, 1) == []


@given(st.text(alphabet="0123456789+-_. ,eE９", max_size=20) | st.integers().map(str))
def test_a_whole_number_is_told_by_how_it_is_written(text: str) -> None:
    [value] = pl.DataFrame({"text": [text]}).select(whole(pl.col("text"))).to_series()
    assert value == (int(text) if re.fullmatch("[1-9][0-9]{0,17}", text) else None)


def test_ids_that_only_look_like_the_same_number_are_told_apart() -> None:
    assert repeated(pl.Series(["7", "07", "+7", "7", None, None])).to_list() == [False] * 3 + [True] + [False] * 2


def test_rows_are_found_by_the_very_text_of_their_id() -> None:
    own = Keys.of(pl.DataFrame({"source_key": ["7", "12"], "key": [7, 12]}))
    other = Keys.of(pl.DataFrame({"source_key": ["7", "x", None], "key": [7, 8, 9]}, schema=KNOWN))
    asked = pl.Series(["7", "07", "12", "x", None, "9"])
    assert (own.own, own.find(asked).to_list()) == (True, [7, None, 12, None, None, None])
    assert (other.own, other.find(asked).to_list()) == (False, [7, None, None, 8, None, None])
