"""Addresses of the workspace: a board is told by its owner's account and its slug, as `?id=7-won-by-team`."""

import re
from typing import NoReturn

import streamlit as st

from dashboards.stored import address_of
from datasource.errors import MingjingError
from datasource.texts import _

BUILDER = "pages/workspace/new_chart.py"
BOARD = "pages/workspace/board.py"
EDITOR = "pages/workspace/edit_board.py"
MINE = "pages/workspace/my_boards.py"
GALLERY = "pages/workspace/gallery.py"
PARAM = "id"
_ADDRESS = re.compile(r"([1-9][0-9]{0,17})-(.{1,100})")


def read_address(text: str) -> tuple[int, str]:
    """Owner's account and slug of a board's address; raises `MingjingError` when it is none."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise MingjingError(_("The link names no board; open one from “My boards” or “Shared with me”."))
    return int(found[1]), found[2]


def board_link(owner_id: int, slug: str, label: str) -> None:
    """A link to the board's page."""
    st.page_link(BOARD, label=label, query_params={PARAM: address_of(owner_id, slug)})


def go_to_builder() -> NoReturn:
    """Leave for the builder."""
    st.switch_page(BUILDER)


def go_to_my_boards() -> NoReturn:
    """Leave for the list of my boards."""
    st.switch_page(MINE)


def go_to_editor(owner_id: int, slug: str) -> NoReturn:
    """Leave for the editor of a board."""
    st.switch_page(EDITOR, query_params={PARAM: address_of(owner_id, slug)})


def editor_link(owner_id: int, slug: str, label: str) -> None:
    """A link to the editor of a board."""
    st.page_link(EDITOR, label=label, query_params={PARAM: address_of(owner_id, slug)})
