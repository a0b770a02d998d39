"""How a sales forecast did on earlier dates, and what it is mixed of."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.options import FieldLook, NumberFormat
from datasource.metrics.registry import metric
from datasource.reports.sales_forecast import Effect, SalesForecast
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.format import compact, number
from widgets.state.session import Slot

KEY = f"{Slot.FORECAST.value}_tries"
SHORT = tuple(
    FieldLook(field=name, number=NumberFormat(style="compact")) for name in ("actual", "forecast", "last_season")
)
MEMBERS = {
    "level": N_("Level and trend"),
    "logs": N_("Level and trend, in per cent"),
    "growth": N_("Steady growth"),
    "seasonal_naive": N_("The last season again"),
}
EFFECTS = {
    "workdays": N_("One working day more: {change}."),
    "before_new_year": N_("The three weeks before the lunar new year: {change}."),
    "new_year": N_("The two weeks from the lunar new year on: {change}."),
}
SHARES = (
    Column("part", N_("Part of the mix"), Kind.TEXT),
    Column("share", N_("Share of the mix"), Kind.NUMBER, Unit.RATE),
)


def show_tries(found: SalesForecast, reading: Reading) -> None:
    """One row per earlier date: what was forecast then, what came, and what the last season again would have said."""
    unit = metric(found.metric).unit
    columns = (
        Column("made_on", N_("Made at the end of"), Kind.DATE, grain=found.grain),
        Column("buckets", N_("Buckets"), Kind.NUMBER, Unit.COUNT),
        Column("actual", N_("Came"), Kind.NUMBER, unit),
        Column("forecast", N_("Forecast"), Kind.NUMBER, unit),
        Column("off", N_("Off by"), Kind.NUMBER, Unit.RATE, part="change"),
        Column("last_season", N_("Last season again"), Kind.NUMBER, unit),
        Column("naive_off", N_("That off by"), Kind.NUMBER, Unit.RATE, part="change"),
    )
    actual = pl.when(pl.col("actual") > 0).then("actual")
    rows = found.tries.with_columns(
        off=pl.col("forecast") / actual - 1, naive_off=pl.col("last_season") / actual - 1
    ).select(column.name for column in columns)
    told = replace(found.history, columns=columns, rows=rows, totals=None)
    title = _("Forecasts made on earlier dates")
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(KEY, title, reading, lambda: answer_sheet(title, told, reading))
    show_table(columns, rows, reading.look, KEY, looks=SHORT)


def show_made_of(found: SalesForecast, reading: Reading) -> None:
    """The shares of the mix, and the effects of the calendar that stand out."""
    st.markdown(f"**{_('What the forecast is mixed of')}**")
    weights = sorted(found.weights.items(), key=lambda one: one[1], reverse=True)
    rows = pl.DataFrame(
        {"part": [_(MEMBERS[name]) for name, _share in weights], "share": [share for _name, share in weights]}
    )
    show_table(SHARES, rows, reading.look, f"{KEY}_mix")
    effects = " ".join(_effect(one, found, reading) for one in found.effects)
    st.caption(effects or _("Neither working days nor the lunar new year move this series clearly."))


def _effect(effect: Effect, found: SalesForecast, reading: Reading) -> str:
    language, currency = reading.look.language, reading.look.currency
    if effect.is_share:
        text = number(effect.change, Unit.RATE, language)
    else:
        text = compact(effect.change, metric(found.metric).unit, language, currency)
    return _(EFFECTS[effect.name]).format(change=f"+{text}" if effect.change > 0 else text)
