"""Who had a customer before, and who got it: the log of owners and the log of the public pool, told once."""

import polars as pl

MOVES = pl.Enum(["handed_over", "into_pool", "claimed", "assigned"])
_SAME = ("customer_id", "event_date", "is_into_pool")


def owner_changes(
    owner_events: pl.DataFrame, pool_events: pl.DataFrame, customers: pl.DataFrame, users: pl.DataFrame
) -> pl.DataFrame:
    """One row per change of a customer's owner: `customer_id`, `event_date`, `old_owner`, `new_owner`, `owner_move`.

    Owners are names, null for the public pool. A move through the pool that stands in both logs is one row; the pool's
    own log says whether the customer was claimed or assigned. Without its word, whoever got it was assigned it.
    """
    key = pl.col("subject_key").cast(customers.schema["customer_id"], strict=False)
    logged = owner_events.filter(pl.col("subject") == "customer").select(
        key.alias("customer_id"), "event_date", "old_owner_id", "new_owner_id"
    )
    logged = logged.with_columns(pl.col("new_owner_id").is_null().alias("is_into_pool"))
    pooled = pool_events.select("customer_id", "event_date", pl.col("kind").cast(pl.String).alias("told"), "owner_id")
    pooled = pooled.with_columns((pl.col("told") == "into_pool").alias("is_into_pool"))
    words = pooled.select(*_SAME, "told").unique(_SAME, keep="first", maintain_order=True)
    met = logged.join(words, on=_SAME, how="left", maintain_order="left").with_columns(_move().alias("owner_move"))
    through_pool = logged.filter(pl.any_horizontal(pl.col("old_owner_id", "new_owner_id").is_null()))
    changes = pl.concat([met.drop("told"), _only_pooled(pooled, through_pool).select(met.drop("told").columns)])
    known = changes.join(customers.select("customer_id"), on="customer_id", how="semi", maintain_order="left")
    named = _named(known.sort("event_date", "customer_id", maintain_order=True), users)
    return named.with_row_index("owner_change_id", offset=1)


def _move() -> pl.Expr:
    is_handed_over = pl.col("old_owner_id").is_not_null() & pl.col("new_owner_id").is_not_null()
    derived = pl.when("is_into_pool").then(pl.lit("into_pool")).otherwise(pl.lit("assigned"))
    told = pl.coalesce("told", derived)
    return pl.when(is_handed_over).then(pl.lit("handed_over")).otherwise(told).cast(MOVES)


def _only_pooled(pooled: pl.DataFrame, logged: pl.DataFrame) -> pl.DataFrame:
    """The moves that the log of owners does not have."""
    rest = pooled.join(logged, on=_SAME, how="anti", maintain_order="left")
    return rest.with_columns(
        pl.when("is_into_pool").then("owner_id").alias("old_owner_id"),
        pl.when(~pl.col("is_into_pool")).then("owner_id").alias("new_owner_id"),
        pl.col("told").cast(MOVES).alias("owner_move"),
    )


def _named(changes: pl.DataFrame, users: pl.DataFrame) -> pl.DataFrame:
    names = users.select("user_id", "label")
    for side in ("old_owner", "new_owner"):
        called = names.rename({"user_id": f"{side}_id", "label": side})
        changes = changes.join(called, on=f"{side}_id", how="left", maintain_order="left")
    return changes
