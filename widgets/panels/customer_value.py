"""Customer value in three parts: what customers will bring, what they leave after service, how few bring most."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from dashboards.options import FieldLook, NumberFormat
from datasource.errors import MingjingError
from datasource.question import Dimension
from datasource.reports.customer_value import VALUES, WAYS, ValueReport, customer_value
from datasource.reports.exceptions import STUDIED
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.chart import show_chart
from widgets.blocks.customer_link import show_customer_of
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import compact, number, signed_rate
from widgets.panels.concentration import show_concentration
from widgets.panels.customer_profit import RATE_PARAMS, show_profit
from widgets.state.session import Slot

KEY = Slot.VALUE.value
PARAMS = ("part", "held", *RATE_PARAMS)
HEIGHT = 300
HELD: Mapping[str, tuple[str, Unit, str]] = MappingProxyType(
    {"purchases": (N_("Purchases"), Unit.NUMBER, ""), "money": (N_("Money"), Unit.MONEY, "_amount")}
)
"""What the year held back is told in: label, unit, how the columns end."""
WHOLE = tuple(
    FieldLook(field=column.name, number=NumberFormat(decimals=0))
    for column in (*VALUES, *WAYS)
    if column.unit is Unit.MONEY
)
"""Money without its small change: nobody predicts that."""


def show_customer_value(reading: Reading) -> None:
    """The part that the address asks for, under the page's filters; a sentence says why where nothing is told."""
    parts: dict[str, tuple[str, Callable[[Reading], None]]] = {
        "predicted": (_("Next 12 months"), _predicted),
        "profit": (_("Profit and cost to serve"), show_profit),
        "concentration": (_("Concentration"), show_concentration),
    }
    labels = {name: label for name, (label, _show) in parts.items()}
    chosen = choose(_("View"), Slot.VALUE_PART.value, "part", labels)
    try:
        parts[chosen][1](reading)
    except MingjingError as refusal:
        st.info(str(refusal))


def _predicted(reading: Reading) -> None:
    found = reading.report(customer_value, reading.view.where)
    _list(found, reading)
    _held_back(found, reading)
    st.caption(_(STUDIED.sentence))
    show_method_card(found.card, reading.look.language)


def _list(found: ValueReport, reading: Reading) -> None:
    title = _("Predicted value of customers")
    sheet = replace(found.base, columns=found.columns, rows=found.customers, totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(_sentence(found, reading), width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(KEY, title, reading, lambda: answer_sheet(title, sheet, reading))
    key = f"{KEY}_list"
    show_table(found.columns, found.customers, reading.look, key, lambda: None, looks=WHOLE)
    show_customer_of(key, found.customers["customer_id"], found.customers["label"])
    told = [_("This list looks ahead from the last night, whatever the period above.")]
    if any(column.name == "high" for column in found.columns):
        told.append(
            _(
                "Eight of ten customers bring what lies between the two bounds; many bring nothing in a year, others"
                " twice the expectation."
            )
        )
    st.caption(" ".join(told))


def _sentence(found: ValueReport, reading: Reading) -> str:
    language, currency = reading.look.language, reading.look.currency
    total = compact(float(found.customers["predicted"].sum()), Unit.MONEY, language, currency)
    return plural(
        "**{amount}** are expected within the next 12 months from **{customers}** customer, the highest first.",
        "**{amount}** are expected within the next 12 months from **{customers}** customers, the highest first.",
        found.customers.height,
        amount=plain(total),
        customers=number(found.customers.height, Unit.COUNT, language),
    )


def _held_back(found: ValueReport, reading: Reading) -> None:
    """The year that was held back: way by way, in total, and by how often customers had bought before."""
    st.markdown(f"**{_('How good it was on a year that it had not seen')}**")
    show_table(WAYS, found.ways, reading.look, f"{KEY}_ways", looks=WHOLE)
    st.caption(_("Each way was fitted on what was known a year ago; the one that erred least is used."))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        labels = {name: _(label) for name, (label, _unit, _end) in HELD.items()}
        name = choose(_("Told in"), Slot.VALUE_HELD.value, "held", labels)
        st.markdown(_in_total(found, name, reading), width="stretch")
    columns = _held_columns(name)
    rows = found.by_repeats.select(
        _repeats(found.by_repeats),
        "customers",
        *(pl.col(f"{column}{HELD[name][2]}").alias(column) for column in ("actual", "expected", "naive")),
    )
    told = replace(found.base, columns=columns, rows=rows, totals=None)
    shelves = Shelves(
        columns=(Dimension(field="repeats"),), values=("actual", "expected", "naive"), hints=("customers",)
    )
    chart = Chart(kind="grouped_bar", shelves=shelves)
    show_chart(chart, told, reading, f"{KEY}_held_{name}", HEIGHT, lambda _mark: None)


def _held_columns(name: str) -> tuple[Column, ...]:
    unit = HELD[name][1]
    return (
        Column("repeats", N_("Purchases before, after the first"), Kind.TEXT),
        Column("actual", N_("Came, mean"), Kind.NUMBER, unit, metric="actual"),
        Column("expected", N_("Predicted, mean"), Kind.NUMBER, unit, metric="expected"),
        Column("naive", N_("Own rate, mean"), Kind.NUMBER, unit, metric="naive"),
        Column("customers", N_("Customers"), Kind.NUMBER, Unit.COUNT),
    )


def _repeats(by_repeats: pl.DataFrame) -> pl.Expr:
    """Repeats as text; the last of eight groups holds all above."""
    most = by_repeats["repeats"].max()
    text = pl.col("repeats").cast(pl.String)
    return pl.when((pl.col("repeats") == most) & (pl.lit(most) >= 7)).then(text + "+").otherwise(text).alias("repeats")


def _in_total(found: ValueReport, name: str, reading: Reading) -> str:
    language, currency = reading.look.language, reading.look.currency
    _label, unit, end = HELD[name]
    unit = Unit.COUNT if unit is Unit.NUMBER else unit
    actual, expected, naive = (found.held[f"{part}{end}"] for part in ("actual", "expected", "naive"))

    def write(value: float) -> str:
        return plain(compact(round(value), unit, language, currency))

    told = _("In all **{actual}** came; **{expected}** were predicted ({off}), by own rates {naive} ({naive_off}).")
    return told.format(
        actual=write(actual),
        expected=write(expected),
        naive=write(naive),
        off=plain(signed_rate(expected / actual - 1, language)),
        naive_off=plain(signed_rate(naive / actual - 1, language)),
    )
