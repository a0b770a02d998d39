"""Leaderboards: the best ten as bars, everyone in a table with rank and its change, and the reader's own place."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.metrics.registry import metric
from datasource.question import Dimension
from datasource.reports.exceptions import COMPANY_RANK
from datasource.reports.leaderboard import BOARDS, BY, Leaderboard, leaderboard
from datasource.result import Column, Kind, Result
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.picks import member_filter
from widgets.blocks.reading import Reading
from widgets.blocks.tile import show_answer
from widgets.controls.faces import choose
from widgets.format import arrow, number
from widgets.state.session import Slot

LEADER_PARAMS = ("board", "by", "staff")
BEST = 10
HEIGHT = 400  # pixels of the bars
MINE = "★ "
NAMES: Mapping[str, str] = MappingProxyType(
    {"owner": N_("Employee"), "sales_team": N_("Sales team"), "department": N_("Department")}
)
HIDDEN: Mapping[str, str] = MappingProxyType(
    {"owner": N_("Colleague {number}"), "sales_team": N_("Team {number}"), "department": N_("Department {number}")}
)
STAFF: Mapping[str, str] = MappingProxyType({"current": N_("Current staff"), "all": N_("With former staff")})
MOVED = Column("moved", N_("Change of rank"), Kind.TEXT)


def show_leaderboards(reading: Reading) -> None:
    """One of nine boards, by person or department, over the page's period."""
    name = _choose(_("Leaderboard"), "board", {board: _(metric(board).label) for board in BOARDS})
    with st.container(horizontal=True, gap="small"):
        by = _choose(_("Ranked"), "by", {field: _(NAMES[field]) for field in BY})
        staff = _choose(_("Staff"), "staff", {kind: _(label) for kind, label in STAFF.items()}) if by == "owner" else ""
    view = reading.view
    board = reading.report(leaderboard, name, by, view.period, view.where, staff == "all", reading.comparisons)
    _show_place(board, name, reading)
    shown = _worded(board, by, reading)

    def behind(picked: dict[str, Any]) -> None:
        ask_for_member(board.result, by, picked)

    key = f"{name}_{by}"
    bars, table = st.columns((2, 3), gap="medium")
    shelves = Shelves(rows=(Dimension(field=by),), values=(name,))
    chart = Chart(kind="bar", shelves=shelves, options=Options(labels=True))
    with bars:
        show_answer(f"best_{key}", N_("Top ten"), chart, _best(shown, board), reading, behind, HEIGHT)
    with table:
        show_answer(f"all_{key}", N_("Full ranking"), Chart(kind="table"), shown, reading, behind)
    st.caption(_note(board, by))


def show_leaders(reading: Reading) -> None:
    """The ten people who lead by contract amount, and the reader's own place, for the cockpit."""
    name, by, view = BOARDS[0], BY[0], reading.view
    board = reading.report(leaderboard, name, by, view.period, view.where, False, reading.comparisons)
    shown = _worded(board, by, reading)
    chart = Chart(
        kind="bar", shelves=Shelves(rows=(Dimension(field=by),), values=(name,)), options=Options(labels=True)
    )

    def behind(picked: dict[str, Any]) -> None:
        ask_for_member(board.result, by, picked)

    show_answer("leaders", N_("Leaders by contract amount"), chart, _best(shown, board), reading, behind, HEIGHT)
    _show_place(board, name, reading)


def _choose(label: str, name: str, options: Mapping[str, str]) -> str:
    return choose(label, f"{Slot.LEADERS_FACE.value}_{name}", name, options)


def _show_place(board: Leaderboard, name: str, reading: Reading) -> None:
    """The reader's own place in one line, whatever is listed; nothing for those who are no CRM user."""
    if reading.viewer.user_id is None:
        return
    mine, language, currency = board.mine, reading.look.language, reading.look.currency
    if mine is None:
        st.markdown(f"**{_('My place')}**: {_('nothing counted in this period yet')}")
        return
    parts = [number(mine.value, metric(name).unit, language, currency)]
    if mine.rank is not None:
        place = _("{rank} of {ranked}")
        parts.insert(
            0, place.format(rank=number(mine.rank, None, language), ranked=number(board.ranked, None, language))
        )
        parts.append(_moved(mine.moved, is_new=mine.is_new, language=language))
    st.markdown(f"**{MINE}{_('My place')}**: {' · '.join(parts)}")


def _worded(board: Leaderboard, by: str, reading: Reading) -> Result:
    """The board as its readers see it: the own row marked, colleagues out of sight numbered, moves in words."""
    rows, columns = board.result.rows, board.result.columns
    names = [
        _member(row[by], _(HIDDEN[by]).format(number=place), is_mine=row["is_mine"])
        for place, row in enumerate(rows.iter_rows(named=True), 1)
    ]
    moves = [
        _moved(row["moved"], is_new=row["is_new"], language=reading.look.language) if row["rank"] is not None else None
        for row in rows.iter_rows(named=True)
    ]
    told = rows.with_columns(pl.Series(by, names, pl.String()), pl.Series("moved", moves, pl.String()))
    left_out = () if board.is_company else ("rank", MOVED.name)
    kept = (column for column in columns if column.name not in left_out)
    own = {MOVED.name: MOVED, by: Column(by, NAMES[by], Kind.TEXT)}
    ordered = tuple(own.get(column.name, column) for column in kept)
    totals = {**(board.result.totals or {}), "share": 1.0 if rows["share"].drop_nulls().len() else None}
    return replace(board.result, rows=told.select(column.name for column in ordered), columns=ordered, totals=totals)


def _member(name: str | None, hidden: str, *, is_mine: bool) -> str:
    if name is None:
        return hidden
    return f"{MINE}{name}" if is_mine else name


def _moved(moved: int | None, *, is_new: bool, language: str) -> str:
    if is_new or moved is None:
        return _("new")
    return f"{arrow(moved)} {number(abs(moved), None, language)}" if moved else arrow(moved)


def _best(shown: Result, board: Leaderboard) -> Result:
    ranked = pl.col("rank") <= BEST if board.is_company else pl.int_range(pl.len()) < BEST
    return replace(shown, rows=shown.rows.filter(ranked), totals=None)


def ask_for_member(result: Result, by: str, picked: dict[str, Any]) -> None:
    """The records of a member that the reader may name; those of a colleague out of sight stay closed."""
    shown = picked.get(by)
    if shown is None:
        drill.ask_behind(result.query, ())
        return
    name = str(shown).removeprefix(MINE)
    if name in result.rows[by].to_list():
        drill.ask_behind(result.query, (member_filter(by, name),))
        return
    st.toast(_("The records of colleagues outside your data stay closed."), icon="🔒")


def _note(board: Leaderboard, by: str) -> str:
    parts = [_("Equal values share a rank. Ranks are compared with the period before.")] if board.is_company else []
    if board.is_company:
        parts.append(_("The total is the whole company's, with the public pool and former staff."))
    if board.is_company and board.result.rows[by].null_count():
        parts.append(_(COMPANY_RANK.sentence))
    if board.mine is not None:
        parts.append(_("★ marks your own place."))
    return " ".join(parts)
