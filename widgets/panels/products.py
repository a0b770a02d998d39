"""Panels of the product pages: sales by level, category mix, slow movers, products bought together."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import polars as pl
import streamlit as st

from dashboards.compile import compile_chart
from dashboards.model import Chart, Options, Shelves
from datasource.metrics.registry import DIMENSIONS, metric
from datasource.question import Dimension, Filter, Op, Sort
from datasource.reports.bought_together import BASKETS, LEAST, bought_together
from datasource.reports.product_sales import LEVELS, product_sales
from datasource.reports.slow_movers import DAYS, slow_movers
from datasource.result import Column, Kind, Result
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.reading import Reading
from widgets.blocks.tile import show_answer
from widgets.controls.faces import choose
from widgets.format import number
from widgets.state.session import Slot

SHOWN = 15  # bars beside a table that lists everything
HEIGHT, FRAME, BAR = 400, 110, 28  # pixels: the most of a drawing, its axis and title, one bar
TABLE = Chart(kind="table")
MEASURES = ("sold_amount", "sold_quantity")
SHAPES: Mapping[str, str] = MappingProxyType({"treemap": N_("Treemap"), "donut": N_("Donut")})
RANGE: Mapping[str, str] = MappingProxyType({"active": N_("On sale"), "all": N_("All products")})
BASKET_NAMES: Mapping[str, str] = MappingProxyType({"contracts": N_("By contract"), "customers": N_("By customer")})
PAIR = Column("pair", N_("Pair"), Kind.TEXT)


def _choose(label: str, name: str, options: Mapping[str, str]) -> str:
    return choose(label, f"{Slot.PRODUCTS_FACE.value}_{name}", name, options)


def _bars(field: str, value: str) -> Chart:
    shelves = Shelves(rows=(Dimension(field=field),), values=(value,))
    return Chart(kind="bar", shelves=shelves, options=Options(labels=True))


def _height(result: Result) -> int:
    return min(HEIGHT, FRAME + BAR * result.rows.height)


def show_product_sales(reading: Reading) -> None:
    """Sales, cost and margin per product, category or group: the best as bars, all of them as a table."""
    level = _choose(_("Level"), "level", {name: _(DIMENSIONS[name].label) for name in LEVELS})
    found = reading.report(product_sales, level, reading.view.period, reading.view.where)
    best = replace(found, rows=found.rows.head(SHOWN), totals=None)
    show_answer(f"best_{level}", N_("Best sellers"), _bars(level, "sold_amount"), best, reading, None, _height(best))
    show_answer(f"sales_{level}", N_("Sales, cost and margin"), TABLE, found, reading)


def show_category_mix(reading: Reading) -> None:
    """The share of each category in quantity or amount, as areas within their group or as a ring."""
    with st.container(horizontal=True, gap="small"):
        measure = _choose(_("Measure"), "measure", {name: _(metric(name).label) for name in MEASURES})
        shape = _choose(_("Shape"), "shape", {name: _(label) for name, label in SHAPES.items()})
    category, group = Dimension(field="product_category"), Dimension(field="product_group")
    nested = Shelves(rows=(category,), color=group, values=(measure,))
    shelves = nested if shape == "treemap" else Shelves(color=category, values=(measure,))
    chart = Chart(kind=shape, shelves=shelves, sort=(Sort(by=measure, desc=True),), totals=True)
    result = reading.answer(compile_chart(chart, reading.view))
    show_answer(f"mix_{measure}_{shape}", metric(measure).label, chart, result, reading)


def show_slow_movers(reading: Reading) -> None:
    """Products without a sale for a while: how long, since when, and what they once sold."""
    with st.container(horizontal=True, gap="small"):
        days = _choose(_("Days"), "idle", {str(days): plural("{count} day", "{count} days", days) for days in DAYS})
        offered = _choose(_("Products"), "range", {name: _(label) for name, label in RANGE.items()})
    found = reading.report(slow_movers, int(days), offered == "all", reading.view.where)
    if found.rows.is_empty():
        st.info(_("Every product has been sold within these days."))
        return
    idle = replace(found, rows=found.rows.drop_nulls("idle_days").head(SHOWN), totals=None)
    key = f"{days}_{offered}"
    bars, table = st.columns((2, 3), gap="medium")
    with bars:
        show_answer(
            f"idle_{key}",
            N_("Days since the last sale"),
            _bars("product", "idle_days"),
            idle,
            reading,
            None,
            _height(idle),
        )
    with table:
        show_answer(f"slow_{key}", N_("Slow movers"), TABLE, found, reading)
    never = found.rows["idle_days"].null_count()
    told = plural("{count} product was never sold.", "{count} products were never sold.", never) if never else ""
    st.caption(f"{told} {_('A sale is a line of an effective contract that you may see.')}".strip())


def show_bought_together(reading: Reading) -> None:
    """Pairs of products in one basket with support, confidence and lift; a click lists the contracts that hold both."""
    with st.container(horizontal=True, gap="small"):
        basket = _choose(_("Basket"), "basket", {name: _(BASKET_NAMES[name]) for name in BASKETS})
        least = _choose(_("At least"), "least", {str(least): f"≥ {least}" for least in LEAST})
    found = reading.report(bought_together, basket, int(least), reading.view.period, reading.view.where)
    pairs = found.result.rows
    if pairs.is_empty():
        st.info(_("No two products were bought together that often; choose a smaller number or a longer period."))
        return

    def behind(picked: dict[str, Any]) -> None:
        ask_for_pair(found.result, pair_of(pairs, picked), both=basket == "contracts")

    named = pairs.with_columns(pl.format("{} + {}", "first", "second").alias(PAIR.name))
    columns = (PAIR, *found.result.columns)
    best = replace(found.result, rows=named.head(SHOWN), columns=columns)
    key = f"{basket}_{least}"
    show_answer(
        f"lift_{key}", N_("Strongest pairs by lift"), _bars(PAIR.name, "lift"), best, reading, behind, _height(best)
    )
    show_answer(f"pairs_{key}", N_("Products bought together"), TABLE, found.result, reading, behind)
    language = reading.look.language
    told = _(
        "Of {baskets} baskets, {mixed} hold two products or more. Support is the share of baskets with both, "
        "confidence that of the second among those with the first; a lift above 1 means together more often than by "
        "chance."
    )
    counts = {"baskets": number(found.baskets, None, language), "mixed": number(found.mixed, None, language)}
    st.caption(told.format(**counts))


def pair_of(pairs: pl.DataFrame, picked: dict[str, Any]) -> tuple[str, ...]:
    """The two products of the row or bar that was clicked; none for anything else."""
    if "first" in picked:
        return (picked["first"], picked["second"])
    is_picked = pl.format("{} + {}", "first", "second") == pl.lit(picked.get(PAIR.name, ""))
    found = pairs.filter(is_picked).select("first", "second").rows()
    return found[0] if found else ()


def ask_for_pair(result: Result, pair: tuple[str, ...], *, both: bool) -> None:
    """The contracts with both products; of customers who bought them apart, the contracts with either."""
    contracts = result.query.model_copy(update={"metrics": ("contract_count",)})
    if both:
        filters = tuple(Filter(field="product", op=Op.EQ, value=name) for name in pair)
    else:
        filters = (Filter(field="product", op=Op.IN, value=pair),) if pair else ()
    drill.ask_behind(contracts, filters)


PRODUCT_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {
        "product_sales": (show_product_sales, ("level",)),
        "category_mix": (show_category_mix, ("measure", "shape")),
        "slow_movers": (show_slow_movers, ("idle", "range")),
        "bought_together": (show_bought_together, ("basket", "least")),
    }
)
"""Each panel with the parameters of the address that are its own."""
