"""The shelves as plain lists: the way without dragging, in step with the shelves above."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboards.model import Shelves
from datasource.texts import _
from widgets.builder.draft import Draft, do
from widgets.builder.palette import Palette, editable
from widgets.builder.shelving import RULES, Edit, Shelf, field_of, items, pill_ids
from widgets.state.session import Slot, steadily, steady_key, widget_value

Keep = Callable[[Callable[[Draft], Draft]], None]


def show_lists(draft: Draft, palette: Palette, keep: Keep) -> None:
    """One list a shelf; a choice becomes the same edits that dragging makes. Drawn while the panel is open only."""
    panel = st.expander(_("Choose fields from lists"), key=Slot.BUILDER_LISTS.value, on_change="rerun")
    if not panel.open:
        return
    with panel:
        if draft.refusal.text:
            st.warning(draft.refusal.text)
        for shelf in Shelf:
            _list(shelf, draft.shelves, palette, keep)
        _settings(draft, palette, keep)
        _calculations(draft, keep)


def _calculations(draft: Draft, keep: Keep) -> None:
    """A button for a new calculation and one for each that the chart has."""
    slot = Slot.BUILDER_CALCULATION.value
    labels = {"": _("＋ Calculation"), **{one.id: one.label for one in draft.chart.calculations}}
    with st.container(horizontal=True):
        for name, label in labels.items():
            st.button(label, key=f"{slot}_edit_{name}", on_click=lambda name=name: keep(_edited(name)))


def _edited(name: str) -> Callable[[Draft], Draft]:
    return lambda old: replace(old, editing=name)


def _list(shelf: Shelf, shelves: Shelves, palette: Palette, keep: Keep) -> None:
    standing = list(dict.fromkeys(field_of(item) for item in items(shelves, shelf)))
    options, single = _options(shelf, shelves, palette, standing), RULES[shelf].single
    shown = (standing[0] if standing else None) if single else standing
    slot = steady_key(f"{Slot.BUILDER_LIST.value}_{shelf.value}", shown)

    def take() -> None:
        wanted = widget_value(slot)
        names = wanted if isinstance(wanted, list) else [wanted] if wanted else []
        keep(lambda draft: chosen(draft, shelf, standing, names, palette))

    label = _(RULES[shelf].label)
    if single:
        place = options.index(standing[0]) if standing else None
        st.selectbox(label, options, place, palette.listed, key=slot, on_change=steadily(slot, take), placeholder="—")
    else:
        st.multiselect(
            label, options, standing, palette.listed, key=slot, on_change=steadily(slot, take), placeholder="—"
        )


def _settings(draft: Draft, palette: Palette, keep: Keep) -> None:
    pills = {
        f"{shelf.value}/{pill}": _("{field} on {shelf}").format(
            field=palette.label(field_of(item)), shelf=_(RULES[shelf].label)
        )
        for shelf in Shelf
        for pill, item in zip(pill_ids(draft.shelves, shelf), items(draft.shelves, shelf), strict=True)
        if editable(item, palette)
    }
    held = f"{draft.opened[0].value}/{draft.opened[1]}" if draft.opened else None
    slot = steady_key(Slot.BUILDER_OPENED, held if held in pills else None)

    def take() -> None:
        shelf, _slash, pill = (widget_value(slot) or "").partition("/")
        keep(lambda old: replace(old, opened=(Shelf(shelf), pill) if pill else None))

    st.selectbox(
        _("Settings of"),
        list(pills),
        index=list(pills).index(held) if held in pills else None,
        key=slot,
        on_change=steadily(slot, take),
        format_func=pills.__getitem__,
        placeholder="—",
    )


def _options(shelf: Shelf, shelves: Shelves, palette: Palette, standing: Sequence[str]) -> list[str]:
    grouping = shelf is not Shelf.FILTERS
    fit = [
        pick.name
        for pick in palette.picks
        if pick.holds == RULES[shelf].holds and not palette.unreachable(pick.name, shelves, grouping=grouping)
    ]
    return list(dict.fromkeys((*standing, *fit)))


def chosen(draft: Draft, shelf: Shelf, shown: Sequence[str], names: Sequence[str], palette: Palette) -> Draft:
    """The draft after a list that showed `shown` was made to hold `names`; what came otherwise meanwhile stays."""
    for pill, item in zip(pill_ids(draft.shelves, shelf), items(draft.shelves, shelf), strict=True):
        if field_of(item) in shown and field_of(item) not in names:
            draft = do(draft, Edit(do="remove", shelf=shelf, pill=pill), palette)
    for name in names:
        if name not in shown:
            draft = do(draft, Edit(do="add", shelf=shelf, pill=name), palette)
    return draft
