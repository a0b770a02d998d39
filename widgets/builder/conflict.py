"""Two people saved the same board: both versions side by side, what each changed, and the three ways out."""

import streamlit as st

from dashboards.drafts import shared_like
from dashboards.model import Dashboard
from dashboards.stored import Stored
from datasource.texts import _
from widgets.builder.bench import Bench
from widgets.builder.keeping import open_tile
from widgets.builder.merging import show_merge
from widgets.builder.notice import attempt
from widgets.builder.preview import show_drawn
from widgets.builder.publish import Conflict, join_both, keep_mine_as_copy, load_theirs
from widgets.state.session import Slot

HEIGHT = 380


def show_conflict(conflict: Conflict, bench: Bench) -> None:
    """Mine and theirs, each drawn, each with its button."""
    st.warning(conflict.told)
    mine, theirs = st.columns(2)
    with mine:
        _version("mine", _("Yours"), conflict.mine, conflict.tile, bench)
        st.button(
            _("Keep mine as a copy"),
            key=Slot.BUILDER_COPY.value,
            on_click=lambda: attempt(lambda: keep_mine_as_copy(bench.again(), conflict)),
        )
    with theirs:
        told = _("Saved by {author}").format(author=conflict.theirs.author or _("someone else"))
        _version("theirs", told, conflict.theirs.board, conflict.tile, bench)
        st.button(
            _("Load theirs"),
            key=Slot.BUILDER_LOAD.value,
            on_click=lambda: attempt(lambda: _load(bench.again(), conflict)),
        )
    base, stored = conflict.base, conflict.theirs
    if base is not None:
        base = shared_like(base, stored.board)
    name = f"{stored.owner_id}_{stored.slug}_{stored.revision}"
    show_merge(base, conflict.mine, stored, name, lambda board: join_both(bench.again(), conflict, board))


def _version(side: str, heading: str, board: Dashboard, tile_id: str, bench: Bench) -> None:
    st.markdown(f"**{heading}**")
    tile = next((one for one in board.tiles if one.id == tile_id and one.chart), None)
    with st.container(border=True, height=HEIGHT):
        if tile is None or tile.chart is None:
            st.info(_("This version no longer has the chart."))
        else:
            show_drawn(f"conflict-{side}", tile.title, tile.chart, board.controls, bench, exports=False)


def _load(bench: Bench, conflict: Conflict) -> str:
    def take(stored: Stored) -> None:
        open_tile(bench.account.account_id, stored, conflict.tile)

    return load_theirs(bench, conflict, take)
