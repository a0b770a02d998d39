"""Beside the preview: fitting kinds, kind of chart, period, comparison, order, ranking and looks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboards.kinds import KINDS
from dashboards.model import Chart
from datasource.periods import PRESETS
from datasource.question import Period, Sort
from datasource.texts import _
from widgets.builder import setting
from widgets.builder.draft import Draft, changed
from widgets.builder.lists import Keep
from widgets.builder.looks import show_looks
from widgets.builder.palette import Palette
from widgets.builder.pill_change import ranked
from widgets.builder.ranking import show_ranking
from widgets.builder.setting import NONE
from widgets.builder.shelving import settled
from widgets.builder.suggest import needs_text, show_suggest
from widgets.state.session import Slot


def show_chart_settings(draft: Draft, palette: Palette, keep: Keep) -> None:
    """Every setting of the chart; a change is kept at once."""
    show_suggest(draft, keep)
    _kind(draft, keep)
    _period(draft, keep)
    _compare(draft, keep)
    if draft.shelves.metrics() and draft.shelves.dimensions():
        _order(draft, palette, keep)
        _top(draft, palette, keep)
    show_looks(draft, palette, keep)


def _kind(draft: Draft, keep: Keep) -> None:
    options = {name: _(kind.label) for name, kind in KINDS.items()}
    slot = Slot.BUILDER_KIND.value
    setting.select(
        slot,
        _("Kind of chart"),
        options,
        draft.chart.kind,
        lambda name: _set(keep, {"kind": name}),
        needs_text(draft.shelves),
    )


def _period(draft: Draft, keep: Keep) -> None:
    held = draft.controls.period.preset
    options = {name: _(label) for name, label in PRESETS.items()}

    def take(name: str) -> None:
        period = {"period": Period(preset=name)}
        keep(lambda old: replace(old, controls=old.controls.model_copy(update=period)))

    if held is not None and draft.origin is None:
        setting.select(Slot.BUILDER_PERIOD.value, _("Period to start with"), options, held, take)


def _compare(draft: Draft, keep: Keep) -> None:
    options = {
        NONE: _("as the page"),
        "previous": _("Against the period before"),
        "last_year": _("Against the year before"),
    }
    setting.select(
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

    setting.select(Slot.BUILDER_ORDER.value, _("Order"), options, held if held in options else NONE, take)


def _top(draft: Draft, palette: Palette, keep: Keep) -> None:
    fields = [part.field for part in draft.shelves.dimensions()]
    top = draft.chart.top
    options = {NONE: _("Show all"), **{name: palette.label(name) for name in fields}}

    def take(name: str) -> None:
        first = None if name == NONE else name
        keep(lambda old: changed(old, ranked(_with(old.chart, {"top": None}), first or "", n=5 if first else 0)))

    setting.select(Slot.BUILDER_TOP_FIELD.value, _("Keep only the first of"), options, top.field if top else NONE, take)
    if top is not None:
        show_ranking(Slot.BUILDER_TOP.value, top, draft, palette, keep)


def _set(keep: Keep, parts: Mapping[str, Any]) -> None:
    keep(lambda old: changed(old, _with(old.chart, parts)))


def _with(chart: Chart, parts: Mapping[str, Any]) -> Chart:
    return chart.model_copy(update=dict(parts))


def finished(chart: Chart) -> Chart:
    """The chart as it is drawn and kept: without filters that say nothing."""
    return _with(chart, {"shelves": settled(chart.shelves)})
