"""The course of a watched number: drawn with its alarms, and the ways on from there (records, the change explained)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
import streamlit as st

from datasource.analytics.smoothing import Floats
from datasource.metrics.registry import metric
from datasource.periods.buckets import bucket_end, bucket_label
from datasource.question import Dimension, Filter, Grain, Op, Query
from datasource.reports.anomalies import Course, course
from datasource.reports.explained_change import explainable_metrics, fields_of
from datasource.result import Column, Kind
from datasource.texts import _
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.members import member_text
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.charts.alarms import SCHEMA, alarms
from widgets.controls.plain import plain
from widgets.panels.alert_words import metric_text

EXPLAIN_CHANGE = "pages/insights/explain_change.py"
SHOWN: Mapping[Grain, int] = {Grain.DAY: 120, Grain.WEEK: 104, Grain.MONTH: 48}
"""Buckets that a drawing shows; older ones would press them together."""
HEIGHT = 280
EXPLAIN_FILTERS = ("department", "owner", "industry", "region")
"""The filters that the page Explain a change has."""


@dataclass(frozen=True)
class Watched:
    """A number that is looked at: metric, buckets, member of a dimension (empty: the whole), filters."""

    metric: str
    grain: Grain
    by: str = ""
    member: str = ""
    where: tuple[Filter, ...] = ()

    @property
    def query(self) -> Query:
        """The question behind it, bucket by bucket."""
        own = (Filter(field=self.by, op=Op.EQ, value=self.member),) if self.by else ()
        by = (Dimension(field="date", grain=self.grain),)
        return Query(metrics=(self.metric,), by=by, where=(*self.where, *own))


def show_course(  # noqa: PLR0913  (what is drawn, and where)
    watched: Watched,
    reading: Reading,
    key: str,
    states: Mapping[str, str],
    limit: float | None = None,
    *,
    expects: bool = False,
) -> None:
    """Draw it; `states` by bucket label are `fired` or `calm`. A click on a bucket shows its records.

    `limit` is a line across, and with `expects` what was expected is drawn beside. Raises `MingjingError` as `course`.
    """
    about = (watched.metric, watched.grain, watched.by, watched.member, watched.where)
    found = reading.report(course, *about)
    item = metric(watched.metric)
    rows = _rows(found, watched.grain, states, limit, expects=expects)
    _show_head(watched, found, rows, reading, key)
    bucket = Column("date", _("Bucket"), Kind.DATE, grain=watched.grain)
    measure = Column("actual", _(item.label), Kind.NUMBER, item.unit, metric=watched.metric)
    query = watched.query
    show_drawing(
        rows,
        alarms(bucket, measure, replace(reading.look, height=None)),
        reading.look,
        key,
        _("{metric} with its alarms").format(metric=metric_text(watched.metric)),
        height=HEIGHT,
        on_pick=lambda mark: drill.ask(query, {"date": mark["date"]}) if mark.get("date") else None,
    )


def _show_head(watched: Watched, found: Course, rows: pl.DataFrame, reading: Reading, key: str) -> None:
    """What is drawn, its proof and its files."""
    item = metric(watched.metric)
    whose = f" · {member_text(watched.by, watched.member)}" if watched.by else ""
    title = f"{_(item.label)}{whose}"
    shown = [name for name in ("actual", "expected") if rows[name].is_not_null().any()]
    labels = {"actual": _("Actual"), "expected": _("Expected")}
    columns = (
        Column("date", _("Bucket"), Kind.DATE, grain=watched.grain),
        *(Column(name, labels[name], Kind.NUMBER, item.unit) for name in shown),
    )
    told = replace(found.told, columns=columns, rows=rows.select("date", *shown), totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{plain(title)}**", width="stretch")
        show_proof(found.told, reading, key)
        show_export(key, title, reading, lambda: answer_sheet(title, told, reading))


def _rows(
    found: Course, grain: Grain, states: Mapping[str, str], limit: float | None, *, expects: bool
) -> pl.DataFrame:
    def known(values: Floats) -> list[float | None]:
        return [float(one) if np.isfinite(one) else None for one in values]

    rows = pl.DataFrame(
        {
            "date": list(found.labels),
            "actual": known(found.values),
            "expected": known(found.expected) if expects else [None] * len(found.labels),
            "limit": [limit] * len(found.labels),
            "state": [states.get(label, "") for label in found.labels],
        },
        SCHEMA,
    )
    return rows.tail(SHOWN[grain])


def ask_records(watched: Watched, day: date) -> None:
    """Ask for the records of the bucket that begins on `day`."""
    drill.ask(watched.query, {"date": bucket_label(day, watched.grain)})


def show_explain_link(watched: Watched, day: date, reading: Reading) -> None:
    """The way to the change explained, of the bucket against the one before; none where it cannot be explained."""
    if watched.metric not in reading.report(explainable_metrics):
        return
    fields = [field for field in fields_of(watched.metric) if field != watched.by]
    params: dict[str, str | list[str]] = {
        "explain": watched.metric,
        "from": day.isoformat(),
        "to": bucket_end(day, watched.grain).isoformat(),
    }
    if fields:
        params["by"] = fields[0]
    asks = (*watched.where, *watched.query.where[len(watched.where) :])
    narrow = {ask.field: ask.value for ask in asks if ask.field in EXPLAIN_FILTERS}
    for field, value in narrow.items():
        params[field] = [str(one) for one in (value if isinstance(value, tuple) else (value,))]
    st.page_link(EXPLAIN_CHANGE, label=_("Explain this change"), icon="🧮", query_params=params)
