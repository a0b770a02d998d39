"""Pages made of tiles, each tile against the same facts in SQL: figures with their change, buckets, tables, leaders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from datasource.catalog.catalog import Catalog
from tests.oracle.reports.asked import tile
from tests.oracle.reports.compare import assert_same, assert_sorted, assert_totals
from tests.oracle.reports.grouped import Facts
from tests.oracle.reports.store import SPANS, Files, Reader, Row, Span
from tests.oracle.reports.tables import SPANS_BEFORE, changed, given, leading

BUCKETS_BEFORE = {  # each month or week is compared with the one before, as much of it as there is
    SPANS["this year"]: Span(date(2025, 12, 1), date(2026, 5, 31), "month"),
    SPANS["a past quarter"]: Span(date(2025, 6, 24), date(2025, 9, 23), "week"),
}


@dataclass(frozen=True)
class Told:
    """The facts of a page, as SQL tells them to a reader for a span."""

    facts: Facts
    files: Files
    reader: Reader

    def rows(self, keys: Sequence[str], names: Sequence[str], span: Span) -> list[Row]:
        """The cells by the keys."""
        return self.files.told(self.facts.by(keys, names), self.reader, **given(span))

    def compared(self, names: Sequence[str], span: Span) -> Row:
        """The cells in all, with the change from the period before."""
        (now,), (before,) = (self.rows((), names, part) for part in (span, SPANS_BEFORE[span]))
        return changed(now, before)

    def compared_by_date(self, names: Sequence[str], span: Span) -> list[Row]:
        """The cells by bucket, each with the change from the bucket before."""
        parts = (self.rows(("date",), names, part) for part in (span, BUCKETS_BEFORE[span]))
        now, before = (sorted(rows, key=lambda row: str(row["date"])) for rows in parts)
        cells = [({name: row[name] for name in names}, base) for row, base in zip(now, before, strict=True)]
        return [{"date": row["date"]} | changed(*pair) for row, pair in zip(now, cells, strict=True)]


def assert_tile(place: tuple[str, str], facts: Facts, demo: Catalog, files: Files, seen: tuple[Reader, Span]) -> None:
    """The tile of a page, `place`, equals `facts` in every cell, its order and its total row too."""
    reader, span = seen
    found, told = tile(*place, demo, reader, span), Told(facts, files, reader)
    query = found.query
    keys, metrics = [part.field for part in query.by], list(query.metrics)
    if query.compare:
        assert keys in ([], ["date"])
        whole = told.compared(metrics, span)
        assert_same(found, told.compared_by_date(metrics, span) if keys else [whole], keys)
    else:
        whole = told.rows((), metrics, span)[0]
        expected = told.rows(keys, metrics, span)
        if query.top is not None:
            expected = leading(expected, query.top.field, query.top.by, query.top.n)
        if not expected:
            assert found.rows.is_empty()
            return
        assert_same(found, expected, keys)
        assert_sorted(found)
    if query.totals:
        assert_totals(found, whole)
