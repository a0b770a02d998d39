"""What a filter may say about a field, by the field's kind, and what each operator starts with. Pure; no screen."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from datasource.metrics.team_segments import FIELD, OPS
from datasource.question import BARE_OPS, LIST_OPS, Filter, Op, Scalar

FieldKind = Literal["text", "date", "number"]
Value = Scalar | tuple[Scalar, ...]

OFFERED: Mapping[FieldKind, tuple[Op, ...]] = MappingProxyType(
    {
        "text": (Op.IN, Op.NOT_IN, Op.CONTAINS, Op.STARTS_WITH, Op.IS_NULL, Op.NOT_NULL),
        "date": (Op.RELATIVE, Op.BETWEEN, Op.GTE, Op.LTE, Op.IS_NULL, Op.NOT_NULL),
        "number": (Op.GTE, Op.LTE, Op.BETWEEN, Op.IS_NULL, Op.NOT_NULL),
    }
)
FIRST_PRESET = "this_year"


def with_op(part: Filter, op: Op, kind: FieldKind, today: date) -> Filter:
    """The filter with another operator: its value when that still fits, else what the operator starts with."""
    if op is part.op:
        return part
    if op in LIST_OPS and part.op in LIST_OPS:
        return Filter(field=part.field, op=op, value=part.value)
    return Filter(field=part.field, op=op, value=_start(op, kind, today))


def with_value(part: Filter, value: Value) -> Filter:
    """The filter with another value for the same operator; raises `ValidationError` for one that does not fit."""
    return Filter(field=part.field, op=part.op, value=value)


def offered_op(part: Filter, kind: FieldKind) -> Op:
    """The operator that the editor shows: the filter's own, or the first of its kind when it says nothing yet."""
    offered = offered_ops(part, kind)
    return part.op if part.op in offered else offered[0]


def offered_ops(part: Filter, kind: FieldKind) -> tuple[Op, ...]:
    """The operators to choose from: those of the kind that the field takes."""
    return tuple(op for op in OFFERED[kind] if part.field != FIELD or op in OPS)


def _start(op: Op, kind: FieldKind, today: date) -> Value:
    if op in BARE_OPS:
        return None
    if op in LIST_OPS:
        return ()
    if op is Op.RELATIVE:
        return FIRST_PRESET
    if kind == "date":
        return (today.replace(month=1, day=1), today) if op is Op.BETWEEN else today
    if kind == "number":
        return (0, 1000) if op is Op.BETWEEN else 0
    return ""
