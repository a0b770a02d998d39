"""A table on paper: head, as many rows and columns as fit, how many more there are, and the total."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl

from datasource.result import Column, Kind
from datasource.texts import plural
from widgets.blocks.export.sheet import Sheet
from widgets.blocks.looks import form_of
from widgets.blocks.paper.ground import Ground
from widgets.blocks.paper.svg import Place, line, text
from widgets.charts.theme import Colours
from widgets.format import cell

LINE, SMALL = 20, 11
NARROWEST = 64  # pixels of a column that can still be read
Say = Mapping[str, Callable[[object], str]]


def table_parts(sheet: Sheet, ground: Ground, count: int | None = None) -> list[str]:
    """The rows of `sheet`, of which there are `count` in all."""
    place, shades = ground.place, ground.shades
    room = max(int(place.w // NARROWEST), 1)
    columns, left_out = sheet.columns[:room], len(sheet.columns) - room
    whole, most = sheet.rows.height if count is None else count, _room(place, sheet.total is not None, left_out > 0)
    rows = sheet.rows if whole <= most else sheet.rows.head(max(most - 1, 0))
    say = {
        column.name: cell(column, sheet.language, sheet.currency, form_of(column, sheet.looks)) for column in columns
    }
    put = partial(_row, place=place, columns=columns, edges=_edges(columns, rows, say, place.w), ink=shades.ink)
    parts = put(0, [column.label for column in columns], bold=True)
    parts.append(line(place.x, place.y + LINE, place.x + place.w, shades.rule))
    for at, row in enumerate(rows.iter_rows(named=True), start=1):
        parts += put(at, [say[column.name](row[column.name]) for column in columns])
    at = rows.height + 1
    if sheet.total is not None:
        parts += put(at, [_total_cell(column, sheet.total, say) for column in columns], bold=True)
        at += 1
    return parts + _more(whole - rows.height, left_out, place, at, shades)


def rows_that_fit(place: Place) -> int:
    """How many rows a place has room for."""
    return _room(place, False, False)


def _room(place: Place, total: bool, narrowed: bool) -> int:
    return max(int(place.h // LINE) - 1 - total - narrowed, 1)


def _more(rows: int, columns: int, place: Place, at: int, shades: Colours) -> list[str]:
    """What has no room, in words."""
    told = [plural("and {count} more row", "and {count} more rows", rows)] if rows > 0 else []
    told += [plural("and {count} more column", "and {count} more columns", columns)] if columns > 0 else []
    return [
        text(place.x, place.y + (at + place_of) * LINE + 14, words, SMALL, shades.quiet, place.w)
        for place_of, words in enumerate(told)
    ]


def _total_cell(column: Column, total: Mapping[str, Any], say: Say) -> str:
    value = total.get(column.name)
    return value if isinstance(value, str) else say[column.name](value) if value is not None else ""


def _edges(columns: Sequence[Column], rows: pl.DataFrame, say: Say, width: float) -> list[float]:
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
    ink: str,
    bold: bool = False,
) -> list[str]:
    y = place.y + at * LINE + 14
    parts = []
    for index, (told, column) in enumerate(zip(texts, columns, strict=True)):
        room = edges[index + 1] - edges[index] - 8
        right = column.kind is Kind.NUMBER
        x = place.x + (edges[index + 1] - 8 if right else edges[index])
        parts.append(text(x, y, told, SMALL, ink, room, bold=bold, anchor="end" if right else "start"))
    return parts
