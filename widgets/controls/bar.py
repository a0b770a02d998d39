"""The filter bar: the same controls in the same place on every page, each bound to the address."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from dashboards.model import Controls
from datasource.periods import PRESETS, Span
from datasource.question import Grain, Period
from datasource.texts import N_, _, language
from widgets.controls import link
from widgets.controls.choice import Choice, chosen_span, opening_choice
from widgets.controls.offers import Offers, within
from widgets.controls.told import tell, tell_lost
from widgets.format import day, days
from widgets.state.session import Slot, hold_widget, widget_value

CUSTOM = "custom"
AUTO = "auto"
NONE = "none"
_GRAINS = {
    Grain.DAY: N_("By day"),
    Grain.WEEK: N_("By week"),
    Grain.MONTH: N_("By month"),
    Grain.QUARTER: N_("By quarter"),
    Grain.YEAR: N_("By year"),
}
_COMPARISONS = {
    NONE: N_("No comparison"),
    "previous": N_("Against the period before"),
    "last_year": N_("Against the year before"),
}
_WIDTHS = {Slot.FILTER_GRAIN: 180, Slot.FILTER_COMPARE: 220}
BUILT_IN = ("period", "grain", "compare")


@dataclass(frozen=True)
class Bar:
    """One page's filter bar: its controls, what the pickers offer, and the store's calendar.

    `page` tells pages apart; `beside` are parameters of the address that belong to the page itself. Without `is_dated`,
    nothing on the page goes by the bar's period, and its days are not told. `on_canvas` names what only tiles show:
    the address and the choice know it, the bar does not draw it.
    """

    page: str
    controls: Controls
    offers: Offers
    today: date
    fiscal_start: int = 1
    beside: Collection[str] = field(default_factory=tuple)
    is_dated: bool = True
    on_canvas: Collection[str] = field(default_factory=tuple)

    @property
    def drawn(self) -> tuple[str, ...]:
        """The controls that stand in the bar itself."""
        return tuple(name for name in self.controls.show if name not in self.on_canvas)

    @property
    def pickers(self) -> tuple[str, ...]:
        """The dimensions that can be picked from in the bar."""
        return tuple(name for name in self.drawn if name not in BUILT_IN)

    def change(self, **parts: object) -> None:
        """Put other parts of the choice into the address."""
        link.change(self.controls, self.beside, **parts)


def filter_bar(bar: Bar, *, hidden: bool = False) -> Choice:
    """Draw the bar, unless it is `hidden`, and return what is chosen; errors of the address are told in a sentence."""
    reading = link.chosen(bar.page, bar.controls, bar.beside)
    choice, lost = within(reading.choice, bar.offers)
    span = chosen_span(choice, bar.today, bar.fiscal_start)
    if not hidden:
        _draw(bar, choice, span)
    tell(reading.note)
    opened = {member for _name, members in opening_choice(bar.controls).picks for member in members}
    tell_lost(lost, opened)
    return choice


def _draw(bar: Bar, choice: Choice, span: Span) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filter_bar"):
        for name, draw in _DRAWN.items():
            if name in bar.drawn:
                draw(bar, choice, span, "")
        if bar.pickers:
            _more(bar, choice)
        told = f"{days(span.start, span.end, language())} · {_as_of(bar.today)}" if bar.is_dated else _as_of(bar.today)
        st.caption(told, width="content")


def draw_control(bar: Bar, choice: Choice, name: str, place: str) -> None:
    """The bar's own `period`, `grain` or `compare` once more, at `place` on the canvas."""
    _DRAWN[name](bar, choice, chosen_span(choice, bar.today, bar.fiscal_start), f"_{place}")


def _period(bar: Bar, choice: Choice, span: Span, place: str) -> None:
    slot = f"{Slot.FILTER_PERIOD.value}{place}"
    hold_widget(slot, choice.period.preset or CUSTOM)

    def take() -> None:
        name = widget_value(slot)
        ends = {"from": span.start, "to": span.end} if name == CUSTOM else {"preset": name}
        if name in (*PRESETS, CUSTOM):
            bar.change(period=Period.model_validate({**ends, "field": choice.period.field}))

    st.selectbox(
        _("Period"),
        [*PRESETS, CUSTOM],
        format_func=lambda name: _(PRESETS[name]) if name in PRESETS else _("From … to …"),
        key=slot,
        on_change=take,
        label_visibility="collapsed",
        width=160,
    )
    if choice.period.preset is None:
        _range(bar, choice, span, place)


