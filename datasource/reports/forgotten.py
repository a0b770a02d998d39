"""Forgotten customers (reports 2.10, cockpit): not followed up for a while, or a planned contact is overdue.

States of today, whatever period a page shows; customers in the public pool have nobody who could forget them.
"""

from dataclasses import dataclass

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Filter, Op, Query
from datasource.result import Result
from datasource.scope import Viewer

SILENT_DAYS = (7, 15, 30, 90, 180)
_IN_CHARGE = Filter(field="owner", op=Op.NOT_NULL)


@dataclass(frozen=True)
class Forgotten:
    """`silent` holds, per number of days in rising order, the customers without a follow-up for more than these.

    `overdue` are those whose planned contact has passed without a follow-up; `whole` all customers in charge.
    """

    silent: tuple[tuple[int, Result], ...]
    overdue: Result
    whole: Result


def forgotten(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = ()) -> Forgotten:
    """How many of the customers that `viewer` may see, and that pass `where`, are forgotten today."""

    def counted(*also: Filter) -> Result:
        return answer(catalog, Query(metrics=("customer_count",), where=(*where, _IN_CHARGE, *also)), viewer)

    silent = tuple((days, counted(Filter(field="days_without_contact", op=Op.GT, value=days))) for days in SILENT_DAYS)
    return Forgotten(silent, counted(Filter(field="days_past_contact", op=Op.GT, value=0)), counted())


def count_of(result: Result) -> int:
    """The one number of such an answer."""
    return int(result.rows["customer_count"][0])
