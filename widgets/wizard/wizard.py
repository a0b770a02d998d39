"""The wizard: five steps from files or a database to a new version of the data, each kept until it is done."""

from collections.abc import Callable
from types import MappingProxyType

import streamlit as st

from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.people.database import AppDatabase
from datasource.settings import Settings
from datasource.texts import N_, _, use_language
from widgets.format import as_typed
from widgets.wizard import work
from widgets.wizard.asking import slot
from widgets.wizard.check import show_check
from widgets.wizard.columns import show_columns
from widgets.wizard.files import show_files
from widgets.wizard.loading import show_load
from widgets.wizard.seat import TOLD, Seat, take_seat
from widgets.wizard.tables import show_tables

STEPS = MappingProxyType(
    {
        1: (N_("Files"), show_files),
        2: (N_("Tables"), show_tables),
        3: (N_("Columns"), show_columns),
        4: (N_("Check"), show_check),
        5: (N_("Load"), show_load),
    }
)


def connect_data(database: AppDatabase, settings: Settings, actor: Account) -> None:
    """The whole page for administrator `actor`."""
    use_language(actor.language)
    seat = take_seat(database, settings, actor)
    st.title(_("Connect data"), anchor=False)
    step = min(seat.kept.step, 5 if seat.has_source() else 1)
    _heads(seat, step)
    with st.container():
        for text in TOLD.get():
            st.error(as_typed(text))
    TOLD.clear()
    try:
        STEPS[step][1](seat)
    except MingjingError as error:
        st.error(as_typed(str(error)))
        _back(seat, step)


def _heads(seat: Seat, now: int) -> None:
    """The steps; those that were reached can be gone back to."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for number, (label, _show) in STEPS.items():
            st.button(
                f"{number} {_(label)}",
                key=slot("step", str(number)),
                type="primary" if number == now else "secondary",
                disabled=number > now,
                on_click=_going(seat, number),
            )
        st.space("stretch")
        if seat.corner.read() is not None:
            st.button(_("Begin anew"), key=slot("anew"), type="tertiary", on_click=lambda: _anew(seat))


def _going(seat: Seat, number: int) -> Callable[[], None]:
    return lambda: seat.keep(step=number)


def _anew(seat: Seat) -> None:
    seat.corner.clear()
    work.forget(seat.place)


def _back(seat: Seat, step: int) -> None:
    if step > 1 and st.button(_("Back"), key=slot("back_from", str(step))):
        seat.go(step - 1)
