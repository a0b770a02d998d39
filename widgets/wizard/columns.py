"""Step 3: which column of the source fills which column here, with the suggestion first."""

from collections.abc import Iterable

import streamlit as st

from datasource.loaders.mapping import kind_of
from datasource.loaders.suggest.draft import ColumnDraft, Draft, TableDraft
from datasource.loaders.suggest.drafting import column_draft, offered, shares, with_references
from datasource.loaders.suggest.faults import Fault, faults
from datasource.loaders.suggest.suggest import Suggested, suggest_as
from datasource.loaders.suggest.synonyms import KEY
from datasource.tables.schema import ColumnInfo
from datasource.texts import _
from widgets import format as form
from widgets.state.session import Slot
from widgets.wizard.answers import Take, show_order, show_words
from widgets.wizard.asking import across, pick, slot, switch
from widgets.wizard.looking import Looked, looked
from widgets.wizard.seat import Seat
from widgets.wizard.stages import show_stages
from widgets.wizard.wording import column_text, table_text

_ACROSS, _EXAMPLES, _WIDTH = 2, 3, 60


def show_columns(seat: Seat) -> None:
    """One table at a time: its columns, the order of dates, and what words mean."""
    found = looked(seat)
    said = faults(seat.draft, found.met, table_text, column_text)
    loaded = [one for one in seat.draft.loaded if any(met.name == one.name for met in found.met)]
    if loaded:
        table = _chosen(loaded, said)
        _table(seat, found, table, [one for one in said if one.table == table.name])
    for one in said:
        if not one.table:
            (st.error if one.stops else st.warning)(form.as_typed(one.text))
    _ways(seat, said)


def _chosen(loaded: list[TableDraft], said: Iterable[Fault]) -> TableDraft:
    """The table that is worked on."""
    open_ones = {one.table for one in said if one.stops}
    labels = {
        one.name: f"{'❗ ' if one.name in open_ones else ''}{table_text(one.table)} ← {one.name}" for one in loaded
    }
    names = [one.name for one in loaded]
    key = Slot.WIZARD_TABLE.value
    picked = st.selectbox(_("Table"), names, format_func=labels.__getitem__, key=key)
    return next(one for one in loaded if one.name == picked)


def _table(seat: Seat, found: Looked, table: TableDraft, said: list[Fault]) -> None:
    met, known = found.of(table.name), offered(seat.draft, table)
    suggested = suggest_as(met.table, table.table)
    for one in said:
        (st.error if one.stops else st.warning)(form.as_typed(one.text))
    used = {one.column for one in table.columns} | {one.column for one in suggested.columns}
    first = [name for name in (KEY, *known) if name in used or name == KEY or known[name].required]
    _grid(seat, found, table, first, suggested)
    _answers(seat, found, table, known)
    rest = [name for name in known if name not in first]
    if rest:
        with st.expander(_("Further columns ({count})").format(count=len(rest))):
            _grid(seat, found, table, rest, suggested)
    switch(
        slot("rest", _place(seat.draft, table)),
        _("Keep all other columns as fields of the company's own"),
        table.keep_rest,
        lambda on: seat.put(lambda draft: draft.with_table(_now(draft, table).model_copy(update={"keep_rest": on}))),
    )


def _grid(seat: Seat, found: Looked, table: TableDraft, names: list[str], suggested: Suggested) -> None:
    for place, name in across(names, _ACROSS):
        with place:
            _column(seat, found, table, name, suggested)


def _column(seat: Seat, found: Looked, table: TableDraft, name: str, suggested: Suggested) -> None:
    met, info = found.of(table.name), offered(seat.draft, table).get(name)
    said = suggested.of(name)
    others = [one.name for one in met.table.columns]
    options = ["", *([said.source] if said else []), *(one for one in others if said is None or one != said.source)]

    def told(source: str) -> str:
        if not source:
            return _("— not used")
        return f"{source} · {said.sure:.0%}" if said is not None and source == said.source else source

    star = " *" if info is not None and info.required else ""
    pick(
        slot("column", _place(seat.draft, table), name),
        column_text(name) + star,
        options,
        table.source_of(name),
        lambda source: _fill(seat, found, table.name, name, source),
        told=told,
    )
    if about := _about(seat.draft, found, table, name, info):
        st.caption(about)


def _fill(seat: Seat, found: Looked, table_name: str, column: str, source: str) -> None:
    met = found.of(table_name)

    def changed(draft: Draft) -> Draft:
        table = next(one for one in draft.tables if one.name == table_name)
        said = column_draft(met, table.table, column, source) if source else None
        return with_references(draft.with_table(table.with_column(column, said)), found.met)

    seat.put(changed)


def _about(draft: Draft, found: Looked, table: TableDraft, name: str, info: ColumnInfo | None) -> str:
    """Examples of what stands in the chosen column, and for a reference how many of its texts are found where."""
    said = table.of(name)
    column = found.of(table.name).column(said.source) if said else None
    if said is None or column is None:
        return ""
    told = form.as_typed("; ".join(column.examples[:_EXAMPLES])[:_WIDTH])
    if info is None or not info.refers_to:
        return told
    other = table_text(info.refers_to)
    if not draft.holds(info.refers_to):
        return _("{examples} · {other} are made from it").format(examples=told, other=other)
    met = {one.name: one for one in found.met}
    share = shares(draft, met, table, info, said.source).get(said.by[0] if said.by else KEY, 0.0)
    by = column_text(said.by[0]) if said.by else _("Id")
    text = _("{examples} · {share} found among {other} by {by}")
    return text.format(examples=told, share=f"{share:.0%}", other=other, by=by)


def _answers(seat: Seat, found: Looked, table: TableDraft, known: dict[str, ColumnInfo]) -> None:
    met, place = found.of(table.name), _place(seat.draft, table)
    for one in table.columns:
        kind = kind_of(known[one.column]) if one.column in known else ""
        column = met.column(one.source)
        take = _taking(seat, table, one)
        if kind in ("day", "moment") and column is not None and column.ambiguous:
            show_order(slot("order", place, one.column), one, column, take)
        if kind == "choice":
            words = met.words.get(one.source, ())
            show_words(slot("word", place, one.column), one, known[one.column], words, take)
            if one.column == "outcome" and one.source == table.source_of("stage_id") and not seat.draft.holds("stages"):
                show_stages(slot("stage", place), one, take)


def _taking(seat: Seat, table: TableDraft, said: ColumnDraft) -> Take:
    def take(**parts: object) -> None:
        def changed(draft: Draft) -> Draft:
            now = _now(draft, table)
            held = now.of(said.column) or said
            return draft.with_table(now.with_column(said.column, held.model_copy(update=parts)))

        seat.put(changed)

    return take


def _place(draft: Draft, table: TableDraft) -> str:
    """The table's number among all: what its widgets are called by."""
    return str([one.name for one in draft.tables].index(table.name))


def _now(draft: Draft, table: TableDraft) -> TableDraft:
    return next(one for one in draft.tables if one.name == table.name)


def _ways(seat: Seat, said: Iterable[Fault]) -> None:
    stops = any(one.stops for one in said)
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if stops:
            st.caption(_("Answer what is marked ❗ first."))
        if st.button(_("Back"), key=slot("columns_back")):
            seat.go(2)
        if st.button(_("Next"), key=slot("columns_next"), type="primary", disabled=stops):
            seat.go(4)
