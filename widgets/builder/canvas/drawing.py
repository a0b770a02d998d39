"""The canvas on screen: an own component with gridstack. What its edits do is in `edits`."""

from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from widgets.builder.canvas.editing import Canvas
from widgets.builder.canvas.edits import Edit, read_log
from widgets.builder.canvas.payload import payload
from widgets.builder.palette import Palette
from widgets.builder.sent import sent_log
from widgets.builder.shelves import vendored
from widgets.state.session import Slot, widget_value

HERE = Path(__file__).parent
VENDORED = HERE.parents[2] / "static" / "vendor" / "gridstack"
GRIDSTACK = "gridstack/gridstack-all.js"


@cache
def _component() -> ComponentRenderer:
    looks = (VENDORED / "gridstack.min.css", HERE / "canvas.css")
    return st.components.v2.component(
        "mingjing.canvas",
        js=(HERE / "canvas.js").read_text(encoding="utf-8"),
        css="\n".join(look.read_text(encoding="utf-8") for look in looks),
    )


def show_drawing(canvas: Canvas, palette: Palette, hosts: Collection[str], take: Callable[[], None]) -> None:
    """Mount the canvas; `take` is called when edits have arrived (see `sent_edits`), before the answering run."""
    _component()(
        key=Slot.CANVAS_DRAWING.value,
        data=payload(canvas, palette, hosts, vendored(GRIDSTACK)),
        on_edits_change=take,
    )


def sent_edits() -> tuple[Edit, ...]:
    """The newest log of edits that the browser has sent; raises `MingjingError` when it is none."""
    return read_log(sent_log(widget_value(Slot.CANVAS_DRAWING)))
