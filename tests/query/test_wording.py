"""Names that changed, and the shape of what is printed."""

import json

import pytest

from datasource.catalog.catalog import Catalog
from datasource.metrics import registry
from datasource.query.wire import result_to_json
from datasource.question import Query
from tests.traps.company import ask, span


def test_a_metric_answers_to_the_name_it_once_had(tiny: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._ALIASES, "revenue", "won_amount")
    period = span("2024-01-01", "2024-06-30")
    told = ask(tiny, metrics=["revenue"], by=["owner"], period=period, compare="previous", totals=True)
    assert told.rows.rows() == [("Bob", 100.0, 0.0, None), ("Dee", 300.0, 0.0, None)]
    assert told.totals == {"revenue": 400.0, "revenue__base": 0.0, "revenue__change": None}


def test_columns_say_what_each_column_of_the_rows_is(tiny: Catalog) -> None:
    told = ask(
        tiny,
        metrics=["won_amount", "win_rate"],
        by=["owner"],
        period=span("2024-04-01", "2024-06-30"),
        compare="previous",
    )
    assert [column.name for column in told.columns] == told.rows.columns
    assert [(column.part, column.unit) for column in told.columns[1:]] == [
        ("value", "money"), ("base", "money"), ("change", "rate"),
        ("value", "rate"), ("base", "rate"), ("change", "rate"),
    ]  # fmt: skip


def test_only_the_others_row_carries_the_mark(tiny: Catalog) -> None:
    top = {"field": "owner", "n": 1, "by": "won_amount"}
    printed = json.loads(result_to_json(ask(tiny, metrics=["won_amount"], by=["owner"], top=top)))
    assert printed["rows"] == [
        {"owner": "Dee", "won_amount": 300.0},
        {"owner": "Others", "won_amount": 100.0, "_others": True},
    ]
    assert list(printed) == ["rows", "totals", "proof"]
    assert list(printed["proof"]) == ["data_version", "as_of", "viewer", "scope", "seconds", "metrics", "notes"]
    assert printed["proof"]["as_of"] == "2024-06-30"
    assert list(printed["proof"]["metrics"]["won_amount"]) == [
        "formula", "rows_read", "rows_out_of_scope", "rows_filtered", "rows_null", "rows_used",
    ]  # fmt: skip


def test_the_same_question_is_one_cache_key() -> None:
    one = Query.model_validate({"metrics": ["won_amount"], "by": ["owner"]})
    two = Query.model_validate({"metrics": ("won_amount",), "by": [{"field": "owner"}]})
    assert one == two
    assert hash(one) == hash(two)
