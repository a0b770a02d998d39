"""The board being edited in this session: read by `load`, changed by `keep`; each change is kept in the store at once.

`Canvas` is pure: the edited board with its past and future, and what the screen shows of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from dashboards.layout import on_sheet, sheet_of
from dashboards.model import Dashboard
from dashboards.store import DraftMoved, Editing, NoBoard
from datasource.errors import InvalidInput, MingjingError
from widgets.builder.bench import Bench
from widgets.builder.draft import Refusal
from widgets.builder.permit import check_edit
from widgets.state.session import Key, Slot

NOTHING = Refusal()


@dataclass(frozen=True)
class Canvas:
    """An edited board and its face: the sheet that is shown, the tiles that are chosen (the first leads).

    `seen` is the number of the newest edit that was taken in; `opened` counts how often a tile was opened by it.
    """

    editing: Editing
    sheet: str = ""
    chosen: tuple[str, ...] = ()
    seen: int = 0
    refusal: Refusal = NOTHING
    opened: int = 0

    @property
    def board(self) -> Dashboard:
        """The board as it stands."""
        return self.editing.board

    def tidy(self) -> "Canvas":
        """Without a sheet or chosen tiles that are no longer there."""
        tabs = [tab.id for tab in self.board.tabs]
        sheet = self.sheet if self.sheet in tabs else next(iter(tabs), "")
        there = {tile.id for tile in on_sheet(self.board, sheet)}
        return replace(self, sheet=sheet, chosen=tuple(name for name in self.chosen if name in there))

    def undo(self) -> "Canvas":
        """One step back; unchanged at the start."""
        return replace(self, editing=self.editing.undo()).tidy()

    def redo(self) -> "Canvas":
        """One step forward; unchanged at the end."""
        return replace(self, editing=self.editing.redo()).tidy()

    def choose(self, tile_ids: tuple[str, ...]) -> "Canvas":
        """With these tiles chosen, on the sheet of the first of them."""
        lead = next((tile for tile in self.board.tiles if tile.id in tile_ids[:1]), None)
        sheet = sheet_of(self.board, lead) if lead else self.sheet
        return replace(self, sheet=sheet, chosen=tuple(dict.fromkeys(tile_ids))).tidy()

    def turned(self, sheet: str) -> "Canvas":
        """With another sheet shown and nothing chosen."""
        return replace(self, sheet=sheet, chosen=()).tidy()

    def do(self, change: Callable[[Dashboard], Dashboard]) -> "Canvas":
        """One step; a change that raises `MingjingError` leaves the board as it was and says why."""
        count = self.refusal.seq + 1
        try:
            board = change(self.board)
        except MingjingError as error:
            return replace(self, refusal=Refusal(count, str(error)))
        return replace(self, editing=self.editing.changed(board), refusal=Refusal(count)).tidy()


@dataclass(frozen=True)
class Seat:
    """Who edits which board."""

    account_id: int
    owner_id: int
    slug: str


@dataclass(frozen=True)
class Kept:
    """The canvas of this session and whose it is."""

    seat: Seat
    canvas: Canvas


KEPT: Key[Kept | None] = Key(Slot.CANVAS_KEPT, lambda: None)


def check_seat(bench: Bench, seat: Seat) -> None:
    """Raise `MingjingError` unless the person may edit the board; the same sentence for one that does not exist."""
    try:
        share = bench.boards.read(seat.owner_id, seat.slug).board.share
    except (NoBoard, InvalidInput):
        share = None
    check_edit(bench, seat.owner_id, share)


def load(bench: Bench, seat: Seat, *, anew: bool = False) -> Canvas:
    """The person's canvas of the board; read from the store when the session has none yet, or `anew`.

    Its copies of kept calculations are as these are now, in what is edited and in what it was begun with.

    Raises `NoBoard` when there is neither board nor draft, and `InvalidInput` when the draft cannot be read.
    """
    kept = KEPT.get()
    if kept is not None and kept.seat == seat and not anew:
        canvas = replace(kept.canvas, editing=bench.library.refreshed_draft(kept.canvas.editing, seat.owner_id))
        KEPT.set(Kept(seat, canvas))
        return canvas
    found = bench.boards.open_draft(seat.owner_id, seat.slug, seat.account_id)
    editing = bench.library.refreshed_draft(found, seat.owner_id)
    old = kept.canvas if kept is not None else Canvas(editing)
    face = old if kept is not None and kept.seat == seat else _blank(old)
    canvas = replace(face, editing=editing).tidy()
    KEPT.set(Kept(seat, canvas))
    return canvas


def keep(bench: Bench, seat: Seat, change: Callable[[Canvas], Canvas]) -> None:
    """Let the canvas be what `change` makes of it; what cannot be kept is told on the canvas and not done."""
    old = load(bench, seat)
    new = change(old)
    if new.editing is not old.editing:
        new = _stored(bench, seat, old, new)
    KEPT.set(Kept(seat, new))


def forget() -> None:
    """Let the next `load` read the store."""
    kept = KEPT.get()
    if kept is not None:
        KEPT.set(Kept(Seat(0, 0, ""), kept.canvas))


def _stored(bench: Bench, seat: Seat, old: Canvas, new: Canvas) -> Canvas:
    try:
        editing = bench.boards.keep_draft(seat.owner_id, seat.slug, seat.account_id, new.editing)
    except MingjingError as error:
        stands = error.theirs if isinstance(error, DraftMoved) else old.editing
        refusal = Refusal(max(old.refusal.seq, new.refusal.seq) + 1, str(error))
        return replace(old, editing=stands, seen=new.seen, refusal=refusal).tidy()
    return replace(new, editing=editing)


def _blank(old: Canvas) -> Canvas:
    """A new face that goes on counting, so that what the browser still shows is not taken for new."""
    return Canvas(old.editing, seen=old.seen, refusal=replace(old.refusal, text=""), opened=old.opened)
