"""What may be put on a board: each kind of tile with its sign, its size, and what a new one holds. Pure; no screen."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dashboards.embeds import embed_refusal
from dashboards.kinds import KINDS, missing
from dashboards.model import Chart, Divider, Embed, FilterTile, Image, Section, Tile
from datasource.texts import N_, _

NO_IMAGE = f"{'0' * 64}.png"
NO_PAGE = "https://example.com/"


@dataclass(frozen=True)
class Kind:
    """One kind of tile. `label` is a msgid; sizes are columns and rows; `body` makes what a new tile holds."""

    name: str
    label: str
    sign: str
    w: int
    h: int
    body: Callable[[], Mapping[str, Any]]
    least: tuple[int, int] = (1, 1)


def _chart(kind: str) -> Callable[[], Mapping[str, Any]]:
    name = kind if kind in KINDS else "table"
    return lambda: {"chart": Chart(kind=name)}


_ALL = (
    Kind("chart", N_("Chart"), "▟", 6, 6, _chart("bar"), (2, 3)),
    Kind("kpi", N_("Key figure"), "#", 3, 3, _chart("kpi"), (2, 2)),
    Kind("pivot", N_("Pivot table"), "⊞", 6, 6, _chart("pivot"), (2, 3)),
    Kind("detail", N_("Detail table"), "≣", 12, 6, _chart("detail"), (2, 3)),
    Kind("text", N_("Text"), "¶", 4, 3, lambda: {"text": _("Write here.")}),
    Kind("image", N_("Image"), "▣", 3, 4, lambda: {"image": Image(file=NO_IMAGE)}),
    Kind("divider", N_("Divider"), "―", 12, 1, lambda: {"divider": Divider()}),
    Kind("section", N_("Section"), "§", 12, 1, lambda: {"section": Section()}),
    Kind("filter", N_("Filter"), "▽", 3, 2, lambda: {"filter": FilterTile(field="period", style="period")}),
    Kind("embed", N_("Other site"), "↗", 6, 6, lambda: {"embed": Embed(url=NO_PAGE)}, (2, 3)),
)
STOCK: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
PANEL = Kind("panel", N_("Ready piece"), "◈", 6, 6, lambda: {"panel": ""}, (2, 2))


def kind_of(tile: Tile) -> Kind:
    """The kind of a tile; a chart of another kind than those with a palette entry of their own is a chart."""
    if tile.chart is None:
        return STOCK.get(tile.body, PANEL)
    return STOCK["pivot" if tile.chart.kind == "table" else tile.chart.kind] if _has_own(tile.chart) else STOCK["chart"]


def _has_own(chart: Chart) -> bool:
    return chart.kind in {"kpi", "pivot", "detail", "table"}


def fresh_tile(kind: str, sheet: str) -> Tile:
    """A new tile of a kind; its id is free for `dashboards.layout.add` to change."""
    made = STOCK[kind]
    title = _("New section") if kind == "section" else ""
    return Tile(id=kind, title=title, tab=sheet, x=0, y=0, w=made.w, h=made.h, **made.body())


def unfinished(tile: Tile, hosts: Collection[str]) -> str:
    """What is still to be done before others may see the tile, in one sentence; empty when it is ready."""
    if tile.chart is not None:
        return " ".join(missing(tile.chart.kind, tile.chart.shelves)) if tile.chart.kind in KINDS else ""
    if tile.image is not None and tile.image.file == NO_IMAGE:
        return _("Load up a picture.")
    if tile.embed is not None:
        if tile.embed.url == NO_PAGE:
            return _("Give the address of the page.")
        return embed_refusal(tile.embed.url, hosts)
    return ""
