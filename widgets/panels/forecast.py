"""The sales forecast: what is likely to come as a fan, its parts, how it did on earlier dates, what it is made of."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.metrics.registry import metric
from datasource.question import Dimension, Grain, Query
from datasource.reports.forecast_parts import BREAKDOWNS, breakdowns_of
from datasource.reports.sales_forecast import HORIZONS, SalesForecast, forecast_metrics, sales_forecast
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading, worded
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.waiting import awaited
from widgets.charts.fan import fan, fan_rows
from widgets.controls.faces import choose, choose_listed
from widgets.format import bucket, compact, number
from widgets.panels.forecast_parts import show_parts
from widgets.panels.forecast_quality import show_made_of, show_tries
from widgets.panels.funnel_depth import PARAMS as DEPTH_PARAMS
from widgets.panels.funnel_depth import show_funnel_depth
from widgets.panels.pipeline_forecast import PARAMS as PIPELINE_PARAMS
from widgets.panels.pipeline_forecast import show_pipeline_forecast
from widgets.state.session import Slot

PARAMS = ("of", "by", "ahead", "parts")
KEY = Slot.FORECAST.value
SHOWN: Mapping[Grain, int] = MappingProxyType({Grain.DAY: 90, Grain.WEEK: 78, Grain.MONTH: 36, Grain.QUARTER: 20})
"""Buckets of the past beside those ahead; older ones would press the forecast into a corner."""
GRAINS = {
    Grain.MONTH: (N_("Monthly"), N_("{count} months ahead")),
    Grain.WEEK: (N_("Weekly"), N_("{count} weeks ahead")),
    Grain.DAY: (N_("Daily"), N_("{count} days ahead")),
    Grain.QUARTER: (N_("Quarterly"), N_("{count} quarters ahead")),
}
FIRST = {Grain.DAY: 30, Grain.WEEK: 13, Grain.MONTH: 6, Grain.QUARTER: 2}


def show_sales_forecast(reading: Reading) -> None:
    """Choices, key figures, the fan, the parts, the earlier tries and the card of one forecast."""
    name, grain, ahead, parts = _choices(reading)
    found = awaited(reading, KEY, sales_forecast, name, grain, ahead, reading.view.where)
    if found is None:
        return
    if found.has_skill:
        _figures(found, reading)
    else:
        st.info(_refusal(found, reading), icon="🚫")
    _fan(found, reading)
    if found.has_skill and parts != "none":
        show_parts(found, parts, reading)
    left, right = st.columns((2, 1), gap="medium")
    with left:
        show_tries(found, reading)
    with right:
        show_made_of(found, reading)
    show_method_card(found.card, reading.look.language)


def _choices(reading: Reading) -> tuple[str, Grain, int, str]:
    """Metric, grain, buckets ahead and breakdown, as the address has them."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        labels = {name: _(metric(name).label) for name in reading.report(forecast_metrics)}
        name = choose_listed(_("Metric"), Slot.FORECAST_METRIC.value, "of", labels)
        grains = {grain.value: _(label) for grain, (label, _ahead) in GRAINS.items()}
        grain = Grain(choose(_("Buckets"), Slot.FORECAST_GRAIN.value, "by", grains))
        told = _(GRAINS[grain][1])
        horizons = {str(count): told.format(count=count) for count in HORIZONS[grain]}
        slot = f"{Slot.FORECAST_AHEAD.value}_{grain.value}"
        ahead = int(choose(_("Ahead"), slot, "ahead", horizons, str(FIRST[grain])))
        offered = {"none": _("Total"), **{key: _(BREAKDOWNS[key][0]) for key in breakdowns_of(name)}}
        parts = choose(_("Parts"), Slot.FORECAST_BY.value, "parts", offered)
    return name, grain, ahead, parts


