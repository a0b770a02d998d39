"""How long deals stay in each stage, how many go on, what that costs, and whether the stage or the people cause it.

Deals still in a stage count as long as they have been there: the mean of those that left alone is too low.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.discoveries import holm
from datasource.analytics.evaluation import wilson
from datasource.analytics.refusals import need_columns, need_rows, need_unique
from datasource.analytics.survival import FEWEST, Survival, kaplan_meier
from datasource.errors import MingjingError
from datasource.texts import N_, _

_BEST: Final = 0.75
_CLEAR: Final = 0.05


@dataclass(frozen=True)
class People:
    """How the conversion of one stage differs between people.

    `share` is the part of the differences seen that is not chance, 0 to 1; `chance` that of differences as large among
    people who are all alike (chi-squared). `rates` has one row a person: `owner`, `went_on`, `decided`, and `rate`,
    shrunk to the mean of all the more, the fewer deals there are. `person_problem` when the differences are no chance
    and make up half or more of what is seen; otherwise the stage is alike for all.
    """

    share: float
    chance: float
    rates: pl.DataFrame
    person_problem: bool


@dataclass(frozen=True)
class StageDwell:
    """One stage: deals that entered, those still there, the time until they leave, the share that goes on with bounds.

    `conversion` is of those that left, with 95 % Wilson bounds; a step back to an earlier stage is a step on. `leak` is
    the money lost because not all people convert like the upper quarter does: amount that left × (their shrunk rate -
    the mean rate) × the share of those gone on that was won in the end. `waiting` is amount × days beyond the median,
    in money-days. `dwell` is None when fewer than 5 entered or none left yet.
    """

    stage: str
    entered: int
    still_there: int
    dwell: Survival | None
    conversion: float
    low: float
    high: float
    people: People
    leak: float
    waiting: float


def stage_visits(deals: pl.DataFrame, stages: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row a stay in a stage, as known at the end of `as_of`.

    `deals`: deal, closed (Date, null while open), won (Boolean), amount, owner; `stages`: deal, stage, entered (Date).
    Columns of the result: deal, stage, owner, amount, days, left (Boolean), went_on (null while there), won (null while
    open). A stay ends when the next one begins or the deal is closed. Raises `MingjingError` for missing columns,
    duplicate deals, stays without a date, and deals closed before they entered a stage.
    """
    need_columns(deals, ("deal", "closed", "won", "amount", "owner"))
    need_columns(stages, ("deal", "stage", "entered"))
    need_unique(deals, "deal")
    if stages["entered"].null_count():
        raise MingjingError(_("Some stays in a stage have no date of entry."))
    known = pl.col("closed") <= as_of
    facts = deals.with_columns(closed=pl.when(known).then("closed"), won=pl.when(known).then("won"))
    following = pl.col("entered").shift(-1).over("deal", order_by="entered")
    rows = (
        stages.filter(pl.col("entered") <= as_of)
        .sort("deal", "entered", maintain_order=True)
        .with_columns(following=following)
        .join(facts, on="deal", how="inner", maintain_order="left")
    )
    end = pl.coalesce("following", "closed")
    rows = rows.with_columns(
        days=(end.cast(pl.Date).fill_null(as_of) - pl.col("entered").cast(pl.Date)).dt.total_days(),
        left=end.is_not_null(),
        went_on=pl.when(pl.col("following").is_not_null()).then(statement=True).otherwise("won"),
    )
    if (rows["days"] < 0).any():
        raise MingjingError(_("Some deals were closed before they entered a stage."))
    return rows.select("deal", "stage", "owner", "amount", "days", "left", "went_on", "won")


def stage_dwell(visits: pl.DataFrame) -> list[StageDwell]:
    """Each stage of `visits` (as `stage_visits` makes them), in the order of first sight.

    Raises `MingjingError` for fewer than 5 stays in all.
    """
    need_rows(visits.height, FEWEST, N_("stays in a stage"))
    return [_stage(str(key[0]), rows) for key, rows in visits.group_by(["stage"], maintain_order=True)]


