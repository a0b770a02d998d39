"""The settings of a dimension's pill: its steps or bands, its first members, its order, its name, groups of it."""

import streamlit as st

from datasource.question import Dimension, Grain
from datasource.texts import _
from widgets.builder import setting
from widgets.builder.calculating import own
from widgets.builder.naming import show_name
from widgets.builder.opened import Opened
from widgets.builder.pill_change import banded, grouped, sorted_by, ungrouped
from widgets.builder.ranking import show_first
from widgets.builder.setting import NONE
from widgets.builder.wording import GRAINS
from widgets.state.session import steady_key, widget_value

AS_PAGE = "page"


def show_dimension_settings(opened: Opened, dimension: Dimension) -> None:
    """All of it, in three columns."""
    field = dimension.field
    first, second, third = st.columns(3)
    with first:
        _parts(opened, dimension)
        show_name(opened, field)
    with second:
        _order(opened, field)
    with third:
        show_first(opened.slot("top"), field, opened.draft, opened.palette, opened.keep)


def _parts(opened: Opened, dimension: Dimension) -> None:
    one = own(opened.draft.chart, dimension.field)
    if one is not None and (one.groups or one.buckets):
        st.button(
            _("Take the groups apart"),
            key=opened.slot("apart"),
            on_click=lambda: opened.put_chart(lambda chart: ungrouped(chart, dimension.field)),
        )
    if opened.palette.is_date(dimension.field):
        _grain(opened, dimension)
    elif opened.palette.is_number(dimension.field):
        _bins(opened, dimension)
        _bands(opened, dimension.field)
    elif one is None or one.groups:
        _groups(opened, one.groups.field if one and one.groups else dimension.field)


def _grain(opened: Opened, dimension: Dimension) -> None:
    def take(chosen: str) -> None:
        grain = None if chosen == AS_PAGE else Grain(chosen)
        opened.put_dimension(Dimension(field=dimension.field, grain=grain))

    options = {AS_PAGE if grain is None else grain.value: _(label) for grain, label in GRAINS.items()}
    held = dimension.grain.value if dimension.grain else AS_PAGE
    setting.select(opened.slot("grain"), _("Time step"), options, held, take)


def _bins(opened: Opened, dimension: Dimension) -> None:
    def take(text: str) -> None:
        edges = read_edges(text)
        if edges is not None:
            opened.put_dimension(Dimension(field=dimension.field, bins=edges))

    held = ", ".join(f"{edge:g}" for edge in dimension.bins)
    setting.text(opened.slot("bins"), _("Limits between the groups"), held, take, placeholder="0, 1000, 5000")
    if not dimension.bins:
        st.caption(_("Write numbers that rise from left to right, with commas between them."))


def read_edges(text: str) -> tuple[float, ...] | None:
    """The numbers of `0, 1000, 5000`, each once and rising; None when it is something else."""
    try:
        return tuple(sorted({float(part) for part in text.split(",") if part.strip()}))
    except ValueError:
        return None


def _bands(opened: Opened, field: str) -> None:
    """Named bands: limits and one name more than limits."""
    limits, names = steady_key(opened.slot("band_edges"), ""), steady_key(opened.slot("band_names"), "")

    def make() -> None:
        edges = read_edges(widget_value(limits) or "") or ()
        labels = [part.strip() for part in (widget_value(names) or "").split(",") if part.strip()]
        opened.put_chart(lambda chart: banded(chart, field, edges, labels, opened.palette))

    with st.expander(_("Named bands")):
        st.text_input(_("Limits"), key=limits, placeholder="1000, 5000")
        st.text_input(_("Names, one more than limits"), key=names, placeholder=_("small, medium, large"))
        st.button(_("Make bands"), key=opened.slot("bands"), on_click=make)


def _groups(opened: Opened, under: str) -> None:
    """Members under one name, at a click."""
    members, name = steady_key(opened.slot("group_members"), []), steady_key(opened.slot("group_name"), "")

    def make() -> None:
        label, chosen = (widget_value(name) or "").strip(), list(widget_value(members) or [])
        opened.put_chart(lambda chart: grouped(chart, opened.pill, label, chosen, opened.palette))

    with st.expander(_("Group values")):
        st.multiselect(_("Values"), list(opened.bench.members(under)), key=members, placeholder="—")
        st.text_input(_("Name of the group"), key=name, max_chars=80)
        st.button(_("Make the group"), key=opened.slot("group"), on_click=make)


def _order(opened: Opened, field: str) -> None:
    chart = opened.draft.chart
    options = {NONE: _("Own order"), f"+{field}": _("by name"), f"-{field}": _("by name, backwards")}
    for name in chart.shelves.metrics():
        label = opened.palette.label(name)
        options[f"-{name}"] = _("{field}, highest first").format(field=label)
        options[f"+{name}"] = _("{field}, lowest first").format(field=label)
    sort = chart.sort[:1]
    held = f"{'-' if sort[0].desc else '+'}{sort[0].by}" if sort else NONE

    def take(name: str) -> None:
        opened.put_chart(
            lambda now: sorted_by(now, name[1:], name[0] == "-") if name != NONE else sorted_by(now, field, None)
        )

    setting.select(opened.slot("order"), _("Order"), options, held if held in options else NONE, take)
