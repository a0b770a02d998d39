"""A chart of the canvas on the builder's bench, and the way back with it."""

from dataclasses import replace
from typing import NoReturn

from dashboards.model import Chart, Tile
from datasource.errors import MingjingError
from datasource.texts import _
from widgets.builder.bench import Bench
from widgets.builder.canvas.changes import tile_of, with_tiles
from widgets.builder.canvas.editing import Canvas, Seat, check_seat, keep
from widgets.builder.canvas.hand import Hand
from widgets.builder.draft import Origin
from widgets.builder.keeping import draft_of, take_up
from widgets.builder.keeping import keep as keep_draft
from widgets.builder.places import go_to_builder


def go_to_chart(hand: Hand, tile: Tile) -> NoReturn:
    """Leave for the builder with the chart of a tile."""
    editing, seat = hand.canvas.editing, hand.seat
    origin = Origin(seat.owner_id, seat.slug, tile.id, editing.base_revision, on_canvas=True)
    take_up(seat.account_id, editing.board, origin)
    go_to_builder()


def put_back(bench: Bench, chart: Chart) -> str:
    """Put the chart on the bench into its tile on the canvas; a step there that can be undone."""
    draft = draft_of(bench.account.account_id)
    origin = draft.origin
    if origin is None or not origin.on_canvas:
        raise MingjingError(_("This chart comes from no board that is being edited."))
    seat = Seat(bench.account.account_id, origin.owner_id, origin.slug)
    check_seat(bench, seat)

    def put(canvas: Canvas) -> Canvas:
        tile_of(canvas.board, origin.tile)
        changed = canvas.do(lambda board: with_tiles(board, (origin.tile,), chart=chart, title=draft.title.strip()))
        return changed.choose((origin.tile,))

    keep(bench, seat, put)
    keep_draft(bench.account.account_id, lambda old: replace(old, saved=old.chart))
    return _("The chart is on the board that you are editing.")