def bottleneck(stages: list[StageDwell]) -> StageDwell | None:
    """The stage that loses most money; None when none loses any that is not chance (Holm at 5 % over the stages)."""
    clear = holm([one.people.chance for one in stages]) < _CLEAR
    losing = [one for one, surely in zip(stages, clear, strict=True) if surely and one.leak > 0]
    return max(losing, key=lambda one: one.leak, default=None)


def compare_people(owners: pl.Series, went_on: pl.Series) -> People:
    """How the rates of people differ, from each decided deal's owner and outcome.

    Empirical Bayes with the variance between people by the method of moments (Kleinman 1973, JASA 68:46).
    """
    rates = (
        pl.DataFrame({"owner": owners, "hit": went_on})
        .group_by("owner")
        .agg(went_on=pl.col("hit").sum(), decided=pl.len())
        .sort("owner")
    )
    hits, count = rates["went_on"].to_numpy().astype(np.float64), rates["decided"].to_numpy().astype(np.float64)
    mean = float(hits.sum() / count.sum()) if count.sum() else float("nan")
    noise = mean * (1 - mean)
    if len(count) < 2 or not noise > 0:
        return People(0.0, 1.0, rates.with_columns(rate=pl.lit(mean)), person_problem=False)
    heterogeneity = float((count * (hits / count - mean) ** 2).sum() / noise)
    excess = max(heterogeneity - (len(count) - 1), 0.0)
    between = excess * noise / float(count.sum() - (count**2).sum() / count.sum())
    share = excess / heterogeneity if heterogeneity > 0 else 0.0
    prior = max(noise / between - 1, 0.0) if between > 0 else float("inf")
    shrunk = np.full(len(count), mean) if np.isinf(prior) else (hits + prior * mean) / (count + prior)
    chance = _tail(heterogeneity, len(count) - 1)
    return People(share, chance, rates.with_columns(rate=pl.Series(shrunk)), share >= 0.5 and chance < _CLEAR)


def _stage(stage: str, rows: pl.DataFrame) -> StageDwell:
    decided = rows.filter(pl.col("went_on").is_not_null())
    hits = np.array([float(decided["went_on"].sum())])
    low, high = wilson(hits, np.array([float(decided.height)]))
    people = compare_people(decided["owner"], decided["went_on"])
    dwell = _dwell(rows)
    median = dwell.quantile() if dwell else None
    beyond = (rows["days"].to_numpy() - median).clip(min=0) if median is not None else np.zeros(rows.height)
    return StageDwell(
        stage=stage,
        entered=rows.height,
        still_there=rows.height - int(rows["left"].sum()),
        dwell=dwell,
        conversion=float(hits[0] / decided.height) if decided.height else float("nan"),
        low=float(low[0]),
        high=float(high[0]),
        people=people,
        leak=_leak(decided, people),
        waiting=float(beyond @ rows["amount"].fill_null(0).to_numpy()),
    )


def _dwell(rows: pl.DataFrame) -> Survival | None:
    if rows.height < FEWEST or not rows["left"].any():
        return None
    return kaplan_meier(rows["days"].to_numpy().astype(np.float64), rows["left"].to_numpy().astype(np.float64))


def _leak(decided: pl.DataFrame, people: People) -> float:
    on = decided.filter(pl.col("went_on") & pl.col("won").is_not_null())
    if not decided.height or not on.height:
        return 0.0
    best = float(np.quantile(people.rates["rate"].to_numpy(), _BEST))
    mean = float(decided["went_on"].cast(pl.Float64).to_numpy().mean())
    won = float(on["won"].cast(pl.Float64).to_numpy().mean())
    return float(decided["amount"].sum()) * max(best - mean, 0.0) * won


def _tail(value: float, freedom: int) -> float:
    from scipy.special import chdtrc  # noqa: PLC0415  (half a second, wanted only where people are compared)

    return float(chdtrc(freedom, value))
