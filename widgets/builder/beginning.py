"""A board that is begun from another one: a ready page, an example, a file. It is a draft that its maker alone sees."""

from collections.abc import Sequence
from typing import NoReturn

import streamlit as st

from dashboards.access import may_build
from dashboards.model import Dashboard
from dashboards.shape import changed
from dashboards.store import BoardStore
from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.texts import _
from widgets.builder.notice import TOLD
from widgets.builder.places import go_to_editor
from widgets.state.session import widget_value

LONGEST_TITLE = 200


def ask_title(slot: str, title: str) -> None:
    """The field for the title of the new board, filled in."""
    st.text_input(_("Title of your copy"), title[:LONGEST_TITLE], key=slot, max_chars=LONGEST_TITLE)


def begin(boards: BoardStore, account: Account, board: Dashboard, slot: str, told: Sequence[str] = ()) -> NoReturn:
    """Keep `board` as a draft of the person's own under the title in `slot`, and leave for its editor.

    `told` are the sentences that are said there. Raises `MingjingError` for who may not build, or where boards cannot
    be kept.
    """
    if not may_build(account):
        raise MingjingError(_("Your role does not make boards; ask an administrator if you need it."))
    title = str(widget_value(slot) or "").strip() or board.title
    draft = boards.new_draft(account.account_id, changed(board, {"title": title}), account.account_id)
    said = [_("“{title}” is a draft that only you see; publish it when it is ready.").format(title=title), *told]
    TOLD.set((" ".join(said), True))
    go_to_editor(account.account_id, draft.board.id)
