"""One tile of a board on paper: its frame, title and body as SVG. What cannot be answered says so in its place."""

import re
from dataclasses import replace

from dashboards.compile import canonical_chart, compile_chart
from dashboards.model import Chart, Tile
from datasource.errors import MingjingError
from datasource.question import Query, Records
from datasource.texts import _
from widgets.blocks.chart import drawn
from widgets.blocks.crossed import crossed
from widgets.blocks.detail import listed
from widgets.blocks.export.sheet import answer_sheet, records_sheet
from widgets.blocks.paper.card import card_parts
from widgets.blocks.paper.ground import Ground, Paper
from widgets.blocks.paper.svg import Place, box, line, picture, text, wrapped
from widgets.blocks.paper.table import LINE, rows_that_fit, table_parts
from widgets.blocks.pivot import pivot_sheet
from widgets.blocks.tile import why_empty
from widgets.charts.dress import Dress, dress
from widgets.charts.theme import LIGHT, colours

PAD, NORMAL = 14, 13
TITLES = {"": 14, "small": 12, "medium": 14, "large": 18}
_MARKUP = re.compile(r"[*_`#>]+")


def tile_parts(tile: Tile, place: Place, paper: Paper) -> list[str]:
    """The tile at its place."""
    between = colours(paper.look)
    if tile.body == "divider":
        return [line(place.x, place.y + place.h / 2, place.x + place.w, between.rule)]
    if tile.body == "section":
        return [text(place.x, place.y + place.h * 0.7, _(tile.title), 18, between.ink, place.w, bold=True)]
    dressed = dress(paper.style, tile.style)
    look = dressed.look(replace(paper.reading.look, dark=False, paper=""))
    inner = Place(place.x + PAD, place.y + PAD, place.w - 2 * PAD, place.h - 2 * PAD)
    ground = Ground(inner, replace(paper.reading, look=look), tile.id)
    parts = [_frame(place, dressed, ground)]
    if tile.title and dressed.title and not _is_card(tile):
        size = TITLES[dressed.title_size]
        parts.append(text(inner.x, inner.y + size, _(tile.title), size, ground.shades.ink, inner.w, bold=True))
        ground = ground.below(size + 10)
    try:
        return [*parts, *_body(tile, ground, paper)]
    except MingjingError as error:
        return [*parts, *_lines(str(error), ground, ground.shades.quiet)]


def _is_card(tile: Tile) -> bool:
    return tile.chart is not None and tile.chart.kind == "kpi"


def _frame(place: Place, dressed: Dress, ground: Ground) -> str:
    edge = ground.shades.rule if dressed.border else "none"
    return box(place, dressed.background or LIGHT.paper, edge, dressed.radius)


def _body(tile: Tile, ground: Ground, paper: Paper) -> list[str]:
    if tile.chart is not None:
        return _chart(canonical_chart(tile.chart), compile_chart(tile.chart, ground.reading.view), ground)
    if tile.text is not None:
        return _lines(tile.text, ground, ground.shades.ink)
    if tile.image is not None:
        return [picture(ground.place, paper.image(tile.image.file), tile.image.fit)]
    if tile.embed is not None:
        return _lines(tile.embed.url, ground, ground.shades.quiet)
    return _lines(_("This part is shown in the app only."), ground, ground.shades.quiet) if tile.panel else []


def _chart(chart: Chart, query: Query, ground: Ground) -> list[str]:
    reading = ground.reading
    if chart.kind == "detail":
        return _records(chart, listed(chart, query), ground)
    result = reading.answer(query)
    if chart.kind == "kpi":
        return card_parts(chart, result, ground)
    if not result.rows.height:
        return _lines(why_empty(result), ground, ground.shades.quiet)
    if chart.kind == "pivot":
        return table_parts(pivot_sheet("", crossed(chart, query, reading.answer), reading, chart.looks), ground)
    if chart.kind == "table":
        return table_parts(answer_sheet("", result, reading, chart.looks), ground)
    rows, spec, look = drawn(chart, result, reading)
    return [ground.drawing(spec, rows, look)]


def _records(chart: Chart, ask: Records, ground: Ground) -> list[str]:
    """The first records of the list, in the order of the chart."""
    page = ground.reading.records(ask.model_copy(update={"page_size": rows_that_fit(ground.place)}))
    if not page.row_count:
        return _lines(_("No record fits."), ground, ground.shades.quiet)
    return table_parts(records_sheet("", page, ground.reading, chart.looks), ground, page.row_count)


def _lines(words: str, ground: Ground, color: str) -> list[str]:
    """Plain lines of a text whose Markdown signs are taken off."""
    place = ground.place
    plain = [_MARKUP.sub("", part).strip() for part in words.splitlines()]
    lines = [part for told in plain for part in (wrapped(told, NORMAL, place.w) or [""])]
    most = max(int(place.h // LINE), 1)
    return [
        text(place.x, place.y + (at + 0.7) * LINE, told, NORMAL, color, place.w) for at, told in enumerate(lines[:most])
    ]
