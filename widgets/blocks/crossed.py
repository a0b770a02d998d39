"""A pivot as numbers: rows × columns, with the subtotals and totals that the engine works out anew.

A share of a whole is no sum of shares: each level of rows, with and without the columns, is a question of its own.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboards.model import Chart
from datasource.metrics.defined import given_name
from datasource.question import Dimension, Query
from datasource.result import Column, Result
from widgets.blocks.picks import told_apart

MOST_LINES, MOST_HEADS = 1000, 60
Members = tuple[Any, ...]
Numbers = Mapping[tuple[Members, Members], Mapping[str, Any]]


@dataclass(frozen=True)
class Head:
    """One column of numbers: the members that it stands for (none for the total), and the metric."""

    members: Members
    column: Column


@dataclass(frozen=True)
class Crossed:
    """A pivot. `lines` are the members of each row: fewer than `rows` on a subtotal, none on the grand total.

    `cells` has the numbers, line by line. `result` is the answer by all dimensions; `left_out` counts lines and columns
    that are too many to be shown.
    """

    rows: tuple[Column, ...]
    columns: tuple[Column, ...]
    lines: tuple[Members, ...]
    heads: tuple[Head, ...]
    cells: tuple[tuple[Any, ...], ...]
    result: Result
    left_out: tuple[int, int] = (0, 0)

    def picked(self, line: int, head: int | None) -> dict[str, Any]:
        """The members behind a cell, by field; without a head, behind a whole line."""
        found = dict(zip((column.name for column in self.rows), self.lines[line], strict=False))
        if head is None:
            return found
        return found | dict(zip((column.name for column in self.columns), self.heads[head].members, strict=False))


def crossed(chart: Chart, query: Query, answer: Callable[[Query], Result]) -> Crossed:
    """The pivot of `chart`, whose whole question is `query`; `answer` is asked for each level of subtotals."""
    by = {given_name(part.field): part for part in query.by}
    rows = tuple(by[given_name(part.field)] for part in chart.shelves.rows)
    columns = tuple(by[given_name(part.field)] for part in chart.shelves.columns)
    grand = chart.totals or chart.options.subtotals
    levels = range(len(rows) + 1) if chart.options.subtotals else sorted({len(rows), *((0,) if grand else ())})
    down = {level: answer(_narrowed(query, rows[:level])) for level in levels}
    across = {level: answer(_narrowed(query, (*columns, *rows[:level]))) for level in levels} if columns else down
    result = across[len(rows)]
    numbers: dict[tuple[Members, Members], Mapping[str, Any]] = {}
    for found, cut in ((across, columns), (down, ())):
        for level, part in found.items():
            numbers |= _by_members(part, rows[:level], cut)
    lines = tuple(_lines(_members(down[len(rows)], rows), chart.options.subtotals))
    wide = _members(answer(_narrowed(query, columns)), columns) if columns else ()
    metrics = tuple(column for column in result.columns if column.metric and column.part == "value")
    ends: tuple[Members, ...] = ((),) if grand or not columns else ()
    heads = tuple(Head(members, metric) for members in (*wide, *ends) for metric in metrics)
    shown = (*lines[:MOST_LINES], *(((),) if grand else ()))
    kept = (*heads[:MOST_HEADS], *(heads[-len(metrics) :] if len(heads) > MOST_HEADS and ends else ()))
    left_out = max(0, len(lines) - MOST_LINES), max(0, len(heads) - len(kept))
    cells = tuple(tuple(_cell(numbers, line, head) for head in kept) for line in shown)
    named = {column.name: column for column in result.columns}
    return Crossed(
        rows=tuple(named[part.field] for part in rows),
        columns=tuple(named[part.field] for part in columns),
        lines=shown,
        heads=kept,
        cells=cells,
        result=result,
        left_out=left_out,
    )


def _narrowed(query: Query, by: tuple[Dimension, ...]) -> Query:
    """The question by fewer dimensions: without what ranks, sorts or filters members that it does not have."""
    fields = {part.field for part in by}
    whole = len(by) == len(query.by)
    changes = {
        "by": by,
        "top": query.top if query.top is not None and query.top.field in fields else None,
        "sort": tuple(order for order in query.sort if order.by in fields or order.by in query.metrics),
        "having": query.having if whole else (),
        "limit": None,
        "compare": None,
        "totals": False,
    }
    return query.model_copy(update=changes)


def _members(result: Result, by: tuple[Dimension, ...]) -> tuple[Members, ...]:
    return tuple(dict.fromkeys(told_apart(result).select(part.field for part in by).iter_rows()))


def _by_members(result: Result, rows: tuple[Dimension, ...], columns: tuple[Dimension, ...]) -> Numbers:
    return {
        (tuple(row[part.field] for part in rows), tuple(row[part.field] for part in columns)): row
        for row in told_apart(result).iter_rows(named=True)
    }


def _lines(members: tuple[Members, ...], subtotals: bool) -> Iterator[Members]:
    """The lines with each outer member's subtotal at its head; members of one outer member stay together."""
    if not members or len(members[0]) < 2:
        yield from members
        return
    groups: dict[Any, list[Members]] = {}
    for line in members:
        groups.setdefault(line[0], []).append(line[1:])
    for outer, inner in groups.items():
        if subtotals:
            yield (outer,)
        yield from ((outer, *line) for line in _lines(tuple(inner), subtotals))


def _cell(numbers: Numbers, line: Members, head: Head) -> Any:
    return numbers.get((line, head.members), {}).get(head.column.name)


def renamed(column: Column, name: str, label: str) -> Column:
    """A column of numbers under another name and head."""
    return replace(column, name=name, label=label)
