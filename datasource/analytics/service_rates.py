"""Escalated and repeated problems as rates of what could have had them, with exact limits and control charts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.evaluation import wilson
from datasource.analytics.refusals import Floats, need_columns, need_not_negative, need_rows, need_unique
from datasource.errors import MingjingError
from datasource.texts import N_, _

LEAST_POINTS: Final = 8
_SIGMAS: Final = 3


@dataclass(frozen=True)
class ControlChart:
    """Rates by group (a month, a product) with their own interval and the limits of what is chance alone.

    `points`: one row per group as given: `group`, `events`, `exposure`, `rate`, 95 % `low`, `high`, limits `lower`,
    `upper` of the chart (null with fewer than 8 groups, said in `withheld`), `signal` ("above", "below" or null). A
    group without exposure has no rate. `centre` is all events over all exposure.
    """

    points: pl.DataFrame
    centre: float
    withheld: str | None


def poisson_limits(counts: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits (n,) of the means that the counts (n,) may come from (Garwood 1936, Biometrika 28:437)."""
    from scipy.special import gammaincinv  # noqa: PLC0415

    tail = (1 - level) / 2
    low = np.where(counts > 0, gammaincinv(np.maximum(counts, 1), tail), 0.0)
    return low, gammaincinv(counts + 1, 1 - tail)


def u_chart(rows: pl.DataFrame) -> ControlChart:
    """Events per unit of exposure: `group`, `events`, `exposure` (customer months, hundreds of customers; > 0).

    Limits: centre ± 3 sqrt(centre / exposure), not below zero (Montgomery, Statistical Quality Control, 2013, 7.3);
    intervals exact Poisson. Raises `MingjingError` for missing columns or numbers, negative ones, a group twice,
    events without exposure, no exposure at all.
    """
    _need_counts(rows)
    events, exposure = _numbers(rows)
    centre = events.sum() / exposure.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (limit / exposure for limit in poisson_limits(events))
        reach = _SIGMAS * np.sqrt(centre / exposure)
    return _chart(rows, (low, high), float(centre), reach, np.inf)


def p_chart(rows: pl.DataFrame) -> ControlChart:
    """Share of tickets that were escalated, repeated or reopened: `group`, `events`, `exposure` (tickets).

    Limits: centre ± 3 sqrt(centre (1 - centre) / tickets) within 0 and 1 (Montgomery, 7.2); intervals by Wilson.
    Raises as `u_chart`, and when a group has more events than tickets.
    """
    _need_counts(rows)
    if over := rows.filter(pl.col("events") > pl.col("exposure")).height:
        raise MingjingError(_("{count} groups have more events than tickets, so no share.").format(count=over))
    events, exposure = _numbers(rows)
    centre = events.sum() / exposure.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = _SIGMAS * np.sqrt(centre * (1 - centre) / exposure)
    return _chart(rows, wilson(events, exposure), float(centre), reach, 1.0)


def repeated(tickets: pl.DataFrame, as_of: date, window: int = 30) -> pl.DataFrame:
    """The tickets up to `as_of` with `repeat`: the same customer had the same issue within `window` days before.

    `tickets`: one row per ticket: `ticket`, `customer`, `issue`, `opened` (Date or Datetime). Tickets without
    customer or issue repeat nothing: `repeat` is null. Raises `MingjingError` for missing columns, a ticket twice.
    """
    need_columns(tickets, ["ticket", "customer", "issue", "opened"])
    need_unique(tickets, "ticket")
    if window <= 0:
        raise MingjingError(_("Problems repeat within some days: the window must be longer than zero days."))
    known = tickets.filter(pl.col("opened").cast(pl.Date) <= as_of)
    need_rows(known.height, 1, N_("tickets up to the day"))
    since = pl.col("opened") - pl.col("opened").shift(1).over("customer", "issue", order_by=["opened", "ticket"])
    named = pl.col("customer").is_not_null() & pl.col("issue").is_not_null()
    return known.with_columns(repeat=pl.when(named).then((since <= timedelta(days=window)).fill_null(False)))


