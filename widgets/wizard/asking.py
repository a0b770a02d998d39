"""Questions of the wizard: each shows what the draft holds and hands on what is chosen."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from widgets.state.session import Slot, steadily, steady_key, widget_value


def slot(*parts: str) -> str:
    """The name of a widget of the wizard."""
    return "_".join((Slot.WIZARD.value, *parts))


def across(names: Sequence[str], width: int) -> Iterator[tuple[DeltaGenerator, str]]:
    """Each of `names` with its place in rows of `width`."""
    for start in range(0, len(names), width):
        yield from zip(st.columns(width), names[start : start + width], strict=False)


def pick(  # noqa: PLR0913  (what a select box is made of)
    name: str,
    label: str,
    options: Sequence[str],
    held: str,
    take: Callable[[str], None],
    *,
    told: Callable[[str], str] = str,
    **more: Any,
) -> None:
    """A select box of texts; what is held and no longer offered stands among them all the same."""
    every = list(options) if held in options else [held, *options]
    key = steady_key(name, held)
    st.selectbox(
        label,
        every,
        index=every.index(held),
        format_func=told,
        key=key,
        on_change=steadily(key, lambda: take(widget_value(key) or "")),
        **more,
    )


def write(name: str, label: str, held: str, take: Callable[[str], None], **more: Any) -> None:
    """A line of text, without the blanks around it."""
    key = steady_key(name, held)
    st.text_input(
        label, held, key=key, on_change=steadily(key, lambda: take((widget_value(key) or "").strip())), **more
    )


def switch(name: str, label: str, held: bool, take: Callable[[bool], None], **more: Any) -> None:
    """A box to tick."""
    key = steady_key(name, held)
    st.checkbox(label, held, key=key, on_change=steadily(key, lambda: take(bool(widget_value(key)))), **more)
