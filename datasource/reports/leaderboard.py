"""Leaderboards (reports 2.6): people or departments by one number, with company-wide rank and its change."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.metrics.dimension import NOBODY, UNKNOWN
from datasource.query import answer
from datasource.query.engine import scope_of
from datasource.question import Dimension, Filter, Period, Query
from datasource.reports.exceptions import COMPANY_RANK, compared
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.settings import Comparisons
from datasource.texts import N_

BOARDS = (
    "contract_amount",
    "received_amount",
    "contract_count",
    "sold_quantity",
    "new_customers",
    "new_contacts",
    "follow_ups",
    "customers_followed",
    "trips",
)
"""The metric of each leaderboard."""
BY = ("owner", "sales_team", "department")
"""What a leaderboard may rank: people, their own departments, or the branches right below the company."""
_HOMES: Mapping[str, str] = MappingProxyType({"owner": "label", "sales_team": "sales_team", "department": "department"})


@dataclass(frozen=True)
class Place:
    """The reader's own place. `rank` is None without comparison, `moved` also where there was no rank before."""

    rank: int | None
    moved: int | None
    is_new: bool
    value: float
    share: float | None


@dataclass(frozen=True)
class Leaderboard:
    """One ranking, best first.

    `result.rows`: `rank` (of those ranked, equal values share one: 1, 2, 2, 4), `moved` (places gained against the
    period before, negative = lost, null = not ranked then), the member (null = outside the reader's scope and not to be
    named), `team` (a person's own department), the metric with its base, `share` of the company's total, `is_mine`,
    `is_new` (had no rank before). `ranked` counts all who have a rank, `mine` is the reader's own place or None, both
    whatever is listed. Rows without a holder (public pool) carry no rank and stand last. Without comparison
    `is_company` is False: rank and moved are null and the share is of what the reader sees.
    """

    result: Result
    is_company: bool
    ranked: int
    mine: Place | None


def leaderboard(  # noqa: PLR0913, PLR0917  (everything that a board hangs on)
    catalog: Catalog,
    viewer: Viewer,
    metric: str,
    by: str,
    period: Period,
    where: tuple[Filter, ...] = (),
    former: bool = False,
    comparisons: Comparisons = Comparisons.ANONYMOUS,
) -> Leaderboard:
    """The leaderboard of `metric` by `by` (one of `BY`) over `period`.

    `where` (department, employee) narrows the rows that are listed; ranks stay those of the whole company. Former staff
    are ranked only with `former`. Raises `MingjingError` for an unknown dimension.
    """
    if by not in BY:
        raise MingjingError(unknown(N_("dimension"), by, BY))
    query = Query(metrics=(metric,), by=(Dimension(field=by),), period=period, compare="previous", totals=True)
    found = compared(catalog, query, viewer, COMPANY_RANK, comparisons)
    visible = scope_of(catalog, viewer).users
    is_company = visible is None or comparisons is not Comparisons.OFF
    people = catalog.entity("users")
    left = set() if former else _former(people, by)
    rows = _ranked(found.rows.filter(~pl.col(by).is_in(left)), metric, by, found.totals or {})
    if not is_company:
        rows = rows.with_columns(rank=pl.lit(None, dtype=pl.Int64), moved=pl.lit(None, dtype=pl.Int64), is_new=False)
    rows = _with_people(rows, people, by, viewer)
    ranked, mine = rows["rank"].drop_nulls().len(), _place(rows.filter("is_mine"), metric)
    if where:
        listed = answer(catalog, query.model_copy(update={"where": where, "totals": False}), viewer)
        rows = rows.filter(pl.col(by).is_in(listed.rows[by].implode()))
    if visible is not None:
        rows = _within(rows, people.filter(pl.col("user_id").is_in(list(visible))), by, comparisons)
    columns = _columns(found, by)
    shown = rows.select(*(column.name for column in columns), "is_mine", "is_new")
    return Leaderboard(Result(query, columns, shown, found.totals, found.proof), is_company, ranked, mine)


def _place(mine: pl.DataFrame, metric: str) -> Place | None:
    for row in mine.iter_rows(named=True):
        return Place(row["rank"], row["moved"], row["is_new"], row[metric], row["share"])
    return None


def _ranked(rows: pl.DataFrame, metric: str, by: str, totals: Mapping[str, float | None]) -> pl.DataFrame:
    """The members that have a number, with standard competition ranks now and in the period before."""
    is_someone = ~pl.col(by).is_in([NOBODY, UNKNOWN])
    ranks = {
        name: pl.when(is_someone & (pl.col(column).fill_null(0) != 0)).then(column).rank("min", descending=True)
        for name, column in (("rank", metric), ("rank_before", f"{metric}__base"))
    }
    whole = totals.get(metric)
    share = pl.col(metric) / whole if whole else pl.lit(None, dtype=pl.Float64)
    placed = rows.with_columns(**{name: rank.cast(pl.Int64) for name, rank in ranks.items()}, share=share)
    kept = placed.filter(pl.col(metric).fill_null(0) != 0).with_columns(
        moved=pl.col("rank_before") - pl.col("rank"),
        is_new=pl.col("rank").is_not_null() & pl.col("rank_before").is_null(),
    )
    return kept.sort("rank", by, nulls_last=True)


def _with_people(rows: pl.DataFrame, people: pl.DataFrame, by: str, viewer: Viewer) -> pl.DataFrame:
    """The rows with each person's own department and whether they are the reader's own."""
    teams = people.select(pl.col("label").alias(by), pl.col("sales_team").fill_null(UNKNOWN).alias("team"))
    with_team = rows.join(teams, on=by, how="left", maintain_order="left") if by == "owner" else rows
    own = [] if viewer.user_id is None else [viewer.user_id]
    mine = people.filter(pl.col("user_id").is_in(own))[_HOMES[by]].drop_nulls()
    return with_team.with_columns(is_mine=pl.col(by).is_in(mine.implode()))


def _within(rows: pl.DataFrame, visible: pl.DataFrame, by: str, comparisons: Comparisons) -> pl.DataFrame:
    """What a reader with a scope is shown of those outside it: names, no names, or (already left out) nothing."""
    if comparisons is not Comparisons.ANONYMOUS:
        return rows
    known = [*visible[_HOMES[by]].drop_nulls(), NOBODY, UNKNOWN]
    hidden = [by, "team"] if by == "owner" else [by]
    return rows.with_columns(pl.when(pl.col(by).is_in(known)).then(name).alias(name) for name in hidden)


def _former(people: pl.DataFrame, by: str) -> set[str]:
    """The members that are former staff; a department never is."""
    gone = people.filter(~pl.col("is_active").fill_null(value=True))
    return set(gone["label"]) if by == "owner" else set()


def _columns(found: Result, by: str) -> tuple[Column, ...]:
    member, value, base, _change = found.columns
    team = (Column("team", N_("Sales team"), Kind.TEXT),) if by == "owner" else ()
    return (
        Column("rank", N_("Rank"), Kind.NUMBER, Unit.COUNT),
        member,
        Column("moved", N_("Change of rank"), Kind.NUMBER, Unit.COUNT),
        *team,
        value,
        Column("share", N_("Share of total"), Kind.NUMBER, Unit.RATE),
        base,
    )
