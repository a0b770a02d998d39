"""Where customers sit and of which kind they are: all customers of today, beside those that dealt.

No period cuts them off: the portrait is of everyone in the books.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Filter, Op, Query, Sort
from datasource.reports.places import place_codes
from datasource.result import Result
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.members import member_of
from widgets.blocks.picks import picked_filters
from widgets.blocks.reading import Reading
from widgets.blocks.tile import show_answer
from widgets.charts.map import has_cities
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.state.session import Slot

PROVINCE, FACE = "province", "customers"
PARAMS = (PROVINCE, FACE)
ALL, DEALT = "customer_count", "dealt_customers"
TABLED = (ALL, DEALT, "deal_rate", "contract_amount")
FACES = {"all": N_("All customers"), "dealt": N_("Dealt customers")}
COUNTED = {"all": ALL, "dealt": DEALT}
HEIGHT = 420
BARS = {"industry": N_("Industry"), "company_size": N_("Company size")}
RINGS = {
    ("level", "all"): N_("Level: all customers"),
    ("level", "dealt"): N_("Level: dealt customers"),
    ("source", "all"): N_("Source: all customers"),
    ("source", "dealt"): N_("Source: dealt customers"),
}
TABLES = {
    "industry": N_("By industry"),
    "company_size": N_("By company size"),
    "level": N_("By level"),
    "source": N_("By source"),
}


def show_portrait_map(reading: Reading) -> None:
    """Provinces, or the cities of the one in the address, coloured by all or by dealt customers.

    A click on a province opens its cities, a click on a city its records.
    """
    labels, province = {name: _(label) for name, label in FACES.items()}, _province(reading)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        face = choose(_("Customers counted"), Slot.PORTRAIT_FACE.value, FACE, labels)
        if province:
            st.button(
                _("Back to the whole country"),
                key=Slot.PORTRAIT_BACK.value,
                icon=":material/arrow_back:",
                on_click=lambda: link.drop_own(PROVINCE),
            )
    result, area = _places(reading, province, COUNTED[face]), _codes(reading)[province] if province else ""
    shelves = Shelves(columns=result.query.by, values=result.query.metrics)
    chart = Chart(kind="map", shelves=shelves, options=Options(area=area), totals=True)
    title = province or N_("Customers by province")
    key = f"portrait_map{area}"  # a map of its own each, or the click on the province would dim its cities
    show_answer(key, title, chart, result, reading, lambda picked: _clicked(result, reading, picked), HEIGHT)


def show_portrait_places(reading: Reading) -> None:
    """The same places as a table with a total, those that no map shows included; a click asks for the records."""
    province = _province(reading)
    result = _places(reading, province, ALL)
    chart = Chart(kind="table", shelves=Shelves(rows=result.query.by, values=TABLED), totals=True)
    title = N_("By city") if province else N_("By province")
    show_answer("portrait_places", title, chart, result, reading)


def show_bars(field: str, reading: Reading) -> None:
    """Every member of `field` with its customers and those of them that dealt, side by side."""
    by = (Dimension(field=field),)
    result = _in_order(field, _answer(reading, by, (ALL, DEALT)))
    chart = Chart(kind="bar", shelves=Shelves(rows=by, values=(ALL, DEALT)), totals=True)
    show_answer(f"portrait_{field}", BARS[field], chart, result, reading)


def show_ring(field: str, face: str, reading: Reading) -> None:
    """The shares of the members of `field` among all customers, or among those that dealt."""
    member, metric = Dimension(field=field), COUNTED[face]
    chart = Chart(kind="donut", shelves=Shelves(color=member, values=(metric,)), totals=True)
    result = _answer(reading, (member,), (metric,))
    if metric != ALL:
        result = _as_among_all(field, result, _answer(reading, (member,), (ALL,)))
    show_answer(f"portrait_{field}_{face}", RINGS[field, face], chart, result, reading)


def _as_among_all(field: str, result: Result, among_all: Result) -> Result:
    """`result` with the members of `among_all` in their order, so that both rings colour a member alike."""
    rows = among_all.rows.select(field).join(result.rows, on=field, how="left", maintain_order="left")
    return replace(result, rows=rows.with_columns(pl.col(result.query.metrics[0]).fill_null(0)))


def show_table_of(field: str, reading: Reading) -> None:
    """Every member of `field` with all, dealt, deal rate and contract amount; blanks are Unknown."""
    by = (Dimension(field=field),)
    chart = Chart(kind="table", shelves=Shelves(rows=by, values=TABLED), totals=True)
    show_answer(f"portrait_by_{field}", TABLES[field], chart, _in_order(field, _answer(reading, by, TABLED)), reading)


PORTRAIT_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = {
    "portrait_map": (show_portrait_map, PARAMS),
    "portrait_places": (show_portrait_places, PARAMS),
    **{f"portrait_{field}": (partial(show_bars, field), ()) for field in BARS},
    **{f"portrait_{field}_{face}": (partial(show_ring, field, face), ()) for field, face in RINGS},
    **{f"portrait_by_{field}": (partial(show_table_of, field), ()) for field in TABLES},
}


def _in_order(field: str, result: Result) -> Result:
    """`result` with size bands from small to large, by the first number in their names; others as they came."""
    if field != "company_size":
        return result
    least = pl.col(field).cast(pl.String).str.replace_all(",", "").str.extract(r"(\d+)").cast(pl.Int64)
    return replace(result, rows=result.rows.sort(least, nulls_last=True, maintain_order=True))


def _places(reading: Reading, province: str, first: str) -> Result:
    inside = (Filter(field="region", op=Op.EQ, value=province),) if province else ()
    metrics = (first, *(name for name in TABLED if name != first))
    return _answer(reading, (Dimension(field="city" if province else "region"),), metrics, inside)


def _answer(
    reading: Reading, by: tuple[Dimension, ...], metrics: tuple[str, ...], inside: tuple[Filter, ...] = ()
) -> Result:
    where, sort = (*reading.view.where, *inside), (Sort(by=metrics[0], desc=True),)
    return reading.answer(Query(metrics=metrics, by=by, where=where, sort=sort, totals=True))


def _province(reading: Reading) -> str:
    """The province that the address asks for, if its cities can be shown; else none."""
    asked = link.own(PROVINCE)
    return asked if has_cities(_codes(reading).get(asked, "")) else ""


def _codes(reading: Reading) -> Mapping[str, str]:
    return reading.shared.kept(place_codes)["region"]


def _clicked(result: Result, reading: Reading, picked: dict[str, object]) -> None:
    """Open the province that was clicked; a city, or a place without cities, shows its records."""
    name = member_of("region", str(picked.get("region")))
    if has_cities(_codes(reading).get(name, "")):
        link.put_own(PROVINCE, name)
    else:
        drill.ask_behind(result.query, picked_filters(result, picked))
