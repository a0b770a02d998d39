"""Customers by what they are: which field tells most of what they buy, and how far each group is from all."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.metrics.registry import DIMENSIONS
from datasource.question import Query
from datasource.reports.customer_habits import HABITS, WORDS
from datasource.reports.demography import GROUPS, TELLING, VALUES, DemographyReport, demography_report
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.result import Column, Kind
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.intervals import show_intervals
from widgets.blocks.members import member_text
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.controls.faces import choose_listed
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.state.session import Slot, hold_widget, widget_value

KEY = f"{Slot.SEGMENTS.value}_who"
FIELDS, VALUE = "groups", "value"
MOST_FIELDS, MOST_BARS = 2, 15


def show_who(reading: Reading) -> None:
    """The groups by the chosen fields; raises `MingjingError` where the customers do not suffice."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        labels = {name: _(HABITS[name][0]) for name in VALUES}
        value = choose_listed(_("Mean of"), f"{KEY}_value", VALUE, labels)
        found = reading.report(demography_report, _asked(), value, reading.view.where)
        _fields(found.fields)
    left, right = st.columns((3, 2), gap="large")
    with left:
        _bars(found, reading)
    with right:
        _telling(found, reading)
    _table(found, reading)
    st.caption(_(CUSTOMER_PAST.sentence))
    show_method_card(found.card, reading.look.language)


def _asked() -> tuple[str, ...]:
    """The fields that the address names; none lets the report take the one that tells most."""
    asked = [name for name in link.own(FIELDS).split(",") if name]
    chosen = list(dict.fromkeys(name for name in asked if name in WORDS))[:MOST_FIELDS]
    if len(chosen) < len(asked):
        tell(unread_note({FIELDS: [link.own(FIELDS)]}))
    return tuple(chosen)


def _fields(chosen: tuple[str, ...]) -> None:
    slot = f"{KEY}_fields"
    hold_widget(slot, list(chosen))
    st.multiselect(
        _("Groups by (one or two fields)"), WORDS, format_func=lambda name: _(DIMENSIONS[name].label), key=slot,
        max_selections=MOST_FIELDS, on_change=_take, placeholder=_("Field"), width=380,
    )  # fmt: skip


def _take() -> None:
    picked = widget_value(f"{KEY}_fields")
    if picked:
        link.put_own(FIELDS, ",".join(picked))
    else:
        link.drop_own(FIELDS)


def _measure(found: DemographyReport) -> Column:
    label, unit = HABITS[found.value]
    return Column("mean", _("Mean: {field}").format(field=_(label)), Kind.NUMBER, unit)


def _names(found: DemographyReport) -> list[str]:
    return [
        " · ".join(member_text(field, member) for field, member in zip(found.fields, row, strict=True))
        for row in found.groups.select(found.fields).iter_rows()
    ]


def _bars(found: DemographyReport, reading: Reading) -> None:
    st.markdown(f"**{_('Means with their 95 % intervals')}**")
    names = _names(found)
    rows = found.groups.with_columns(
        pl.Series("name", names), pl.col("mean").alias("value"), pl.lit("").alias("of")
    ).select("name", "value", "low", "high", "of")
    rows = rows.with_columns(pl.coalesce("low", "value").alias("low"), pl.coalesce("high", "value").alias("high"))
    show_intervals(
        f"{KEY}_bars", _("Group"), _measure(found), rows.head(MOST_BARS), reading,
        on_pick=lambda name: _open(found, names.index(name)) if name in names else None,
    )  # fmt: skip
    if len(names) > MOST_BARS:
        st.caption(_("The {most} largest groups are drawn; the table has all.").format(most=MOST_BARS))


def _telling(found: DemographyReport, reading: Reading) -> None:
    st.markdown(f"**{_('Which field tells customers apart')}**")
    rows = found.telling.with_columns(pl.col("field").replace({one: _(one) for one in found.telling["field"]}))
    show_table(TELLING, rows, reading.look, f"{KEY}_telling")
    st.caption(
        _("Share of the variance between customers that the groups of a field tell, less what chance alone would.")
    )


def _table(found: DemographyReport, reading: Reading) -> None:
    columns = (Column("name", N_("Group"), Kind.TEXT), *GROUPS[:3], _measure(found), GROUPS[3])
    rows = found.groups.with_columns(pl.Series("name", _names(found))).select(column.name for column in columns)
    told, title = replace(found.base, columns=columns, rows=rows, totals=None), _("Customers by what they are")
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(f"{KEY}_export", title, reading, lambda: answer_sheet(title, told, reading))
    key = f"{KEY}_table"
    show_table(columns, rows, reading.look, key, lambda: _pick_row(key, found))
    st.caption(_("Click a bar or a row to see its records."))


def _pick_row(key: str, found: DemographyReport) -> None:
    chosen = clicked(key)
    if chosen is not None:
        _open(found, chosen.row)


def _open(found: DemographyReport, place: int) -> None:
    if place < found.groups.height:
        where = found.where(found.groups.select(found.fields).row(place))
        if where:
            drill.ask_behind(Query(metrics=("dealt_customers",), where=found.base.query.where), where)
