"""A drawing that no kind of chart makes: a specification of `widgets.charts` over rows of its own."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import polars as pl
import streamlit as st

from widgets.blocks.spoken import speak
from widgets.charts.look import Look
from widgets.charts.theme import config
from widgets.state.session import widget_value

HEIGHT = 340


def show_drawing(  # noqa: PLR0913, PLR0917  (what is drawn, where, and what is said of it)
    rows: pl.DataFrame,
    spec: dict[str, Any],
    look: Look,
    key: str,
    name: str,
    told: str = "",
    height: int = HEIGHT,
    on_pick: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Draw `rows` by `spec`; `name` says what it is, `told` its numbers to those who cannot see it.

    With `on_pick`, the drawing has a selection `pick`, and a click hands over the mark that was clicked.
    """
    selects: Callable[[], None] | Literal["ignore"] = "ignore" if on_pick is None else lambda: _clicked(key, on_pick)
    more: dict[str, Any] = {} if on_pick is None else {"selection_mode": "pick"}
    st.vega_lite_chart(
        rows,
        {**spec, "config": config(look)},
        theme=None,
        width="stretch",
        height=height,
        alt=name,
        key=key,
        on_select=selects,
        **more,
    )
    if told:
        speak(told)


def _clicked(key: str, on_pick: Callable[[dict[str, Any]], None]) -> None:
    event = widget_value(key)
    marks = event.selection.get("pick", []) if event is not None else []
    if marks and isinstance(marks[0], Mapping):
        on_pick(dict(marks[0]))
