"""One form for each kind of calculation: what it asks, and the body that it makes. A new kind is a row of `FORMS`."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import get_args

import streamlit as st

from datasource.calculation import Case, Group, ShowAs
from datasource.texts import _
from widgets.builder.calculating import SHOW_AS
from widgets.builder.calculation_desk import Body, Desk
from widgets.builder.conditions import show_conditions
from widgets.builder.dimension_settings import read_edges
from widgets.builder.formula_form import show_formula
from widgets.builder.pill_change import HOWS

MOST_PARTS = 50


def _ratio(desk: Desk) -> Body:
    metrics = desk.names("metric")
    of = desk.choose("of", _("Divide"), metrics, desk.part("ratio", "of"))
    return {"of": of, "to": desk.choose("to", _("by"), metrics, desk.part("ratio", "to"), empty=True)}


def _sum(desk: Desk) -> Body:
    held = list(desk.held.sum or ()) if desk.held else []
    names = list(dict.fromkeys((*held, *desk.names("metric"))))
    label = desk.palette.label
    return st.multiselect(_("Add up"), names, held, label, key=f"{desk.slot}_sum", placeholder="—", max_selections=24)


def _difference(desk: Desk) -> Body:
    metrics = desk.names("metric")
    of = desk.choose("of", _("Take"), metrics, desk.part("difference", "of"))
    return {"of": of, "less": desk.choose("less", _("less"), metrics, desk.part("difference", "less"), empty=True)}


def _within(desk: Desk) -> Body:
    metric = desk.choose("metric", _("Metric"), desk.names("metric"), desk.part("within", "metric"))
    where = show_conditions(f"{desk.slot}_where", desk.part("within", "where", ()), desk.ground)
    return {"metric": metric, "where": where}


def _aggregated(desk: Desk) -> Body:
    numbers = {f"{one.subject}/{one.field}": f"{one.subject_label}: {one.label}" for one in desk.palette.numbers}
    numbers |= {
        f"{name}/": _("{subject}: number of them").format(subject=label)
        for name, label in desk.palette.subjects.items()
    }
    held = f"{desk.part('aggregated', 'subject', '')}/{desk.part('aggregated', 'field', '')}"
    at = list(numbers).index(held) if held in numbers else 0
    chosen = st.selectbox(_("Number"), list(numbers), at, numbers.__getitem__, key=f"{desk.slot}_number") or held
    subject, _slash, field = chosen.partition("/")
    if not field:
        return {"subject": subject, "how": "count"}
    hows = {str(how): _(label) for how, label in HOWS.items()}
    how = desk.part("aggregated", "how", "sum")
    at = list(hows).index(how) if how in hows else 0
    told = st.selectbox(_("Put together as"), list(hows), at, hows.__getitem__, key=f"{desk.slot}_how")
    return {"subject": subject, "field": field, "how": told}


def _shown(desk: Desk) -> Body:
    metric = desk.choose("metric", _("Metric"), desk.names("metric"), desk.part("shown", "metric"))
    ways = list(get_args(ShowAs))
    held = desk.part("shown", "as_")
    at = ways.index(held) if held in ways else 0
    named = desk.palette.label(metric)
    how = st.selectbox(_("Show as"), ways, at, lambda one: _(SHOW_AS[one]).format(metric=named), key=f"{desk.slot}_as")
    body = {"metric": metric, "as": how}
    along = desk.choose(
        "along", _("Along (empty: the first one)"), desk.names("dimension"), desk.part("shown", "along"), True
    )
    body |= {"along": along} if along else {}
    if how == "moving_average":
        window = desk.part("shown", "window", 3)
        body |= {"window": int(st.number_input(_("Over how many"), 2, 60, window, key=f"{desk.slot}_window"))}
    return body


def _buckets(desk: Desk) -> Body:
    numbers = [name for name in desk.names("dimension") if desk.palette.is_number(name)]
    field = desk.choose("field", _("Number"), numbers, desk.part("buckets", "field"))
    edges = ", ".join(f"{edge:g}" for edge in desk.part("buckets", "edges", ()))
    labels = ", ".join(desk.part("buckets", "labels", ()))
    limits = st.text_input(_("Limits"), edges, key=f"{desk.slot}_edges", placeholder="1000, 5000")
    names = st.text_input(_("Names, one more than limits"), labels, key=f"{desk.slot}_labels")
    named = tuple(part.strip() for part in names.split(",") if part.strip())
    return {"field": field, "edges": read_edges(limits) or (), "labels": named}


def _groups(desk: Desk) -> Body:
    words = [
        name for name in desk.names("dimension") if not (desk.palette.is_number(name) or desk.palette.is_date(name))
    ]
    field = desk.choose("field", _("Dimension"), words, desk.part("groups", "field"))
    held: tuple[Group, ...] = desk.part("groups", "groups", ())
    count = st.number_input(_("How many groups"), 1, MOST_PARTS, max(len(held), 1), key=f"{desk.slot}_groups")
    groups = []
    for at in range(int(count)):
        one = held[at] if at < len(held) else None
        with st.container(border=True):
            label = st.text_input(_("Name of the group"), one.label if one else "", key=f"{desk.slot}_group_{at}")
            options = list(dict.fromkeys((*(one.members if one else ()), *desk.ground.members(field))))
            chosen = list(one.members) if one else []
            slot = f"{desk.slot}_members_{at}_{field}"
            members = st.multiselect(_("Values"), options, chosen, key=slot, placeholder="—")
        groups.append({"label": label.strip(), "members": tuple(members)})
    return {"field": field, "groups": tuple(groups), "others": _others(desk, "groups")}


def _cases(desk: Desk) -> Body:
    subjects = list(desk.palette.subjects)
    held = desk.part("cases", "subject")
    at = subjects.index(held) if held in subjects else 0
    label = desk.palette.subjects.__getitem__
    subject = st.selectbox(_("Records"), subjects, at, label, key=f"{desk.slot}_subject") or ""
    cases: tuple[Case, ...] = desk.part("cases", "cases", ())
    count = st.number_input(_("How many cases"), 1, MOST_PARTS, max(len(cases), 1), key=f"{desk.slot}_cases")
    told = []
    for place in range(int(count)):
        one = cases[place] if place < len(cases) else None
        slot = f"{desk.slot}_case_{place}"
        with st.container(border=True):
            name = st.text_input(_("Name of the case"), one.label if one else "", key=slot)
            told.append({"label": name.strip(), "where": show_conditions(slot, one.where if one else (), desk.ground)})
    return {"subject": subject, "cases": tuple(told), "others": _others(desk, "cases")}


def _others(desk: Desk, body: str) -> str:
    held = desk.part(body, "others", "")
    told: str = st.text_input(_("Name of the rest"), held, key=f"{desk.slot}_others", max_chars=80)
    return told.strip()


FORMS: Mapping[str, Callable[[Desk], Body]] = MappingProxyType(
    {
        "ratio": _ratio,
        "sum": _sum,
        "difference": _difference,
        "within": _within,
        "aggregated": _aggregated,
        "formula": show_formula,
        "shown": _shown,
        "cases": _cases,
        "buckets": _buckets,
        "groups": _groups,
    }
)
"""By the body that each makes; the same names as `calculating.KINDS`, in which a new kind gets its label."""
