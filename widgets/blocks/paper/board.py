"""A whole board as a file: PDF (vector, paged), PNG, or one HTML page that needs nothing else.

Every tile is asked anew through the reader's own view, so that a file holds what the reader may see and no more.
"""

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import accumulate

import vl_convert
from pypdf import PdfReader, PdfWriter

from dashboards.model import COLUMNS, Dashboard, Tile
from datasource.question import Filter
from datasource.texts import _, language
from widgets.blocks.facts import filter_told, period_text
from widgets.blocks.paper.ground import Paper
from widgets.blocks.paper.svg import Place, box, page, text
from widgets.blocks.paper.tile import tile_parts
from widgets.blocks.reading import Reading
from widgets.charts.theme import LIGHT, Colours, colours
from widgets.format import day

WIDTH, HEIGHT = 1228, 868
"""An A4 page, lying, in pixels."""
MARGIN, HEAD, ROW, GAP = 24, 70, 60, 8
MOST_PIXELS = 12_000
ROWS = (HEIGHT - HEAD - 2 * MARGIN) // (ROW + GAP)


@dataclass(frozen=True)
class Printed:
    """A board that is to be saved: what it is, who reads it under which view, and its pictures by file name.

    `clicked` are filters that only some tiles of `board` hold, to be told beside those of the view.
    """

    board: Dashboard
    reading: Reading
    image: Callable[[str], bytes]
    clicked: tuple[Filter, ...] = ()


def write_pdf(printed: Printed) -> bytes:
    """Every tab, a page after the other, as vectors with texts that can be searched."""
    book = PdfWriter()
    for sheet in pages(printed):
        book.append(PdfReader(BytesIO(vl_convert.svg_to_pdf(sheet.document))))
    book.add_metadata({"/Title": printed.board.title, "/Producer": "Mingjing"})
    made = BytesIO()
    book.write(made)
    return made.getvalue()


def write_png(printed: Printed) -> bytes:
    """All tabs below each other in one picture, at twice the size where that stays below 12,000 pixels."""
    sheets = [*pages(printed, paged=False)]
    tops = [*accumulate((sheet.height for sheet in sheets), initial=0)]
    parts = [f'<g transform="translate(0 {top})">{sheet.inner}</g>' for top, sheet in zip(tops, sheets, strict=False)]
    whole = page(WIDTH, tops[-1], LIGHT.paper, parts)
    made: bytes = vl_convert.svg_to_png(whole, scale=2 if tops[-1] * 2 <= MOST_PIXELS else 1)
    return made


def write_html(printed: Printed) -> bytes:
    """One page of drawings and texts; no script, no address of anything else."""
    sheets = "".join(f"<section>{sheet.document}</section>" for sheet in pages(printed, paged=False))
    title = escape(printed.board.title)
    style = (
        "body{margin:0;background:#eceef2}section{max-width:1228px;margin:16px auto;background:#fff;"
        "box-shadow:0 1px 4px #0003}section>svg{display:block;width:100%;height:auto}"
        "@media print{section{margin:0;box-shadow:none;page-break-after:always}}"
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f'<!doctype html><html lang="{escape(language().replace("_", "-"))}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{style}</style></head>'
        f"<body>{sheets}</body></html>"
    ).encode()


@dataclass(frozen=True)
class Sheet:
    """One page: its height in pixels, and what stands on it as SVG."""

    height: float
    inner: str

    @property
    def document(self) -> str:
        """The page as a whole SVG document."""
        return page(WIDTH, self.height, LIGHT.paper, [self.inner])


