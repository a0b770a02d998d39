"""The builder: shelves, preview, settings and saving, in one fragment, so that an edit redraws nothing else."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from datasource.texts import _
from widgets.blocks import drill
from widgets.builder.bench import Bench
from widgets.builder.calculating import with_calculations
from widgets.builder.calculation_editor import show_editor
from widgets.builder.calculation_keeping import owner_names
from widgets.builder.chart_settings import show_chart_settings
from widgets.builder.conflict import show_conflict
from widgets.builder.draft import Draft, redo, refused_in_words, take_in, undo
from widgets.builder.fields import palette
from widgets.builder.keeping import bring_back, draft_of, keep, put_by, refresh, start_new
from widgets.builder.kept import with_kept
from widgets.builder.lists import show_lists
from widgets.builder.notice import attempt, show_told
from widgets.builder.palette import Palette
from widgets.builder.pill_settings import show_pill_settings
from widgets.builder.places import board_link
from widgets.builder.preview import show_preview
from widgets.builder.publish import exportable, leave_lost_board, open_conflict, show_save
from widgets.builder.shelves import sent_edits, show_shelves
from widgets.state.cache import settle
from widgets.state.fragment import fragment
from widgets.state.session import Slot, steadily, steady_key, widget_value


def show_builder(seat: Callable[[], Bench]) -> None:
    """The page. `seat` is taken anew at each run of the fragment."""
    _bench(seat)


@fragment
def _bench(seat: Callable[[], Bench]) -> None:
    bench = seat()
    account_id = bench.account.account_id
    bring_back(bench.database, account_id)
    leave_lost_board(bench)
    refresh(bench.library, account_id)
    draft = draft_of(account_id)
    put_by(bench.database, account_id)
    conflict = open_conflict(bench)
    _head(draft, bench)
    show_told()
    if conflict is not None:
        show_conflict(conflict, bench)
        return
    _desk(draft, bench)
    drill.show_asked(replace(bench.opening(draft.controls), exports=exportable(bench, draft)))
    settle()


def _desk(draft: Draft, bench: Bench) -> None:
    fields, account_id = own_palette(draft, bench), bench.account.account_id
    stock = whole_palette(draft, bench)

    def kept(change: Callable[[Draft], Draft]) -> None:
        catch_up(bench)
        attempt(lambda: keep(account_id, refused_in_words(change)))

    show_shelves(draft, stock, lambda: catch_up(bench))
    show_pill_settings(draft, fields, bench, kept)
    drawing, settings = st.columns([2.4, 1], gap="medium")
    with drawing:
        show_preview(draft, bench, exports=exportable(bench, draft))
        show_lists(draft, stock, kept)
    with settings:
        show_chart_settings(draft, fields, kept)
    show_editor(draft, fields, bench, kept)


def catch_up(bench: Bench) -> None:
    """Take in the edits that have arrived with this click: a drag and a click may come in one run, in either order."""
    account_id = bench.account.account_id
    attempt(lambda: keep(account_id, lambda old: take_in(old, sent_edits(), whole_palette(old, bench))))


def own_palette(draft: Draft, bench: Bench) -> Palette:
    """All fields, with the calculations of the draft's chart."""
    return with_calculations(palette(sees_all=bench.sees_all), draft.chart.calculations)


def whole_palette(draft: Draft, bench: Bench) -> Palette:
    """`own_palette` with what the person and the team keep."""
    account_id = bench.account.account_id
    offered = bench.library.offered(account_id)
    owners = owner_names(bench) if any(one.owner_id != account_id for one in offered) else {}
    return with_kept(own_palette(draft, bench), draft.chart, offered, account_id, owners)


def _head(draft: Draft, bench: Bench) -> None:
    account_id = bench.account.account_id
    slot = steady_key(Slot.BUILDER_TITLE, draft.title)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text_input(
            _("Title of the chart"),
            draft.title,
            key=slot,
            max_chars=200,
            placeholder=_("Title of the chart"),
            label_visibility="collapsed",
            width=340,
            on_change=steadily(
                slot, lambda: keep(account_id, lambda old: replace(old, title=widget_value(slot) or ""))
            ),
        )
        for step, sign, told, able, act in _steps(draft, account_id):
            st.button(sign, key=step.value, help=told, disabled=not able, on_click=after(bench, act))
        show_save(draft, bench, lambda: catch_up(bench))
        if draft.origin is not None and not draft.origin.on_canvas:
            board_link(draft.origin.owner_id, draft.origin.slug, _("Open the board"))


def _steps(draft: Draft, account_id: int) -> tuple[tuple[Slot, str, str, bool, Callable[[], None]], ...]:
    return (
        (Slot.BUILDER_UNDO, "↶", _("Undo"), draft.can_undo, lambda: keep(account_id, undo)),
        (Slot.BUILDER_REDO, "↷", _("Redo"), draft.can_redo, lambda: keep(account_id, redo)),
        (Slot.BUILDER_NEW, "＋", _("Begin a new chart"), True, lambda: start_new(account_id)),
    )


def after(bench: Bench, act: Callable[[], None]) -> Callable[[], None]:
    """`act`, once the edits that came with the click are in."""

    def both() -> None:
        catch_up(bench)
        act()

    return both
