"""The customer reports (2.1) cell by cell: the product as its pages ask, and the same tables in SQL."""

import pytest

from datasource.catalog.catalog import Catalog
from datasource.question import Grain
from datasource.reports.channels import channels
from datasource.reports.conversion import conversion
from datasource.reports.pool import pool_customers
from tests.oracle.reports import customers as sql
from tests.oracle.reports.asked import period, tile, tiles, viewer
from tests.oracle.reports.compare import assert_same, assert_totals
from tests.oracle.reports.store import TODAY, Files, Reader, Row, Span
from tests.oracle.reports.tables import Asked, given
from tests.oracle.reports.tiles import assert_tile

PAGES = {
    "by_employee": (sql.TOTALS, sql.TOTALS_CELLS),
    "follow_ups": (sql.FOLLOW_UPS, sql.FOLLOW_UP_CELLS),
    "channels": (sql.FOLLOW_UPS, sql.FOLLOW_UP_CELLS),
    "conversion": (sql.CONVERSION, sql.TOTALS_CELLS),
    "public_pool": (sql.POOL, sql.POOL_CELLS),
    "deal_cycle": (sql.FIRST_DEALS, sql.CYCLE_CELLS),
    "satisfaction": (sql.VISITS, sql.VISIT_CELLS),
}
PRODUCTS = {"deal_cycle": sql.CYCLE_OF_PRODUCTS, "satisfaction": sql.VISITS_OF_PRODUCTS}
SHAPES = [
    (page, tile.id)
    for page in PAGES
    for tile in tiles(f"customers/{page}").values()
    if tile.chart is not None and tile.id != "mix"
]


@pytest.mark.parametrize("shape", SHAPES, ids="-".join)
def test_each_tile_equals_sql(shape: tuple[str, str], demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    page, name = shape
    found = tile(f"customers/{page}", name, demo, reader, span)
    asked = Asked(files, *PAGES[page], reader, span)
    by_product = any(dimension.field == "product" for dimension in found.query.by)
    assert_tile(found, asked, PRODUCTS[page] if by_product else None)


def test_channels_and_their_mix_equal_sql(demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = channels(demo, viewer(reader), period(span))
    assert_same(found, files.told(sql.CHANNELS, reader, **given(span)), ["channel"], ordered=True)
    whole = Asked(files, *PAGES["channels"], reader, span).told((), list(sql.FOLLOW_UP_CELLS))
    assert_totals(found, whole[0] | {"follow_up_share": 1.0})
    mix = tile("customers/channels", "mix", demo, reader, span)
    assert_same(mix, files.told(sql.CHANNEL_MIX, reader, **given(span)), ["owner", "channel"])


def test_conversion_with_young_cohorts_equals_sql(demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = conversion(demo, viewer(reader), period(span), grain=Grain(span.grain))
    expected = files.told(sql.MATURITY, reader, **given(span))
    assert_same(found.tabled, expected, ["date"])
    assert (span.last < TODAY) or {row["maturity"] for row in expected} >= {"mature", "immature"}
    assert found.days == files.told(sql.NEEDED_DAYS, reader)[0]["days"]
    names = found.tabled.query.metrics
    assert_totals(found.tabled, Asked(files, *PAGES["conversion"], reader, span).told((), names)[0])
    lines = [
        {"date": row["date"], "rate_line": line, "rate": row[rate]}
        for row in expected
        for line, rate in ((_cohort(row), "deal_rate"), ("period", "deal_rate_period"))
        if row[rate] is not None
    ]
    assert_same(found.drawn, lines, ["date", "rate_line"])


def _cohort(row: Row) -> str:
    return "cohort" if row["maturity"] == "mature" else "young_cohort"


def test_customers_in_the_pool_now_equal_sql(demo: Catalog, files: Files, reader: Reader) -> None:
    expected = files.told(sql.POOL_NOW, reader)
    for is_visible in (True, False):
        found = pool_customers(demo, viewer(reader), is_visible)
        if is_visible or reader.scope == "all":
            assert found is not None
            assert sorted(found.rows()) == sorted(tuple(row.values()) for row in expected)
        else:
            assert found is None
