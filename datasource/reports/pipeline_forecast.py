"""What the open pipeline is likely to bring by the end of a period, and how good such forecasts were (report 2.10).

A period begins today or before, or tomorrow: what is won until a later one begins would else be counted in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Final

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.analytics.pace import step
from datasource.analytics.pipeline_forecast import Pipeline, PipelineForecast, open_pipeline
from datasource.analytics.pipeline_replay import Replay, ReplayScore, replay, score_replays
from datasource.analytics.simulation import Draws
from datasource.analytics.win_odds import History
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.goals.sheet import fiscal_year_of, year_span
from datasource.metrics.registry import refusal
from datasource.periods import Span
from datasource.periods.span import add_months, month_end
from datasource.query import answer
from datasource.query.engine import scope_of
from datasource.question import Filter, Period, Query
from datasource.reports.deal_odds import company_odds, deal_history, seen_deals
from datasource.reports.forecast_card import pipeline_card
from datasource.scope import Viewer
from datasource.texts import N_, _

PERIODS: Final = MappingProxyType(
    {
        "quarter": N_("This quarter"),
        "month": N_("This month"),
        "year": N_("This fiscal year"),
        "days": N_("Next 90 days"),
    }
)
_NEXT: Final = MappingProxyType(
    {"quarter": N_("Next quarter"), "month": N_("Next month"), "year": N_("Next fiscal year")}
)
LEAST_REPLAYS: Final = 3
_REPLAYS: Final[Mapping[str, int]] = MappingProxyType({"quarter": 8, "month": 12, "year": 8, "days": 8})
_MONTHS: Final[Mapping[str, int]] = MappingProxyType({"quarter": 3, "month": 1, "year": 12})
_WHOLE: Final = frozenset({"quarter", "month"})
_DAYS: Final = 90
_CELLS, _FEWEST_RUNS, _MOST_RUNS, _REPLAY_RUNS = 8_000_000, 4000, 20_000, 4000


@dataclass(frozen=True)
class Outlook:
    """The forecast of `span` as of `as_of`; amounts in major units.

    `found` is the forecast as it is, `pipeline` what a what-if is asked of. `target` is the goal of the period under
    the filters (None without one), in contract amount. `deals` has one row per open deal, the most expected first:
    `deal` (its id), `name`, `customer`, `owner`, `stage`, `amount`, `chance`, `expected` = amount × chance (whole),
    `expected_close`, and why: `base` (chance of any open deal), `by_stage`, `by_age`, `by_activity` (points that each
    adds, as fractions), `age` (0 to 4), `active`. `replays` are the newest past periods first; `score` is None where
    fewer than `LEAST_REPLAYS` could be replayed or nothing was won in them. `unvalued` open deals have no amount.
    """

    span: Span
    as_of: date
    pipeline: Pipeline
    found: PipelineForecast
    target: float | None
    deals: pl.DataFrame
    replays: tuple[Replay, ...]
    score: ReplayScore | None
    unvalued: int
    card: MethodCard

    @property
    def has_skill(self) -> bool:
        """Whether the middle of the runs was nearer to what came than the stretch before, repeated."""
        return self.score is not None and self.score.error < self.score.naive_error


def pipeline_outlook(catalog: Catalog, viewer: Viewer, kind: str, where: tuple[Filter, ...] = ()) -> Outlook:
    """The outlook of the deals that `viewer` may see under the filters, over the period `kind` (of `PERIODS`).

    Raises `MingjingError` where no deal is open, and as `open_pipeline` does for a past that is too short or odd.
    """
    as_of = catalog.as_of
    span = span_of(kind, as_of, catalog.fiscal_start)
    keys = seen_deals(catalog, viewer, where)
    history = deal_history(catalog, keys)
    if history.open_on(as_of).is_empty():
        raise MingjingError(_("No deal is open among those that you may see under the filters."))
    pipeline = open_pipeline(history, as_of, span.start, span.end, company_odds(catalog, as_of))
    target = target_of(catalog, viewer, kind, span, where)
    found = pipeline.forecast(target, draws=draws_for(pipeline))
    replays = tuple(_replays(catalog, history, kind))
    can_score = len(replays) >= LEAST_REPLAYS and sum(one.actual for one in replays) > 0
    score = score_replays(replays) if can_score else None
    closed = catalog.entity("opportunities").filter(pl.col("outcome").is_in(["won", "lost", "invalid"])).height
    deals = _named(catalog, pipeline, found)
    return Outlook(
        span=span,
        as_of=as_of,
        pipeline=pipeline,
        found=found,
        target=target,
        deals=deals,
        replays=replays,
        score=score,
        unvalued=deals["amount"].null_count(),
        card=pipeline_card(score, deals.height, closed, as_of),
    )


def span_of(kind: str, as_of: date, fiscal_start: int) -> Span:
    """The period `kind` that holds the day after `as_of`; quarters are those of the fiscal year."""
    first = as_of + timedelta(days=1)
    if kind == "days":
        return Span(first, as_of + timedelta(days=_DAYS))
    year = year_span(fiscal_year_of(first, fiscal_start), fiscal_start)
    months = (first.year - year.start.year) * 12 + first.month - year.start.month
    start = add_months(year.start, months // _MONTHS[kind] * _MONTHS[kind])
    return Span(start, month_end(add_months(start, _MONTHS[kind] - 1)))


def draws_for(pipeline: Pipeline) -> Draws:
    """20,000 runs, fewer where there are very many deals, so that a forecast takes a quarter of a second."""
    return Draws(runs=min(max(_CELLS // max(pipeline.open_deals.height, 1), _FEWEST_RUNS), _MOST_RUNS))


def periods_of(as_of: date, fiscal_start: int) -> dict[str, str]:
    """What the periods are called (msgids) on the day `as_of`: after its last day, a forecast is of the next one."""
    ahead = {kind for kind in _NEXT if span_of(kind, as_of, fiscal_start).start > as_of}
    return {kind: _NEXT[kind] if kind in ahead else label for kind, label in PERIODS.items()}


def target_of(catalog: Catalog, viewer: Viewer, kind: str, span: Span, where: tuple[Filter, ...]) -> float | None:
    """The goal for contract amount: the company's own for whoever sees all of it unfiltered, else the employees'."""
    everything = scope_of(catalog, viewer).users is None and not where
    names = ("company_target_amount", "target_amount") if everything else ("target_amount",)
    if kind == "days" or any(refusal(name, one.field, grouping=False) for name in names for one in where):
        return None
    for name in names:
        asked = Query(metrics=(name,), where=where, period=Period(start=span.start, end=span.end))
        found = answer(catalog, asked, viewer).rows[name][0]
        if found:
            return float(found)
    return None


def _replays(catalog: Catalog, history: History, kind: str) -> Iterator[Replay]:
    """The periods before, the newest first, as far back as enough was known."""
    spans = _before(kind, catalog.as_of, catalog.fiscal_start)
    for at, span in enumerate(spans):
        step(at, len(spans))
        try:
            yield from replay(
                history,
                [(span.start, span.end)],
                catalog.as_of,
                Draws(runs=_REPLAY_RUNS),
                partial(company_odds, catalog),
            )
        except MingjingError:
            return


def _before(kind: str, as_of: date, fiscal_start: int) -> list[Span]:
    """Past months or quarters; of the others stretches as long as what is left, each a quarter before the last."""
    now = span_of(kind, as_of, fiscal_start)
    if kind in _WHOLE:
        starts = [add_months(now.start, -_MONTHS[kind] * back) for back in range(1, _REPLAYS[kind] + 1)]
        return [Span(start, month_end(add_months(start, _MONTHS[kind] - 1))) for start in starts]
    ends = [as_of - timedelta(days=91 * back) for back in range(_REPLAYS[kind])]
    return [Span(end - (now.end - as_of) + timedelta(days=1), end) for end in ends]


def _named(catalog: Catalog, pipeline: Pipeline, found: PipelineForecast) -> pl.DataFrame:
    reasons = pipeline.odds.reasons(pipeline.open_deals, (pipeline.until - pipeline.as_of).days)
    told = found.deals.select("deal", "stage", "age", "active", "chance").with_columns(
        base=pl.Series(reasons[:, 0]),
        by_stage=pl.Series(reasons[:, 1] - reasons[:, 0]),
        by_age=pl.Series(reasons[:, 2] - reasons[:, 1]),
        by_activity=pl.Series(reasons[:, 3] - reasons[:, 2]),
    )
    heads = catalog.entity("opportunities").select(
        pl.col("opportunity_id").alias("deal"),
        "name", "customer_id", "owner_id",
        pl.col("expected_close_date").alias("expected_close"),
        (pl.col("amount") / catalog.minor_units).alias("amount"),
    )  # fmt: skip
    customers = catalog.entity("customers").select("customer_id", pl.col("label").alias("customer"))
    owners = catalog.entity("users").select(pl.col("user_id").alias("owner_id"), pl.col("label").alias("owner"))
    met = told.join(heads, on="deal", how="left").join(customers, on="customer_id", how="left")
    met = met.join(owners, on="owner_id", how="left").drop("customer_id", "owner_id")
    expected = met.with_columns(expected=(pl.col("amount") * pl.col("chance")).round())
    return expected.sort("expected", "deal", descending=[True, False], nulls_last=True)
