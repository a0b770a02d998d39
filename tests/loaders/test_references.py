"""References by key, by name and by a name that is alike: found, Unknown or ambiguous, and each failure counted."""

import polars as pl
import pytest
from rapidfuzz import fuzz

from datasource.loaders.names import AMBIGUOUS, FOUND, by_name, find, fold, folded
from datasource.loaders.references import resolve
from datasource.loaders.report import Part
from datasource.loaders.sheet import ROW

COMPANIES = pl.DataFrame({"customer_id": [1, 2, 3], "name": ["Globex Corporation", "Acme GmbH", "Acme Gmbh & Co"]})


def aligned(rows: pl.DataFrame, column: str, known: pl.DataFrame) -> pl.DataFrame:
    text = rows.select(text=column)
    return text.join(known, on="text", how="left", maintain_order="left").drop("text")


def test_names_are_compared_without_width_case_and_blanks() -> None:
    assert fold(" ＡＣＭＥ  Corp ") == fold("acme corp") == "acme corp"
    assert folded(pl.Series(["ß", None, "Ａ  b", "ß"])).to_list() == ["ss", None, "a b", "ss"]


def test_a_name_that_two_rows_share_is_ambiguous() -> None:
    users = pl.DataFrame({"user_id": [1, 2, 3], "login": ["li", "wang", None], "name": ["Li", "Chen", "chen"]})
    named = by_name(users, "user_id", ["login", "name"])
    assert dict(named.select("folded", "key").iter_rows()) == {"li": 1, "wang": 2, "chen": AMBIGUOUS}


def test_a_name_that_one_row_has_twice_is_not_ambiguous() -> None:
    users = pl.DataFrame({"user_id": [1], "login": ["li"], "name": ["Li"]})
    assert find(pl.Series(["LI"]), by_name(users, "user_id", ["name", "login"]), None).rows() == [("LI", 1, None)]


def test_references_are_resolved_counted_and_never_dropped() -> None:
    rows = pl.DataFrame({ROW: [2, 3, 4, 5], "owner_id": ["7", None, "99", "twice"]})
    known = pl.DataFrame({"text": ["7", "twice"], "key": [7, AMBIGUOUS]})
    part = Part()
    assert resolve(rows, "owner_id", aligned(rows, "owner_id", known), part).to_list() == [7, None, 0, 0]
    assert part.rules["orphan"].count == 1
    assert [(one.row, one.value, one.became) for one in part.rules["orphan"].examples] == [(4, "99", "Unknown")]
    assert part.rules["ambiguous"].columns == {"owner_id": 1}


def test_nothing_is_taken_for_another_name_unless_it_is_asked_for() -> None:
    named = by_name(COMPANIES, "customer_id", ["name"])
    assert find(pl.Series(["Globex Corporatoin"]), named, None).rows() == []


def test_a_name_that_is_alike_is_taken_and_reported() -> None:
    named = by_name(COMPANIES, "customer_id", ["name"])
    found = find(pl.Series(["Corporatoin Globex", "acme gmbh", "Initech"]), named, 85)
    assert found.sort("key").rows() == [("Corporatoin Globex", 1, "Globex Corporation"), ("acme gmbh", 2, None)]
    part = Part()
    rows = pl.DataFrame({ROW: [2, 3, 4], "customer_id": ["Corporatoin Globex", "acme gmbh", "Initech"]})
    assert resolve(rows, "customer_id", aligned(rows, "customer_id", found), part).to_list() == [1, 2, 0]
    [example] = part.rules["fuzzy"].examples
    assert (example.row, example.value, example.became) == (2, "Corporatoin Globex", "Globex Corporation")
    assert part.rules["orphan"].count == 1


def test_two_rows_that_are_equally_alike_are_ambiguous() -> None:
    named = by_name(pl.DataFrame({"user_id": [1, 2], "name": ["Ann Lee", "Ann Lea"]}), "user_id", ["name"])
    assert find(pl.Series(["Ann Le"]), named, 80)["key"].to_list() == [AMBIGUOUS]


@pytest.mark.parametrize(("text", "name"), [("lee an", "ann lee"), ("li wei", "wei lin"), ("a b c", "c b")])
def test_likeness_is_the_token_sort_ratio(text: str, name: str) -> None:
    named = by_name(pl.DataFrame({"user_id": [1], "name": [name]}), "user_id", ["name"])
    score = fuzz.token_sort_ratio(text, name)
    assert find(pl.Series([text]), named, score - 0.01).height == 1
    assert find(pl.Series([text]), named, min(score + 0.01, 100)).height == (score == 100)


def test_nothing_is_found_among_no_names() -> None:
    assert find(pl.Series(["x"]), by_name(COMPANIES.clear(), "customer_id", ["name"]), 90).schema == FOUND
