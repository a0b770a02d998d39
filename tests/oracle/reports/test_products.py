"""The product reports (2.5) cell by cell: the product as its pages ask, and the same tables in SQL."""

import pytest

from dashboards.compile import compile_chart
from dashboards.model import Chart, Shelves
from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Dimension
from datasource.reports.bought_together import BASKETS, bought_together
from datasource.reports.product_sales import LEVELS, METRICS, product_sales
from datasource.reports.slow_movers import DAYS, slow_movers
from tests.oracle.reports import products as sql
from tests.oracle.reports.asked import period, tile, tiles, view_of, viewer
from tests.oracle.reports.bases import BASES
from tests.oracle.reports.compare import assert_same, assert_sorted, assert_totals
from tests.oracle.reports.performance import BUCKETS
from tests.oracle.reports.store import Files, Reader, Row, Span
from tests.oracle.reports.tables import changed, given
from widgets.panels.products import MEASURES

TILES = [(page, name) for page in ("product_sales", "category_mix") for name in tiles(f"products/{page}")]


def _rows(keys: list[str], metrics: list[str], files: Files, reader: Reader, span: Span) -> list[Row]:
    return files.told(sql.told(keys, metrics), reader, **given(span))


@pytest.mark.parametrize(("page", "name"), TILES, ids=[f"{page}-{name}" for page, name in TILES])
def test_each_tile_equals_sql(  # noqa: PLR0917  (fixtures, all of them)
    page: str, name: str, demo: Catalog, files: Files, reader: Reader, span: Span
) -> None:
    found = tile(f"products/{page}", name, demo, reader, span)
    keys, metrics = [part.field for part in found.query.by], list(found.query.metrics)
    whole = _rows([], metrics, files, reader, span)[0]
    if found.query.compare:
        before = _rows([], metrics, files, reader, BASES[span][found.query.compare])[0]
        assert_same(found, [changed(whole, before)], ())
        return
    expected = _rows(keys, metrics, files, reader, span)
    assert_same(found, _with_empty(expected, files, reader, span) if keys == ["date"] else expected, keys)
    assert_sorted(found)
    if found.query.totals:
        assert_totals(found, whole)


def _with_empty(rows: list[Row], files: Files, reader: Reader, span: Span) -> list[Row]:
    """`rows` with the buckets in which nothing was sold: no sales, a margin that is not known."""
    sold = {row["date"]: row for row in rows}
    empty = {"sold_amount": 0, "margin_amount": None}
    return [sold.get(row["date"], row | empty) for row in files.told(BUCKETS, reader, **given(span))]


@pytest.mark.parametrize("level", LEVELS)
def test_sales_equal_sql(level: str, demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = product_sales(demo, viewer(reader), level, period(span))
    names, base = list(METRICS), BASES[span]["last_year"]
    now = {row[level]: row for row in _rows([level], names, files, reader, span)}
    before = {row[level]: row["sold_amount"] for row in _rows([level], names, files, reader, base)}
    whole, earlier = (_rows([], names, files, reader, part)[0] for part in (span, base))
    nothing = {name: None if name.startswith(("margin", "sold_cost")) else 0 for name in names}
    categories = {row["product"]: row["product_category"] for row in files.told(sql.CATEGORIES, reader)}
    expected = []
    for member in now | before:
        row = nothing | now.get(member, {level: member})
        amounts = changed({"sold_amount": row["sold_amount"]}, {"sold_amount": before.get(member, 0)})
        category = {"product_category": categories.get(member, "Unknown")} if level == "product" else {}
        expected.append(row | amounts | category | {"share": row["sold_amount"] / whole["sold_amount"]})
    assert_same(found, expected, [level])
    assert_sorted(found)
    assert_totals(found, changed(whole, earlier) | {"share": 1.0})


@pytest.mark.parametrize("measure", MEASURES)
def test_category_mix_equals_sql(measure: str, demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    category, group = Dimension(field="product_category"), Dimension(field="product_group")
    nested = Chart(kind="treemap", shelves=Shelves(rows=(category,), color=group, values=(measure,)), totals=True)
    found = answer(demo, compile_chart(nested, view_of(span)), viewer(reader))
    assert_same(found, _rows([category.field, group.field], [measure], files, reader, span), [category.field])
    assert_totals(found, _rows([], [measure], files, reader, span)[0])
    ring = Chart(kind="donut", shelves=Shelves(color=category, values=(measure,)), totals=True)
    found = answer(demo, compile_chart(ring, view_of(span)), viewer(reader))
    assert_same(found, _rows([category.field], [measure], files, reader, span), [category.field])


@pytest.mark.parametrize("every_product", [False, True])
def test_slow_movers_equal_sql(every_product: bool, demo: Catalog, files: Files, reader: Reader) -> None:
    compared = 0
    for days in DAYS:
        found = slow_movers(demo, viewer(reader), days, every_product)
        expected = files.told(sql.SLOW, reader, days=days, every_product=every_product)
        if expected:
            assert_same(found, expected, ["product"], ordered=True)
        sums = {name: sum(row[name] for row in expected) for name in ("sold_quantity", "sold_amount")}
        assert found.rows.height == len(expected)
        assert_totals(found, sums)
        compared += len(expected)
    assert compared or reader.name == "everything"


@pytest.mark.parametrize("basket", BASKETS)
def test_pairs_equal_sql(basket: str, demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    least = 1 if reader.name == "rep" else 2
    found = bought_together(demo, viewer(reader), basket, least, period(span))
    expected = files.told(sql.together(basket), reader, least=least, **given(span))
    assert_same(found.result, expected, ["first", "second"])
    lifts = found.result.rows["lift"].to_list()
    assert lifts == sorted(lifts, reverse=True)
    assert files.told(sql.mixed(basket), reader, **given(span)) == [{"baskets": found.baskets, "mixed": found.mixed}]
