"""Conditions of a calculation: one line each, field, operator and value; what they read as is handed back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from datasource.periods import PRESETS
from datasource.question import BARE_OPS, LIST_OPS, Filter, Op
from datasource.texts import _
from widgets.builder.filtering import OFFERED, FieldKind, Value, with_op
from widgets.builder.palette import Palette
from widgets.builder.shelving import is_unset, unset
from widgets.builder.wording import OPERATORS

MOST = 24


@dataclass(frozen=True)
class Ground:
    """What conditions may speak of: the dimensions offered, what each holds, and today."""

    palette: Palette
    fields: tuple[str, ...]
    members: Callable[[str], Sequence[str]]
    today: date


def show_conditions(slot: str, held: tuple[Filter, ...], ground: Ground) -> tuple[Filter, ...]:
    """The lines as they stand on the screen; those that say nothing yet are left out."""
    count = st.number_input(_("How many conditions"), 1, MOST, max(len(held), 1), key=f"{slot}_count")
    found = []
    for at in range(int(count)):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            part = _condition(f"{slot}_{at}", held[at] if at < len(held) else None, ground)
        if part is not None and not is_unset(part):
            found.append(part)
    return tuple(found)


def kind_of(field: str, palette: Palette) -> FieldKind:
    """What conditions on the field look like."""
    if palette.is_date(field):
        return "date"
    return "number" if palette.is_number(field) else "text"


def _condition(slot: str, held: Filter | None, ground: Ground) -> Filter | None:
    names = ground.fields
    at = names.index(held.field) if held and held.field in names else None
    field = st.selectbox(_("Where"), names, at, ground.palette.label, key=f"{slot}_field", placeholder="—")
    if field is None:
        return None
    kind = kind_of(field, ground.palette)
    known = held if held and held.field == field and held.op in OFFERED[kind] else None
    first = known.op if known else OFFERED[kind][0]
    words = {op.value: _(OPERATORS[op]) for op in OFFERED[kind]}
    # A field of its own kind has widgets of its own: under one key, the choices of another kind would remain.
    chosen = st.selectbox(
        _("Condition"), list(words), list(words).index(first.value), words.__getitem__, key=f"{slot}_{field}_op"
    )
    part = with_op(known or unset(field), Op(chosen), kind, ground.today)
    if part.op in BARE_OPS:
        return part
    return Filter(field=field, op=part.op, value=_value(f"{slot}_{field}_{chosen}", part, kind, ground))


def _value(slot: str, part: Filter, kind: FieldKind, ground: Ground) -> Value:
    if part.op in LIST_OPS:
        chosen = list(part.value) if isinstance(part.value, tuple) else []
        options = list(dict.fromkeys((*map(str, chosen), *ground.members(part.field))))
        return tuple(st.multiselect(_("Value"), options, chosen, key=slot, placeholder="—"))
    if part.op is Op.RELATIVE:
        names = list(dict.fromkeys((str(part.value), *PRESETS)))
        return str(st.selectbox(_("Period"), names, 0, lambda name: _(PRESETS.get(name, name)), key=slot))
    if kind == "text":
        return st.text_input(_("Text"), str(part.value or ""), key=slot).strip()
    ends = part.value if isinstance(part.value, tuple) else (part.value,)
    labels = (_("From"), _("To")) if len(ends) == 2 else (_("Value"),)
    read = tuple(
        _end(f"{slot}_{at}", label, end, ground.today) for at, (label, end) in enumerate(zip(labels, ends, strict=True))
    )
    return tuple(sorted(read)) if len(read) == 2 else read[0]


def _end(slot: str, label: str, held: object, today: date) -> date | float:
    if isinstance(held, date):
        return st.date_input(label, held, key=slot, min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)) or today
    return st.number_input(label, value=float(held) if isinstance(held, int | float) else 0.0, key=slot)
