"""Where tiles stand: Streamlit's own grid, each cell pinned by a style block that is made of numbers only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dashboards.model import COLUMNS, Tile
from widgets.blocks.spoken import STYLE as SPOKEN

ROW = 60
GAP = 8
PHONE = 700
BESIDE_SLIDE = "5.5rem"  # height of what stands around a slide
SMALL = 3  # rows up to which a tile is, on a phone, as high as its content
FITTING = frozenset({"kpi", "table", "pivot", "detail"})
DRAWING = 320  # pixels of height of a panel's drawing on a phone, where the panel is as high as its content

ROOM = ".stMainBlockContainer{padding:2.75rem 2rem 2rem}"
NARROW_ROOM = ".stMainBlockContainer{padding:4rem .75rem 2rem}"

# The small signs of a tile need no arrow beside them to say that they open.
# Every page has the same room around it, with a grid of tiles or without: no title moves on the way to another page.
# A table's own tools appear above its corner, over the buttons of its tile: lower beside a pointer, gone on a phone.
FRAME_STYLE = (
    f"<style>{ROOM}@media(max-width:{PHONE}px){{{NARROW_ROOM}}}"
    "[data-testid=stElementToolbar]{transform:translateY(.9rem)}"
    "[data-testid=stPopoverButton][kind=tertiary] div[aria-hidden=true]{display:none}"
    f"@media(max-width:{PHONE}px){{.stDataFrame [data-testid=stElementToolbar],"
    "[data-testid=stElementContainer]:has(.stDataFrame) [data-testid=stElementToolbar]{display:none}}"
    f"[class*=st-key-board_fold] button p{{font-size:1.15rem;font-weight:600}}{SPOKEN}</style>"
)


@dataclass(frozen=True)
class Group:
    """The tiles under one section (None: above the first), in reading order, from the first row on."""

    section: Tile | None
    tiles: tuple[Tile, ...]


def groups_of(tiles: Sequence[Tile]) -> list[Group]:
    """The tiles by the sections that head them: each section takes in what stands below it, down to the next one."""
    groups: list[tuple[Tile | None, list[Tile]]] = [(None, [])]
    for tile in in_reading_order(tiles):
        if tile.section is not None:
            groups.append((tile, []))
        else:
            groups[-1][1].append(tile)
    return [Group(section, _lifted(found)) for section, found in groups if section is not None or found]


def _lifted(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    first = min((tile.y for tile in tiles), default=0)
    return tuple(tile.model_copy(update={"y": tile.y - first}) if first else tile for tile in tiles)


def in_reading_order(tiles: Sequence[Tile]) -> list[Tile]:
    """The tiles from top to bottom, left to right: the order for keyboards, screen readers and phones."""
    return sorted(tiles, key=lambda tile: (tile.y, tile.x))


def grid_style(key: str, tiles: Sequence[Tile], fitted: Collection[str] = (), *, filling: bool = False) -> str:
    """The style block that pins the cells of the grid `key` (ASCII), which holds `tiles` in reading order.

    `fitted` are the ids of tiles that are as high as their content; each must span the whole width. With `filling`,
    the rows share the height of the window; on a phone, tiles stand below each other all the same.
    """
    cell = f".st-key-{key}>.stGridCell"
    tracks, lines = _tracks(tiles, fitted)
    wide = [f".st-key-{key}{{grid-template-rows:{' '.join(tracks)}}}"]
    if filling:
        rows = f"grid-template-rows:repeat({len(tracks)},minmax(0,1fr))!important"
        wide = [f"@media(min-width:{PHONE + 1}px){{.st-key-{key}{{{rows};height:calc(100vh - {BESIDE_SLIDE})}}}}"]
    wide += [
        f"{cell}:nth-child({place}){{grid-column:{tile.x + 1}/span {tile.w};"
        f"grid-row:{lines[tile.y] + 1}/{lines[tile.y + tile.h] + 1}}}"
        for place, tile in enumerate(tiles, start=1)
    ]
    narrow = [
        f".st-key-{key}{{grid-template-columns:repeat(2,minmax(0,1fr))!important;grid-template-rows:none!important;"
        "grid-auto-rows:auto!important}"
    ]
    narrow += [
        f"{cell}:nth-child({place}){{grid-column:{'auto' if half else '1/-1'};grid-row:auto;"
        f"height:{_phone_height(tile)}}}"
        for place, (tile, half) in enumerate(zip(tiles, halves(tiles), strict=True), start=1)
    ]
    narrow.append(f".st-key-{key} [data-testid=stMetricValue]{{font-size:1.4rem}}")
    label = f".st-key-{key} [data-testid=stMetricLabel]"
    narrow.append(  # a name and a verdict of more than half a phone go on below, and are not cut
        f"{label} :is([data-testid=stMarkdownContainer],p){{white-space:normal!important}}"
        f"{label}{{padding-right:.6rem}}"
        f".st-key-{key} :has(>[data-testid=stMetricDelta]){{flex-wrap:wrap}}"
    )
    narrow += [  # the sign of a small card lies over its corner, as on a wide screen, and takes no line of its own
        f"{cell}:nth-child({place}) [data-testid=stHorizontalBlock]>:last-child:not(:has([data-testid=stMetric]))"
        "{position:absolute;top:.2rem;right:1.3rem;width:auto;min-width:0}"
        for place, half in enumerate(halves(tiles), start=1)
        if half
    ]
    narrow += [
        f"{cell}:nth-child({place}) [class*=st-key-tile_]:not([class*=_table]){{height:{DRAWING}px!important}}"
        for place, tile in enumerate(tiles, start=1)
        if tile.panel is not None
    ]
    if not fitted:  # what lies outside the window is drawn when it comes near
        wide.append(f"@media(min-width:{PHONE + 1}px){{{cell}{{content-visibility:auto}}}}")
    corner = (
        f"{cell} :has(>[class*=st-key-corner_])"  # the buttons of a key figure lie over its tile's upper right corner
    )
    wide.append(
        f"{cell} [class*=st-key-cell_]{{position:relative}}{cell} [data-testid=stGridCellBody]{{padding:0!important}}"
        f"{cell} :has(>[class*=st-key-moving_]){{height:0!important;min-height:0;flex:1 1 0!important}}"
        f"{cell} [class*=st-key-moving_]{{overflow:auto;min-height:0;height:100%}}"
        f"{corner}{{position:absolute;top:.3rem;right:.4rem;width:auto;z-index:1}}"
    )
    narrow.append(f"{corner} [data-testid=stPopover]{{display:none}}{corner}{{right:.2rem}}")
    narrow.append(f"{cell} [class*=st-key-filling_]{{height:{DRAWING}px!important;flex:none!important}}")
    narrow.append(
        f"{cell} :has(>[class*=st-key-moving_]){{height:auto!important;flex:none!important}}"
        f"{cell} [class*=st-key-moving_]{{overflow:visible;height:auto}}"
    )
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


def halves(tiles: Sequence[Tile]) -> list[bool]:
    """Which tiles take half of a phone's width: single key figures, two a row; the last of an odd run has its own."""
    small = [tile.chart is not None and tile.chart.kind == "kpi" and _is_single(tile) for tile in tiles]
    found = [False] * len(tiles)
    for place in range(len(tiles) - 1):
        if small[place] and small[place + 1] and not found[place]:
            found[place] = found[place + 1] = True
    return found


def _is_single(tile: Tile) -> bool:
    return tile.chart is not None and len(tile.chart.shelves.values) == 1


def _phone_height(tile: Tile) -> str:
    fits = tile.h <= SMALL or tile.chart is None or tile.chart.kind in FITTING or tile.chart.shelves.facet is not None
    return "auto" if fits else f"{tile.h * (ROW + GAP) - GAP}px"
