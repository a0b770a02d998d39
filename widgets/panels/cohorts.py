"""Cohorts: the retention triangle drawn and as a table, all cohorts together, and the customers behind each cell."""

from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.errors import MingjingError
from datasource.question import Dimension
from datasource.reports.customer_cohorts import (
    LASTS,
    MEASURES,
    MEMBERS,
    CohortCell,
    CohortReport,
    cohort_members,
    customer_cohorts,
)
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.chart import chart_picture, show_chart
from widgets.blocks.customer_link import show_customer_of
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import bucket, compact, number
from widgets.state.session import Slot

KEY = Slot.COHORTS.value
PARAMS = ("grain_of", "last", "measure", "cell", "who")
FIRST_GRAIN = "quarter"
ROW, FRAME, LEAST = 30, 120, 260
"""Pixels of a cohort in the drawing, of what is around, and of the smallest."""
SMALL = 30
"""A cohort of fewer customers tells little."""
LOOK_CLOSER = (
    Column("size", N_("Customers of the cohort"), Kind.NUMBER, Unit.COUNT),
    Column("customers", N_("Number of customers"), Kind.NUMBER, Unit.COUNT),
    Column("low", N_("95 %, from"), Kind.NUMBER, Unit.RATE),
    Column("high", N_("95 %, to"), Kind.NUMBER, Unit.RATE),
    Column("revenue", N_("Revenue"), Kind.NUMBER, Unit.MONEY),
    Column("expansion", N_("Expansion"), Kind.NUMBER, Unit.RATE),
)
HINTS = {
    "retention": ("size", "customers", "low", "high"),
    "net": ("size", "revenue", "expansion"),
    "gross": ("size", "revenue", "expansion"),
    "customers": ("size",),
    "revenue": ("size", "customers"),
}
"""What the tooltip of a cell tells beside its measure."""
RATIOS = frozenset({"retention", "net", "gross"})


