"""The parts of a sales forecast as a table that adds up to the whole."""

from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboards.options import FieldLook, NumberFormat
from datasource.metrics.registry import DIMENSIONS, metric
from datasource.question import Dimension, Filter, Op
from datasource.reports.forecast_parts import BREAKDOWNS, Parts, forecast_parts
from datasource.reports.sales_forecast import SalesForecast
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.picks import member_filter
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.format import bucket
from widgets.state.session import Slot

KEY = f"{Slot.FORECAST.value}_parts"
SHORT = tuple(
    FieldLook(field=name, number=NumberFormat(style="compact"))
    for name in ("before", "total", "next", "low80", "high80")
)
"""A forecast to the cent would tell of a precision that it does not have."""


def show_parts(whole: SalesForecast, by: str, reading: Reading) -> None:
    """The forecast of each part that has skill of its own; the others in one row, so that the total is the whole's."""
    found = awaited(reading, KEY, forecast_parts, whole.metric, whole.grain, whole.horizon, by, reading.view.where)
    if found is None:
        return
    title = _("{metric}, forecast by {parts}").format(metric=_(metric(whole.metric).label), parts=_(BREAKDOWNS[by][0]))
    told = replace(
        found.history, columns=_columns(whole, found, reading), rows=_rows(found), totals={**found.whole, "skill": None}
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(KEY, title, reading, lambda: answer_sheet(title, told, reading))
    key = f"{KEY}_{by}"
    show_table(
        told.columns, told.rows, reading.look, key, lambda: _clicked(key, whole, found), told.totals, looks=SHORT
    )
    explained = _(
        "Each part is forecast by itself and fitted to the whole. Click a row to see its records of the past."
    )
    if found.rest_count:
        counted = plural(
            "{count} part whose forecast is no better than its last season stands in one row with others.",
            "{count} parts whose forecast is no better than their last season stand in one row.",
            found.rest_count,
        )
        explained = f"{explained} {counted}"
    st.caption(explained)


def _columns(whole: SalesForecast, found: Parts, reading: Reading) -> tuple[Column, ...]:
    unit = metric(whole.metric).unit
    first = bucket(whole.rows["date"][-whole.horizon], whole.grain, reading.look.language)
    numbers = {
        "before": _("Last {count}").format(count=whole.horizon),
        "total": _("Next {count}").format(count=whole.horizon),
        "next": first,
        "low80": _("{bucket}, 80 % from").format(bucket=first),
        "high80": _("{bucket}, 80 % to").format(bucket=first),
    }
    return (
        Column("part", DIMENSIONS[found.field].label, Kind.TEXT),
        *(Column(name, label, Kind.NUMBER, unit) for name, label in numbers.items()),
        Column("skill", N_("Skill"), Kind.NUMBER, Unit.RATE),
    )


def _rows(found: Parts) -> pl.DataFrame:
    if not found.rest_count:
        return found.rows
    rest: dict[str, Any] = {"part": _("Not told apart ({count})").format(count=found.rest_count), **found.rest}
    return pl.concat([found.rows, pl.DataFrame([rest])], how="diagonal")


def _clicked(key: str, whole: SalesForecast, found: Parts) -> None:
    """Ask for the records of a part in the buckets up to now; of the rest and the total, of everything."""
    cell = clicked(key)
    if cell is None:
        return
    query = found.history.query.model_copy(
        update={"by": (Dimension(field=found.field), Dimension(field="date", grain=whole.grain))}
    )
    first = whole.series.starts[-whole.horizon]
    last = whole.card.as_of
    span = Filter(field="date", op=Op.BETWEEN, value=(first, last))
    named = cell.row < found.rows.height
    part = (member_filter(found.field, found.rows["part"][cell.row]),) if named else ()
    drill.ask_behind(query, (*part, span))
