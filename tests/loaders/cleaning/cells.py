"""One cell of a mapping over a few rows, for the tests of cleaning."""

import json
from functools import lru_cache
from typing import Any

import polars as pl

from datasource.loaders.cleaning import ALONE, Beside, Recipe, clean, clean_rows
from datasource.loaders.mapping import Cell, Mapping
from datasource.loaders.report import Part
from datasource.loaders.sheet import ROW

PLACES = {
    "money": ("contracts", "amount"),
    "whole": ("customers", "employee_count"),
    "real": ("contract_lines", "quantity"),
    "text": ("customers", "name"),
    "reference": ("contracts", "customer_id"),
    "choice": ("contracts", "status"),
    "day": ("contracts", "order_date"),
    "moment": ("contracts", "created_at"),
    "flag": ("users", "is_active"),
}
"""How a cell is read → a column that is read so."""


def mapping(**keys: Any) -> Mapping:
    """A mapping that says `keys` besides what it must."""
    return _mapping(json.dumps(keys))


@lru_cache(maxsize=64)
def _mapping(written: str) -> Mapping:
    keys = json.loads(written)
    head = {"version": 1, "name": "x", "title": "X", "company": "X", "currency": "USD", "timezone": "Asia/Shanghai"}
    return Mapping.model_validate({**head, "load": [{"table": "users", "from": "a.csv"}], **keys})


def frame(columns: dict[str, Any]) -> pl.DataFrame:
    """Rows of a source, numbered from 2."""
    rows = pl.DataFrame(columns)
    return rows.with_row_index(ROW, offset=2).cast({ROW: pl.Int64})


def recipe(kind: str, cell: Any, **keys: Any) -> Recipe:
    """The recipe of a column of `kind`."""
    whole = mapping(**keys)
    table, column = PLACES[kind]
    return Recipe(whole.known[table][column], Cell.model_validate(cell), whole)


def cleaned(
    kind: str, cell: Any, columns: dict[str, Any], beside: Beside = ALONE, **keys: Any
) -> tuple[list[Any], dict[str, int]]:
    """The values of a cell of `kind` over `columns`, and how often each rule struck."""
    values, part = worked(kind, cell, columns, beside, **keys)
    return values.to_list(), {name: rule.count for name, rule in part.rules.items()}


def worked(
    kind: str, cell: Any, columns: dict[str, Any], beside: Beside = ALONE, **keys: Any
) -> tuple[pl.Series, Part]:
    """The values of a cell of `kind` over `columns`, and the part that was told."""
    part = Part()
    return clean(frame(columns), recipe(kind, cell, **keys), part, beside), part


def table_cleaned(
    table: str, cells: dict[str, Any], columns: dict[str, Any], beside: Beside = ALONE, **keys: Any
) -> tuple[dict[str, list[Any]], Part]:
    """The columns of `table` that `cells` give over `columns`, and the part that was told."""
    whole, part = mapping(**keys), Part()
    named = [(whole.known[table][name], Cell.model_validate(cell)) for name, cell in cells.items()]
    made = clean_rows(frame(columns), (table, named), whole, part, beside)
    return {one.name: one.to_list() for one in made}, part
