"""The customer portrait (2.4) cell by cell: every panel of its page, asked as the page asks."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from dashboards.compile import View
from datasource.catalog.catalog import Catalog
from datasource.result import Result
from tests.oracle.reports.asked import board, viewer
from tests.oracle.reports.compare import assert_same, assert_sorted, assert_totals
from tests.oracle.reports.panels import Reads, shown
from tests.oracle.reports.portrait import PORTRAIT, inside
from tests.oracle.reports.store import Files, Reader
from widgets.panels.portrait import PORTRAIT_PANELS

PANELS = [tile.panel for tile in board("customers/portrait").tiles if tile.panel]
PROVINCES = ("广东省", "江苏省")


@pytest.fixture(autouse=True)
def counts_dealt(request: pytest.FixtureRequest) -> Iterator[None]:
    """The switch between all and dealt customers, which nothing draws here."""
    face = getattr(request, "param", "all")
    with patch("widgets.panels.portrait.choose", lambda *_args: face):
        yield


@pytest.mark.parametrize("name", PANELS)
def test_each_panel_equals_sql(name: str, demo: Catalog, files: Files, reader: Reader) -> None:
    _chart, found = shown(PORTRAIT_PANELS[name][0], _reads(demo, reader))
    _assert_portrait(found, files, reader)


@pytest.mark.parametrize("counts_dealt", ["all", "dealt"], indirect=True)
@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("name", ["portrait_map", "portrait_places"])
def test_the_cities_of_a_province_equal_sql(
    name: str, province: str, demo: Catalog, files: Files, reader: Reader
) -> None:
    _chart, found = shown(PORTRAIT_PANELS[name][0], _reads(demo, reader), {"province": province})
    assert [part.field for part in found.query.by] == ["city"]
    _assert_portrait(found, files, reader, province)


def test_no_customer_is_lost_from_any_table(demo: Catalog, files: Files, reader: Reader) -> None:
    (seen,) = files.told("SELECT count(*) AS n FROM {customers}", reader)
    for name in PANELS:
        _chart, found = shown(PORTRAIT_PANELS[name][0], _reads(demo, reader))
        if "customer_count" in found.rows.columns:
            assert found.rows["customer_count"].sum() == seen["n"], name


def _reads(demo: Catalog, reader: Reader) -> Reads:
    return Reads(demo, viewer(reader), View())


def _assert_portrait(found: Result, files: Files, reader: Reader, province: str = "") -> None:
    keys, metrics = [part.field for part in found.query.by], list(found.query.metrics)
    texts = [PORTRAIT.by(keys, metrics), PORTRAIT.by((), metrics)]
    rows, total = (files.told(inside(text, province) if province else text, reader) for text in texts)
    if not rows:
        assert found.rows.is_empty()
        return
    assert_same(found, rows, keys)
    # Bands of size stand from small to large, the ring of those that dealt in the order of the ring of all.
    if keys != ["company_size"] and metrics != ["dealt_customers"]:
        assert_sorted(found)
    assert_totals(found, total[0])
