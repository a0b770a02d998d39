"""The whole board as a file, as its reader has it before them: filters, clicks, drilled levels, pictures."""

from importlib import import_module

from dashboards.model import Dashboard, Tile
from datasource.texts import _
from widgets.blocks.export.menu import show_board_export
from widgets.blocks.links import Links
from widgets.shell.board import Sheet


def show_printing(sheet: Sheet) -> None:
    """The button; none on a ready page of hand-made parts, which cannot be printed, or for those who may not save it.

    A person's board is printed all the same: such a part says in its place that the app alone shows it.
    """
    board, reading, links = sheet.board, sheet.reading, sheet.links
    if not board.tiles or (links is None and any(tile.panel for tile in board.tiles)):
        return

    def printed() -> object:
        clicked = () if links is None else tuple(ask for click in links.clicks for ask in click.filters)
        whole = board if links is None else as_clicked(board, links)
        return import_module("widgets.blocks.paper.board").Printed(whole, reading, reading.image, clicked)

    show_board_export(f"board_{board.id}", _(board.title), reading, printed)


def as_clicked(board: Dashboard, links: Links) -> Dashboard:
    """The board with its charts as drilled, each narrowed by the clicks on other tiles."""
    return board.model_copy(update={"tiles": tuple(_as_clicked(tile, links) for tile in board.tiles)})


def _as_clicked(tile: Tile, links: Links) -> Tile:
    if tile.chart is None:
        return tile
    chart = links.charts[tile.id]
    filters = (*chart.shelves.filters, *links.to(tile).where)
    shelves = chart.shelves.model_copy(update={"filters": filters})
    return tile.model_copy(update={"chart": chart.model_copy(update={"shelves": shelves})})
