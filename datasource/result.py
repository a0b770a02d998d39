"""The answer to a question: small rows, totals, and the proof of each number."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import polars as pl

from datasource.question import Grain, Query, Records


class Unit(StrEnum):
    """What a number counts. Money is in major units of the company's currency, a rate is a fraction."""

    COUNT = "count"
    MONEY = "money"
    RATE = "rate"
    DAYS = "days"
    HOURS = "hours"
    NUMBER = "number"


class Kind(StrEnum):
    """What a column of an answer holds."""

    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True)
class Column:
    """One column of an answer. `metric` is empty for a dimension; `part` tells value, comparison base and change."""

    name: str
    label: str
    kind: Kind
    unit: Unit | None = None
    grain: Grain | None = None
    metric: str = ""
    part: str = "value"
    higher_is_better: bool | None = None


@dataclass(frozen=True)
class MetricProof:
    """Where one metric's number comes from: rows_read = out_of_scope + filtered + null + used."""

    metric: str
    formula: str
    rows_read: int
    rows_out_of_scope: int
    rows_filtered: int
    rows_null: int
    rows_used: int


@dataclass(frozen=True)
class Undated:
    """A metric that cannot be told by period: each of its `rows` rows lacks the date role `date`."""

    metric: str
    date: str
    rows: int

    def __str__(self) -> str:
        return (
            f"'{self.metric}' cannot be told by period: none of its {self.rows} rows has a {self.date}, "
            "and no other date stands in."
        )


@dataclass(frozen=True)
class Proof:
    """How an answer came about. `as_of` is the store's today, `seconds` wall time, `notes` what to know about it."""

    data_version: str
    as_of: date
    viewer: str
    scope: str
    seconds: float
    metrics: tuple[MetricProof, ...]
    notes: tuple[Undated, ...] = ()


@dataclass(frozen=True)
class Result:
    """One row per group, columns in the order dimensions, then metrics (each with its base and change).

    `rows` carries date buckets as text (`2017-Q1`, `2017-03`, `2017-W09`, `2017-03-05`), money in major units, rates as
    fractions, undefined as null; a Boolean column `_others` stands last when the query asked for Others.
    """

    query: Query
    columns: tuple[Column, ...]
    rows: pl.DataFrame
    totals: dict[str, Any] | None
    proof: Proof


@dataclass(frozen=True)
class Page:
    """One page of records with its columns, the number of all matching rows, and the proof of the filter."""

    records: Records
    columns: tuple[Column, ...]
    rows: pl.DataFrame
    row_count: int
    proof: Proof
