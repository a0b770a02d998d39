"""Where tiles stand: Streamlit's own grid, each cell pinned by a style block that is made of numbers only."""

from collections.abc import Collection, Sequence

from dashboards.model import COLUMNS, Tile

ROW = 60
GAP = 8
PHONE = 700
SMALL = 3  # rows up to which a tile is, on a phone, as high as its content
DRAWING = 320  # pixels of height of a panel's drawing on a phone, where the panel is as high as its content

ROOM = ".stMainBlockContainer{padding:2.75rem 2rem 2rem}"
NARROW_ROOM = ".stMainBlockContainer{padding:3.25rem .75rem 2rem}"
ROOM_STYLE = f"<style>{ROOM}@media(max-width:{PHONE}px){{{NARROW_ROOM}}}</style>"
"""The room around a page that has no grid of tiles, the same as around one that has."""

# A table's own tools appear above its corner, over the buttons of its tile: lower beside a pointer, gone on a phone.
FRAME_STYLE = (
    "<style>[data-testid=stElementToolbar]{transform:translateY(.9rem)}"
    f"@media(max-width:{PHONE}px){{.stDataFrame [data-testid=stElementToolbar],"
    "[data-testid=stElementContainer]:has(.stDataFrame) [data-testid=stElementToolbar]{display:none}}</style>"
)


def in_reading_order(tiles: Sequence[Tile]) -> list[Tile]:
    """The tiles from top to bottom, left to right: the order for keyboards, screen readers and phones."""
    return sorted(tiles, key=lambda tile: (tile.y, tile.x))


def grid_style(key: str, tiles: Sequence[Tile], fitted: Collection[str] = ()) -> str:
    """The style block that pins the cells of the grid `key` (ASCII), which holds `tiles` in reading order.

    `fitted` are the ids of tiles that are as high as their content; each must span the whole width.
    """
    cell = f".st-key-{key}>.stGridCell"
    tracks, lines = _tracks(tiles, fitted)
    wide = [f".st-key-{key}{{grid-template-rows:{' '.join(tracks)}}}"]
    wide += [
        f"{cell}:nth-child({place}){{grid-column:{tile.x + 1}/span {tile.w};"
        f"grid-row:{lines[tile.y] + 1}/{lines[tile.y + tile.h] + 1}}}"
        for place, tile in enumerate(tiles, start=1)
    ]
    narrow = [
        f".st-key-{key}{{grid-template-columns:minmax(0,1fr)!important;grid-template-rows:none!important;"
        "grid-auto-rows:auto!important}"
    ]
    narrow += [
        f"{cell}:nth-child({place}){{grid-column:1/-1;grid-row:auto;height:{_phone_height(tile)}}}"
        for place, tile in enumerate(tiles, start=1)
    ]
    narrow += [
        f"{cell}:nth-child({place}) [class*=st-key-tile_]:not([class*=_table]){{height:{DRAWING}px!important}}"
        for place, tile in enumerate(tiles, start=1)
        if tile.panel is not None
    ]
    room = f"{ROOM}{cell} [class*=st-key-cell_]{{padding:.7rem 1rem}}"
    narrow.append(NARROW_ROOM)
    return (
        f"<style>{room}.st-key-{key}{{grid-template-columns:repeat({COLUMNS},minmax(0,1fr))}}{''.join(wide)}"
        f"@media(max-width:{PHONE}px){{{''.join(narrow)}}}</style>"
    )


def _tracks(tiles: Sequence[Tile], fitted: Collection[str]) -> tuple[list[str], list[int]]:
    """The heights of the grid's rows, and for each row of the tiles (and the end) the line where it begins.

    All rows of a fitted tile become one, as high as its content.
    """
    inner = {row for tile in tiles if tile.id in fitted for row in range(tile.y + 1, tile.y + tile.h)}
    first = {tile.y for tile in tiles if tile.id in fitted}
    tracks: list[str] = []
    lines = [0]
    for row in range(max((tile.y + tile.h for tile in tiles), default=0)):
        if row not in inner:
            tracks.append("auto" if row in first else f"{ROW}px")
        lines.append(len(tracks))
    return tracks, lines


def _phone_height(tile: Tile) -> str:
    fits = tile.h <= SMALL or tile.chart is None or tile.chart.kind == "table"
    return "auto" if fits else f"{tile.h * (ROW + GAP) - GAP}px"
