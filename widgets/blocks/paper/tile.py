"""One tile of a board on paper: its frame, title and body as SVG. What cannot be answered says so in its place."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from dashboards.compile import canonical_chart, compile_chart
from dashboards.model import BoardStyle, Chart, Tile
from datasource.errors import MingjingError
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import _
from widgets.blocks.chart import chart_picture
from widgets.blocks.export.picture import write_sized_svg
from widgets.blocks.paper.svg import Place, box, inset, line, picture, text, wrapped
from widgets.blocks.picks import told_apart
from widgets.blocks.reading import Reading, worded, worded_rows
from widgets.blocks.tile import why_empty
from widgets.blocks.total import total_row
from widgets.charts.theme import LIGHT
from widgets.format import cell, compact, signed_rate

PAD, LINE, SMALL, NORMAL, BIG = 14, 20, 11, 13, 30
TITLES = {"": 14, "small": 12, "medium": 14, "large": 18}
TABLES = frozenset({"table", "pivot"})
_MARKUP = re.compile(r"[*_`#>]+")


@dataclass(frozen=True)
class Paper:
    """What the tiles of a board are drawn with: the reader's view of the data, the board's style, and its pictures."""

    reading: Reading
    style: BoardStyle
    image: Callable[[str], str]


def tile_parts(tile: Tile, place: Place, paper: Paper) -> list[str]:
    """The tile at its place."""
    if tile.body == "divider":
        return [line(place.x, place.y + place.h / 2, place.x + place.w, LIGHT.rule)]
    if tile.body == "section":
        return [text(place.x, place.y + place.h * 0.7, _(tile.title), 18, LIGHT.ink, place.w, bold=True)]
    inner = Place(place.x + PAD, place.y + PAD, place.w - 2 * PAD, place.h - 2 * PAD)
    parts = [_frame(tile, place, paper.style)]
    if tile.title and tile.style.title and not _is_card(tile):
        size = TITLES[tile.style.title_size or paper.style.title_size]
        parts.append(text(inner.x, inner.y + size, _(tile.title), size, LIGHT.ink, inner.w, bold=True))
        inner = inner.below(size + 10)
    try:
        return [*parts, *_body(tile, inner, paper)]
    except MingjingError as error:
        return [*parts, *_lines(str(error), inner, LIGHT.quiet)]


def _is_card(tile: Tile) -> bool:
    return tile.chart is not None and tile.chart.kind == "kpi"


def _frame(tile: Tile, place: Place, style: BoardStyle) -> str:
    edge = style.border if tile.style.border is None else tile.style.border
    radius = style.radius if tile.style.radius is None else tile.style.radius
    fill = tile.style.background or style.tile_background or LIGHT.paper
    return box(place, fill, LIGHT.rule if edge else "none", radius)


def _body(tile: Tile, place: Place, paper: Paper) -> list[str]:
    if tile.chart is not None:
        return _chart(tile, canonical_chart(tile.chart), place, paper.reading)
    if tile.text is not None:
        return _lines(tile.text, place, LIGHT.ink)
    if tile.image is not None:
        return [picture(place, paper.image(tile.image.file), tile.image.fit)]
    if tile.embed is not None:
        return _lines(tile.embed.url, place, LIGHT.quiet)
    return _lines(_("This part is shown in the app only."), place, LIGHT.quiet) if tile.panel else []


def _chart(tile: Tile, chart: Chart, place: Place, reading: Reading) -> list[str]:
    result = reading.answer(compile_chart(chart, reading.view))
    if chart.kind == "kpi":
        return _cards(result, place, reading)
    if not result.rows.height:
        return _lines(why_empty(result), place, LIGHT.quiet)
    if chart.kind in TABLES:
        return _table(result, place, reading)
    drawing = replace(chart_picture("", chart, result, reading), title="", subtitle="")
    name = f"{tile.id}-"
    return [inset(write_sized_svg(drawing, place.w, place.h), name, place)]


def _cards(result: Result, place: Place, reading: Reading) -> list[str]:
    """Number, name and change of each metric, side by side."""
    values = [column for column in worded(result.columns) if column.part == "value" and column.metric]
    row = result.rows.row(0, named=True) if result.rows.height else {}
    width = place.w / max(len(values), 1)
    parts = []
    for at, column in enumerate(values):
        x, value = place.x + at * width, row.get(column.name)
        told = compact(value, column.unit, reading.look.language, reading.look.currency)
        parts += [
            text(x, place.y + SMALL, column.label, SMALL + 1, LIGHT.quiet, width - 8),
            text(x, place.y + SMALL + BIG + 6, told, BIG, LIGHT.ink, width - 8, bold=True),
        ]
        change = row.get(f"{column.name}__change")
        if change is not None and column.unit is not Unit.RATE:
            good = column.higher_is_better is not None and (change > 0) == column.higher_is_better
            color = LIGHT.quiet if not change or column.higher_is_better is None else LIGHT.good if good else LIGHT.bad
            told = signed_rate(change, reading.look.language)
            parts.append(text(x, place.y + SMALL + BIG + 28, told, NORMAL, color, width - 8))
    return parts


def _table(result: Result, place: Place, reading: Reading) -> list[str]:
    """Head, as many rows as fit, how many more there are, and the total."""
    columns = worded(result.columns)
    rows = worded_rows(told_apart(result).select(column.name for column in columns), result.columns)
    say = {column.name: cell(column, reading.look.language, reading.look.currency) for column in columns}
    total = total_row(result.columns, result.totals)
    most = max(int(place.h // LINE) - 1 - (total is not None), 1)
    shown = rows if rows.height <= most else rows.head(most - 1)
    edges = _edges(columns, shown, say, place.w)
    put = partial(_row, place=place, columns=columns, edges=edges)
    parts = [
        *put(0, [column.label for column in columns], bold=True),
        line(place.x, place.y + LINE, place.x + place.w, LIGHT.rule),
    ]
    for at, row in enumerate(shown.iter_rows(named=True), start=1):
        parts += put(at, [say[column.name](row[column.name]) for column in columns])
    at = shown.height + 1
    if shown.height < rows.height:
        told = _("and {count} more rows").format(count=rows.height - shown.height)
        parts.append(text(place.x, place.y + at * LINE + 14, told, SMALL, LIGHT.quiet, place.w))
        at += 1
    if total is not None:
        parts += put(at, [_total_cell(column, total, say) for column in columns], bold=True)
    return parts


def _total_cell(column: Column, total: object, say: dict[str, Callable[[object], str]]) -> str:
    value = total.get(column.name) if hasattr(total, "get") else None
    return value if isinstance(value, str) else say[column.name](value) if value is not None else ""


def _edges(
    columns: Sequence[Column], rows: pl.DataFrame, say: dict[str, Callable[[object], str]], width: float
) -> list[float]:
    """Where each column ends, in parts of the width by its longest text."""
    longest = [
        max([len(column.label), *(len(say[column.name](value)) for value in rows[column.name].head(40))]) + 2
        for column in columns
    ]
    scale, edges = width / sum(longest), [0.0]
    for part in longest:
        edges.append(edges[-1] + part * scale)
    return edges


def _row(  # noqa: PLR0913  (what, where, and how)
    at: int,
    texts: Sequence[str],
    *,
    place: Place,
    columns: Sequence[Column],
    edges: Sequence[float],
    bold: bool = False,
) -> list[str]:
    y = place.y + at * LINE + 14
    parts = []
    for index, (told, column) in enumerate(zip(texts, columns, strict=True)):
        room = edges[index + 1] - edges[index] - 8
        right = column.kind is Kind.NUMBER
        x = place.x + (edges[index + 1] - 8 if right else edges[index])
        parts.append(text(x, y, told, SMALL, LIGHT.ink, room, bold=bold, anchor="end" if right else "start"))
    return parts


def _lines(words: str, place: Place, color: str) -> list[str]:
    """Plain lines of a text whose Markdown signs are taken off."""
    plain = [_MARKUP.sub("", part).strip() for part in words.splitlines()]
    lines = [part for told in plain for part in (wrapped(told, NORMAL, place.w) or [""])]
    most = max(int(place.h // LINE), 1)
    return [
        text(place.x, place.y + (at + 0.7) * LINE, told, NORMAL, color, place.w) for at, told in enumerate(lines[:most])
    ]
