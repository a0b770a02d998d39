"""How good scores were on records they had not seen: by grade, calibration, gains, and whether records have changed."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from dashboards.options import FieldLook, NumberFormat
from datasource.question import Dimension
from datasource.reports.lead_scores import Goodness
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _
from widgets.blocks.chart import show_chart
from widgets.blocks.intervals import show_intervals
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.format import percent

HEIGHT = 300
SAME, MOVED = 0.1, 0.25
CALIBRATION = (
    Column("tenth", N_("Tenth of the records, the lowest chance first"), Kind.TEXT),
    Column("chance", N_("Chance that was told"), Kind.NUMBER, Unit.RATE, metric="chance"),
    Column("actual", N_("Share that came true"), Kind.NUMBER, Unit.RATE, metric="actual"),
)
CALIBRATED = Chart(kind="line", shelves=Shelves(columns=(Dimension(field="tenth"),), values=("chance", "actual")))
GAINS = (
    Column("share", N_("Best share of the records by score"), Kind.TEXT),
    Column("found", N_("Won ones among them"), Kind.NUMBER, Unit.RATE, metric="found"),
    Column("drawn", N_("Won ones if drawn by lot"), Kind.NUMBER, Unit.RATE, metric="drawn"),
)
GAINED = Chart(kind="line", shelves=Shelves(columns=(Dimension(field="share"),), values=("found", "drawn")))
DRIFT = (
    Column("field", N_("Field"), Kind.TEXT),
    Column("index", N_("Stability index"), Kind.NUMBER, Unit.NUMBER),
    Column("said", N_("What it says"), Kind.TEXT),
)

FINE = (FieldLook(field="index", number=NumberFormat(decimals=3)),)


def show_grades(  # noqa: PLR0913, PLR0917  (what is graded, where, and what a click does)
    key: str, goodness: Goodness, now: pl.Series, won: str, reading: Reading, on_pick: Callable[[str], None]
) -> None:
    """Share won of each grade on held-back data as bars with intervals, and how many stand in it `now`."""
    count, share = (goodness.hits[name].to_numpy() for name in ("count", "won"))
    base = float(count @ share / count.sum())
    counts = now.value_counts(name="now").rename({now.name: "grade"})
    language = reading.look.language
    ends = goodness.hits.select("low", "high").rows()
    rows = goodness.hits.join(counts, on="grade", how="left", maintain_order="left").with_columns(
        pl.col("now").fill_null(0),
        pl.Series("range", [f"{percent(low, language, 0)} – {percent(high, language, 0)}" for low, high in ends]),
        lift=pl.col("won") / base,
    )
    columns = (
        Column("grade", N_("Grade"), Kind.TEXT),
        Column("now", N_("Open today"), Kind.NUMBER, Unit.COUNT),
        Column("count", N_("Held-back records"), Kind.NUMBER, Unit.COUNT),
        Column("won", won, Kind.NUMBER, Unit.RATE),
        Column("range", N_("95 % range"), Kind.TEXT),
        Column("lift", N_("Times the mean"), Kind.NUMBER, Unit.NUMBER),
    )
    st.markdown(f"**{_('What grades were worth on held-back data')}**")
    left, right = st.columns((2, 3), gap="medium", vertical_alignment="center")
    bars = rows.select(pl.col("grade").alias("name"), pl.col("won").alias("value"), "low", "high", of=pl.lit(""))
    with left:
        measure = Column("value", _(won), Kind.NUMBER, Unit.RATE)
        show_intervals(f"{key}_grades", _("Grade"), measure, bars, reading, on_pick)
    with right:
        show_table(columns, rows.select(one.name for one in columns), reading.look, f"{key}_grade_table")
        st.caption(
            _("{share} of all held-back records were won. Click a bar to list its grade.").format(
                share=percent(base, language)
            )
        )


def show_goodness(key: str, goodness: Goodness, base: Result, reading: Reading) -> None:
    """Calibration and gains side by side; `base` lends the proof of what was asked."""
    st.markdown(f"**{_('How good the chances were on records that the model had not seen')}**")
    tenths = goodness.bins.select(pl.int_range(1, pl.len() + 1).cast(pl.String).alias("tenth"), "chance", "actual")
    language = reading.look.language
    gains = goodness.gains.select(
        pl.Series("share", [percent(one, language, 0) for one in goodness.gains["share"]]),
        "found",
        pl.col("share").alias("drawn"),
    )
    left, right = st.columns((1, 1), gap="medium")
    with left:
        told = replace(base, columns=CALIBRATION, rows=tenths, totals=None)
        show_chart(CALIBRATED, told, reading, f"{key}_calibration", HEIGHT, lambda _mark: None)
    with right:
        told = replace(base, columns=GAINS, rows=gains, totals=None)
        show_chart(GAINED, told, reading, f"{key}_gains", HEIGHT, lambda _mark: None)


def show_drift(key: str, goodness: Goodness, labels: Mapping[str, str], told: str, reading: Reading) -> None:
    """Whether the records of today still look like those learned from; `told` says which are compared."""
    st.markdown(f"**{_('Drift watch')}**")
    if goodness.drift.is_empty():
        st.caption(_("Too few records, of today or of before, to tell whether they have changed."))
        return
    rows = goodness.drift.select(
        pl.Series("field", [labels.get(field, field) for field in goodness.drift["field"]]),
        "index",
        pl.Series("said", [_verdict(index) for index in goodness.drift["index"]]),
    )
    show_table(DRIFT, rows, reading.look, f"{key}_drift", looks=FINE)
    st.caption(told)


def _verdict(index: float) -> str:
    if index < SAME:
        return _("as before")
    return _("has moved") if index <= MOVED else _("has changed: trust the scores less")
