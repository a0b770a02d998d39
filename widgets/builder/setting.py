"""Single settings on the screen: each shows what is held, in step with undo and dragging, and hands on a choice."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from widgets.state.session import steadily, steady_key, widget_value

NONE = "none"


def select(  # noqa: PLR0913, PLR0917  (what a select box is made of)
    slot: str, label: str, options: Mapping[str, str], held: str, take: Callable[[str], None], told: str = ""
) -> None:
    """A select box; the labels of `options` must not change while it stands, for the browser answers with labels."""
    key = steady_key(slot, held)
    st.selectbox(
        label,
        list(options),
        index=list(options).index(held),
        format_func=options.__getitem__,
        key=key,
        on_change=steadily(key, lambda: take(widget_value(key))),
        help=told or None,
    )


def toggle(slot: str, label: str, held: bool, take: Callable[[bool], None]) -> None:
    """A switch."""
    key = steady_key(slot, held)
    st.toggle(label, held, key=key, on_change=steadily(key, lambda: take(bool(widget_value(key)))))


def text(slot: str, label: str, held: str, take: Callable[[str], None], **more: Any) -> None:
    """A line of text, without the blanks around it."""
    written(slot, label, held, lambda told: take(told.strip()), **more)


def written(slot: str, label: str, held: str, take: Callable[[str], None], **more: Any) -> None:
    """A line of text as it was written."""
    key = steady_key(slot, held)
    st.text_input(label, held, key=key, on_change=steadily(key, lambda: take(widget_value(key) or "")), **more)


def colour(slot: str, label: str, held: str, take: Callable[[str], None]) -> None:
    """A colour as `#rrggbb`, shown as a patch."""
    key = steady_key(slot, held.lower())
    st.color_picker(label, held.lower(), key=key, on_change=steadily(key, lambda: take(widget_value(key))))


def number(slot: str, label: str, held: float | None, take: Callable[[float | None], None], **more: Any) -> None:
    """A number, or none; whole ones are whole where `step` is."""
    key = steady_key(slot, held)
    st.number_input(label, key=key, on_change=steadily(key, lambda: take(widget_value(key))), **{"value": held, **more})
