"""What the workspace says after it has done something: one sentence, shown once, on the run after the act."""

from collections.abc import Callable

import streamlit as st

from datasource.errors import MingjingError
from widgets.state.session import Key, Slot

TOLD: Key[tuple[str, bool]] = Key(Slot.BOARDS_NOTICE, lambda: ("", True))


def attempt(act: Callable[[], str | None]) -> None:
    """Do it; what it returns (None: nothing to say), or why it was refused, is shown by the next `show_told`."""
    try:
        if (text := act()) is not None:
            TOLD.set((text, True))
    except MingjingError as error:
        TOLD.set((str(error), False))


def show_told() -> None:
    """The sentence of the last act, if it has not been shown yet."""
    text, well = TOLD.get()
    TOLD.clear()
    if text:
        (st.success if well else st.error)(text)
