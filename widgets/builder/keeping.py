"""The draft of this session: read, changed, put by for the person's next session, begun anew when another sits down."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from dashboards.library import Library
from dashboards.model import Dashboard
from dashboards.stored import Stored
from datasource.people.database import AppDatabase
from datasource.people.drafts import keep_draft, kept_draft
from datasource.texts import _
from widgets.builder.draft import BLANK, HABITS, Draft, Origin, changed, consistent, opened_instead
from widgets.builder.draft_text import draft_text, read_draft
from widgets.builder.notice import TOLD
from widgets.state.session import Key, Slot


@dataclass(frozen=True)
class Kept:
    """A draft and the account that it belongs to."""

    account_id: int
    draft: Draft


KEPT: Key[Kept] = Key(Slot.BUILDER_DRAFT, lambda: Kept(0, Draft()))
PUT_BY: Key[tuple[int, tuple[object, ...]]] = Key(Slot.BUILDER_PUT_BY, lambda: (0, ()))


def bring_back(database: AppDatabase, account_id: int) -> None:
    """At the start of a session (a reload makes one): the person's draft as it was put by, with all its steps."""
    kept = KEPT.get()
    if kept.account_id == account_id:
        return
    text = kept_draft(database, account_id)
    held = (read_draft(text) if text else None) or Draft()
    fresh = _fresh(kept.draft)
    KEPT.set(Kept(account_id, replace(held, seen=fresh.seen, refusal=fresh.refusal)))
    PUT_BY.set((account_id, _lasting(held)))


def refresh(library: Library, account_id: int) -> None:
    """Let the chart's copies of kept calculations be as these are now; no step of undo."""
    chart = draft_of(account_id).chart
    fresh = library.refreshed_chart(chart, account_id)
    if fresh is not chart:
        keep(account_id, lambda old: replace(old, chart=consistent(fresh)))


def put_by(database: AppDatabase, account_id: int) -> None:
    """Keep the draft for the next session, when it has changed since it was last kept."""
    draft = draft_of(account_id)
    lasting = (account_id, _lasting(draft))
    if lasting != PUT_BY.get():
        keep_draft(database, account_id, draft_text(draft))
        PUT_BY.set(lasting)


def _lasting(draft: Draft) -> tuple[object, ...]:
    steps = len(draft.past), len(draft.future), draft.before, draft.after
    return draft.chart, draft.title, draft.controls, draft.origin, draft.saved, *steps


def draft_of(account_id: int) -> Draft:
    """The person's draft; an empty one when the last was another person's."""
    kept = KEPT.get()
    if kept.account_id != account_id:
        kept = Kept(account_id, _fresh(kept.draft))
        KEPT.set(kept)
    return kept.draft


def keep(account_id: int, change: Callable[[Draft], Draft]) -> None:
    """Let the person's draft be what `change` makes of it."""
    KEPT.set(Kept(account_id, change(draft_of(account_id))))


def start_new(account_id: int) -> None:
    """Begin an empty chart; undo brings the old one back, unless it is of somebody else's board."""
    origin = draft_of(account_id).origin
    if origin is not None and origin.owner_id != account_id:
        start_over(account_id)
    else:
        keep(account_id, begun)


def start_over(account_id: int) -> None:
    """Begin an empty chart, with no way back to the old one; the unsaved work before that one stays a step back."""
    keep(account_id, lambda old: replace(_fresh(old), before=old.before))


def begun(old: Draft) -> Draft:
    """An empty chart that belongs to no board, with the old chart one step back."""
    return replace(changed(old, BLANK), title="", controls=HABITS, origin=None, saved=None, opened=None)


def open_tile(account_id: int, stored: Stored, tile_id: str) -> None:
    """Take a chart of one of the person's boards onto the bench; an unknown tile leaves the draft as it is."""
    take_up(account_id, stored.board, Origin(stored.owner_id, stored.slug, tile_id, stored.revision))


def take_up(account_id: int, board: Dashboard, origin: Origin) -> None:
    """Take the chart in the tile of `origin` onto the bench, as it stands in `board`; unsaved work is a step back."""
    tile = next((one for one in board.tiles if one.id == origin.tile and one.chart), None)
    if tile is None or tile.chart is None:
        return
    fresh = Draft(chart=tile.chart, title=tile.title, controls=board.controls, origin=origin, saved=tile.chart)
    if draft_of(account_id).unsaved:
        TOLD.set((_("The chart that you were working on is kept: ↶ brings it back."), True))
    keep(account_id, lambda old: opened_instead(old, fresh))


def _fresh(old: Draft) -> Draft:
    """A new draft that goes on counting edits, so that what the browser still shows is not taken for new."""
    return Draft(seen=old.seen, refusal=replace(old.refusal, text=""))
