"""The settings of a metric's pill: how it is shown, put together, called, written, limited and ordered."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import streamlit as st

from dashboards.options import FieldLook, Highlight, NumberFormat
from datasource.calculation import How, ShowAs
from datasource.question import Op
from datasource.texts import N_, _
from widgets.builder import setting
from widgets.builder.calculating import SHOW_AS, own
from widgets.builder.draft import Draft, do
from widgets.builder.naming import show_name
from widgets.builder.opened import Opened
from widgets.builder.pill_change import (
    HOWS,
    limit_of,
    look_of,
    put_together,
    shown_as,
    sorted_by,
    with_limit,
    with_look,
)
from widgets.builder.setting import NONE
from widgets.builder.shelving import Edit, Shelf
from widgets.builder.wording import OPERATORS
from widgets.charts.theme import LIGHT

LIMITS = (Op.GTE, Op.GT, Op.LTE, Op.LT, Op.EQ, Op.NE, Op.BETWEEN)
STYLES = {"auto": N_("as usual"), "full": N_("in full"), "compact": N_("short (1.2M)"), "percent": N_("as percent")}
COLORS = {
    "good": N_("Good (green)"),
    "warn": N_("Warning (amber)"),
    "bad": N_("Bad (red)"),
    "own": N_("Another colour"),
}
FIRST_OWN = LIGHT.series[0]
MOST_HIGHLIGHTS = 12


def show_metric_settings(opened: Opened, metric: str) -> None:
    """All of it, in three columns; a calculation can be edited from here."""
    first, second, third = st.columns(3)
    with first:
        _shown(opened, metric)
        _together(opened, metric)
        _elsewhere(opened)
    with second:
        show_name(opened, metric)
        _format(opened, metric)
    with third:
        _order(opened, metric)
        _limit(opened, metric)
    _highlights(opened, metric)


def _shown(opened: Opened, metric: str) -> None:
    one = own(opened.draft.chart, metric)
    held = one.shown.as_ if one and one.shown else NONE
    label = opened.palette.label(one.shown.metric if one and one.shown else metric)
    options = {NONE: _("as it is")} | {str(how): _(text).format(metric=label) for how, text in SHOW_AS.items()}

    def take(name: str) -> None:
        how = None if name == NONE else cast("ShowAs", name)
        opened.put_chart(lambda chart: shown_as(chart, opened.shelf, metric, how, opened.palette))

    setting.select(opened.slot("shown"), _("Show as"), options, held, take)


def _together(opened: Opened, metric: str) -> None:
    pick = opened.palette.by_name.get(metric)
    if pick is None or pick.plain is None or pick.plain.how not in HOWS:
        return

    def take(name: str) -> None:
        how = cast("How", name)
        opened.put_chart(lambda chart: put_together(chart, opened.shelf, metric, how, opened.palette))

    options = {str(how): _(label) for how, label in HOWS.items()}
    setting.select(opened.slot("how"), _("Put together as"), options, pick.plain.how, take)


def _elsewhere(opened: Opened) -> None:
    to = Shelf.VALUES if opened.shelf is Shelf.SECOND else Shelf.SECOND
    label = _("Move to Values") if to is Shelf.VALUES else _("Move to the second axis")

    def move(draft: Draft) -> Draft:
        edit = Edit(do="move", shelf=to, pill=opened.pill, source=opened.shelf)
        return do(draft, edit, opened.palette)

    st.button(label, key=opened.slot("axis"), on_click=lambda: opened.keep(move))


def _format(opened: Opened, metric: str) -> None:
    look = look_of(opened.draft.chart, metric)

    def take(part: str, value: Any) -> None:
        number = {**dict(look.number), part: value}
        opened.put_chart(lambda chart: with_look(chart, metric, number=NumberFormat.model_validate(number)))

    styles = {name: _(label) for name, label in STYLES.items()}
    setting.select(opened.slot("style"), _("Number format"), styles, look.number.style, partial(take, "style"))
    setting.number(
        opened.slot("decimals"),
        _("Decimals"),
        look.number.decimals,
        lambda count: take("decimals", None if count is None else int(count)),
        min_value=0,
        max_value=6,
        step=1,
    )
    with st.container(horizontal=True):
        for part, label in (("prefix", _("Before the number")), ("suffix", _("After the number"))):
            setting.written(opened.slot(part), label, getattr(look.number, part), partial(take, part), max_chars=8)
    if opened.draft.chart.kind == "table":
        _bars(opened, metric, look)


def _bars(opened: Opened, metric: str, look: FieldLook) -> None:
    def take(on: bool) -> None:
        opened.put_chart(lambda chart: with_look(chart, metric, bars=on))

    setting.toggle(opened.slot("bars"), _("Bars in the cells"), look.bars, take)


def _order(opened: Opened, metric: str) -> None:
    options = {NONE: _("Own order"), "desc": _("highest first"), "asc": _("lowest first")}
    sort = opened.draft.chart.sort[:1]
    held = ("desc" if sort[0].desc else "asc") if sort and sort[0].by == metric else NONE

    def take(name: str) -> None:
        opened.put_chart(lambda chart: sorted_by(chart, metric, None if name == NONE else name == "desc"))

    setting.select(opened.slot("order"), _("Order"), options, held, take)


def _limit(opened: Opened, metric: str) -> None:
    part = limit_of(opened.draft.chart, metric)
    options = {NONE: _("any number"), **{op.value: _(OPERATORS[op]) for op in LIMITS}}

    def take(op: str, value: Any = 0.0) -> None:
        wanted = None if op == NONE else Op(op)
        opened.put_chart(lambda chart: with_limit(chart, metric, wanted, _fitting(wanted, value)))

    held = part.op.value if part else NONE
    old = part.value if part else 0.0
    setting.select(opened.slot("limit"), _("Only rows where it"), options, held, lambda op: take(op, old))
    if part is not None:
        _ends(opened.slot("limit_at"), part.value, lambda value: take(part.op.value, value))


def _fitting(op: Op | None, value: Any) -> Any:
    """The value that the operator takes: two rising numbers, or one."""
    if op is Op.BETWEEN:
        low, high = value if isinstance(value, tuple) else (min(0.0, value), max(0.0, value))
        return (min(low, high), max(low, high))
    return value[0] if isinstance(value, tuple) else value


def _ends(slot: str, held: Any, take: Callable[[Any], None]) -> None:
    """One number, or the two ends of a range."""
    if not isinstance(held, tuple):
        setting.number(slot, _("Value"), float(held), lambda value: take(value or 0.0))
        return
    low, high = float(held[0]), float(held[1])
    setting.number(f"{slot}_low", _("From"), low, lambda value: take((value or 0.0, high)))
    setting.number(f"{slot}_high", _("To"), high, lambda value: take((low, value or 0.0)))


def _highlights(opened: Opened, metric: str) -> None:
    """Numbers that take a colour: a small list, one rule a line."""
    look = look_of(opened.draft.chart, metric)

    def keep(rules: Callable[[], tuple[Highlight, ...]]) -> None:
        opened.put_chart(lambda chart: with_look(chart, metric, highlights=rules()))

    for at, rule in enumerate(look.highlights):
        _highlight(opened, at, rule, look, keep)
    if len(look.highlights) < MOST_HIGHLIGHTS:
        fresh = Highlight(op=Op.GTE, value=0)
        st.button(
            _("＋ Highlight"), key=opened.slot("highlight"), on_click=lambda: keep(lambda: (*look.highlights, fresh))
        )


def _highlight(
    opened: Opened,
    at: int,
    rule: Highlight,
    look: FieldLook,
    keep: Callable[[Callable[[], tuple[Highlight, ...]]], None],
) -> None:
    rules = look.highlights
    slot = opened.slot(f"highlight_{at}")

    def take(**parts: Any) -> None:
        wanted = {**dict(rule), **parts}
        wanted["value"] = _fitting(wanted["op"], wanted["value"])
        keep(lambda: (*rules[:at], Highlight.model_validate(wanted), *rules[at + 1 :]))

    operators = {op.value: _(OPERATORS[op]) for op in LIMITS}
    colors = {name: _(label) for name, label in COLORS.items()}
    own = rule.color not in COLORS

    def paint(name: str) -> None:
        take(color=FIRST_OWN if name == "own" else name)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        setting.select(f"{slot}_op", _("Colour numbers that"), operators, rule.op.value, lambda op: take(op=Op(op)))
        _ends(f"{slot}_at", rule.value, lambda value: take(value=value))
        setting.select(f"{slot}_color", _("Colour"), colors, "own" if own else rule.color, paint)
        if own:
            setting.colour(f"{slot}_own", _("Which"), rule.color, lambda color: take(color=color))
        st.button(
            "×", key=f"{slot}_drop", help=_("Remove"), on_click=lambda: keep(lambda: (*rules[:at], *rules[at + 1 :]))
        )
