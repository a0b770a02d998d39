"""How the chart is drawn: just the options that its kind uses; lines, bands and notes as small lists."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboards.model import Options
from dashboards.options import Annotation, ReferenceBand, ReferenceLine
from dashboards.style import PALETTES
from datasource.question import Frozen
from datasource.texts import N_, _
from widgets.builder import setting
from widgets.builder.chart_options import options_of
from widgets.builder.draft import Draft, changed
from widgets.builder.lists import Keep
from widgets.builder.palette import Palette
from widgets.builder.setting import NONE
from widgets.charts.map import provinces
from widgets.controls.plain import plain
from widgets.state.session import Slot, steady_key, widget_value

SWITCHES: Mapping[str, str] = {
    "labels": N_("Show numbers"),
    "marks": N_("Mark highest, lowest and average"),
    "legend": N_("Show the legend"),
    "axes": N_("Show the axes"),
    "from_zero": N_("Begin the axis at 0"),
    "log": N_("Logarithmic axis"),
    "trend": N_("Trend line"),
    "subtotals": N_("Show subtotals"),
}
CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "stack": (N_("Stack"), {NONE: N_("Added up"), "normalize": N_("As shares of 100 %")}),
    "nulls": (
        N_("Missing numbers"),
        {"gap": N_("leave a gap"), "connect": N_("connect across"), "zero": N_("count as 0")},
    ),
    "card": (
        N_("Style of the card"),
        {
            "plain": N_("plain"),
            "sparkline": N_("with its course"),
            "target": N_("against a target"),
            "previous": N_("against the period before"),
            "gauge": N_("as a gauge"),
        },
    ),
    "palette": (
        N_("Colours"),
        {
            NONE: N_("as the board"),
            "standard": N_("standard"),
            "calm": N_("calm"),
            "vivid": N_("vivid"),
            "warm": N_("warm"),
            "cool": N_("cool"),
            "earth": N_("earth"),
            "grey": N_("grey"),
            "safe": N_("safe for everybody's eyes"),
        },
    ),
}
ABSENT: Mapping[str, object] = {"stack": None, "palette": ""}
"""What the first choice stands for where it is not its own name."""
STATS = {
    NONE: N_("at a number"),
    "average": N_("average"),
    "median": N_("median"),
    "highest": N_("highest"),
    "lowest": N_("lowest"),
}
MOST = {"lines": 12, "bands": 12, "notes": 24}
assert set(PALETTES) <= set(CHOICES["palette"][1])


def show_looks(draft: Draft, palette: Palette, keep: Keep) -> None:
    """The options of the chart's kind: the ones of every day in sight, the others folded and drawn once unfolded."""
    used = options_of(draft.chart.kind)
    _common(draft, used, keep)
    if "target" in used:
        _target(draft, palette, keep)
    if "area" in used:
        _area(draft, keep)
    rest = used & {"palette", "axes", "from_zero", "log", "nulls", "x_title", "y_title", "lines", "bands", "notes"}
    if rest:
        label = _("Axes, lines and notes") if rest - {"palette"} else _("Colours")
        panel = st.expander(label, key=Slot.BUILDER_LOOKS.value, on_change="rerun")
        if panel.open:
            with panel:
                _folded(draft.chart.options, rest, keep)


def _folded(options: Options, used: frozenset[str], keep: Keep) -> None:
    for name in ("palette", "nulls"):
        if name in used:
            _choice(name, options, keep)
    for name in ("axes", "from_zero", "log"):
        if name in used:
            _switch(name, options, keep)
    for name, label in (("x_title", _("Title of the lower axis")), ("y_title", _("Title of the side axis"))):
        if name in used:
            setting.text(_slot(name), label, getattr(options, name), _keeper(keep, name), max_chars=200)
    _lists(options, used, keep)


def _common(draft: Draft, used: frozenset[str], keep: Keep) -> None:
    options = draft.chart.options
    for name in ("card", "stack"):
        if name in used:
            _choice(name, options, keep)
    for name in ("labels", "marks", "trend", "subtotals"):
        if name in used:
            _switch(name, options, keep)
    if "legend" in used and draft.shelves.color is not None:
        _switch("legend", options, keep)
    if "totals" in used:
        setting.toggle(
            _slot("totals"),
            _("Show the total"),
            draft.chart.totals,
            lambda on: keep(lambda old: changed(old, old.chart.model_copy(update={"totals": on}))),
        )


def _slot(name: str) -> str:
    return f"{Slot.BUILDER_OPTION.value}_{name}"


def _keeper(keep: Keep, name: str) -> Callable[[Any], None]:
    """What keeps another value of one option, or what a function makes of it; a wrong one is refused in words."""

    def take(value: Any) -> None:
        def change(old: Draft) -> Draft:
            held = value() if callable(value) else value
            options = Options.model_validate({**dict(old.chart.options), name: held})
            return changed(old, old.chart.model_copy(update={"options": options}))

        keep(change)

    return take


def _switch(name: str, options: Options, keep: Keep) -> None:
    setting.toggle(_slot(name), _(SWITCHES[name]), getattr(options, name), _keeper(keep, name))


