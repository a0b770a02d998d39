"""Beside the preview: kind of chart, period, comparison, order, ranking and looks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboards.kinds import KINDS, missing
from dashboards.model import Chart
from datasource.periods import PRESETS
from datasource.question import Period, Sort, Top
from datasource.texts import _
from widgets.builder.draft import Draft, changed
from widgets.builder.lists import Keep
from widgets.builder.palette import Palette
from widgets.builder.shelving import settled
from widgets.state.session import Slot, steady_key, widget_value

NONE = "none"
ALL_TIME = "all_time"
LABELLED_KINDS = frozenset({"bar", "stacked_bar", "line", "area", "pie", "funnel"})
MARKED_KINDS = frozenset({"bar", "line", "combo"})
STACKED_KINDS = frozenset({"stacked_bar", "area"})


def show_chart_settings(draft: Draft, palette: Palette, keep: Keep) -> None:
    """Every setting of the chart; a change is kept at once."""
    _kind(draft, keep)
    _period(draft, keep)
    _compare(draft, keep)
    if draft.shelves.metrics() and draft.shelves.dimensions():
        _order(draft, palette, keep)
        _top(draft, palette, keep)
    _looks(draft, keep)


def _kind(draft: Draft, keep: Keep) -> None:
    options = {name: _(kind.label) for name, kind in KINDS.items()}
    slot = Slot.BUILDER_KIND.value
    _select(slot, _("Kind of chart"), options, draft.chart.kind, lambda name: _set(keep, {"kind": name}), _needs(draft))


def _needs(draft: Draft) -> str:
    """What is missing for each kind that cannot draw the shelves as they stand."""
    gaps = {name: missing(name, draft.shelves) for name in KINDS}
    lines = [f"- **{_(KINDS[name].label)}**: {' '.join(told)}" for name, told in gaps.items() if told]
    return "\n".join([_("These shelves do not yet fit:"), *lines]) if lines else ""


def _period(draft: Draft, keep: Keep) -> None:
    held = draft.controls.period.preset
    options = {name: _(label) for name, label in PRESETS.items()}

    def take(name: str) -> None:
        period = {"period": Period(preset=name)}
        keep(lambda old: replace(old, controls=old.controls.model_copy(update=period)))

    if held is not None and draft.origin is None:
        _select(Slot.BUILDER_PERIOD.value, _("Period to start with"), options, held, take)


def _compare(draft: Draft, keep: Keep) -> None:
    options = {
        NONE: _("as the page"),
        "previous": _("Against the period before"),
        "last_year": _("Against the year before"),
    }
    _select(
        Slot.BUILDER_COMPARE.value,
        _("Comparison"),
        options,
        draft.chart.compare or NONE,
        lambda name: _set(keep, {"compare": None if name == NONE else name}),
    )


def _order(draft: Draft, palette: Palette, keep: Keep) -> None:
    options = {NONE: _("Own order")}
    for name in draft.shelves.metrics():
        options[f"-{name}"] = _("{field}, highest first").format(field=palette.label(name))
        options[f"+{name}"] = _("{field}, lowest first").format(field=palette.label(name))
    sort = draft.chart.sort[:1]
    held = f"{'-' if sort[0].desc else '+'}{sort[0].by}" if sort else NONE

    def take(name: str) -> None:
        _set(keep, {"sort": () if name == NONE else (Sort(by=name[1:], desc=name[0] == "-"),)})

    _select(Slot.BUILDER_ORDER.value, _("Order"), options, held if held in options else NONE, take)


def _top(draft: Draft, palette: Palette, keep: Keep) -> None:
    fields = [part.field for part in draft.shelves.dimensions()]
    top = draft.chart.top
    options = {NONE: _("Show all"), **{name: palette.label(name) for name in fields}}

    def take(name: str) -> None:
        first = Top(field=name, n=5, by=draft.shelves.metrics()[0]) if name != NONE else None
        _set(keep, {"top": first})

    _select(Slot.BUILDER_TOP_FIELD.value, _("Keep only the first of"), options, top.field if top else NONE, take)
    if top is not None:
        _ranking(draft, top, palette, keep)


def _ranking(draft: Draft, top: Top, palette: Palette, keep: Keep) -> None:
    count, others = steady_key(Slot.BUILDER_TOP_COUNT, top.n), steady_key(Slot.BUILDER_TOP_OTHERS, top.others)

    def take(**parts: Any) -> None:
        _set(keep, {"top": top.model_copy(update=parts)})

    st.number_input(_("How many"), 1, 1000, key=count, on_change=lambda: take(n=int(widget_value(count))))
    labels = {name: palette.label(name) for name in draft.shelves.metrics()}
    _select(Slot.BUILDER_TOP_BY.value, _("Ranked by"), labels, top.by, lambda name: take(by=name))
    st.toggle(_("The rest as Others"), key=others, on_change=lambda: take(others=widget_value(others)))


def _looks(draft: Draft, keep: Keep) -> None:
    kind, options = draft.chart.kind, draft.chart.options
    if kind in STACKED_KINDS:
        stacks = {NONE: _("Added up"), "normalize": _("As shares of 100 %")}
        held = "normalize" if options.stack == "normalize" else NONE
        slot = f"{Slot.BUILDER_OPTION.value}_stack"
        _select(slot, _("Stack"), stacks, held, lambda name: _look(keep, stack=None if name == NONE else name))
    if kind in LABELLED_KINDS:
        _toggle("labels", _("Show numbers"), options.labels, lambda on: _look(keep, labels=on))
    if kind in MARKED_KINDS:
        _toggle("marks", _("Mark highest, lowest and average"), options.marks, lambda on: _look(keep, marks=on))
    if draft.shelves.color is not None:
        _toggle("legend", _("Show the legend"), options.legend, lambda on: _look(keep, legend=on))
    if kind == "table":
        _toggle("totals", _("Show the total"), draft.chart.totals, lambda on: _set(keep, {"totals": on}))


def _toggle(part: str, label: str, held: bool, take: Callable[[bool], None]) -> None:
    slot = steady_key(f"{Slot.BUILDER_OPTION.value}_{part}", held)
    st.toggle(label, key=slot, on_change=lambda: take(bool(widget_value(slot))))


def _select(  # noqa: PLR0913, PLR0917  (what a select box is made of)
    slot: str, label: str, options: Mapping[str, str], held: str, take: Callable[[str], None], told: str = ""
) -> None:
    """A select box; the labels of `options` must not change while it stands, for the browser answers with labels."""
    key = steady_key(slot, held)
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=lambda: take(widget_value(key)),
        help=told or None,
    )


def _look(keep: Keep, **parts: Any) -> None:
    keep(lambda old: changed(old, _with(old.chart, {"options": old.chart.options.model_copy(update=parts)})))


def _set(keep: Keep, parts: Mapping[str, Any]) -> None:
    keep(lambda old: changed(old, _with(old.chart, parts)))


def _with(chart: Chart, parts: Mapping[str, Any]) -> Chart:
    return chart.model_copy(update=dict(parts))


def finished(chart: Chart) -> Chart:
    """The chart as it is drawn and kept: without filters that say nothing."""
    return _with(chart, {"shelves": settled(chart.shelves)})
