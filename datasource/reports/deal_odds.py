"""The past of deals as the pipeline forecast reads it, and the odds that the whole company's deals teach."""

from datetime import date

import polars as pl

from datasource.analytics.win_odds import History, WinOdds, fit_odds
from datasource.catalog.catalog import Catalog
from datasource.plan import Scan
from datasource.query.engine import engine_of, in_its_words, scope_of
from datasource.question import Filter
from datasource.scope import Viewer

_KEPT = "win_odds"


@in_its_words
def seen_deals(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...]) -> pl.Series:
    """The ids of the opportunities that `viewer` may see under the filters."""
    scan = Scan("opportunities", "close_date", None, (), where, ())
    return engine_of(catalog).rows(scan, scope_of(catalog, viewer)).select("key").collect()["key"]


def deal_history(catalog: Catalog, only: pl.Series | None = None) -> History:
    """The opportunities (`only` these, or all), their stays in open stages, and what was done on them: by which
    channel, or else of which kind.

    Amounts in major units, 0 where there is none. A deal that was dropped as invalid counts as not won: left out, it
    would be missing among those that were open once. Deals without an outcome or a day of creation, and closed ones
    without a day of closing, tell nothing and are left out.
    """
    deals = catalog.entity("opportunities").filter(
        pl.col("outcome").is_not_null()
        & pl.col("created_date").is_not_null()
        & ((pl.col("outcome") == "open") | pl.col("close_date").is_not_null())
    )
    if only is not None:
        deals = deals.filter(pl.col("opportunity_id").is_in(only.implode()))
    closed = pl.col("outcome") != "open"
    stays = catalog.entity("stage_dwell").filter(pl.col("entered_date").is_not_null())
    labels = catalog.entity("stages").select("stage_id", pl.col("label").alias("stage"))
    done = catalog.entity("activities").filter(
        pl.col("opportunity_id").is_not_null() & pl.col("created_date").is_not_null() & (pl.col("kind") != "system")
    )
    return History(
        deals.select(
            deal="opportunity_id",
            created="created_date",
            closed=pl.when(closed).then("close_date"),
            won=pl.when(closed).then(pl.col("outcome") == "won"),
            amount=pl.col("amount").fill_null(0) / catalog.minor_units,
        ),
        stays.join(labels, on="stage_id", maintain_order="left").select(
            deal="opportunity_id", stage="stage", entered="entered_date"
        ),
        done.select(
            deal="opportunity_id",
            day="created_date",
            kind=pl.coalesce(pl.col("channel").cast(pl.String), pl.col("kind").cast(pl.String)),
        ),
    )


def company_odds(catalog: Catalog, day: date) -> WinOdds:
    """What all deals of the company teach, as it was known at the end of `day`; worked out once per version.

    A named exception (`exceptions.STUDIED`). Raises `MingjingError` as `fit_odds` does.
    """
    with catalog.lock:
        known = catalog.kept.setdefault(_KEPT, {})
    assert isinstance(known, dict)
    if day not in known:
        if "history" not in known:
            known["history"] = deal_history(catalog)
        known[day] = fit_odds(known["history"], day)
    found = known[day]
    assert isinstance(found, WinOdds)
    return found
