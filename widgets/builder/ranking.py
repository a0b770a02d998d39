"""Keeping only the first members of a field, the rest as Others: the same in a pill's settings and beside the chart."""

from typing import Any

import streamlit as st

from dashboards.model import Chart
from datasource.question import Top
from datasource.texts import _
from widgets.builder import setting
from widgets.builder.calculating import base_of
from widgets.builder.draft import Draft, changed
from widgets.builder.lists import Keep
from widgets.builder.palette import Palette
from widgets.builder.pill_change import ranked


def rankers(chart: Chart, palette: Palette) -> dict[str, str]:
    """The metrics that members can be ranked by: those of the chart, as they are before they are shown otherwise."""
    names = dict.fromkeys(base_of(chart, name) for name in chart.shelves.metrics())
    return {name: palette.label(name) for name in names}


def show_ranking(slot: str, top: Top, draft: Draft, palette: Palette, keep: Keep) -> None:
    """By which metric, and whether the rest stands as Others."""

    def take(**parts: Any) -> None:
        keep(lambda old: changed(old, ranked(old.chart, top.field, **parts)))

    labels = {top.by: palette.label(top.by), **rankers(draft.chart, palette)}
    setting.number(
        f"{slot}_count", _("How many"), top.n, lambda n: take(n=int(n or 0)), min_value=0, max_value=1000, step=1
    )
    setting.select(f"{slot}_by", _("Ranked by"), labels, top.by, lambda name: take(by=name))
    setting.toggle(f"{slot}_others", _("The rest as Others"), top.others, lambda on: take(others=on))


def show_first(slot: str, field: str, draft: Draft, palette: Palette, keep: Keep) -> None:
    """The switch that keeps only the first members of `field`, and what belongs to it."""
    top = draft.chart.top if draft.chart.top and draft.chart.top.field == field else None
    if not rankers(draft.chart, palette):
        st.caption(_("Put a metric on Values to rank by it."))
        return
    setting.toggle(
        f"{slot}_first",
        _("Keep only the first"),
        top is not None,
        lambda on: keep(lambda old: changed(old, ranked(old.chart, field, n=5 if on else 0))),
    )
    if top is not None:
        show_ranking(slot, top, draft, palette, keep)
