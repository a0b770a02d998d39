"""Which kinds of chart fit what stands on the shelves, the best first; and what the others still need."""

from collections.abc import Mapping

import streamlit as st

from dashboards.kinds import KINDS, fitting, missing
from dashboards.model import Shelves
from datasource.texts import _
from widgets.builder.draft import Draft, changed
from widgets.builder.lists import Keep
from widgets.state.session import Slot, forget, steadily, steady_key, widget_value

AT_ONCE = 6
"""How many fitting kinds stand in the row; the select box below has them all."""


def suggested(shelves: Shelves) -> tuple[str, ...]:
    """The kinds that can draw the shelves, the best first; none while nothing is asked for."""
    return fitting(shelves) if shelves.metrics() else ()


def needed(shelves: Shelves) -> Mapping[str, str]:
    """The kinds that cannot draw the shelves as they stand, each with what it is missing."""
    gaps = {name: " ".join(missing(name, shelves)) for name in KINDS}
    return {name: told for name, told in gaps.items() if told}


def needs_text(shelves: Shelves) -> str:
    """The same as a list for reading."""
    lines = [f"- **{_(KINDS[name].label)}**: {told}" for name, told in needed(shelves).items()]
    return "\n".join([_("These shelves do not yet fit:"), *lines]) if lines else ""


def show_suggest(draft: Draft, keep: Keep) -> None:
    """Fitting kinds in a row, to be taken at a click; the others grey, each saying what it is missing."""
    fit = suggested(draft.shelves)
    if fit:
        _fitting(draft, fit, keep)
    unfit = needed(draft.shelves)
    if unfit and not draft.empty:
        _unfit(unfit)


def _fitting(draft: Draft, fit: tuple[str, ...], keep: Keep) -> None:
    kind = draft.chart.kind
    row = [*fit[:AT_ONCE], *([kind] if kind in fit[AT_ONCE:] else [])]
    shown = kind if kind in row else None
    slot = steady_key(Slot.BUILDER_SUGGEST.value, shown)

    def take() -> None:
        chosen = widget_value(slot)
        if chosen:
            keep(lambda old: changed(old, old.chart.model_copy(update={"kind": chosen})))

    st.pills(_("Suggested"), row, default=shown, format_func=_face, key=slot, on_change=steadily(slot, take), wrap=True)


def _unfit(unfit: Mapping[str, str]) -> None:
    panel_slot = f"{Slot.BUILDER_UNFIT.value}_panel"
    panel = st.popover(_("Kinds that do not fit yet"), type="tertiary", key=panel_slot, on_change="rerun")
    if not panel.open:
        return
    with panel:
        slot = Slot.BUILDER_UNFIT.value
        if widget_value(slot) not in (None, *unfit):
            forget((slot,))
        asked = st.pills(
            _("What is missing"), list(unfit), format_func=_grey, key=slot, label_visibility="collapsed", wrap=True
        )
        if asked:
            st.caption(f"**{_(KINDS[asked].label)}**: {unfit[asked]}")
        else:
            st.caption(_("Choose one to see what it is missing."))


def _face(name: str) -> str:
    return f":material/{KINDS[name].icon}: {_(KINDS[name].label)}"


def _grey(name: str) -> str:
    return f":gray[{_face(name)}]"
