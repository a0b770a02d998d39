"""Pages made of tiles, each tile against the same facts in SQL: figures with their change, buckets, tables, leaders."""

from datasource.catalog.catalog import Catalog
from tests.oracle.reports.asked import tile
from tests.oracle.reports.compare import assert_same, assert_sorted, assert_totals
from tests.oracle.reports.grouped import Facts
from tests.oracle.reports.store import Files, Reader, Span
from tests.oracle.reports.tables import SPANS_BEFORE, changed, given, leading


def assert_tile(place: tuple[str, str], facts: Facts, demo: Catalog, files: Files, seen: tuple[Reader, Span]) -> None:
    """The tile of a page, `place`, equals `facts` in every cell, its order and its total row too."""
    reader, span = seen
    found = tile(*place, demo, reader, span)
    query = found.query
    keys, metrics = [part.field for part in query.by], list(query.metrics)
    if query.compare:
        parts = (given(span), given(SPANS_BEFORE[span]))
        now, before = (files.told(facts.by((), metrics), reader, **part)[0] for part in parts)
        assert_same(found, [changed(now, before)], ())
        return
    expected = files.told(facts.by(keys, metrics), reader, **given(span))
    if query.top is not None:
        expected = leading(expected, query.top.field, query.top.by, query.top.n)
    if not expected:
        assert found.rows.is_empty()
        return
    assert_same(found, expected, keys)
    assert_sorted(found)
    if query.totals:
        assert_totals(found, files.told(facts.by((), metrics), reader, **given(span))[0])