def _refusal(found: SalesForecast, reading: Reading) -> str:
    told = _(
        "No forecast is shown: over {origins} earlier dates it was no better than repeating the last season (skill"
        " {skill}). Choose other buckets, or a metric that moves less by chance."
    )
    skill = number(found.accuracy.skill, Unit.RATE, reading.look.language)
    return told.format(origins=found.accuracy.origins, skill=skill)


def _figures(found: SalesForecast, reading: Reading) -> None:
    unit, language, currency = metric(found.metric).unit, reading.look.language, reading.look.currency
    ahead = found.rows.tail(found.horizon)
    first = ahead.row(0, named=True)
    last = bucket(ahead["date"][-1], found.grain, language)
    before = float(found.series.values[-found.horizon :].sum())
    total = float(ahead["forecast"].sum())
    low, high = (compact(first[side], unit, language, currency) for side in ("low80", "high80"))
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            bucket(first["date"], found.grain, language),
            compact(first["forecast"], unit, language, currency),
            help=_("In 80 of 100 cases between {low} and {high}.").format(low=low, high=high),
        )
        st.metric(
            _("{bucket}, 80 % range").format(bucket=bucket(first["date"], found.grain, language)), f"{low} – {high}"
        )
        st.metric(
            _("Until {last}").format(last=last),
            compact(total, unit, language, currency),
            delta=number(total / before - 1, Unit.RATE, language) if before > 0 else None,
            delta_color="off",
            help=_("All buckets ahead together, against as many up to now: {before}.").format(
                before=compact(before, unit, language, currency)
            ),
        )
        st.metric(
            _("Skill"),
            number(found.accuracy.skill, Unit.RATE, language),
            help=_("How much smaller its errors were than those of repeating the last season, on earlier dates."),
        )
        st.metric(
            _("Usual error"),
            number(found.accuracy.wape, Unit.RATE, language),
            help=_("Sum of the errors on earlier dates, in per cent of what came."),
        )


def _fan(found: SalesForecast, reading: Reading) -> None:
    known = next(column for column in found.history.columns if column.name == found.metric)
    day = next(column for column in found.history.columns if column.name == "date")
    title = _("{metric}, actual and forecast").format(metric=_(known.label))
    told = replace(found.history, columns=(day, *_columns(known)), rows=found.rows, totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_proof(found.history, reading, KEY)
        show_export(KEY, title, reading, lambda: answer_sheet(title, told, reading))
    rows = fan_rows(found.rows.tail(SHOWN[found.grain] + found.horizon))
    shown, measure = worded((day, replace(known, name="actual")))
    query = found.history.query
    show_drawing(
        rows,
        fan(shown, measure, replace(reading.look, height=None)),
        reading.look,
        f"{KEY}_fan",
        title,
        on_pick=lambda mark: _open(query, found.rows, mark.get("date")),
    )
    told_bands = _("Bands: in 80 and in 95 of 100 cases. Click a bucket of the past to see its records.")
    st.caption(told_bands if found.has_skill else _("Click a bucket to see its records."))


def _open(query: Query, rows: pl.DataFrame, label: str | None) -> None:
    """Ask for the records of a bucket of the past; there are none of those ahead."""
    past = rows.filter(pl.col("actual").is_not_null())["date"]
    if label is not None and label in past:
        drill.ask(
            query.model_copy(update={"by": (Dimension(field="date", grain=query.by[-1].grain),)}), {"date": label}
        )


def _columns(known: Column) -> tuple[Column, ...]:
    labels = {
        "actual": _("Actual"),
        "forecast": _("Forecast"),
        "low80": _("80 %, from"),
        "high80": _("80 %, to"),
        "low95": _("95 %, from"),
        "high95": _("95 %, to"),
    }
    return tuple(Column(name, label, Kind.NUMBER, known.unit) for name, label in labels.items())


FORECAST_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {
        "sales_forecast": (show_sales_forecast, PARAMS),
        "pipeline_forecast": (show_pipeline_forecast, PIPELINE_PARAMS),
        "funnel_depth": (show_funnel_depth, DEPTH_PARAMS),
    }
)
"""Each panel with the parameters of the address that are its own."""
