"""When each customer was last followed up, and whether the next contact that was planned is overdue."""

from datetime import date

import polars as pl


def with_last_contact(customers: pl.DataFrame, activities: pl.DataFrame, today: date) -> pl.DataFrame:
    """The same customers with `last_contact_date`, `days_without_contact` and `days_past_contact`.

    A contact is a follow-up that names the customer, through a lead, contact or opportunity too. Days without contact
    count from the last one, or from entering the customer where there was none. Days past contact count from the day
    for which the next contact was planned, where it has passed and nobody has followed up since; else they are empty.
    """
    seen = activities.filter((pl.col("kind") == "follow_up") & (pl.col("created_date") <= today))
    last = seen.group_by("customer_id").agg(pl.col("created_date").max().alias("last_contact_date"))
    met = customers.join(last, on="customer_id", how="left", maintain_order="left")
    silent = pl.lit(today) - pl.coalesce("last_contact_date", "created_date")
    planned = pl.col("next_contact_at").dt.date()
    is_kept = (pl.col("last_contact_date") >= planned).fill_null(value=False)
    overdue = pl.when((planned < today) & ~is_kept).then((pl.lit(today) - planned).dt.total_days())
    return met.with_columns(
        silent.dt.total_days().clip(lower_bound=0).alias("days_without_contact"), overdue.alias("days_past_contact")
    )