def pages(printed: Printed, *, paged: bool = True) -> Iterator[Sheet]:
    """The board in pages of A4; or (not `paged`) one page a tab, as high as its tiles."""
    board = printed.board
    paper = Paper(printed.reading, board.style, lambda file: _address(file, printed.image(file)))
    shades = colours(paper.look)
    sheets = [(name, part) for name, tiles in _tabs(board) for part in (_parts(tiles) if paged else [tiles])]
    for number, (name, tiles) in enumerate(sheets or [("", [])], start=1):
        height = HEIGHT if paged else HEAD + 2 * MARGIN + (_rows(tiles) if tiles else 0) * (ROW + GAP)
        ground = box(Place(0, 0, WIDTH, height), shades.paper)
        head = _head(printed, name, number, len(sheets), shades)
        yield Sheet(height, "".join([ground, *head, *_sheet(tiles, paper, ROWS if paged else None)]))


def _tabs(board: Dashboard) -> list[tuple[str, list[Tile]]]:
    """The tabs with their tiles in reading order; a board without tabs is one without a name."""
    first = board.tabs[0].id if board.tabs else ""
    names = [(tab.id, tab.title) for tab in board.tabs] or [("", "")]
    return [
        (title, sorted((tile for tile in board.tiles if (tile.tab or first) == key), key=lambda one: (one.y, one.x)))
        for key, title in names
    ]


def _parts(tiles: Sequence[Tile]) -> list[list[Tile]]:
    """The tiles in pages: cut where no tile stands across, as late as a page allows."""
    bands: list[list[Tile]] = []
    end = 0
    for tile in tiles:
        if bands and tile.y < end:
            bands[-1].append(tile)
        else:
            bands.append([tile])
        end = max(end, tile.y + tile.h)
    sheets: list[list[Tile]] = []
    for band in bands:
        if sheets and _rows([*sheets[-1], *band]) <= ROWS:
            sheets[-1] += band
        else:
            sheets.append(list(band))
    return sheets


def _rows(tiles: Sequence[Tile]) -> int:
    return max(tile.y + tile.h for tile in tiles) - min(tile.y for tile in tiles)


def _sheet(tiles: Sequence[Tile], paper: Paper, most: int | None) -> list[str]:
    """The tiles of one page; what is higher than `most` rows is drawn smaller."""
    if not tiles:
        return []
    top, rows = min(tile.y for tile in tiles), _rows(tiles)
    unit = (WIDTH - 2 * MARGIN + GAP) / COLUMNS
    parts = [part for tile in tiles for part in tile_parts(tile, _place(tile, top, unit), paper)]
    scale = min(1.0, most / rows) if most else 1.0
    return [f'<g transform="translate({MARGIN} {MARGIN + HEAD}) scale({scale:.4f})">', *parts, "</g>"]


def _place(tile: Tile, top: int, unit: float) -> Place:
    step = ROW + GAP
    return Place(tile.x * unit, (tile.y - top) * step, tile.w * unit - GAP, tile.h * step - GAP)


def _head(printed: Printed, tab: str, number: int, count: int, shades: Colours) -> list[str]:
    """Title and tab, the view with its filters, the company, the date of the data and the page."""
    reading, spoken = printed.reading, printed.reading.look.language
    view, catalog = reading.view, reading.shared.catalog
    asked = [period_text(view.period, reading), *(filter_told(one, reading) for one in (*view.where, *printed.clicked))]
    source = [catalog.company, _("Data as of {day}").format(day=day(catalog.as_of, spoken))]
    source.append(_("Page {number} of {count}").format(number=number, count=count))
    title = " · ".join(part for part in (_(printed.board.title), tab) if part)
    right = WIDTH - MARGIN
    return [
        text(MARGIN, MARGIN + 22, title, 22, shades.ink, WIDTH * 0.6, bold=True),
        text(MARGIN, MARGIN + 46, " · ".join(part for part in asked if part), 13, shades.quiet, WIDTH * 0.65),
        text(right, MARGIN + 22, " · ".join(source), 12, shades.quiet, WIDTH * 0.36, anchor="end"),
        text(right, MARGIN + 46, reading.viewer.name, 12, shades.quiet, WIDTH * 0.3, anchor="end"),
    ]


def _address(file: str, content: bytes) -> str:
    kind = {"jpg": "jpeg"}.get(file.rpartition(".")[2], file.rpartition(".")[2])
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
