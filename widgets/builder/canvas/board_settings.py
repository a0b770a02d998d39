"""The settings of the board itself: title, tabs, filter bar, look, how often it asks anew."""

from typing import Any

import streamlit as st

from dashboards.model import Controls, Dashboard
from datasource.periods import PRESETS
from datasource.question import Filter, Grain, Op, Period
from datasource.texts import N_, _
from widgets.builder.canvas.changes import with_board, with_controls
from widgets.builder.canvas.controls import OWN, control_label, control_names
from widgets.builder.canvas.hand import Hand
from widgets.builder.canvas.looks import show_board_look
from widgets.builder.canvas.sheets import show_tab_settings

_GRAINS = {
    "": N_("As fits the period"),
    Grain.DAY.value: N_("By day"),
    Grain.WEEK.value: N_("By week"),
    Grain.MONTH.value: N_("By month"),
    Grain.QUARTER.value: N_("By quarter"),
    Grain.YEAR.value: N_("By year"),
}
_COMPARISONS = {
    "": N_("No comparison"),
    "previous": N_("Against the period before"),
    "last_year": N_("Against the year before"),
}
_REFRESHES = {
    0: N_("Never"),
    30: N_("Every 30 seconds"),
    60: N_("Every minute"),
    300: N_("Every 5 minutes"),
    3600: N_("Every hour"),
}


def show_board_settings(hand: Hand) -> None:
    """Everything that is said of the board as a whole; a change is kept at once."""
    board = hand.board
    hand.text("title", _("Title of the board"), board.title, _titled, max_chars=200)
    hand.text(
        "description",
        _("Description"),
        board.description,
        lambda b, text: with_board(b, description=text or ""),
        tall=True,
        max_chars=4000,
    )
    hand.text(
        "icon", _("Icon"), board.icon, lambda b, text: with_board(b, icon=text or ""), max_chars=8, placeholder="📊"
    )
    with st.expander(_("Tabs")):
        show_tab_settings(hand)
    with st.expander(_("Filter bar")):
        _filter_bar(hand, board.controls)
    with st.expander(_("Look of the board")):
        show_board_look(hand)
    options = {str(seconds): _(label) for seconds, label in _REFRESHES.items()}
    hand.select(
        "refresh", _("Ask anew"), options, str(board.refresh), lambda b, seconds: with_board(b, refresh=int(seconds))
    )


def _titled(board: Dashboard, text: Any) -> Dashboard:
    return with_board(board, title=text.strip()) if text and text.strip() else board


def _filter_bar(hand: Hand, controls: Controls) -> None:
    labels = {name: control_label(name) for name in control_names()}
    hand.several("show", _("Controls"), labels, controls.show, lambda b, names: with_controls(b, show=tuple(names)))
    if controls.period.preset is not None:
        periods = {name: _(label) for name, label in PRESETS.items()}
        hand.select(
            "period",
            _("Period to start with"),
            periods,
            controls.period.preset,
            lambda b, name: with_controls(b, period=Period(preset=name, field=b.controls.period.field)),
        )
    grains = {name: _(label) for name, label in _GRAINS.items()}
    held = controls.grain.value if controls.grain else ""
    hand.select(
        "grain", _("Time step to start with"), grains, held, lambda b, name: with_controls(b, grain=name or None)
    )
    comparisons = {name: _(label) for name, label in _COMPARISONS.items()}
    hand.select(
        "compare",
        _("Comparison to start with"),
        comparisons,
        controls.compare or "",
        lambda b, name: with_controls(b, compare=name or None),
    )
    for name in controls.show:
        if name not in OWN:
            _start(hand, controls, name)


def _start(hand: Hand, controls: Controls, name: str) -> None:
    """The members that a picker starts with; none are all."""
    held = next((part for part in controls.where if part.field == name and part.op is Op.IN), None)
    value = held.value if held is not None and isinstance(held.value, tuple) else ()

    def put(board: Dashboard, members: Any) -> Dashboard:
        rest = tuple(part for part in board.controls.where if part.field != name or part.op is not Op.IN)
        added = (Filter(field=name, op=Op.IN, value=tuple(members)),) if members else ()
        return with_controls(board, where=(*rest, *added))

    label = _("{field} to start with").format(field=control_label(name))
    members = {member: member for member in hand.bench.members(name)}
    hand.several(f"start_{name}", label, members, [str(one) for one in value], put)
