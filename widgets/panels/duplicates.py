"""Records that may be one: what speaks for it field by field, and the decision, which can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl
import streamlit as st

from datasource.catalog.merging import MERGED_TABLES
from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.people.database import AppDatabase
from datasource.quality.duplicates import COMPARED
from datasource.quality.fields import ALIKE, DIFFERENT, SAME, SOMEWHAT
from datasource.quality.merges import Decider, Decision, Verdict, decisions, keep_apart, merge, take_back
from datasource.quality.review import Cluster, clusters_to_decide, decisions_to_see
from datasource.quality.scores import not_rounded_up
from datasource.quality.words import column_text, table_text
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, language, plural
from widgets import format as form
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import list_sheet
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import number
from widgets.panels.clock import local
from widgets.panels.notice import Notice, attempt
from widgets.state.session import Slot, widget_value

KEY = Slot.DUPLICATES.value
PAGE_SIZE = 10
TO_DECIDE, DECIDED = "open", "decided"
LEVELS = {SAME: N_("the same"), ALIKE: N_("alike"), SOMEWHAT: N_("somewhat alike"), DIFFERENT: N_("different")}
GROUP = Column("group", N_("Group"), Kind.NUMBER, Unit.COUNT)
REFERENCES = frozenset({"region_id", "customer_id"})
KINDS = {"birth_date": Kind.DATE}
VERDICTS = {Verdict.MERGED: N_("Merged"), Verdict.APART: N_("Kept apart")}


@dataclass(frozen=True)
class Deciding:
    """Who decides about duplicates, over which data."""

    database: AppDatabase
    account: Account
    reading: Reading

    @property
    def decider(self) -> Decider:
        """The person as the log names them."""
        return Decider(self.database, self.account.login)


def show_duplicates(deciding: Deciding) -> None:
    """The clusters of a table that are to be decided, or the decisions in force."""
    with st.container(horizontal=True, gap="small"):
        tables = {table: table_text(table) for table in MERGED_TABLES}
        table = choose(_("Table"), Slot.DUPLICATES_TABLE.value, "of", tables)
        kinds = {TO_DECIDE: _("To decide"), DECIDED: _("Decided")}
        kind = choose(_("Kind"), f"{KEY}_kind", "kind", kinds)
    decided = decisions(deciding.database, table)
    if kind == DECIDED:
        _decided(deciding, deciding.reading.report(decisions_to_see, table, decided))
        return
    found = deciding.reading.report(clusters_to_decide, table, decided)
    if not found:
        st.success(_("No duplicates are left to decide."))
        return
    _head(deciding.reading, table, found)
    pages = -(-len(found) // PAGE_SIZE)
    page = min(widget_value(Slot.DUPLICATES_PAGE.value) or 1, pages)
    for cluster in found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]:
        _cluster(deciding, cluster)
    if pages > 1:
        st.pagination(pages, key=Slot.DUPLICATES_PAGE.value)


def _head(reading: Reading, table: str, found: tuple[Cluster, ...]) -> None:
    told = plural("{count} group of records may be one.", "{count} groups of records may be one each.", len(found))
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.caption(
            f"{told} {_('Merged records count once; the record that stands for all keeps its owner.')}", width="stretch"
        )
        title = f"{_('Duplicates')}: {table_text(table)}"
        show_export(KEY, title, reading, lambda: list_sheet(title, (GROUP, *_columns(table)), _all(found), reading))


def _all(found: tuple[Cluster, ...]) -> pl.DataFrame:
    parts = [one.members.with_columns(group=pl.lit(place, pl.Int64)) for place, one in enumerate(found, 1)]
    return pl.concat(parts)


def _columns(table: str) -> tuple[Column, ...]:
    names = [field.column.removesuffix("_id") for field in COMPARED[table]]
    texts = tuple(
        Column(name, column_text(f"{name}_id" if f"{name}_id" in REFERENCES else name), KINDS.get(name, Kind.TEXT))
        for name in names
    )
    more = (
        Column("owner", N_("Employee"), Kind.TEXT),
        Column("created_date", N_("Created"), Kind.DATE),
        Column("source_key", N_("Number in the source"), Kind.TEXT),
    )
    return (*texts, *more)


def _cluster(deciding: Deciding, cluster: Cluster) -> None:
    place = f"{KEY}_{cluster.table}_{'_'.join(str(key) for key in cluster.members['key'])}"
    filled = [
        column
        for column in _columns(cluster.table)
        if cluster.members[column.name].null_count() < cluster.members.height
    ]
    with st.container(border=True):
        st.markdown(
            _("Probability {share}").format(share=number(not_rounded_up(cluster.likely), Unit.RATE, language()))
        )
        show_table(tuple(filled), cluster.members, deciding.reading.look, place)
        st.caption(plain(_evidence(cluster)))
        if len(cluster.ids) < cluster.members.height:
            st.info(_("A record has no number in its source: it could not be known again after the next load."))
            return
        _decide(deciding, cluster, place)


def _evidence(cluster: Cluster) -> str:
    """What speaks for and against, by the likeliest link of the cluster."""
    best = cluster.links.row(0, named=True)
    told = [
        f"{column_text(field.column)}: {_(LEVELS[best[field.column]])}"
        for field in COMPARED[cluster.table]
        if best[field.column] in LEVELS
    ]
    return " · ".join(told)


def _decide(deciding: Deciding, cluster: Cluster, place: str) -> None:
    names = dict(cluster.members.select("source_key", pl.format("{} ({})", "name", "source_key")).iter_rows())
    members = list(names)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if len(names) > 2:
            members = st.multiselect(
                _("Which are one"), list(names), default=list(names), format_func=names.__getitem__, key=f"{place}_of"
            )
        if not members:
            return
        survivor = st.selectbox(
            _("Stands for all"), members, format_func=names.__getitem__, key=f"{place}_by", width=320
        )
        _button(place, "merge", _("Merge"), lambda: _merge(deciding, cluster, members, str(survivor)))
        _button(place, "apart", _("Not the same"), lambda: _apart(deciding, cluster, members))


def _button(place: str, act: str, label: str, do: Callable[[], Notice]) -> None:
    if st.button(label, key=f"{place}_{act}", type="primary" if act == "merge" else "secondary"):
        attempt(do)


def _merge(deciding: Deciding, cluster: Cluster, members: list[str], survivor: str) -> Notice:
    _check_seen(deciding, cluster)
    merge(deciding.decider, cluster.table, members, survivor)
    return Notice(_("The records are one; every report counts them so from the next click."))


def _apart(deciding: Deciding, cluster: Cluster, members: list[str]) -> Notice:
    _check_seen(deciding, cluster)
    keep_apart(deciding.decider, cluster.table, members)
    return Notice(_("The records are kept apart and not shown here again."))


def _check_seen(deciding: Deciding, cluster: Cluster) -> None:
    """The list may be older than the decision of somebody else, or than a change of what the person sees."""
    decided = decisions(deciding.database, cluster.table)
    known = deciding.reading.report(clusters_to_decide, cluster.table, decided)
    if all(one.ids != cluster.ids for one in known):
        raise MingjingError(_("Somebody else has decided about these records; look at the list again."))


def _decided(deciding: Deciding, decided: tuple[Decision, ...]) -> None:
    if not decided:
        st.info(_("Nothing has been decided yet."))
    for one in decided:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            when = form.moment(local(one.decided_at), language())
            records = ", ".join(sorted(one.members - {one.survivor or ""}))
            what = f"{records} → {one.survivor}" if one.survivor else records
            st.markdown(f"**{_(VERDICTS[one.verdict])}** {plain(what)}", width="stretch")
            st.caption(f"{plain(one.decided_by)} · {when}")
            _button(f"{KEY}_{one.number}", "back", _("Undo"), partial(_back, deciding, one))


def _back(deciding: Deciding, one: Decision) -> Notice:
    decided = decisions(deciding.database, one.table)
    if one not in deciding.reading.report(decisions_to_see, one.table, decided):
        raise MingjingError(_("This decision has been taken back already; look at the list again."))
    take_back(deciding.decider, one.number)
    return Notice(_("The decision is taken back; everything stands as before."))