def _choice(name: str, options: Options, keep: Keep) -> None:
    label, choices = CHOICES[name]
    first = next(iter(choices))
    value = getattr(options, name)
    held = first if value == ABSENT.get(name, first) or value not in choices else value
    take = _keeper(keep, name)
    words = {key: _(text) for key, text in choices.items()}
    setting.select(_slot(name), _(label), words, held, lambda key: take(ABSENT.get(name, key) if key == first else key))


def _target(draft: Draft, palette: Palette, keep: Keep) -> None:
    """A number, or the number of a metric."""
    target, take = draft.chart.options.target, _keeper(keep, "target")
    names = [pick.name for pick in palette.picks if pick.holds == "metric"]
    options = {NONE: _("no target"), "number": _("a number")} | {name: palette.label(name) for name in names}
    held = NONE if target is None else target if isinstance(target, str) else "number"
    fresh: Mapping[str, object] = {NONE: None, "number": 0.0}
    setting.select(_slot("target"), _("Target"), {held: held} | options, held, lambda name: take(fresh.get(name, name)))
    if isinstance(target, int | float):
        setting.number(_slot("target_number"), _("Target number"), float(target), lambda n: take(n or 0.0))


def _area(draft: Draft, keep: Keep) -> None:
    """The province whose cities the map shows; a map of provinces has no use for it."""
    held, take = draft.chart.options.area, _keeper(keep, "area")
    if any(part.field == "city" for part in draft.shelves.dimensions()):
        options = {NONE: _("the whole country"), **({held: held} if held else {}), **provinces()}
        setting.select(_slot("area"), _("Cities of"), options, held or NONE, lambda code: take(code.replace(NONE, "")))


def _lists(options: Options, used: frozenset[str], keep: Keep) -> None:
    shown: tuple[tuple[str, str, Callable[..., None]], ...] = (
        ("lines", _("＋ Line"), _line),
        ("bands", _("＋ Band"), _band),
    )
    for name, label, draw in shown:
        if name in used:
            _list(name, label, options, draw, keep)
    if "notes" in used:
        _notes(options, keep)


def _list(name: str, label: str, options: Options, draw: Callable[..., None], keep: Keep) -> None:
    """One entry a line, each with a cross that takes it away, and a button for a new one."""
    held, take = getattr(options, name), _keeper(keep, name)
    for at, one in enumerate(held):
        with st.container(border=True):
            draw(f"{_slot(name)}_{at}", one, _in_list(held, at, take))
            _drop(f"{_slot(name)}_{at}", held, at, take)
    fresh = ReferenceLine(value=0) if name == "lines" else ReferenceBand(low=0)
    if len(held) < MOST[name]:
        st.button(label, key=f"{_slot(name)}_add", on_click=lambda: take((*held, fresh)))


def _in_list(held: tuple[Frozen, ...], at: int, take: Callable[[Any], None]) -> Callable[..., None]:
    def change(**parts: Any) -> None:
        def changed_one() -> tuple[Frozen, ...]:
            one = type(held[at]).model_validate({**dict(held[at]), **parts})
            return (*held[:at], one, *held[at + 1 :])

        take(changed_one)

    return change


def _drop(slot: str, held: tuple[Frozen, ...], at: int, take: Callable[[Any], None]) -> None:
    st.button("×", key=f"{slot}_drop", help=_("Remove"), on_click=lambda: take((*held[:at], *held[at + 1 :])))


def _line(slot: str, line: ReferenceLine, change: Callable[..., None]) -> None:
    stats = {name: _(label) for name, label in STATS.items()}

    def at(name: str) -> None:
        change(of=None if name == NONE else name, value=0 if name == NONE else None)

    setting.select(f"{slot}_of", _("Line"), stats, line.of or NONE, at)
    if line.of is None:
        setting.number(f"{slot}_value", _("Value"), float(line.value or 0), lambda value: change(value=value or 0))
    setting.text(f"{slot}_label", _("Label"), line.label, lambda label: change(label=label), max_chars=80)
    axes = {"left": _("left axis"), "right": _("right axis")}
    setting.select(f"{slot}_axis", _("Axis"), axes, line.axis, lambda axis: change(axis=axis))


def _band(slot: str, band: ReferenceBand, change: Callable[..., None]) -> None:
    setting.number(f"{slot}_low", _("From"), band.low, lambda low: change(low=low))
    setting.number(f"{slot}_high", _("To"), band.high, lambda high: change(high=high))
    setting.text(f"{slot}_label", _("Label"), band.label, lambda label: change(label=label), max_chars=80)


def _notes(options: Options, keep: Keep) -> None:
    held, take = options.notes, _keeper(keep, "notes")
    for at, note in enumerate(held):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"**{plain(note.at)}** {plain(note.text)}", width="stretch")
            _drop(f"{_slot('notes')}_{at}", held, at, take)
    if len(held) >= MOST["notes"]:
        return
    place, words = steady_key(f"{_slot('notes')}_at", ""), steady_key(f"{_slot('notes')}_text", "")

    def add() -> None:
        told = {"at": (widget_value(place) or "").strip(), "text": (widget_value(words) or "").strip()}
        take(lambda: (*held, Annotation.model_validate(told)))

    st.text_input(_("Note at"), key=place, max_chars=200, placeholder=_("a member or a bucket, as the axis writes it"))
    st.text_input(_("Note"), key=words, max_chars=200)
    st.button(_("＋ Note"), key=f"{_slot('notes')}_add", on_click=add)
