"""The quality of service: rates with their limits of chance, problems that stand out, and how long customers wait."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.errors import MingjingError
from datasource.periods import bucket_span
from datasource.plan import period_span
from datasource.question import Grain, Period
from datasource.reports.service_quality import BY, RATES, Problems, ServiceRates, problem_products, service_rates
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.picks import member_filter
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.charts.control import control, height
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import DASH, cell, number
from widgets.panels.service_times import TIMES_PARAMS, show_service_times
from widgets.state.session import Slot

KEY = Slot.SERVICE.value
PARAMS = ("rate", "by")
MOST_DRAWN = 25
MONTH_HEIGHT = 320
GROUPS = {"month": N_("Month"), "product": N_("Product"), "ticket_category": N_("Category"), "owner": N_("Handler")}
EVENTS = {
    "volume": N_("Tickets"),
    "escalated": N_("Escalated tickets"),
    "repeat": N_("Repeated problems"),
    "reopened": N_("Reopened tickets"),
}
EXPOSURES = {
    "volume": N_("Customer months (hundreds)"),
    "escalated": N_("Tickets opened"),
    "repeat": N_("Tickets opened"),
    "reopened": N_("Tickets once resolved"),
}
NOTES = {
    "volume": N_("Counted are tickets of customers who bought within a year; the records list all tickets."),
    "repeat": N_("The records list all tickets of the group, the repeated ones among them."),
}
PROBLEMS = (
    Column("product", N_("Product"), Kind.TEXT),
    Column("issue", N_("Category"), Kind.TEXT),
    Column("events", N_("Tickets"), Kind.NUMBER, Unit.COUNT),
    Column("expected", N_("As often as the others"), Kind.NUMBER, Unit.NUMBER),
    Column("ratio", N_("Times as often"), Kind.NUMBER, Unit.NUMBER),
    Column("low", N_("95 %, from"), Kind.NUMBER, Unit.NUMBER),
    Column("high", N_("95 %, to"), Kind.NUMBER, Unit.NUMBER),
    Column("adjusted", N_("p, adjusted"), Kind.NUMBER, Unit.RATE),
)


def show_service_rates(reading: Reading) -> None:
    """One rate by one group, each chosen; a sentence says why where it cannot be told."""
    rates = {name: _(rate.label) for name, rate in RATES.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        rate = choose(_("Rate"), Slot.SERVICE_RATE.value, "rate", rates)
        by = choose(_("Grouped by"), Slot.SERVICE_BY.value, "by", {name: _(BY[name]) for name in RATES[rate].by})
    try:
        found = awaited(reading, KEY, service_rates, rate, by, reading.view.period, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    _head(found, reading)
    _drawing(found, reading)
    key, rows = f"{KEY}_{rate}_{by}", _listed(found)
    show_table(_columns(found), rows, reading.look, key, lambda: _clicked(key, found, rows, reading))
    st.caption(
        found.chart.withheld
        or _("▲ ▼ outside the limits of chance (three standard errors). Click a point or a row to see its records.")
    )
    if rate in NOTES:
        st.caption(_(NOTES[rate]))
    show_method_card(found.card, reading.look.language)


def _measure(found: ServiceRates) -> Column:
    unit = Unit.NUMBER if found.rate == "volume" else Unit.RATE
    return Column("rate", _(RATES[found.rate].label), Kind.NUMBER, unit, higher_is_better=False)


def _group(found: ServiceRates) -> Column:
    if found.by == "month":
        return Column("group", _(GROUPS["month"]), Kind.DATE, grain=Grain.MONTH)
    return Column("group", _(GROUPS[found.by]), Kind.TEXT)


def _columns(found: ServiceRates) -> tuple[Column, ...]:
    exposure = Unit.NUMBER if found.rate == "volume" else Unit.COUNT
    unit = _measure(found).unit
    return (
        _group(found),
        Column("events", EVENTS[found.rate], Kind.NUMBER, Unit.COUNT),
        Column("exposure", EXPOSURES[found.rate], Kind.NUMBER, exposure),
        Column("rate", N_("Rate"), Kind.NUMBER, unit),
        Column("low", N_("95 %, from"), Kind.NUMBER, unit),
        Column("high", N_("95 %, to"), Kind.NUMBER, unit),
        Column("lower", N_("Limit below"), Kind.NUMBER, unit),
        Column("upper", N_("Limit above"), Kind.NUMBER, unit),
        Column("signal", N_("Outside"), Kind.TEXT),
    )


def _listed(found: ServiceRates) -> pl.DataFrame:
    signs = pl.col("signal").replace({"above": "▲", "below": "▼"}).fill_null("")
    return found.chart.points.with_columns(signs)


def _head(found: ServiceRates, reading: Reading) -> None:
    write = cell(_measure(found), reading.look.language)
    outside = found.chart.points.drop_nulls("signal").height
    told = _("**{rate}: {centre}** on the whole.").format(
        rate=plain(_(RATES[found.rate].label)), centre=plain(write(found.chart.centre))
    )
    if found.chart.withheld is None:
        more = plural("{count} group is outside the limits.", "{count} groups are outside the limits.", outside)
        told = f"{told} {more if outside else _('All groups are within the limits of chance.')}"
    sheet = replace(found.base, columns=_columns(found), rows=_listed(found), totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(told, width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(
            KEY, _("Quality of service"), reading, lambda: answer_sheet(_("Quality of service"), sheet, reading)
        )


def _drawing(found: ServiceRates, reading: Reading) -> None:
    measure, group, points = _measure(found), _group(found), found.chart.points
    if found.by != "month" and points.height > MOST_DRAWN:
        points = points.filter(pl.col("exposure").rank("ordinal", descending=True) <= MOST_DRAWN)
        st.caption(
            _("Drawn are the {count} groups with the most to count; the table has all.").format(count=MOST_DRAWN)
        )
    show_drawing(
        _drawn(found, points, reading),
        control(group, measure, replace(reading.look, height=None)),
        reading.look,
        f"{KEY}_{found.rate}_{found.by}_chart",
        f"{measure.label}, {group.label}",
        height=MONTH_HEIGHT if found.by == "month" else height(points.height),
        on_pick=lambda mark: _open(found, mark.get("group"), reading),
    )


def _drawn(found: ServiceRates, points: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    write = cell(_measure(found), reading.look.language)
    texts = [
        {
            "_rate": write(row["rate"]),
            "_range": f"{write(row['low'])} – {write(row['high'])}",
            "_limits": DASH if row["upper"] is None else f"{write(row['lower'])} – {write(row['upper'])}",
            "_counts": " / ".join(
                number(row[name], Unit.NUMBER, reading.look.language) for name in ("events", "exposure")
            ),
        }
        for row in points.iter_rows(named=True)
    ]
    return pl.concat([points.with_columns(centre=pl.lit(found.chart.centre)), pl.DataFrame(texts)], how="horizontal")


def _clicked(key: str, found: ServiceRates, rows: pl.DataFrame, reading: Reading) -> None:
    picked = clicked(key)
    if picked is not None and picked.row < rows.height:
        _open(found, rows["group"][picked.row], reading)


def _open(found: ServiceRates, group: str | None, reading: Reading) -> None:
    """Ask for the records behind a group."""
    if group is None:
        return
    query = found.base.query
    if found.by != "month":
        drill.ask_behind(query, (member_filter(found.by, group),))
        return
    month = bucket_span(group)
    days = period_span(query.period, reading.shared.today, reading.shared.fiscal_start) or month
    period = Period(start=max(month.start, days.start), end=min(month.end, days.end))
    drill.ask_behind(query.model_copy(update={"period": period}), ())


def show_service_problems(reading: Reading) -> None:
    """Products that have a category of problem more often than the others, the surest first."""
    try:
        found = awaited(reading, f"{KEY}_problems", problem_products, reading.view.period, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    sure = found.found.filter("found")
    st.markdown(f"**{_('Products that stand out')}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(_problem(sure, reading), width="stretch")
        show_proof(found.base, reading, f"{KEY}_problems")
    key, shown = f"{KEY}_problems_table", found.found.head(max(sure.height, 8))
    show_table(PROBLEMS, shown, reading.look, key, lambda: _problem_clicked(key, shown, found))
    st.caption(
        _(
            "Of {tried} pairs of product and category; at most one in ten of those named is there by chance. Click a"
            " row to see its tickets."
        ).format(tried=found.tried)
    )


def _problem(sure: pl.DataFrame, reading: Reading) -> str:
    if sure.is_empty():
        return _("No product has a category of problem more often than the others beyond chance.")
    row, language = sure.row(0, named=True), reading.look.language
    told = _("{product}: {issue} **{ratio} times as often** as with the other products ({events} tickets).")
    first = told.format(
        product=plain(row["product"]), issue=plain(row["issue"]),
        ratio=number(row["ratio"], Unit.NUMBER, language, decimals=1),
        events=number(row["events"], Unit.COUNT, language),
    )  # fmt: skip
    more = sure.height - 1
    return first + (
        " " + plural("{count} further pair stands out.", "{count} further pairs stand out.", more) if more else ""
    )


def _problem_clicked(key: str, shown: pl.DataFrame, found: Problems) -> None:
    picked = clicked(key)
    if picked is not None and picked.row < shown.height:
        row = shown.row(picked.row, named=True)
        drill.ask_behind(
            found.base.query,
            (member_filter("product", row["product"]), member_filter("ticket_category", row["issue"])),
        )


SERVICE_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {
        "service_rates": (show_service_rates, PARAMS),
        "service_problems": (show_service_problems, ()),
        "service_times": (show_service_times, TIMES_PARAMS),
    }
)
"""Each panel with the parameters of the address that are its own."""
