"""What a setting needs to change the board: who sits here, the canvas as it stands, and one way to change it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboards.model import Dashboard
from widgets.builder.bench import Bench
from widgets.builder.canvas.drawing import sent_edits
from widgets.builder.canvas.editing import Canvas, Seat, check_seat, keep
from widgets.builder.canvas.edits import take_in
from widgets.builder.notice import attempt
from widgets.builder.palette import Palette
from widgets.state.session import Slot, steadily, steady_key, widget_value

Put = Callable[[Dashboard, Any], Dashboard]


@dataclass(frozen=True)
class Hand:
    """One run of the editor. What it is asked to do happens in callbacks, on a seat that is taken anew."""

    bench: Bench
    seat: Seat
    canvas: Canvas
    palette: Palette

    @property
    def board(self) -> Dashboard:
        """The board as it stands."""
        return self.canvas.board

    def catch_up(self) -> None:
        """Take in the edits that came with this click: a drag and a click may come in one run, in either order."""
        self.turn(lambda canvas: canvas)

    def turn(self, change: Callable[[Canvas], Canvas]) -> None:
        """Let the canvas be what `change` makes of it, after the edits that came with the click."""

        def act() -> None:
            bench = self.bench.again()
            check_seat(bench, self.seat)
            keep(bench, self.seat, lambda canvas: change(take_in(canvas, sent_edits())))

        attempt(act)

    def change(self, change: Callable[[Dashboard], Dashboard]) -> None:
        """Let the board be what `change` makes of it; a step that can be undone."""
        self.turn(lambda canvas: canvas.do(change))

    def act(self, name: str, label: str, press: Callable[[], None], **look: Any) -> None:
        """A button."""
        st.button(label, key=f"{Slot.CANVAS_ACT.value}_{name}", on_click=press, **look)

    def text(self, name: str, label: str, held: str, put: Put, **look: Any) -> None:
        """A line of text; `tall` makes it a field of several."""
        slot, taken = self._field(name, held, put)
        ask = st.text_area if look.pop("tall", False) else st.text_input
        ask(label, held, key=slot, on_change=taken, **look)

    def toggle(self, name: str, label: str, held: bool, put: Put, **look: Any) -> None:
        """A switch."""
        slot, taken = self._field(name, held, put)
        st.toggle(label, held, key=slot, on_change=taken, **look)

    def number(self, name: str, label: str, held: int, put: Put, ends: tuple[int, int]) -> None:
        """A whole number between two ends, both inclusive."""
        slot, taken = self._field(name, held, put)
        st.number_input(label, *ends, held, step=1, key=slot, on_change=taken)

    def select(self, name: str, label: str, options: Mapping[str, str], held: str, put: Put, **look: Any) -> None:
        """One of several, told by its text; what is held and no longer offered is offered by its name."""
        slot, taken = self._field(name, held, put)
        offered = options if held in options else {held: held, **options}
        at = list(offered).index(held)
        st.selectbox(label, list(offered), at, format_func=offered.__getitem__, key=slot, on_change=taken, **look)

    def several(self, name: str, label: str, options: Mapping[str, str], held: Collection[str], put: Put) -> None:
        """Any of several, in the order in which they were chosen."""
        slot, taken = self._field(name, list(held), put)
        offered = {**{one: one for one in held}, **options}
        st.multiselect(label, list(offered), list(held), format_func=offered.__getitem__, key=slot, on_change=taken)

    def colour(self, name: str, label: str, held: str, put: Put) -> None:
        """A colour of one's own, or none: the theme's."""
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            self.toggle(f"{name}_own", label, bool(held), lambda board, on: put(board, "#f2f4f8" if on else ""))
            if held:
                slot, taken = self._field(name, held.lower(), put)
                st.color_picker(label, held.lower(), key=slot, on_change=taken, label_visibility="collapsed")

    def _field(self, name: str, held: Any, put: Put) -> tuple[str, Callable[[], None]]:
        slot = steady_key(f"{Slot.CANVAS_FIELD.value}_{name}", held)
        return slot, steadily(slot, lambda: self.change(lambda board: put(board, widget_value(slot))))
