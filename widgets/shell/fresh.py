"""Boards that stay open: a clock asks now and then whether data, board or reader changed, and draws the page anew."""

from collections.abc import Callable

import streamlit as st

from dashboards.model import Dashboard
from datasource.errors import MingjingError
from widgets.shell.door import app_database, settings, signed_in
from widgets.state.cache import shared
from widgets.state.fragment import fragment
from widgets.state.session import Key, Slot

LEAST = 5  # seconds between two looks
SEEN: Key[tuple[object, ...]] = Key(Slot.BOARD_SEEN, tuple)


def keep_fresh(board: Dashboard, find: Callable[[], Dashboard]) -> None:
    """Look every `board.refresh` seconds whether the data, today, the board or its reader changed; 0 never looks.

    A look costs no question: what is drawn is asked anew only when the version did change, and is kept otherwise.
    """
    if not board.refresh:
        return
    SEEN.set(_state(lambda: board))
    fragment(_look, run_every=max(board.refresh, LEAST))(find)


def _look(find: Callable[[], Dashboard]) -> None:
    if SEEN.get() != _state(find):
        st.rerun()


def _state(find: Callable[[], Dashboard]) -> tuple[object, ...]:
    """What the page hangs on; the sentence instead, where the board is no longer to be seen.

    Nothing for a stranger: whose session is over, or whose account is disabled, shall not be shown rows any longer.
    """
    account = signed_in()
    if account is None:
        return ()
    try:
        data = shared(settings().data_dir, app_database())
        now = (data.catalog.version, data.catalog.overlay.revision, data.today, find())
    except MingjingError as error:
        return (str(error),)
    return (*now, account.role, account.scope, account.crm_user_id)