def _range(bar: Bar, choice: Choice, span: Span, place: str) -> None:
    slot = f"{Slot.FILTER_RANGE.value}{place}"
    if len(widget_value(slot) or ()) != 1:  # one end is picked, the other is about to be
        hold_widget(slot, (span.start, span.end))

    def take() -> None:
        ends = widget_value(slot)
        if len(ends) == 2:
            period = {"from": ends[0], "to": ends[1], "field": choice.period.field}
            bar.change(period=Period.model_validate(period))

    st.date_input(
        _("Dates"),
        key=slot,
        on_change=take,
        label_visibility="collapsed",
        min_value=date(1900, 1, 1),
        max_value=date(2199, 12, 31),
        width=230,
    )


def _grain(bar: Bar, choice: Choice, _span: Span, place: str) -> None:
    """The picker's words stay the same whatever the period: the browser answers with the word that it shows."""
    _select(
        Slot.FILTER_GRAIN,
        place,
        _("Time step"),
        {AUTO: _("Automatic step"), **{grain.value: _(label) for grain, label in _GRAINS.items()}},
        choice.grain or AUTO,
        lambda value: bar.change(grain=None if value == AUTO else Grain(value)),
    )


def _compare(bar: Bar, choice: Choice, _span: Span, place: str) -> None:
    _select(
        Slot.FILTER_COMPARE,
        place,
        _("Comparison"),
        {name: _(label) for name, label in _COMPARISONS.items()},
        choice.compare or NONE,
        lambda value: bar.change(compare=None if value == NONE else value),
    )


def _select(  # noqa: PLR0913, PLR0917  (what is chosen from, where, and what a choice does)
    control: Slot, place: str, label: str, options: dict[str, str], value: str, take: Callable[[str], None]
) -> None:
    slot = f"{control.value}{place}"
    hold_widget(slot, str(value))

    def answered() -> None:
        chosen = widget_value(slot)
        if chosen in options:  # else the label of a choice that is worded in another language by now
            take(chosen)

    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=slot,
        on_change=answered,
        label_visibility="collapsed",
        width=_WIDTHS[control],
    )


def _more(bar: Bar, choice: Choice) -> None:
    count = sum(len(members) for _name, members in choice.picks)
    label = _("Filters ({count})").format(count=count) if count else _("Filters")
    with st.popover(label, key=Slot.FILTER_MORE.value, type="primary" if count else "secondary"):
        for dimension in bar.pickers:
            _picker(bar, choice, dimension)
        st.button(
            _("Reset to how the page opens"),
            key=Slot.FILTER_RESET.value,
            on_click=lambda: link.reset(bar.controls, bar.beside),
            type="tertiary",
        )


def _picker(bar: Bar, choice: Choice, dimension: str) -> None:
    slot = f"{Slot.FILTER_PICK.value}_{dimension}"
    options = bar.offers.options(dimension, choice)
    hold_widget(slot, list(choice.picked(dimension)))
    st.multiselect(
        bar.offers.label(dimension),
        options,
        format_func=bar.offers.shown(dimension),
        key=slot,
        on_change=lambda: link.pick(bar.controls, bar.beside, dimension, widget_value(slot)),
        placeholder=_("All"),
    )
    if dimension == "department":
        _switch(bar, Slot.FILTER_BELOW.value, _("With the departments below"), "below", choice.below)
    if dimension == "owner" and bar.offers.former:
        _switch(bar, Slot.FILTER_FORMER.value, _("Offer former staff too"), "former", choice.former)


def _switch(bar: Bar, slot: str, label: str, part: str, value: bool) -> None:
    hold_widget(slot, value)
    st.toggle(label, key=slot, on_change=lambda: bar.change(**{part: widget_value(slot)}))


def _as_of(today: date) -> str:
    return _("Data as of {day}").format(day=day(today, language()))


_DRAWN: dict[str, Callable[[Bar, Choice, Span, str], None]] = {"period": _period, "grain": _grain, "compare": _compare}
