"""Silent leads: people who reached out of late, by a form or another touch, and with whom no deal has come about."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.evaluation import wilson
from datasource.analytics.refusals import need_columns, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

WINDOW: Final = 90


@dataclass(frozen=True)
class SilentLeads:
    """Who is silent as of a day, and how many of those who reached out are.

    `leads`: one row per silent lead, the latest touch first: `lead`, `first_touch`, `last_touch` (Date, within the
    window), `touches` within it, `channels` (those of the touches, the latest first), `days` since the last touch.
    `share` of `touched` leads with its 95 % Wilson bounds `low` and `high`; `undated` touches have no day, `future`
    ones lie after the day looked from: both are left out.
    """

    leads: pl.DataFrame
    touched: int
    share: float
    low: float
    high: float
    undated: int
    future: int


def find_silent_leads(touches: pl.DataFrame, deals: pl.DataFrame, as_of: date, window: int = WINDOW) -> SilentLeads:
    """Leads with a touch in the `window` days up to `as_of`, that day included, and no deal since the first of them.

    `touches`: one row a touch, `lead`, `channel`, `at` (Date or Datetime). `deals`: one row a deal, `lead` (as in the
    touches: the lead or its customer), `created`, `closed` (null while open). A deal that was open at the first touch
    counts as one: somebody deals with the lead. What happened after `as_of` is not known. Raises `MingjingError` for
    missing columns, a window of no days, no touch in the window.
    """
    need_columns(touches, ["lead", "channel", "at"])
    need_columns(deals, ["lead", "created", "closed"])
    if window < 1:
        raise MingjingError(_("The window must be at least one day."))
    known = touches.drop_nulls("lead").with_columns(pl.col("at").cast(pl.Date))
    begin = as_of - timedelta(days=window - 1)
    recent = known.filter(pl.col("at").is_between(begin, as_of))
    need_rows(recent.height, 1, N_("touches of leads within the window"))
    each = (
        recent.sort("at", "channel", descending=True, nulls_last=True)
        .group_by("lead", maintain_order=True)
        .agg(
            first_touch=pl.col("at").min(),
            last_touch=pl.col("at").max(),
            touches=pl.len(),
            channels=pl.col("channel").drop_nulls().unique(maintain_order=True),
        )
    )
    silent = each.join(_dealt(each, deals, as_of), on="lead", how="anti").with_columns(
        days=(pl.lit(as_of) - pl.col("last_touch")).dt.total_days()
    )
    low, high = wilson(np.array([float(silent.height)]), np.array([float(each.height)]))
    return SilentLeads(
        leads=silent.sort("last_touch", "touches", "lead", descending=[True, True, False]),
        touched=each.height,
        share=silent.height / each.height,
        low=float(low[0]),
        high=float(high[0]),
        undated=known["at"].null_count(),
        future=known.filter(pl.col("at") > as_of).height,
    )


def _dealt(touched: pl.DataFrame, deals: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Leads with a deal that was created since the first touch, or was open then; a deal without a day counts too."""
    created, closed = (pl.col(name).cast(pl.Date) for name in ("created", "closed"))
    there = deals.drop_nulls("lead").filter((created <= as_of) | created.is_null())
    since = closed.is_null() | (closed >= pl.col("first_touch")) | (created >= pl.col("first_touch"))
    return there.join(touched, on="lead", how="inner").filter(since).select("lead").unique()
