"""Where tiles stand: Streamlit's own grid, each cell pinned by a style block that is made of numbers only."""

from collections.abc import Sequence

from dashboards.model import COLUMNS, Tile

ROW = 60
GAP = 8
PHONE = 700
SMALL = 3  # rows up to which a tile is, on a phone, as high as its content
DRAWING = 320  # pixels of height of a panel's drawing on a phone, where the panel is as high as its content

# A table's own tools appear above its corner, over the buttons of its tile: lower beside a pointer, gone on a phone.
FRAME_STYLE = (
    "<style>[data-testid=stElementToolbar]{transform:translateY(.9rem)}"
    f"@media(max-width:{PHONE}px){{.stDataFrame [data-testid=stElementToolbar],"
    "[data-testid=stElementContainer]:has(.stDataFrame) [data-testid=stElementToolbar]{display:none}}</style>"
)


def in_reading_order(tiles: Sequence[Tile]) -> list[Tile]:
    """The tiles from top to bottom, left to right: the order for keyboards, screen readers and phones."""
    return sorted(tiles, key=lambda tile: (tile.y, tile.x))


def grid_style(key: str, tiles: Sequence[Tile]) -> str:
    """The style block that pins the cells of the grid `key` (ASCII), which holds `tiles` in reading order."""
    cell = f".st-key-{key}>.stGridCell"
    wide = [
        f"{cell}:nth-child({place}){{grid-column:{tile.x + 1}/span {tile.w};grid-row:{tile.y + 1}/span {tile.h}}}"
        for place, tile in enumerate(tiles, start=1)
    ]
    narrow = [f".st-key-{key}{{grid-template-columns:minmax(0,1fr)!important;grid-auto-rows:auto!important}}"]
    narrow += [
        f"{cell}:nth-child({place}){{grid-column:1/-1;grid-row:auto;height:{_phone_height(tile)}}}"
        for place, tile in enumerate(tiles, start=1)
    ]
    narrow += [
        f"{cell}:nth-child({place}) [class*=st-key-tile_]:not([class*=_table]){{height:{DRAWING}px!important}}"
        for place, tile in enumerate(tiles, start=1)
        if tile.panel is not None
    ]
    room = f".stMainBlockContainer{{padding:2.75rem 2rem 2rem}}{cell} [class*=st-key-cell_]{{padding:.7rem 1rem}}"
    narrow.append(".stMainBlockContainer{padding:3.25rem .75rem 2rem}")
    return (
        f"<style>{room}.st-key-{key}{{grid-template-columns:repeat({COLUMNS},minmax(0,1fr))}}{''.join(wide)}"
        f"@media(max-width:{PHONE}px){{{''.join(narrow)}}}</style>"
    )


def _phone_height(tile: Tile) -> str:
    fits = tile.h <= SMALL or tile.chart is None or tile.chart.kind == "table"
    return "auto" if fits else f"{tile.h * (ROW + GAP) - GAP}px"
