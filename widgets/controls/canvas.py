"""Controls that stand on a board's canvas: the same choice as the bar's, in the same address."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import streamlit as st

from dashboards.kinds import is_date
from dashboards.model import Controls, FilterTile
from datasource.question import Dimension
from datasource.texts import _
from widgets.controls import link
from widgets.controls.bar import BUILT_IN, Bar, draw_control
from widgets.controls.choice import Choice
from widgets.state.session import Slot, hold_widget, widget_value

MOST_SIDE_BY_SIDE = 12
FEW_DAYS = (date(1900, 1, 1), date(2199, 12, 31))


def asked_name(filter_: FilterTile) -> str:
    """The name that the choice and the address know a tile's control by."""
    if filter_.field not in BUILT_IN and filter_.style in {"range", "search"}:
        return f"{filter_.field}.{filter_.style}"
    return filter_.field


def with_canvas(controls: Controls, filters: Iterable[FilterTile]) -> Controls:
    """The board's controls with those on its canvas, each once."""
    names = (asked_name(one) for one in filters)
    return controls.model_copy(update={"show": tuple(dict.fromkeys((*controls.show, *names)))})


def show_control(filter_: FilterTile, title: str, bar: Bar, choice: Choice, place: str) -> None:
    """Draw the control of one tile; `place` is ASCII and unique on the page."""
    if filter_.field in BUILT_IN:
        _titled(title)
        draw_control(bar, choice, filter_.field, place)
        return
    label = title or bar.offers.label(filter_.field)
    _DRAWN.get(filter_.style, _picker)(filter_, label, bar, choice, f"{Slot.FILTER_PICK.value}_on_{place}")


def _picker(filter_: FilterTile, label: str, bar: Bar, choice: Choice, slot: str) -> None:
    field = filter_.field
    hold_widget(slot, list(choice.picked(field)))
    st.multiselect(
        label,
        bar.offers.options(field, choice),
        format_func=bar.offers.shown(field),
        key=slot,
        on_change=lambda: _pick(bar, field, widget_value(slot)),
        placeholder=_("All"),
    )


def _switch(filter_: FilterTile, label: str, bar: Bar, choice: Choice, slot: str) -> None:
    """The members side by side; too many of them are offered in a list instead."""
    field = filter_.field
    options = bar.offers.options(field, choice)
    if len(options) > MOST_SIDE_BY_SIDE:
        _picker(filter_, label, bar, choice, slot)
        return
    hold_widget(slot, list(choice.picked(field)))
    st.pills(
        label,
        options,
        selection_mode="multi",
        format_func=bar.offers.shown(field),
        key=slot,
        on_change=lambda: _pick(bar, field, widget_value(slot)),
    )


def _search(filter_: FilterTile, label: str, bar: Bar, choice: Choice, slot: str) -> None:
    name = asked_name(filter_)
    hold_widget(slot, next(iter(choice.picked(name)), ""))
    st.text_input(
        label,
        key=slot,
        max_chars=200,
        placeholder=_("Contains …"),
        on_change=lambda: _pick(bar, name, [str(widget_value(slot) or "").strip()]),
    )


def _range(filter_: FilterTile, label: str, bar: Bar, choice: Choice, slot: str) -> None:
    low, _dots, high = next(iter(choice.picked(asked_name(filter_))), "..").partition("..")
    name = asked_name(filter_)
    draw = _day if is_date(Dimension(field=filter_.field)) else _number

    def take() -> None:
        ends = [_written(widget_value(f"{slot}_{end}")) for end in ("low", "high")]
        _pick(bar, name, [".."] if not any(ends) else ["..".join(ends)])

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        draw(_("{field} from").format(field=label), f"{slot}_low", low, take)
        draw(_("{field} up to").format(field=label), f"{slot}_high", high, take)


def _number(label: str, slot: str, held: str, take: Callable[[], None]) -> None:
    hold_widget(slot, float(held) if held else None)
    st.number_input(label, key=slot, value=None, on_change=take, width="stretch")


def _day(label: str, slot: str, held: str, take: Callable[[], None]) -> None:
    hold_widget(slot, date.fromisoformat(held) if held else None)
    first, last = FEW_DAYS
    st.date_input(label, key=slot, value=None, on_change=take, min_value=first, max_value=last, width="stretch")


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else f"{value:g}" if abs(value) < 1e6 else f"{value:.2f}"


def _pick(bar: Bar, name: str, members: list[str]) -> None:
    kept = [member for member in members or () if member not in {"", ".."}]
    link.pick(bar.controls, bar.beside, name, _rising(kept) if name.endswith(".range") else kept)


def _rising(members: list[str]) -> list[str]:
    """A range whose ends were given the wrong way round, put right."""
    if not members or members[0].startswith("..") or members[0].endswith(".."):
        return members
    low, _dots, high = members[0].partition("..")
    try:
        turned = float(low) > float(high)
    except ValueError:  # days, which sort as they are written
        turned = low > high
    return [f"{high}..{low}"] if turned else members


def _titled(title: str) -> None:
    if title:
        st.markdown(f"**{_(title)}**")


_DRAWN: dict[str, Callable[[FilterTile, str, Bar, Choice, str], None]] = {
    "picker": _picker,
    "period": _picker,
    "range": _range,
    "search": _search,
    "switch": _switch,
}
