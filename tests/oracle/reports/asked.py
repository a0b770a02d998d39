"""The product asked as its pages ask: the tiles of a ready page, compiled under a view, answered for a reader."""

import runpy
from functools import cache
from pathlib import Path
from unittest.mock import patch

from dashboards.compile import View, compile_chart
from dashboards.model import Dashboard, Tile
from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.query import answer
from datasource.question import Grain, Period
from datasource.result import Result
from datasource.scope import Viewer
from tests.oracle.reports.store import Reader, Span

PAGES = Path(__file__).parents[3] / "pages"


@cache
def board(page: str) -> Dashboard:
    """The dashboard of a page, as `performance/invoices`."""
    shown: list[Dashboard] = []
    with patch("widgets.shell.page.show", lambda dashboard, *_args, **_named: shown.append(dashboard)):
        runpy.run_path(str(PAGES / f"{page}.py"))
    (found,) = shown
    return found


def tiles(page: str) -> dict[str, Tile]:
    """The tiles of a page that hold a chart, by id."""
    return {tile.id: tile for tile in board(page).tiles if tile.chart is not None}


def tile(page: str, name: str, catalog: Catalog, reader: Reader, span: Span) -> Result:
    """What a tile of a page answers under the page's own comparison."""
    chart = tiles(page)[name].chart
    assert chart is not None
    view = view_of(span).model_copy(update={"compare": board(page).controls.compare})
    return answer(catalog, compile_chart(chart, view), viewer(reader))


def view_of(span: Span) -> View:
    """The filter bar of a span."""
    return View(period=period(span), grain=Grain(span.grain))


def period(span: Span) -> Period:
    """A span as the product's period."""
    return Period(start=span.first, end=span.last)


def viewer(reader: Reader) -> Viewer:
    """A reader as the product's viewer."""
    return Viewer(reader.name, ScopeKind(reader.scope), reader.user_id or None)
