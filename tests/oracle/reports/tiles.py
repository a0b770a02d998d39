"""A tile of a page against the facts of its report: rows, leading members, changes, totals."""

from dataclasses import replace

from datasource.result import Result
from tests.oracle.reports.compare import assert_same, assert_totals
from tests.oracle.reports.tables import SPANS_BEFORE, Asked, changed, leading


def assert_tile(found: Result, asked: Asked, of_rows: str | None = None) -> None:
    """Every cell of `found` equals what SQL tells; `of_rows` are the facts of its rows where its total has others."""
    query = found.query
    keys = [dimension.field for dimension in query.by]
    names = list(query.metrics)
    by_rows = asked if of_rows is None else replace(asked, facts=of_rows)
    if query.top is None:
        expected = by_rows.told(keys, names)
    else:
        assert not query.top.others
        ranked = by_rows.told(keys, list(dict.fromkeys([*names, query.top.by])))
        best = leading(ranked, keys[0], query.top.by, query.top.n)
        expected = [{name: row[name] for name in (*keys, *names)} for row in best]
    if query.compare:
        before = replace(asked, span=SPANS_BEFORE[asked.span]).told(keys, names)
        expected = [changed(expected[0], before[0])]
    assert_same(found, expected, keys)
    if query.totals:
        assert_totals(found, asked.told((), names)[0])
