"""The performance reports (2.3) cell by cell: the product as its pages ask, and the same tables in SQL."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.query import answer, records
from datasource.question import Dimension, Grain, Query, Records
from datasource.reports.growth import growth
from tests.oracle.reports import performance as sql
from tests.oracle.reports.asked import period, tile, tiles, viewer
from tests.oracle.reports.bases import BASES
from tests.oracle.reports.compare import assert_same, assert_sorted, assert_totals
from tests.oracle.reports.store import SPANS, Files, Reader, Row, Span
from tests.oracle.reports.tables import changed, given, leading
from widgets.panels.ageing import AGES, AMOUNT, FIGURES, LARGEST, TABLED
from widgets.panels.performance import GROWING
from widgets.panels.split_detail import METRIC, PAGE_SIZE

PAGES = (
    "contract_count", "contract_amount", "received_amount", "contract_summary", "invoices", "split_detail",
    "split_summary",
)  # fmt: skip
TILES = [(page, name) for page in PAGES for name in tiles(f"performance/{page}")]


def _whole(metrics: list[str], files: Files, reader: Reader, span: Span) -> Row:
    return files.told(sql.told([], metrics), reader, **given(span))[0]


@pytest.mark.parametrize(("page", "name"), TILES, ids=[f"{page}-{name}" for page, name in TILES])
def test_each_tile_equals_sql(  # noqa: PLR0917  (fixtures, all of them)
    page: str, name: str, demo: Catalog, files: Files, reader: Reader, span: Span
) -> None:
    found = tile(f"performance/{page}", name, demo, reader, span)
    keys, metrics = [part.field for part in found.query.by], list(found.query.metrics)
    if found.query.compare:
        base = BASES[span][found.query.compare]
        now, before = (_whole(metrics, files, reader, part) for part in (span, base))
        assert_same(found, [changed(now, before)], ())
        return
    text = sql.by_date(metrics) if keys == ["date"] else sql.told(keys, metrics)
    expected = files.told(text, reader, **given(span))
    top = found.query.top
    if top is not None:
        assert not top.others
        ranked = {row[top.field] for row in files.told(sql.told([top.field], [top.by]), reader, **given(span))}
        rows = [row for row in expected if row[top.field] in ranked]
        expected = leading(rows, top.field, top.by, top.n)
    if top is not None and not expected:
        assert found.rows.is_empty()
        return
    assert_same(found, expected, keys)
    assert_sorted(found)
    if found.query.totals:
        assert_totals(found, _whole(metrics, files, reader, span))


@pytest.mark.parametrize("metric", GROWING)
def test_growth_equals_sql(metric: str, demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = growth(demo, viewer(reader), metric, Grain(span.grain), period(span))
    assert_same(found, files.told(sql.growth(metric, span.grain), reader, **given(span)), ["date"], ordered=True)
    total = _whole([metric], files, reader, span)
    for how, base in BASES[span].items():
        now = changed({metric: total[metric]}, _whole([metric], files, reader, base))
        total |= {f"{how}_base": now[f"{metric}__base"], f"{how}_change": now[f"{metric}__change"]}
    assert_totals(found, total)


def test_january_is_compared_with_december(demo: Catalog, files: Files) -> None:
    """The spans above hold a January, so that its base is looked at."""
    rows = growth(demo, viewer(Reader("everything")), GROWING[1], Grain.MONTH, period(SPANS["this year"])).rows
    december = Span(date(2025, 12, 1), date(2025, 12, 31), "month")
    told = _whole([GROWING[1]], files, Reader("everything"), december)
    assert rows["date"][0] == "2026-01"
    assert round(rows["previous_base"][0] * 100) == told[GROWING[1]] > 0


def test_each_share_of_credit_equals_sql(demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    ask = Records(subject="split_credits", metric=METRIC, period=period(span), page_size=PAGE_SIZE)
    expected = files.told(sql.SHARES, reader, **given(span))
    pages = [ask.model_copy(update={"page": 1 + place}) for place in range(-(-len(expected) // PAGE_SIZE))]
    found = [records(demo, page, viewer(reader)) for page in pages]
    assert {page.row_count for page in found} == {len(expected)}
    newest = sorted(expected, key=lambda row: (-row["record_date"].toordinal(), row["split_credit_id"]))
    for page, first in zip(found, range(0, len(newest), PAGE_SIZE), strict=True):
        rows = [{name: row[name] for name in page.rows.columns} for row in newest[first : first + PAGE_SIZE]]
        assert_same(page, rows, ["split_record", "record_name", "owner"])


@pytest.mark.parametrize("key", ["", "ageing", "owner", "customer"])
def test_receivables_equal_sql(key: str, demo: Catalog, files: Files, reader: Reader) -> None:
    metrics = {"": FIGURES, "ageing": (AMOUNT, "receivable_count")}.get(key, TABLED)
    by = (Dimension(field=key),) if key else ()
    sort = LARGEST if metrics == TABLED else ()
    found = answer(demo, Query(metrics=metrics, by=by, sort=sort, totals=True), viewer(reader))
    assert_same(found, files.told(sql.owed(key, list(metrics)), reader), [key] if key else [])
    assert_sorted(found)
    assert_totals(found, files.told(sql.owed("", list(metrics)), reader)[0])


def test_ages_add_up(files: Files, reader: Reader) -> None:
    whole = files.told(sql.owed("", [AMOUNT, *AGES]), reader)[0]
    assert sum(whole[age] for age in AGES) == whole[AMOUNT] > 0
