"""What an opened pill can be set to: the grain of a date, the bins of a number, the condition of a filter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from datasource.periods import PRESETS
from datasource.question import BARE_OPS, LIST_OPS, Dimension, Filter, Grain, Op
from datasource.texts import _
from widgets.builder import shelving
from widgets.builder.bench import Bench
from widgets.builder.draft import Draft, with_shelves
from widgets.builder.filtering import OFFERED, FieldKind, offered_op, with_op, with_value
from widgets.builder.lists import Keep
from widgets.builder.palette import Palette
from widgets.builder.shelving import RULES, Shelf
from widgets.builder.wording import GRAINS, OPERATORS
from widgets.state.session import Slot, steady_key, widget_value

AS_PAGE = "page"


@dataclass(frozen=True)
class Opened:
    """The pill whose settings are shown, and how a change is kept."""

    shelf: Shelf
    pill: str
    bench: Bench
    keep: Keep

    def slot(self, part: str) -> str:
        """The session key of one of its widgets."""
        name = self.pill.replace("#", "_")
        return f"{Slot.BUILDER_PILL.value}_{self.shelf.value}_{name}_{part}"

    def put_filter(self, part: Filter) -> None:
        """Keep another condition in the pill's place."""
        self.keep(lambda draft: with_shelves(draft, shelving.replace(draft.shelves, self.shelf, self.pill, part)))

    def put_dimension(self, dimension: Dimension) -> None:
        """Keep another grain or other bins wherever the field stands."""
        self.keep(lambda draft: with_shelves(draft, shelving.with_grain(draft.shelves, dimension)))

    def close(self) -> None:
        """Show no settings any more."""
        self.keep(lambda draft: replace(draft, opened=None))


def show_pill_settings(draft: Draft, palette: Palette, bench: Bench, keep: Keep) -> None:
    """The settings of the opened pill, or nothing when none is open."""
    item = draft.opened_item()
    if draft.opened is None or item is None or isinstance(item, str):
        return
    opened = Opened(*draft.opened, bench, keep)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{_title(opened, item.field, palette)}**", width="stretch")
            st.button(_("Done"), key=opened.slot("done"), on_click=opened.close)
        if isinstance(item, Filter):
            _filter(opened, item, _kind(item.field, palette))
        elif palette.is_date(item.field):
            _grain(opened, item)
        elif palette.is_number(item.field):
            _bins(opened, item)


def _title(opened: Opened, field: str, palette: Palette) -> str:
    return _("{field} on {shelf}").format(field=palette.label(field), shelf=_(RULES[opened.shelf].label))


def _kind(field: str, palette: Palette) -> FieldKind:
    if palette.is_date(field):
        return "date"
    return "number" if palette.is_number(field) else "text"


def _grain(opened: Opened, dimension: Dimension) -> None:
    slot = steady_key(opened.slot("grain"), dimension.grain.value if dimension.grain else AS_PAGE)

    def take() -> None:
        chosen = widget_value(slot)
        grain = None if chosen == AS_PAGE else Grain(chosen)
        opened.put_dimension(Dimension(field=dimension.field, grain=grain))

    options = {AS_PAGE if grain is None else grain.value: _(label) for grain, label in GRAINS.items()}
    st.selectbox(_("Time step"), list(options), format_func=options.__getitem__, key=slot, on_change=take)


def _bins(opened: Opened, dimension: Dimension) -> None:
    slot = steady_key(opened.slot("bins"), ", ".join(f"{edge:g}" for edge in dimension.bins))

    def take() -> None:
        edges = read_edges(widget_value(slot) or "")
        if edges is not None:
            opened.put_dimension(Dimension(field=dimension.field, bins=edges))

    st.text_input(_("Limits between the groups"), key=slot, on_change=take, placeholder="0, 1000, 5000")
    if not dimension.bins:
        st.caption(_("Write numbers that rise from left to right, with commas between them."))


def read_edges(text: str) -> tuple[float, ...] | None:
    """The numbers of `0, 1000, 5000`, each once and rising; None when it is something else."""
    try:
        return tuple(sorted({float(part) for part in text.split(",") if part.strip()}))
    except ValueError:
        return None


def _filter(opened: Opened, part: Filter, kind: FieldKind) -> None:
    op = offered_op(part, kind)
    shown = with_op(part, op, kind, opened.bench.today)
    slot = steady_key(opened.slot("op"), op.value)
    offered = {one.value: _(OPERATORS[one]) for one in OFFERED[kind]}
    st.selectbox(
        _("Condition"),
        list(offered),
        format_func=offered.__getitem__,
        key=slot,
        on_change=lambda: opened.put_filter(with_op(shown, Op(widget_value(slot)), kind, opened.bench.today)),
    )
    if op in LIST_OPS:
        _members(opened, shown)
    elif op is Op.RELATIVE:
        _preset(opened, shown)
    elif op not in BARE_OPS:
        _SIMPLE[kind](opened, shown)


def _members(opened: Opened, part: Filter) -> None:
    held = [str(value) for value in part.value] if isinstance(part.value, tuple) else []
    slot = steady_key(opened.slot("members"), held)
    options: Sequence[str] = tuple(dict.fromkeys((*held, *opened.bench.members(part.field))))
    st.multiselect(
        _("Value"),
        options,
        key=slot,
        placeholder=_("any value"),
        on_change=lambda: opened.put_filter(with_value(part, tuple(widget_value(slot)))),
    )


def _preset(opened: Opened, part: Filter) -> None:
    slot = steady_key(opened.slot("preset"), part.value)
    options = list(dict.fromkeys((*PRESETS, str(part.value))))
    st.selectbox(
        _("Period"),
        options,
        format_func=lambda name: _(PRESETS[name]) if name in PRESETS else name,
        key=slot,
        on_change=lambda: opened.put_filter(with_value(part, widget_value(slot))),
    )


def _text(opened: Opened, part: Filter) -> None:
    slot = steady_key(opened.slot("text"), str(part.value))
    st.text_input(
        _("Text"), key=slot, on_change=lambda: opened.put_filter(with_value(part, (widget_value(slot) or "").strip()))
    )


def _days(opened: Opened, part: Filter) -> None:
    slot = steady_key(
        opened.slot("days"), part.value, unfinished=lambda held: isinstance(held, tuple) and len(held) == 1
    )

    def take() -> None:
        days = widget_value(slot)
        if isinstance(days, date) or len(days) == 2:
            opened.put_filter(with_value(part, days if isinstance(days, date) else tuple(days)))

    st.date_input(_("Dates"), key=slot, on_change=take, min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


def _numbers(opened: Opened, part: Filter) -> None:
    held = part.value if isinstance(part.value, tuple) else (part.value,)
    ends = [float(value) if isinstance(value, int | float) else 0.0 for value in held]
    slots = [steady_key(opened.slot(f"number_{place}"), value) for place, value in enumerate(ends)]

    def take() -> None:
        numbers = tuple(sorted(float(widget_value(slot) or 0) for slot in slots))
        opened.put_filter(with_value(part, numbers if isinstance(part.value, tuple) else numbers[0]))

    labels = (_("From"), _("To")) if len(held) == 2 else (_("Value"),)
    for label, slot in zip(labels, slots, strict=True):
        st.number_input(label, key=slot, on_change=take)


_SIMPLE = {"text": _text, "date": _days, "number": _numbers}
