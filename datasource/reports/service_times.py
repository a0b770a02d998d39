"""How long customers wait for the first answer and for the solution (reports 2.10): open tickets count so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType

import numpy as np
import polars as pl

from datasource.analytics.survival import FEWEST, Survival, kaplan_meier, log_rank
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.query import answer
from datasource.question import Filter, Period, Query
from datasource.reports.service_rows import seen_tickets
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_

ENDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "first_response": (N_("First answer"), "first_response_at", "first_response_hours_median"),
        "resolution": (N_("Last resolution"), "resolved_at", "resolution_hours_median"),
    }
)
"""What is waited for: its label, its column of tickets, and the metric behind it."""
BY: Mapping[str, str] = MappingProxyType(
    {
        "ticket_priority": N_("By priority"),
        "ticket_category": N_("By category"),
        "product": N_("By product"),
        "owner": N_("By handler"),
    }
)
SHARE_LATE = 0.9


@dataclass(frozen=True)
class ServiceTimes:
    """`curve` of all tickets in hours; `groups`: `group`, `tickets`, `waiting` (not ended yet), `median` and `most`
    (hours after which half and nine of ten have it, null where too short a time was observed), `apart` (chance of a
    curve so far from the others' by accident; null for fewer than 5). Groups with the longest median come first.
    """

    curve: Survival
    groups: pl.DataFrame
    base: Result


def service_times(  # noqa: PLR0913, PLR0917  (what is told, of which rows)
    catalog: Catalog, viewer: Viewer, end: str, by: str, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> ServiceTimes:
    """Hours until `end` (a key of `ENDS`) of the tickets opened in the period. Raises `MingjingError` for too few."""
    if end not in ENDS:
        raise MingjingError(unknown(N_("end of waiting"), end, ENDS))
    if by not in BY:
        raise MingjingError(unknown(N_("group of tickets"), by, BY))
    _label, column, metric = ENDS[end]
    waited = _waited(seen_tickets(catalog, viewer, period, where), column, catalog)
    hours, ended = waited["hours"].to_numpy(), waited["ended"].cast(pl.Float64).to_numpy()
    curve = kaplan_meier(hours, ended)
    groups = pl.DataFrame(
        [_group(str(name), waited[by].to_numpy() == name, hours, ended) for name in waited[by].unique()],
        schema=_SCHEMA,
    ).sort("median", "group", descending=[True, False], nulls_last=False)
    base = answer(catalog, Query(metrics=(metric,), period=period, where=where), viewer)
    return ServiceTimes(curve, groups, base)


_SCHEMA = {
    "group": pl.String, "tickets": pl.Int64, "waiting": pl.Int64,
    "median": pl.Float64, "most": pl.Float64, "apart": pl.Float64,
}  # fmt: skip


def _waited(tickets: pl.DataFrame, column: str, catalog: Catalog) -> pl.DataFrame:
    """The tickets with `hours` waited until the end, or until tonight, and whether it `ended`; slips are left out."""
    tonight = datetime.combine(catalog.as_of + timedelta(days=1), time())
    end = pl.col(column)
    ended = end.is_not_null() & (end <= tonight)
    until = pl.when(ended).then(end).otherwise(pl.lit(tonight))
    hours = (until - pl.col("opened_at")).dt.total_seconds() / 3600
    timed = tickets.with_columns(hours=hours, ended=ended)
    return timed.filter(pl.col("hours").is_not_null() & (pl.col("hours") >= 0))


def _group(
    name: str, own: "np.typing.NDArray[np.bool_]", hours: "np.typing.NDArray[np.float64]",
    ended: "np.typing.NDArray[np.float64]",
) -> dict[str, object]:  # fmt: skip
    counts = {"group": name, "tickets": int(own.sum()), "waiting": int((ended[own] == 0).sum())}
    if own.sum() < FEWEST or not ended[own].any():
        return {**counts, "median": None, "most": None, "apart": None}
    curve = kaplan_meier(hours[own], ended[own])
    apart = log_rank(hours, ended, own)
    return {**counts, "median": curve.quantile(), "most": curve.quantile(SHARE_LATE), "apart": apart}
