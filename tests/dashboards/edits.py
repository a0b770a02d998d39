"""Random edits of a sound board: what two people may do to it at the same time."""

from typing import Any

from hypothesis import strategies as st

from dashboards.model import COLUMNS, Chart, Dashboard, Shelves, Tile
from datasource.question import Dimension, Filter, Grain, Op

FIELDS = ["region", "product", "owner", "close_date", "stage"]
METRICS = ["won_amount", "won_count", "win_rate", "pipeline"]


def start() -> Dashboard:
    """Six tiles in two columns, charts and texts in turn."""
    tiles = []
    for at in range(6):
        place = {"x": 6 * (at % 2), "y": 4 * (at // 2), "w": 6, "h": 4}
        shelves = Shelves(columns=(Dimension(field=FIELDS[at % 5]),), values=(METRICS[at % 4], METRICS[(at + 1) % 4]))
        body: dict[str, Any] = {"text": f"text {at}"} if at % 3 == 2 else {"chart": Chart(kind="bar", shelves=shelves)}
        tiles.append(Tile(id=f"t{at}", title=f"Tile {at}", **place, **body))
    return Dashboard(id="won", title="Won", tiles=tuple(tiles))


Edit = tuple[str, int, int]
KINDS = "retitle move resize delete add text kind pill unpill grain filter option board describe control reorder swap"
edits = st.lists(
    st.tuples(st.sampled_from(f"{KINDS} style look".split()), st.integers(0, 7), st.integers(0, 9)), max_size=8
)


def done(board: Dashboard, script: list[Edit], who: str) -> Dashboard:
    """The board after one person's edits; an edit of what is not there does nothing."""
    for what, at, number in script:
        board = _one(board, what, at, f"{who}{number}", number)
    return board


def _one(board: Dashboard, what: str, at: int, word: str, number: int) -> Dashboard:
    around = _around(board, what, word, number)
    if around:
        return board.model_copy(update=around)
    tiles = list(board.tiles)
    if what == "add":
        name = next(f"new{number}-{nth}" for nth in range(20) if all(f"new{number}-{nth}" != one.id for one in tiles))
        below = max((tile.y + tile.h for tile in tiles), default=0)
        tiles.append(Tile(id=name, title=word, x=0, y=below, w=4, h=2, text=word))
    elif at < len(tiles):
        kept = {"delete": [], "reorder": [*tiles[at + 1 :], tiles[at]]}
        if what in kept:
            tiles[at:] = kept[what] or tiles[at + 1 :]
        else:
            tiles[at] = _tile(tiles[at], what, word, number)
    return board.model_copy(update={"tiles": tuple(tiles)})


def _around(board: Dashboard, what: str, word: str, number: int) -> dict[str, Any]:
    field = FIELDS[number % 5]
    show = (*(one for one in board.controls.show if one != field), field)
    found: dict[str, dict[str, Any]] = {
        "board": {"title": word},
        "describe": {"description": word},
        "control": {"controls": board.controls.model_copy(update={"show": show})},
        "style": {"style": board.style.model_copy(update={"radius": number})},
    }
    return found.get(what, {})


def _tile(tile: Tile, what: str, word: str, number: int) -> Tile:
    simple: dict[str, dict[str, Any]] = {
        "retitle": {"title": word},
        "move": {"x": min(number, COLUMNS - tile.w), "y": tile.y + number},
        "resize": {"h": number + 1, "w": min(number + 1, COLUMNS - tile.x)},
    }
    if what in simple:
        return tile.model_copy(update=simple[what])
    if what == "text" and tile.text is not None:
        return tile.model_copy(update={"text": word})
    if tile.chart is None:
        return tile
    return tile.model_copy(update={"chart": _chart(tile.chart, what, word, number)})


def _chart(chart: Chart, what: str, word: str, number: int) -> Chart:
    options: dict[str, dict[str, Any]] = {"option": {"x_title": word}, "look": {"labels": bool(number % 2)}}
    if what == "kind":
        return chart.model_copy(update={"kind": ["bar", "line", "pie"][number % 3]})
    if what in options:
        return chart.model_copy(update={"options": chart.options.model_copy(update=options[what])})
    return chart.model_copy(update={"shelves": _shelves(chart.shelves, what, word, number)})


def _shelves(shelves: Shelves, what: str, word: str, number: int) -> Shelves:
    metric, field, grain = METRICS[number % 4], FIELDS[number % 5], list(Grain)[number % 5]
    others = tuple(one for one in shelves.values if one != metric)
    filters = tuple(one for one in shelves.filters if one.field != field)
    regrained = tuple(Dimension(field=one.field, grain=grain) for one in shelves.columns[:1])
    found: dict[str, dict[str, Any]] = {
        "pill": {"values": (*others, metric)},
        "unpill": {"values": others},
        "swap": {"values": shelves.values[::-1]},
        "grain": {"columns": (*regrained, *shelves.columns[1:])},
        "filter": {"filters": (*filters, Filter(field=field, op=Op.IN, value=(word,)))},
    }
    return shelves.model_copy(update=found.get(what, {}))
