"""A mapping file that is damaged in any way is read or refused in sentences, never by a traceback."""

import copy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.mapping import read_mapping

Place = tuple[Any, ...]
SOUND: dict[str, Any] = {
    "version": 1,
    "name": "x",
    "title": "X",
    "company": "X",
    "currency": "USD",
    "today_from": ["customers.created_date"],
    "nulls": ["NULL"],
    "rates": {"EUR": 1.1},
    "sources": {
        "accounts": {
            "files": ["a*.csv"],
            "deleted": {"column": "gone", "words": [True]},
            "previous": {"before": {"of": "a", "within": "b", "order": "c"}},
            "unpivot": {"columns": {"jan": 1}, "name": "month", "value": "amount"},
            "add": {"state": {"cases": [{"constant": "won", "when": {"a": True}}]}},
        }
    },
    "load": [
        {
            "table": "customers",
            "from": "accounts",
            "key": "id",
            "when": {"kind": ["a*", ""]},
            "columns": {
                "name": ["Name", "name"],
                "industry": {"column": "b", "lookup": {"in": "c.csv", "match": "id", "give": "v"}},
                "created_date": {"column": "d", "formats": ["%d/%m/%Y"]},
                "annual_revenue_amount": {"column": "r", "times": "t", "currency": "code"},
                "parent_id": {"column": "p", "by": ["name"], "fuzzy": 90},
            },
            "custom": {"tier": {"column": "T", "label": "Tier", "type": "text"}},
            "keep_rest": ["*__c"],
        },
        {"table": "stock", "from": "s.csv", "key": "id", "columns": {"quantity": "q", "product_id": "p"}},
        {"table": "stages", "rows": [{"key": "a", "name": "A", "kind": "open"}]},
    ],
    "fill": {"customers.owner_id": ["parent_id.owner_id"]},
    "tables": {
        "stock": {
            "label": "Stock",
            "relations": {"product_id": "products"},
            "columns": {"quantity": {"label": "Q", "type": "number"}},
        }
    },
}
JUNK: list[Any] = [
    None, True, 5, -1, 3.5, "", "x", "a.b", "*", "(", "%d", [], {}, ["x", None], [[]], {"a": 1}, {"column": "x"},
    {1: 2}, {None: None}, {True: "x"}, [{"a": {}}], 10**30, date(2024, 1, 1), float("nan"), float("inf"), {"files": 5},
]  # fmt: skip


def places(tree: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in `tree` but its root."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inner:
        yield (*place, key)
        yield from places(value, (*place, key))


PLACES = list(places(SOUND))
DAMAGES = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(JUNK), st.sampled_from(["put", "put", "drop", "rename"])),
    min_size=1, max_size=3,
)  # fmt: skip


def damaged(damages: list[tuple[Place, Any, str]]) -> dict[str, Any]:
    tree = copy.deepcopy(SOUND)
    for place, junk, how in damages:
        inside: Any = tree
        for key in place[:-1]:
            inside = inside[key] if isinstance(inside, dict | list) and _has(inside, key) else None
        if not isinstance(inside, dict | list) or not _has(inside, place[-1]):
            continue
        if how == "put" or isinstance(inside, list):
            inside[place[-1]] = junk
        elif how == "drop":
            del inside[place[-1]]
        elif isinstance(junk, str | int | float | date | None):
            inside[junk] = inside.pop(place[-1])
    return tree


def _has(inside: Any, key: Any) -> bool:
    return key in inside if isinstance(inside, dict) else isinstance(key, int) and key < len(inside)


def check(folder: Path, damages: list[tuple[Place, Any, str]]) -> None:
    file = folder / "x.yaml"
    file.write_text(yaml.safe_dump(damaged(damages), allow_unicode=True), "utf-8")
    try:
        read_mapping(file)
    except MingjingError as error:
        assert str(error)


def test_what_is_damaged_here_is_sound(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(yaml.safe_dump(SOUND))
    assert read_mapping(file).known["stock"]


ANY_FOLDER = [HealthCheck.function_scoped_fixture]


@settings(max_examples=60, deadline=None, suppress_health_check=ANY_FOLDER)
@given(damages=DAMAGES)
def test_a_damaged_mapping_is_read_or_refused_in_sentences(tmp_path: Path, damages: list[Any]) -> None:
    check(tmp_path, damages)


@pytest.mark.slow
@settings(max_examples=2000, deadline=None, suppress_health_check=ANY_FOLDER)
@given(damages=DAMAGES)
def test_a_mapping_damaged_in_two_thousand_ways_is_read_or_refused(tmp_path: Path, damages: list[Any]) -> None:
    check(tmp_path, damages)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: " + "[" * 5000, "is nested deeper than 40 levels"),
        ("a: &a [x]\nb: [*a, *a]", "has an alias"),
        ("[]", "valid dictionary"),
        ("", "version: Field required"),
    ],
)
def test_hostile_yaml_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(InvalidInput, match=told):
        read_mapping(tmp_path / "x.yaml")
