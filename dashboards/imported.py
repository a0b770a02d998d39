"""Boards that leave the program as files and come back: without whom they are shared with, and with every problem."""

from dataclasses import dataclass

from dashboards.dump import dump
from dashboards.layout import compact
from dashboards.model import Dashboard, Share
from dashboards.names import Names
from dashboards.parse import examine, parse_shape
from dashboards.repair import Lost, lost_names
from dashboards.shape import changed
from datasource.errors import InvalidInput, Problem


@dataclass(frozen=True)
class Imported:
    """What came of a file: a board when it is well formed, and every problem with its line.

    `lost` are the names in it that do not exist here. Whom the file says the board is shared with is no part of the
    board (`was_shared`), nor are the panels of ready pages (`panels` of them were left out).
    """

    board: Dashboard | None
    problems: tuple[Problem, ...]
    lost: tuple[Lost, ...] = ()
    was_shared: bool = False
    panels: int = 0


def exported(board: Dashboard) -> str:
    """The board as a file for somebody else: whom it is shared with stays here."""
    return dump(changed(board, {"share": Share()}))


def imported(content: bytes, source: str, names: Names) -> Imported:
    """What is in a file called `source`; nothing of it is believed that the parser has not read."""
    board, problems = examine(content, source, names)
    try:
        parse_shape(content, source)
    except InvalidInput:
        return Imported(None, problems)
    if board is None:
        return Imported(None, problems)
    tiles = tuple(tile for tile in board.tiles if tile.panel is None or tile.panel in names.panels)
    panels = len(board.tiles) - len(tiles)
    own = board.model_copy(update={"share": Share(), "tiles": tiles})
    return Imported(
        compact(own, "") if panels else own,
        problems,
        lost_names(own, names),
        board.share != Share(),
        panels,
    )
