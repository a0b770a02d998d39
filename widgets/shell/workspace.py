"""The pages of the workspace: the builder, the lists of boards, one board; each takes its seat anew at every run."""

import streamlit as st

from dashboards.library import Library
from dashboards.store import BoardStore
from dashboards.witness import Notes
from datasource.people.account import Account, Role
from datasource.reports.departments import department_names, departments_of_users
from widgets.builder.all_boards import show_all_boards
from widgets.builder.bench import Bench
from widgets.builder.board import found_board, read_by, show_board_tools
from widgets.builder.boards import show_my_boards, show_shared_boards
from widgets.builder.builder import show_builder
from widgets.builder.canvas.editor import show_canvas
from widgets.builder.gallery import show_example_tools, show_gallery, shown_board
from widgets.builder.places import PARAM
from widgets.shell.desk import Desk, take_seat
from widgets.shell.door import app_database, settings
from widgets.shell.page import show_found
from widgets.shell.present import is_presented


def new_chart() -> None:
    """The builder."""
    show_builder(lambda: _bench(Role.ANALYST))


def my_boards() -> None:
    """The person's own boards."""
    show_my_boards(_bench(Role.ANALYST))


def shared_with_me() -> None:
    """The boards that others share with the person."""
    show_shared_boards(_bench(Role.READER))


def all_boards() -> None:
    """Every board of everybody."""
    show_all_boards(_bench(Role.ADMINISTRATOR))


def board() -> None:
    """The board that the address names, with its tools for those who may change it."""
    address = st.query_params.get(PARAM, "")
    if not is_presented():
        show_board_tools(_bench(Role.READER), address)
    show_found(
        lambda desk: found_board(_at(desk, Role.READER), address),
        beside=(PARAM,),
        allow=lambda desk, reading: read_by(_at(desk, Role.READER), address, reading),
    )


def gallery() -> None:
    """The shipped boards: all of them as cards, or the one that the address names."""
    bench, name = _bench(Role.READER), st.query_params.get(PARAM, "")
    if not name:
        show_gallery(bench)
        return
    if not is_presented():
        show_example_tools(bench, name)
    show_found(lambda _desk: shown_board(name), beside=(PARAM,))


def edit_board() -> None:
    """The editor of the board that the address names."""
    show_canvas(lambda: _bench(Role.ANALYST), st.query_params.get(PARAM, ""))


def reader_bench() -> Bench:
    """The seat of whoever is signed in, on whichever page."""
    return _bench(Role.READER)


def _bench(role: Role) -> Bench:
    return _at(take_seat(role), role)


def _at(desk: Desk, role: Role) -> Bench:
    return Bench(
        account=desk.account,
        database=app_database(),
        boards=BoardStore(settings().data_dir, witness=Notes(app_database())),
        library=Library(settings().data_dir),
        today=desk.shared.today,
        fiscal_start=desk.shared.fiscal_start,
        members=lambda dimension: desk.shared.values(dimension, desk.viewer),
        reading=desk.reading,
        again=lambda: _bench(role),
        departments=desk.shared.kept(department_names),
        departments_of=lambda account: _departments_of(desk, account),
        embed_hosts=settings().embed_hosts,
    )


def _departments_of(desk: Desk, account: Account) -> frozenset[str]:
    of_users = desk.shared.kept(departments_of_users)
    return frozenset() if account.crm_user_id is None else of_users.get(account.crm_user_id, frozenset())
