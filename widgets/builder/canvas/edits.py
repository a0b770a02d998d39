"""The log of edits that the canvas sends: read strictly, done in order, each once. Pure; no screen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from dashboards import layout
from dashboards.layout import Along, Edge, Place
from datasource.errors import MingjingError
from datasource.question import Frozen
from datasource.texts import _
from widgets.builder.canvas.editing import Canvas
from widgets.builder.canvas.stock import STOCK, fresh_tile

FAR = 10_000
Name = Annotated[str, Field(max_length=64)]
Names = Annotated[tuple[Name, ...], Field(max_length=layout.MOST_TILES)]
Number = Annotated[int, Field(ge=-FAR, le=FAR, strict=True)]


class Spot(Frozen):
    """Where the browser shows a tile."""

    id: Name
    x: Number
    y: Number
    w: Number
    h: Number


class Edit(Frozen):
    """One entry of the log; numbers rise within a session. Each doing reads the parts that it needs."""

    seq: int = Field(ge=1, le=2**53, strict=True)
    do: Literal[
        "arrange", "add", "remove", "duplicate", "align", "distribute", "compact", "choose", "open", "undo", "redo"
    ]
    tiles: Names = ()
    places: Annotated[tuple[Spot, ...], Field(max_length=layout.MOST_TILES)] = ()
    kind: Name = ""
    x: Number | None = None
    y: Number | None = None
    edge: Edge = "left"
    along: Along = "across"


_LOG = TypeAdapter(Annotated[tuple[Edit, ...], Field(max_length=5000)])


def read_log(log: Any) -> tuple[Edit, ...]:
    """What the component sent; raises `MingjingError` when it is not a log of edits."""
    try:
        return _LOG.validate_python(log)
    except (ValidationError, RecursionError):
        told = _("The browser sent an edit that cannot be read; reload the page and try again.")
        raise MingjingError(told) from None


def take_in(canvas: Canvas, edits: Iterable[Edit]) -> Canvas:
    """Do the edits that are newer than `seen`, in order; a repeated log changes nothing."""
    for edit in sorted(edits, key=lambda one: one.seq):
        if edit.seq > canvas.seen:
            canvas = replace(_DOINGS[edit.do](canvas, edit), seen=edit.seq)
    return canvas


def _arrange(canvas: Canvas, edit: Edit) -> Canvas:
    shown = {tile.id for tile in layout.on_sheet(canvas.board, canvas.sheet)}
    places = {spot.id: Place(spot.x, spot.y, spot.w, spot.h) for spot in edit.places if spot.id in shown}
    return canvas.do(lambda board: layout.arrange(board, places))


def _add(canvas: Canvas, edit: Edit) -> Canvas:
    if edit.kind not in STOCK:
        return canvas
    tile = fresh_tile(edit.kind, canvas.sheet)
    before = {one.id for one in canvas.board.tiles}
    wider = canvas.do(lambda board: layout.add(board, tile, edit.x, edit.y))
    return wider.choose(tuple(one.id for one in wider.board.tiles if one.id not in before) or canvas.chosen)


def _duplicate(canvas: Canvas, edit: Edit) -> Canvas:
    before = {one.id for one in canvas.board.tiles}
    wider = canvas.do(lambda board: layout.duplicate(board, edit.tiles))
    return wider.choose(tuple(one.id for one in wider.board.tiles if one.id not in before) or canvas.chosen)


def _open(canvas: Canvas, edit: Edit) -> Canvas:
    return replace(canvas.choose(edit.tiles[:1]), opened=canvas.opened + 1)


_DOINGS: Mapping[str, Callable[[Canvas, Edit], Canvas]] = MappingProxyType(
    {
        "arrange": _arrange,
        "add": _add,
        "remove": lambda canvas, edit: canvas.do(lambda board: layout.remove(board, edit.tiles)),
        "duplicate": _duplicate,
        "align": lambda canvas, edit: canvas.do(lambda board: layout.align(board, edit.tiles, edit.edge)),
        "distribute": lambda canvas, edit: canvas.do(lambda board: layout.distribute(board, edit.tiles, edit.along)),
        "compact": lambda canvas, _edit: canvas.do(lambda board: layout.compact(board, canvas.sheet)),
        "choose": lambda canvas, edit: canvas.choose(edit.tiles),
        "open": _open,
        "undo": lambda canvas, _edit: canvas.undo(),
        "redo": lambda canvas, _edit: canvas.redo(),
    }
)
