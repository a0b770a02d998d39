"""Credit down to keywords: by the keyword of each touch, or the campaign's credit shared by the clicks of its keywords.

Both beside what the keywords cost. Rare keywords stand together, so that no rule judges a keyword by two clicks.
"""

from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from datasource.analytics.attribution.credit import Attribution, attribute
from datasource.analytics.attribution.journeys import journeys_from_touches
from datasource.analytics.refusals import need_columns, need_not_negative, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

LEAST_TOUCHES: Final = 20
OTHER: Final = "…"
_BETWEEN: Final = "\x1f"
_MONEY: Final = ("value", "value_low", "value_high")
_CREDIT: Final = ("won", "won_low", "won_high", *_MONEY)


def attribute_keywords(
    touches: pl.DataFrame, outcomes: pl.DataFrame, as_of: date, window: int = 90, least: int = LEAST_TOUCHES
) -> Attribution:
    """Attribution in which each keyword of a channel is a player of its own, beside the channels without keywords.

    `touches` and `outcomes` as `journeys_from_touches` takes them, the touches with a `keyword` (null = none).
    Keywords with fewer than `least` touches of their channel stand together as "…". In `credits` and `removal`
    `channel` and `keyword` are apart; credits of all players sum to the wins. Raises `MingjingError` when no touch has
    a keyword, and as `journeys_from_touches` does.
    """
    need_columns(touches, ["journey", "channel", "at", "keyword"])
    asked = touches.with_columns(keyword=_clean(pl.col("keyword")))
    # What comes later must not decide which keywords are frequent enough to stand alone.
    known = asked.filter(pl.col("at").cast(pl.Date) <= as_of)
    need_rows(known["keyword"].count(), 1, N_("touches with a keyword"))
    counts = known.drop_nulls("keyword").group_by("channel", "keyword").len("often")
    player = pl.when(pl.col("often") >= least).then("keyword").otherwise(pl.lit(OTHER))
    named = known.join(counts, on=["channel", "keyword"], how="left").with_columns(
        channel=pl.concat_str(
            pl.col("channel").fill_null(""),
            pl.when(pl.col("keyword").is_not_null()).then(player).fill_null(""),
            separator=_BETWEEN,
        )
    )
    found = attribute(journeys_from_touches(named.select("journey", "channel", "at"), outcomes, as_of, window))
    return _apart(found)


def share_by_clicks(credits: pl.DataFrame, clicks: pl.DataFrame) -> pl.DataFrame:
    """Each campaign's credit shared out to its keywords by their clicks: an estimate, as clicks are not wins.

    `credits`: as `Attribution.credits`, with campaigns in `channel`. `clicks`: rows of campaigns and keywords, any
    number each (of days), `channel`, `keyword` (null = none), `clicks`. Campaigns without clicks keep their credit,
    with a null keyword, so that under each model all still sums to the wins. Raises `MingjingError` for missing
    columns, negative clicks, no click at all.
    """
    need_columns(credits, ["model", "channel", *_CREDIT])
    need_columns(clicks, ["channel", "keyword", "clicks"])
    need_not_negative(clicks["clicks"])
    if not clicks["clicks"].cast(pl.Float64).sum() > 0:
        raise MingjingError(_("None of the keywords was clicked, so credit cannot be shared between them."))
    summed = clicks.group_by("channel", _clean(pl.col("keyword"))).agg(pl.col("clicks").sum())
    shares = summed.filter(pl.col("clicks") > 0).select(
        "channel", "keyword", part=pl.col("clicks") / pl.col("clicks").sum().over("channel")
    )
    shared = credits.join(shares, on="channel", how="left", maintain_order="left")
    part = pl.col("part").fill_null(1.0)
    return shared.select("model", "channel", "keyword", *[(pl.col(name) * part).alias(name) for name in _CREDIT])


def keyword_costs(credits: pl.DataFrame, spend: pl.DataFrame) -> pl.DataFrame:
    """Credit of keywords beside their cost: `cost`, `clicks`, `cost_per_win`, `return_on_spend` with its bounds.

    `credits`: `model`, `channel`, `keyword` and the credit, from either function above; `spend`: rows of channels and
    keywords, any number each (of days), `channel`, `keyword` (null = none), `clicks`, `cost` (money). Return =
    (value - cost) / cost, `return_low` and `return_high` of the credit's interval. Without spend or wins the ratio is
    null. Keywords that cost money and have no credit stay in the table with none. Raises `MingjingError` for missing
    columns, negative amounts, no spend at all.
    """
    need_columns(credits, ["model", "channel", "keyword", *_CREDIT])
    need_columns(spend, ["channel", "keyword", "clicks", "cost"])
    for name in ("clicks", "cost"):
        need_not_negative(spend[name])
    if not spend["cost"].cast(pl.Float64).sum() > 0:
        raise MingjingError(_("No keyword has any spend, so nothing can be said about its cost."))
    told = _with_other(spend.with_columns(keyword=_clean(pl.col("keyword"))), credits)
    models = credits.select("model").unique(maintain_order=True)
    places = pl.concat([credits.select("channel", "keyword"), told.select("channel", "keyword")]).unique()
    keys = ["channel", "keyword"]
    rows = models.join(places, how="cross").join(credits, on=["model", *keys], how="left", nulls_equal=True)
    rows = rows.with_columns(pl.col(*_CREDIT).fill_null(0.0)).join(told, on=keys, how="left", nulls_equal=True)
    cost = pl.col("cost").cast(pl.Float64)
    ends = zip(_MONEY, ("return_on_spend", "return_low", "return_high"), strict=True)
    returns = [pl.when(cost > 0).then(pl.col(money) / cost - 1).alias(name) for money, name in ends]
    return rows.with_columns(
        pl.when((cost > 0) & (pl.col("won") > 0)).then(cost / pl.col("won")).alias("cost_per_win"), *returns
    ).sort("model", "cost", "value", *keys, descending=[False, True, True, False, False], nulls_last=True)


def _with_other(spend: pl.DataFrame, credits: pl.DataFrame) -> pl.DataFrame:
    """Spend by channel and keyword, that of keywords which the credits hold together as "…" together too."""
    alone = credits.select("channel", "keyword").unique()
    lumped = alone.filter(keyword=OTHER).select("channel", lumped=pl.lit(value=True))
    marked = spend.join(alone.with_columns(alone=pl.lit(value=True)), on=["channel", "keyword"], how="left")
    rare = pl.col("alone").is_null() & pl.col("lumped") & pl.col("keyword").is_not_null()
    name = pl.when(rare).then(pl.lit(OTHER)).otherwise("keyword")
    return (
        marked.join(lumped, on="channel", how="left")
        .group_by("channel", keyword=name)
        .agg(pl.col("clicks", "cost").sum())
    )


def _apart(found: Attribution) -> Attribution:
    player = pl.col("channel").cast(pl.String)
    credits, removal = (
        table.with_columns(
            channel=player.str.split(_BETWEEN).list.first().replace({"": None}),
            keyword=player.str.split(_BETWEEN).list.last().replace({"": None}),
        )
        for table in (found.credits, found.removal)
    )
    disputed = tuple(name.replace(_BETWEEN, ": ").removesuffix(": ") for name in found.disputed)
    return replace(found, credits=credits, removal=removal, disputed=disputed)


def _clean(keyword: pl.Expr) -> pl.Expr:
    """Keywords as platforms count them: in small letters, without blanks around them; an empty one is none."""
    plain = keyword.cast(pl.String).str.strip_chars().str.to_lowercase()
    return pl.when(plain != "").then(plain)
