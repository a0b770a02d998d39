"""What an opened pill can be set to: a filter's condition here, metrics and dimensions in modules of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from datasource.metrics.team_segments import FIELD, segment_label
from datasource.periods import PRESETS
from datasource.question import BARE_OPS, LIST_OPS, Filter, Op
from datasource.texts import N_, _
from widgets.builder import setting, shelving
from widgets.builder.bench import Bench
from widgets.builder.calculating import own
from widgets.builder.dimension_settings import show_dimension_settings
from widgets.builder.draft import Draft
from widgets.builder.filtering import FieldKind, offered_op, offered_ops, with_op, with_value
from widgets.builder.lists import Keep
from widgets.builder.metric_settings import show_metric_settings
from widgets.builder.opened import Opened
from widgets.builder.palette import Palette, editable
from widgets.builder.shelving import RULES
from widgets.builder.wording import OPERATORS
from widgets.controls.plain import plain
from widgets.state.session import steadily, steady_key, widget_value

SPANS = {
    "days": N_("days"),
    "weeks": N_("weeks"),
    "months": N_("months"),
    "quarters": N_("quarters"),
    "years": N_("years"),
}


def show_pill_settings(draft: Draft, palette: Palette, bench: Bench, keep: Keep) -> None:
    """The settings of the opened pill, or nothing when none is open."""
    item = draft.opened_item()
    if draft.opened is None or item is None or not editable(item, palette):
        return
    opened = Opened(*draft.opened, draft, palette, bench, keep)
    field = shelving.field_of(item)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(_title(opened, field, palette))}**", width="stretch")
            _edit_calculation(opened, field)
            st.button(_("Done"), key=opened.slot("done"), on_click=opened.close)
        if isinstance(item, Filter):
            _filter(opened, item, _kind(item.field, palette))
        elif isinstance(item, str):
            show_metric_settings(opened, item)
        else:
            show_dimension_settings(opened, item)


def _edit_calculation(opened: Opened, field: str) -> None:
    if own(opened.draft.chart, field) is None:
        return

    def edit() -> None:
        opened.keep(lambda draft: replace(draft, editing=field))

    st.button(_("Edit the calculation …"), key=opened.slot("calculation"), on_click=edit)


def _title(opened: Opened, field: str, palette: Palette) -> str:
    return _("{field} on {shelf}").format(field=palette.label(field), shelf=_(RULES[opened.shelf].label))


def _kind(field: str, palette: Palette) -> FieldKind:
    if palette.is_date(field):
        return "date"
    return "number" if palette.is_number(field) else "text"


def _filter(opened: Opened, part: Filter, kind: FieldKind) -> None:
    op = offered_op(part, kind)
    shown = with_op(part, op, kind, opened.bench.today)
    slot = steady_key(opened.slot("op"), op.value)
    offered = {one.value: _(OPERATORS[one]) for one in offered_ops(part, kind)}
    st.selectbox(
        _("Condition"),
        list(offered),
        index=list(offered).index(op.value),
        format_func=offered.__getitem__,
        key=slot,
        on_change=steadily(
            slot, lambda: opened.put_filter(with_op(shown, Op(widget_value(slot)), kind, opened.bench.today))
        ),
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
    options: Sequence[str] = tuple(dict.fromkeys((*held, *opened.members(part.field))))
    st.multiselect(
        _("Value"),
        options,
        default=held,
        format_func=segment_label if part.field == FIELD else str,
        key=slot,
        placeholder=_("any value"),
        on_change=steadily(slot, lambda: opened.put_filter(with_value(part, tuple(widget_value(slot))))),
    )


def _preset(opened: Opened, part: Filter) -> None:
    """A named period, or the last (next) days, weeks, months … before (after) today."""
    told = relative_parts(str(part.value))
    options = {name: _(label) for name, label in PRESETS.items()}
    options |= {"last": _("the last …"), "next": _("the next …")}
    held = told[0] if told else str(part.value)

    def take(name: str) -> None:
        count, span = (told[1], told[2]) if told else (6, "months")
        value = f"{name} {count} {span}" if name in ("last", "next") else name
        opened.put_filter(with_value(part, value))

    setting.select(opened.slot("preset"), _("Period"), {held: held} | options, held, take)
    if told is None:
        return
    way, count, span = told
    spans = {name: _(label) for name, label in SPANS.items()}
    setting.number(
        opened.slot("count"),
        _("How many"),
        count,
        lambda wanted: opened.put_filter(with_value(part, f"{way} {int(wanted or 1)} {span}")),
        min_value=1,
        max_value=999,
        step=1,
    )
    setting.select(
        opened.slot("span"),
        _("Of what"),
        spans,
        span,
        lambda wanted: opened.put_filter(with_value(part, f"{way} {count} {wanted}")),
    )


def relative_parts(value: str) -> tuple[str, int, str] | None:
    """`last 6 months` in its three parts, or None for a named period."""
    way, _blank, rest = value.partition(" ")
    count, _blank, span = rest.partition(" ")
    span = f"{span.removesuffix('s')}s"
    if way not in ("last", "next") or not (count.isascii() and count.isdigit()) or span not in SPANS:
        return None
    return way, int(count), span


def _text(opened: Opened, part: Filter) -> None:
    slot = steady_key(opened.slot("text"), str(part.value))
    st.text_input(
        _("Text"),
        str(part.value),
        key=slot,
        on_change=steadily(slot, lambda: opened.put_filter(with_value(part, (widget_value(slot) or "").strip()))),
    )


def _days(opened: Opened, part: Filter) -> None:
    shown: Any = part.value  # a day, or two
    slot = steady_key(opened.slot("days"), shown, unfinished=lambda held: isinstance(held, tuple) and len(held) == 1)

    def take() -> None:
        days = widget_value(slot)
        if isinstance(days, date) or len(days) == 2:
            opened.put_filter(with_value(part, days if isinstance(days, date) else tuple(days)))

    first, last = date(1900, 1, 1), date(2199, 12, 31)
    st.date_input(_("Dates"), shown, key=slot, on_change=steadily(slot, take), min_value=first, max_value=last)


def _numbers(opened: Opened, part: Filter) -> None:
    held = part.value if isinstance(part.value, tuple) else (part.value,)
    ends = [float(value) if isinstance(value, int | float) else 0.0 for value in held]
    slots = [steady_key(opened.slot(f"number_{place}"), value) for place, value in enumerate(ends)]

    def take() -> None:
        numbers = tuple(sorted(float(widget_value(slot) or 0) for slot in slots))
        opened.put_filter(with_value(part, numbers if isinstance(part.value, tuple) else numbers[0]))

    labels = (_("From"), _("To")) if len(held) == 2 else (_("Value"),)
    for label, slot, value in zip(labels, slots, ends, strict=True):
        st.number_input(label, value=value, key=slot, on_change=steadily(slot, take))


_SIMPLE = {"text": _text, "date": _days, "number": _numbers}
