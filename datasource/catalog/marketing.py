"""Computed columns of marketing: what a campaign cost and where it advertised, how fast a lead was answered."""

import polars as pl


def with_spend(campaigns: pl.DataFrame, ad_stats: pl.DataFrame) -> pl.DataFrame:
    """`spend_amount` (minor units) and `platform` of each campaign.

    The spend is the campaign's actual cost, or where none is told what its advertising cost by day: the two tell of the
    same money and are never added. `platform` is where all its advertising ran; empty without any, or on several.
    """
    known = ad_stats.filter(pl.col("campaign_id").is_not_null())
    by_campaign = known.group_by("campaign_id").agg(
        _known_sum("cost_amount").alias("ad_amount"),
        pl.when(pl.col("platform").drop_nulls().n_unique() == 1).then(pl.col("platform").drop_nulls().first()),
    )
    met = campaigns.join(by_campaign, on="campaign_id", how="left", maintain_order="left")
    return met.with_columns(pl.coalesce("cost_amount", "ad_amount").alias("spend_amount")).drop("ad_amount")


def with_answer_time(leads: pl.DataFrame) -> pl.DataFrame:
    """`first_response_hours` from entering a lead to its first contact; hours that run backwards stay empty."""
    taken = (pl.col("first_response_at") - pl.col("created_at")).dt.total_seconds() / 3600
    return leads.with_columns(pl.when(taken >= 0).then(taken).alias("first_response_hours"))


def with_title_as_name(contents: pl.DataFrame) -> pl.DataFrame:
    """The contents with `name`, which other tables have: their title."""
    return contents.with_columns(pl.col("title").alias("name"))


def _known_sum(column: str) -> pl.Expr:
    """The sum of what is known; nothing where nothing is."""
    return pl.when(pl.col(column).is_not_null().any()).then(pl.col(column).sum())
