"""What the canvas component is told: plain JSON with every word in the reader's language. Pure; no screen."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from dashboards.kinds import KINDS
from dashboards.layout import on_sheet
from dashboards.model import Chart, Embed, FilterTile, Image, Section, Tile
from datasource.texts import _
from widgets.builder.canvas.controls import control_label
from widgets.builder.canvas.editing import Canvas
from widgets.builder.canvas.stock import STOCK, kind_of, unfinished
from widgets.builder.palette import Palette

READ = 160
MOST_LINES = 4


def payload(canvas: Canvas, palette: Palette, hosts: Collection[str], script: str) -> dict[str, Any]:
    """Everything that the component draws; `script` is the address of the grid library."""
    look = canvas.board.style
    return {
        "ack": canvas.seen,
        "refusal": {"seq": canvas.refusal.seq, "text": canvas.refusal.text},
        "opened": canvas.opened,
        "script": script,
        "sheet": canvas.sheet,
        "chosen": list(canvas.chosen),
        "tiles": [_tile(tile, palette, hosts) for tile in on_sheet(canvas.board, canvas.sheet)],
        "palette": [{"kind": kind.name, "sign": kind.sign, "label": _(kind.label)} for kind in STOCK.values()],
        "look": {
            "background": look.background,
            "tile": look.tile_background,
            "border": look.border,
            "radius": look.radius,
        },
        "texts": _texts(),
    }


def tile_name(tile: Tile, palette: Palette) -> str:
    """What to call a tile: its title, or what it shows."""
    metrics = tile.chart.shelves.metrics() if tile.chart else ()
    return tile.title or next((palette.label(name) for name in metrics), "") or _(kind_of(tile).label)


def _tile(tile: Tile, palette: Palette, hosts: Collection[str]) -> dict[str, Any]:
    kind = kind_of(tile)
    look = tile.style
    return {
        "id": tile.id,
        "x": tile.x,
        "y": tile.y,
        "w": tile.w,
        "h": tile.h,
        "least": list(kind.least),
        "kind": kind.name,
        "what": _(KINDS[tile.chart.kind].label) if tile.chart and tile.chart.kind in KINDS else _(kind.label),
        "sign": kind.sign,
        "name": tile_name(tile, palette),
        "lines": _lines(tile, palette)[:MOST_LINES],
        "lack": unfinished(tile, hosts),
        "look": {"background": look.background, "border": look.border, "radius": look.radius},
    }


def _lines(tile: Tile, palette: Palette) -> list[str]:
    match tile:
        case Tile(chart=Chart() as chart):
            return _fields(chart, palette)
        case Tile(text=str(text)):
            told = text[:READ]
        case Tile(image=Image(alt=told)):
            pass
        case Tile(embed=Embed(url=url)):
            told = urlsplit(url).netloc[:READ]
        case Tile(filter=FilterTile(field=name)):
            told = control_label(name)
        case Tile(section=Section(open=opened)):
            told = _("Open at the start") if opened else _("Folded at the start")
        case _:
            told = ""
    return [told] if told else []


def _fields(chart: Chart, palette: Palette) -> list[str]:
    metrics = [palette.label(name) for name in chart.shelves.metrics()]
    groups = [palette.label(part.field) for part in chart.shelves.dimensions()]
    told = [", ".join(metrics)] if metrics else []
    return [*told, _("by {fields}").format(fields=", ".join(groups))] if groups else told


def _texts() -> dict[str, str]:
    return {
        "palette": _("Put on the board"),
        "canvas": _("Tiles of this sheet"),
        "empty": _("Drag something here, or press it above."),
        "tools": _("Chosen tiles"),
        "several": _("Choose several"),
        "left": _("Line up left"),
        "top": _("Line up at the top"),
        "width": _("Same width"),
        "height": _("Same height"),
        "across": _("Equal gaps across"),
        "down": _("Equal gaps down"),
        "duplicate": _("Duplicate"),
        "remove": _("Remove"),
        "open": _("Settings …"),
        "compact": _("Close gaps"),
        "place": _("{name}, {kind}: column {x}, row {y}, {w} wide, {h} high"),
        "added": _("{kind} added."),
        "moved": _("{name} now stands in column {x}, row {y}."),
        "sized": _("{name} is now {w} wide and {h} high."),
        "removed": _("{name} removed."),
        "several_removed": _("{count} tiles removed."),
        "chosen": _("{count} chosen."),
        "edge": _("{name} cannot go further."),
        "opened": _("Settings of {name}."),
        "keys": _("Arrows move, Shift and arrows resize, Enter opens, Delete removes, Space chooses several."),
    }
