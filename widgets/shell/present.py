"""Presentation: a board on a wall or a projector, one slide a tab, or a section where there are no tabs.

`?present=1` leaves only the slide; arrow keys turn, Escape leaves, `every=20` turns by itself after 20 seconds.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.model import Dashboard
from datasource.texts import _
from widgets.blocks.links import show_chips
from widgets.charts.dress import page_css
from widgets.controls import link
from widgets.controls.plain import plain
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.shell.board import TAB, Sheet, show_group, tiles_of
from widgets.shell.layout import Group, groups_of
from widgets.state.fragment import fragment
from widgets.state.session import Key, Slot, hold_widget, widget_value

PRESENT, SLIDE, EVERY = "present", "slide", "every"
PACES = (0, 10, 20, 30, 60, 120)
TURNED: Key[float] = Key(Slot.BOARD_SLIDE, monotonic)
STYLE = (
    "<style>[data-testid=stSidebar],[data-testid=stHeader],[data-testid=stExpandSidebarButton]"
    "{display:none!important}"
    ".stMain .stMainBlockContainer{padding:.75rem 1rem .5rem!important;max-width:none}"
    "html{font-size:clamp(16px,calc(10px + .45vw),30px)}</style>"
)


@dataclass(frozen=True)
class Slide:
    """One slide: its title and the groups of tiles on it."""

    title: str
    groups: tuple[Group, ...]


def slides_of(board: Dashboard) -> list[Slide]:
    """One slide a tab; without tabs one a section; without both the whole board. Empty ones are left out."""
    if board.tabs:
        found = [Slide(_(tab.title), tuple(groups_of(tiles_of(board, tab.id)))) for tab in board.tabs]
    else:
        found = [
            Slide(_(group.section.title) if group.section else _(board.title), (group,))
            for group in groups_of(board.tiles)
        ]
    full = [slide for slide in found if any(group.tiles for group in slide.groups)]
    return full or [Slide(_(board.title), ())]


def is_presented() -> bool:
    """Whether the address asks for the presentation."""
    return link.own(PRESENT) == "1"


def show_present_button() -> None:
    """The way into the presentation, beside the board's title."""
    st.button(_("Present"), key="present", type="tertiary", on_click=link.put_own, args=(PRESENT, "1"))


def show_slide(sheet: Sheet) -> None:
    """Draw one slide, as high as the window, under a thin line of buttons."""
    slides = slides_of(sheet.board)
    place, pace = _asked(sheet.board, len(slides))
    slide = slides[place]
    st.html(STYLE)
    if rules := page_css(sheet.board.style):
        st.html(f"<style>{rules}</style>")
    _line(slide.title, place, len(slides), pace)
    if sheet.links is not None:
        show_chips(sheet.links, sheet.reading)
    shown = [group for group in slide.groups if group.tiles]
    for number, group in enumerate(shown):
        if len(shown) > 1 and group.section is not None:
            st.markdown(f"**{plain(_(group.section.title))}**")
        show_group(sheet, group, f"slide_{sheet.board.id}_{number}", filling=len(shown) == 1)
    if pace and len(slides) > 1:
        TURNED.set(monotonic())
        fragment(_turn_by_itself, run_every=pace)(place, len(slides), pace)


def _asked(board: Dashboard, count: int) -> tuple[int, int]:
    """The place of the slide and the seconds between two, as the address says; what it cannot mean is told."""
    failed: dict[str, list[str]] = {}
    place = _first_place(board)
    if asked := link.own(SLIDE):
        if asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= count:
            place = int(asked) - 1
        else:
            failed[SLIDE] = [asked]
    pace = 0
    if asked := link.own(EVERY):
        if asked.isascii() and asked.isdigit() and len(asked) < 6 and 5 <= int(asked) <= 3600:
            pace = int(asked)
        else:
            failed[EVERY] = [asked]
    tell(unread_note(failed))
    return min(place, count - 1), pace


def _first_place(board: Dashboard) -> int:
    """The slide of the tab that was open."""
    full = [tab.id for tab in board.tabs if tiles_of(board, tab.id)]
    return full.index(link.own(TAB)) if link.own(TAB) in full else 0


def _line(title: str, place: int, count: int, pace: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="slide_line"):
        st.markdown(f"**{plain(title)}**", width="stretch")
        if count > 1:
            st.button(
                "◀", key="slide_back", help=_("Slide before"), shortcut="Left", on_click=_go, args=(place - 1, count)
            )
            st.caption(f"{place + 1} / {count}", width="content")
            st.button(
                "▶", key="slide_next", help=_("Next slide"), shortcut="Right", on_click=_go, args=(place + 1, count)
            )
            _pace(pace)
        _full_screen()(key="slide_full", data={"label": _("Full screen")}, height=36, width="content")
        st.button("✕", key="slide_leave", help=_("Leave the presentation"), shortcut="Esc", on_click=_leave)


def _pace(pace: int) -> None:
    slot = Slot.BOARD_EVERY.value
    hold_widget(slot, pace)

    def take() -> None:
        chosen = widget_value(slot)
        if chosen:
            link.put_own(EVERY, str(chosen))
        else:
            link.drop_own(EVERY)

    st.selectbox(
        _("Turn by itself"),
        sorted({*PACES, pace}),
        format_func=lambda seconds: _("every {count} s").format(count=seconds) if seconds else _("by hand"),
        key=slot,
        on_change=take,
        label_visibility="collapsed",
        width=130,
    )


def _turn_by_itself(place: int, count: int, pace: int) -> None:
    """The first run comes with the slide, a later one when its time is up."""
    if monotonic() - TURNED.get() > pace * 0.6:
        _go(place + 1, count)
        st.rerun()


def _go(place: int, count: int) -> None:
    link.put_own(SLIDE, str(place % count + 1))


def _leave() -> None:
    for name in (PRESENT, SLIDE, EVERY):
        link.drop_own(name)


@cache
def _full_screen() -> ComponentRenderer:
    here = Path(__file__).parent
    return st.components.v2.component(
        "mingjing.full_screen",
        js=(here / "full_screen.js").read_text(encoding="utf-8"),
        css=(here / "full_screen.css").read_text(encoding="utf-8"),
    )
