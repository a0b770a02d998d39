"""The shelves on screen: an own component with dragging, keyboard and touch. What it may do is in `shelving`."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from widgets.builder.draft import Draft, Wish, read_log
from widgets.builder.palette import Palette
from widgets.builder.payload import payload
from widgets.builder.sent import sent_log
from widgets.state.session import Slot, widget_value

HERE = Path(__file__).parent
SORTABLE = "sortablejs/sortable.esm.js"


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "mingjing.shelves",
        js=(HERE / "shelves.js").read_text(encoding="utf-8"),
        css=(HERE / "shelves.css").read_text(encoding="utf-8"),
    )


def show_shelves(draft: Draft, palette: Palette, take: Callable[[], None]) -> None:
    """Mount the shelves; `take` is called when edits have arrived (see `sent_edits`), before the answering run."""
    _component()(
        key=Slot.BUILDER_SHELVES.value,
        data=payload(draft, palette, vendored(SORTABLE)),
        on_edits_change=take,
    )


def sent_edits() -> tuple[Wish, ...]:
    """The newest log of edits that the browser has sent; raises `MingjingError` when it is none."""
    return read_log(sent_log(widget_value(Slot.BUILDER_SHELVES)))


def vendored(script: str) -> str:
    """The address of a script in `static/vendor`, as the browser asks for it."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return "/".join(("", *filter(None, (base, "app/static/vendor", script))))