def show_cohorts(reading: Reading) -> None:
    """The cohorts under the page's filters; a sentence says why where there are none."""
    grain, last, measure = _choices()
    try:
        found = awaited(reading, KEY, customer_cohorts, grain, last, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    st.markdown(_sentence(found, reading))
    drawn = _drawn(found, measure)
    chart = _chart(measure)
    title = f"{_('Cohorts')}, {_(MEASURES[measure].label)}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{plain(_(MEASURES[measure].label))}**", width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(
            KEY, title, reading, lambda: answer_sheet(title, _sheet(found), reading),
            lambda: chart_picture(title, chart, drawn, reading),
        )  # fmt: skip
    height = max(LEAST, FRAME + ROW * drawn.rows["cohort"].n_unique())
    key = f"{KEY}_{grain}_{measure}_chart"
    show_chart(chart, drawn, reading, key, height, lambda mark: _put(mark.get("cohort"), mark.get("age")))
    st.caption(_notes(found, measure))
    _table(found, measure, reading)
    _members(found, grain, reading)
    st.caption(_(CUSTOMER_PAST.sentence))
    show_method_card(found.card, reading.look.language)


def _choices() -> tuple[str, int, str]:
    """Grain, how many of the newest cohorts, and measure, as the address has them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        grains = {"month": _("Months"), "quarter": _("Quarters"), "year": _("Years")}
        grain = choose(_("Cohorts by"), Slot.COHORTS_GRAIN.value, "grain_of", grains, FIRST_GRAIN)
        lasts = {str(count): _("Newest {count}").format(count=count) if count else _("All cohorts") for count in LASTS}
        last = choose(_("How many"), Slot.COHORTS_LAST.value, "last", lasts)
    measures = {name: _(column.label) for name, column in MEASURES.items()}
    return grain, int(last), choose(_("Measure"), Slot.COHORTS_MEASURE.value, "measure", measures)


def _sentence(found: CohortReport, reading: Reading) -> str:
    """How many came back after one period, over all cohorts; nothing where no second period is over."""
    later = found.average.filter(pl.col("age") == 1)
    language = reading.look.language
    if later.is_empty():
        return _("No second period is over yet, so nobody can have come back.")
    row = later.row(0, named=True)
    told = {
        "month": _("**{share}** of the customers bought again one month later, for **{net}** of the first revenue."),
        "quarter": _(
            "**{share}** of the customers bought again one quarter later, for **{net}** of the first revenue."
        ),
        "year": _("**{share}** of the customers bought again one year later, for **{net}** of the first revenue."),
    }[found.grain.value]
    return told.format(share=number(row["retention"], Unit.RATE, language), net=number(row["net"], Unit.RATE, language))


def _columns(found: CohortReport) -> tuple[Column, Column]:
    ages = {"month": N_("Months later"), "quarter": N_("Quarters later"), "year": N_("Years later")}
    cohort = Column("cohort", N_("First purchase"), Kind.DATE, grain=found.grain)
    return cohort, Column("age", ages[found.grain.value], Kind.TEXT)


def _drawn(found: CohortReport, measure: str) -> Result:
    """The cells that are over, those of the first period left out where they are 100 % by definition."""
    told = [column for column in LOOK_CLOSER if column.name in HINTS[measure]]
    value = replace(MEASURES[measure], metric=measure)
    rows = found.cells.filter("complete", (pl.col("age") > 0) | (measure not in RATIOS))
    columns = (*_columns(found), value, *told)
    named = rows.with_columns(pl.col("age").cast(pl.String)).select(column.name for column in columns)
    return replace(found.base, columns=columns, rows=named, totals=None)


def _chart(measure: str) -> Chart:
    shelves = Shelves(
        columns=(Dimension(field="age"),), rows=(Dimension(field="cohort"),), values=(measure,), hints=HINTS[measure]
    )
    return Chart(kind="heatmap", shelves=shelves, options=Options(labels=True))


def _sheet(found: CohortReport) -> Result:
    """All cells with all measures, one row each."""
    measures = [replace(column, metric="") for column in MEASURES.values()]
    known = {column.name for column in measures}
    rest = [column for column in LOOK_CLOSER if column.name not in known]
    age = replace(_columns(found)[1], kind=Kind.NUMBER, unit=Unit.COUNT)
    columns = (_columns(found)[0], age, *measures, *rest)
    return replace(found.base, columns=columns, rows=found.cells.select(one.name for one in columns), totals=None)


def _notes(found: CohortReport, measure: str) -> str:
    told = []
    if found.masked:
        told.append(
            plural(
                "{count} cell is left empty, as its period is not over.",
                "{count} cells are left empty, as their periods are not over.",
                found.masked,
            )
        )
    small = found.cells.filter(pl.col("age") == 0, pl.col("size") < SMALL).height
    if small and measure == "retention":
        told.append(
            plural(
                "{count} cohort has fewer than 30 customers: mind the range on the tooltip.",
                "{count} cohorts have fewer than 30 customers: mind the range on the tooltip.",
                small,
            )
        )
    told.append(_("Click a cell, or one of the table, for its customers."))
    return " ".join(told)


def _table(found: CohortReport, measure: str, reading: Reading) -> None:
    """The triangle as a table; its last row are all cohorts together."""
    value, ages = MEASURES[measure], [age for age in found.average["age"] if age or measure not in RATIOS]
    wide = found.cells.filter("complete").pivot("age", index="cohort", values=measure)
    sizes = found.cells.filter(pl.col("age") == 0).select("cohort", pl.col("size").alias("all"))
    rows = sizes.join(wide, on="cohort", how="left", maintain_order="left")
    columns = (
        _columns(found)[0],
        Column("all", N_("Customers"), Kind.NUMBER, Unit.COUNT, metric="all"),
        *(replace(value, name=str(age), label=str(age), metric=str(age)) for age in ages),
    )
    means = dict(found.average.select(pl.col("age").cast(pl.String), measure).iter_rows())
    totals = {"all": found.cells.filter(pl.col("age") == 0)["size"].sum(), **means}
    key = f"{KEY}_{found.grain.value}_{measure}_table"
    shown = rows.select(column.name for column in columns)
    sight = rows.height + 1
    show_table(columns, shown, reading.look, key, lambda: _cell(key, shown), totals, sight)
    st.caption(
        _("The last row is all cohorts together: the sum over the cells that are over, so large cohorts weigh more.")
        if measure in RATIOS
        else _("The last row is the sum over the cells that are over.")
    )


def _cell(key: str, rows: pl.DataFrame) -> None:
    chosen = clicked(key)
    if chosen is not None and chosen.row < rows.height:
        _put(rows["cohort"][chosen.row], chosen.column if chosen.column.isdigit() else "0")


def _put(cohort: Any, age: Any) -> None:
    """The cell that was clicked, in the address."""
    if isinstance(cohort, str) and str(age).isdigit():
        link.put_own("cell", f"{cohort}_{age}")


def _members(found: CohortReport, grain: str, reading: Reading) -> None:
    """The customers of the cell that the address names."""
    cohort, _sign, age = link.own("cell").partition("_")
    cell = found.cells.filter(pl.col("cohort") == cohort, pl.col("age").cast(pl.String) == age)
    if cell.is_empty():
        return
    members = reading.report(cohort_members, CohortCell(grain, cohort, int(age)), reading.view.where)
    name = bucket(cohort, found.grain, reading.look.language)
    title = _("Customers of {cohort}, {ages}").format(cohort=name, ages=f"{_(_columns(found)[1].label)}: {age}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(title)}**", width="stretch")
        whos = {"came": _("Bought"), "away": _("Stayed away")}
        who = choose(_("Who"), Slot.COHORTS_WHO.value, "who", whos)
        rows = members.filter(pl.col("came") == (who == "came"))
        told = replace(found.base, columns=MEMBERS, rows=rows, totals=None)
        show_export(f"{KEY}_members", title, reading, lambda: answer_sheet(title, told, reading))
    st.caption(_counted(rows, members, reading))
    if rows.is_empty():
        return
    key = f"{KEY}_members_table"
    show_table(MEMBERS, rows, reading.look, key, lambda: None)
    show_customer_of(key, rows["customer"], rows["label"])


def _counted(rows: pl.DataFrame, members: pl.DataFrame, reading: Reading) -> str:
    language, currency = reading.look.language, reading.look.currency
    told = plural(
        "{shown} of {count} customer; they bought for {paid} in this period and for {first} in their first one.",
        "{shown} of {count} customers; they bought for {paid} in this period and for {first} in their first one.",
        members.height,
        shown=number(rows.height, Unit.COUNT, language),
        paid=compact(float(rows["paid"].sum()), Unit.MONEY, language, currency),
        first=compact(float(rows["paid_first"].sum()), Unit.MONEY, language, currency),
    )
    return plain(told)
