"""What was clicked, as filters: a member, no member at all, or the rest that `top` put together as Others."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from datasource.engines.keys import bin_labels
from datasource.metrics.registry import DIMENSIONS
from datasource.question import Dimension, Filter, Op
from datasource.result import Kind, Result
from widgets.blocks.members import member_of, member_text

OTHERS = "_others"


def told_apart(result: Result) -> pl.DataFrame:
    """The rows of an answer, the rest's name changed where a real member carries the same one."""
    field = _ranked(result)
    if field is None:
        return result.rows
    taken = set(result.rows.filter(~pl.col(OTHERS))[field])
    name = _rest(result)
    while name in taken:
        name += " …"
    return result.rows.with_columns(pl.when(OTHERS).then(pl.lit(name)).otherwise(pl.col(field)).alias(field))


def picked_filters(result: Result, picked: Mapping[str, Any]) -> tuple[Filter, ...]:
    """The filters that narrow the query of `result` to one of its rows, told by the dimension values as shown."""
    parts = [part for part in result.query.by if part.field in picked]
    members = [_filter(result, part.field, picked[part.field]) for part in parts if _can_filter(part.field)]
    return (*members, *(edge for part in parts for edge in _bin_edges(part, picked[part.field])))


def binned_filters(result: Result, rows: pl.DataFrame) -> tuple[Filter, ...]:
    """The filters that narrow the query of `result` to the members of `rows` together.

    Each dimension is narrowed for itself: of several, the records may hold pairs that stand in another bin. A member
    that is missing can only be asked for alone, and is left out beside others; so is the rest that has no name.
    """
    fields = [part.field for part in result.query.by if part.field in rows.columns and _can_filter(part.field)]
    found = []
    for field in fields:
        shown = rows[field].unique(maintain_order=True).to_list()
        filters = [_filter(result, field, one) for one in shown]
        members = tuple(one.value for one in filters if one.op is Op.EQ)
        if len(filters) == 1:
            found += filters
        elif members:
            found.append(Filter(field=field, op=Op.IN, value=members))
    return tuple(found)


def member_filter(field: str, shown: Any) -> Filter:
    """The filter for one member as it is shown; for none, the records that have no member."""
    if shown is None:
        return Filter(field=field, op=Op.IS_NULL)
    return Filter(field=field, op=Op.EQ, value=member_of(field, str(shown)))


def marked_row(result: Result, marked: Sequence[Filter]) -> int | None:
    """The place of the first row that `picked_filters` makes these filters of; None when there is none."""
    if not marked:
        return None
    rows = told_apart(result).select(ask.field for ask in marked if ask.field in result.rows.columns)
    if rows.width < len(marked):
        return None
    wanted = set(marked)
    found = (place for place, row in enumerate(rows.iter_rows(named=True)) if set(_filters(result, row)) == wanted)
    return next(found, None)


def shown_row(result: Result, marked: Sequence[Filter]) -> dict[str, Any]:
    """The values of those fields in the marked row, as they are shown; empty when there is none."""
    place = marked_row(result, marked)
    if place is None:
        return {}
    row = told_apart(result).row(place, named=True)
    return {ask.field: _as_shown(ask.field, row[ask.field]) for ask in marked}


def _as_shown(field: str, value: Any) -> Any:
    return member_text(field, value) if isinstance(value, str) else value


def _filters(result: Result, row: Mapping[str, Any]) -> list[Filter]:
    return [_filter(result, field, value) for field, value in row.items()]


def _filter(result: Result, field: str, shown: Any) -> Filter:
    if field == _ranked(result) and shown is not None and member_of(field, str(shown)) == _told_rest(result):
        kept = result.rows.filter(~pl.col(OTHERS))[field].unique(maintain_order=True).drop_nulls()
        return Filter(field=field, op=Op.NOT_IN, value=tuple(kept))
    return member_filter(field, shown)


def _bin_edges(part: Dimension, shown: Any) -> tuple[Filter, ...]:
    """The filters for the bin of a number that is called `shown` (else for no number); none without bins."""
    if not part.bins:
        return ()
    labels = bin_labels(part.bins)
    if shown not in labels:
        return (Filter(field=part.field, op=Op.IS_NULL),)
    at = labels.index(shown)
    low = [Filter(field=part.field, op=Op.GTE, value=part.bins[at - 1])] if at > 0 else []
    return (*low, *([Filter(field=part.field, op=Op.LT, value=part.bins[at])] if at < len(part.bins) else []))


def _can_filter(field: str) -> bool:
    return field in DIMENSIONS and DIMENSIONS[field].kind is not Kind.NUMBER


def _ranked(result: Result) -> str | None:
    """The field whose rest the rows carry, when they carry one."""
    top = result.query.top
    if top is None or OTHERS not in result.rows.columns or not result.rows[OTHERS].any():
        return None
    return top.field


def _rest(result: Result) -> str:
    return str(result.rows.filter(pl.col(OTHERS))[str(_ranked(result))][0])


def _told_rest(result: Result) -> str:
    return str(told_apart(result).filter(pl.col(OTHERS))[str(_ranked(result))][0])