def over_represented(counts: pl.DataFrame, level: float = 0.10) -> pl.DataFrame:
    """Products that have an issue more often than all others have it, the surest first.

    `counts`: one row per product and issue: `product`, `issue`, `events`, `exposure` (of the product, the same in all
    its rows: units sold, customers, or all of its tickets). Result: `product`, `issue`, `events`, `expected` (at the
    others' rate), `ratio` of the rates with exact 95 % `low`, `high` (null without events elsewhere), `chance` (exact,
    one-sided), `adjusted` (Benjamini and Hochberg), `found` (adjusted <= `level`). Given all events of the issue, the
    product's are binomial (Przyborowski and Wilenski 1940, Biometrika 31:313). Raises as `u_chart`, and when there is
    one product only.
    """
    need_columns(counts, ["product", "issue", "events", "exposure"])
    _need_counts(counts.with_columns(group=pl.struct("product", "issue")))
    products = counts.group_by("product").agg(pl.col("exposure").n_unique().alias("kinds"), pl.col("exposure").first())
    need_rows(products.height, 2, N_("products"))
    if (products["kinds"] > 1).any():
        raise MingjingError(_("A product has one exposure; some rows of a product disagree about it."))
    of_issue = pl.col("events").sum().over("issue")
    cells = counts.filter(pl.col("exposure") > 0).with_columns(
        others=of_issue - pl.col("events"), rest=products["exposure"].sum() - pl.col("exposure")
    )
    return _tested(cells.filter(pl.col("events") + pl.col("others") > 0, pl.col("rest") > 0), level)


def _tested(cells: pl.DataFrame, level: float) -> pl.DataFrame:
    from scipy.special import betainc, betaincinv  # noqa: PLC0415

    need_rows(cells.height, 1, N_("products with an issue"))
    own, others, exposure, rest = (
        cells[name].cast(pl.Float64).to_numpy() for name in ("events", "others", "exposure", "rest")
    )
    share = exposure / (exposure + rest)
    chance = np.where(own > 0, betainc(np.maximum(own, 1), others + 1, share), 1.0)
    low = np.where(own > 0, betaincinv(np.maximum(own, 1), others + 1, 0.025), 0.0)
    high = np.where(others > 0, betaincinv(own + 1, np.maximum(others, 1), 0.975), 1.0)
    scale = rest / exposure
    known = pl.Series(others > 0)
    corrected = benjamini_hochberg(chance)
    columns = {"ratio": own / np.maximum(others, 1) * scale, "low": low / (1 - low) * scale}
    with np.errstate(divide="ignore"):
        columns["high"] = high / (1 - high) * scale
    return (
        cells.select("product", "issue", "events")
        .with_columns(expected=others / scale, chance=chance, adjusted=corrected, found=corrected <= level)
        .with_columns(**{name: pl.when(known).then(pl.Series(values)) for name, values in columns.items()})
        .select("product", "issue", "events", "expected", "ratio", "low", "high", "chance", "adjusted", "found")
        .sort("chance", "product", "issue")
    )


def _chart(
    rows: pl.DataFrame, interval: tuple[Floats, Floats], centre: float, reach: Floats, most: float
) -> ControlChart:
    enough = rows.filter(pl.col("exposure") > 0).height >= LEAST_POINTS
    text = _("Control limits need {least} groups with exposure; there are fewer.").format(least=LEAST_POINTS)
    there = pl.col("exposure") > 0
    points = rows.select("group", "events", "exposure").with_columns(
        rate=pl.when(there).then(pl.col("events") / pl.col("exposure")),
        low=pl.when(there).then(pl.Series(interval[0])),
        high=pl.when(there).then(pl.Series(interval[1])),
        lower=pl.when(there & enough).then(pl.Series(np.maximum(centre - reach, 0))),
        upper=pl.when(there & enough).then(pl.Series(np.minimum(centre + reach, most))),
    )
    above = pl.when(pl.col("rate") > pl.col("upper")).then(pl.lit("above"))
    signal = above.when(pl.col("rate") < pl.col("lower")).then(pl.lit("below"))
    return ControlChart(points.with_columns(signal=signal), centre, None if enough else text)


def _numbers(rows: pl.DataFrame) -> tuple[Floats, Floats]:
    return rows["events"].cast(pl.Float64).to_numpy(), rows["exposure"].cast(pl.Float64).to_numpy()


def _need_counts(rows: pl.DataFrame) -> None:
    need_columns(rows, ["group", "events", "exposure"])
    need_unique(rows, "group")
    need_rows(rows.height, 1, N_("groups"))
    for name in ("events", "exposure"):
        need_not_negative(rows[name])
        if rows[name].null_count():
            raise MingjingError(_("Some groups have no '{name}'; write 0 where there was none.").format(name=name))
    if not rows["exposure"].sum() > 0:
        raise MingjingError(_("There is no exposure, so no rate can be counted."))
    if rows.filter(pl.col("exposure") == 0, pl.col("events") > 0).height:
        raise MingjingError(_("Some groups have events but no exposure they could come from."))
