"""A row of choices that belongs to one panel and stands in the address: a view, a pipeline, a tier."""

from collections.abc import Mapping, Sequence

import streamlit as st

from widgets.controls import link
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.state.session import hold_widget, widget_value


def choose(label: str, slot: str, name: str, options: Mapping[str, str], first: str = "") -> str:
    """Draw `options` (value → what is shown) side by side; the choice stands in the address as `name`.

    Without a choice there, the one called `first`, or the first; so too with one that is not offered, and a sentence
    says so. A lone option needs no row. `label` is for those who cannot see the row, `slot` the session key.
    """
    asked = link.own_values(name)
    chosen, note = followed(name, asked, options, first)
    tell(note)
    if len(options) == 1:
        return chosen
    hold_widget(slot, chosen)
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=slot,
        required=True,
        on_change=lambda: link.put_own(name, widget_value(slot)),
        label_visibility="collapsed",
    )
    return chosen


def choose_listed(label: str, slot: str, name: str, options: Mapping[str, str], width: int = 220) -> str:
    """As `choose`, for many options: a list that opens and can be searched, under its label."""
    chosen, note = followed(name, link.own_values(name), options)
    tell(note)
    hold_widget(slot, chosen)
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=slot,
        on_change=lambda: link.put_own(name, widget_value(slot)),
        width=width,
    )
    return chosen


def followed(name: str, asked: Sequence[str], options: Mapping[str, str], first: str = "") -> tuple[str, str]:
    """The choice that the values `asked` of parameter `name` make, and a sentence where they make none."""
    first = first or next(iter(options))
    if not asked:
        return first, ""
    if len(asked) == 1 and asked[0] in options:
        return asked[0], ""
    return first, unread_note({name: asked})
