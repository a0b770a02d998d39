"""What a run of a page asks of the data, what it is told, and how long that takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from math import isclose
from time import perf_counter
from typing import Any
from unittest.mock import patch

import polars as pl

from datasource.reports.conversion import Conversion
from datasource.reports.forgotten import Forgotten, count_of
from datasource.reports.pipeline_changes import PipelineChanges
from datasource.reports.stalled import Stalled
from datasource.reports.timeline import Timeline
from datasource.result import Page, Result
from tests.benchmarks.by_hand.pages import Told
from widgets.state.cache import Shared

DOORS = ("answer", "report", "records", "values")
Table = tuple[tuple[str, ...], pl.DataFrame]


@dataclass
class Watched:
    """The answers of the runs so far, and the seconds spent in the doors."""

    answers: list[object] = field(default_factory=list)
    seconds: float = 0.0


@contextmanager
def watched() -> Iterator[Watched]:
    """Take note of all that pages ask for while this lasts."""
    seen = Watched()
    with patch.multiple(Shared, **{name: _noting(getattr(Shared, name), seen) for name in DOORS}):
        yield seen


def _noting(door: Any, seen: Watched) -> Any:
    def noted(*asked: Any) -> Any:
        started = perf_counter()
        told = door(*asked)
        seen.seconds += perf_counter() - started
        seen.answers.append(told)
        return told

    return noted


def assert_same(file: str, seen: Watched, by_hand: Told, frames: list[pl.DataFrame]) -> None:
    """Each hand-written table has the sums of a table on the page: at least one number, and none that differs."""
    shown = [table for told in seen.answers for table in tables_of(told)]
    for (by, _query), rows in zip(by_hand, frames, strict=True):
        beside = [other for fields_, other in shown if sorted(fields_) == sorted(by)]
        numbers = [name for name in rows.columns if rows.schema[name].is_numeric()]
        known = [name for name in numbers if any(name in other.columns for other in beside)]
        assert known, f"{file}: no table by {by} of the page has one of {numbers}"
        for name in known:
            ours, ours_by_hand = [_sum(other, name) for other in beside if name in other.columns], _sum(rows, name)
            assert any(isclose(one, ours_by_hand, rel_tol=1e-9, abs_tol=1e-6) for one in ours), (
                f"{file}: {name} by {by}: the page has {ours}, by hand it is {ours_by_hand}"
            )


def tables_of(told: object) -> Iterator[Table]:
    """The tables in what a door answers, each with the fields that it is by."""
    match told:
        case Result():
            yield tuple(part.field for part in told.query.by), told.rows
        case Page():
            yield ("page",), pl.DataFrame({"rows": [told.rows.height]})
        case pl.DataFrame():
            yield ("rows",), pl.DataFrame({"rows": [told.height]})
        case _ if is_dataclass(told):
            yield from _own(told)
            for part in fields(told):
                yield from tables_of(getattr(told, part.name))
        case tuple():
            for part in told:
                yield from tables_of(part)
        case _:
            return


def _own(told: object) -> Iterator[Table]:
    """What a report says beside its answers."""
    match told:
        case PipelineChanges(changes=changes, deals=deals):
            parts = [(change.cause, change.count, change.amount) for change in changes]
            yield ("cause",), pl.DataFrame(parts, schema=["cause", "count", "amount"], orient="row")
            yield ("deals",), deals.select(pl.col("change").abs().sum())
        case Stalled(deals=deals):
            yield ("stalled",), deals.select(pl.len().alias("deals"), pl.col("amount").sum())
        case Forgotten(silent=silent, overdue=overdue, whole=whole):
            counts = {f"over_{days}": count_of(result) for days, result in silent}
            yield ("forgotten",), pl.DataFrame({**counts, "overdue": count_of(overdue), "whole": count_of(whole)})
        case Timeline(count=count):
            yield ("touches",), pl.DataFrame({"count": [count]})
        case Conversion(days=days):
            yield ("conversion",), pl.DataFrame({"days": [days]})
        case _:
            return


def _sum(rows: pl.DataFrame, name: str) -> float:
    return float(rows[name].fill_nan(None).drop_nulls().sum() if rows[name].dtype.is_float() else rows[name].sum() or 0)
