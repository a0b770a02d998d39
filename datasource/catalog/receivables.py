"""What customers still owe: instalments less what came in on them, their age, and receipts against invoices (2.3).

Money stays in minor units.
"""

from datetime import date

import polars as pl

AGES = ("not_due", "1-30", "31-60", "61-90", "over_90")
"""Days past the due date, youngest first; what is due today is not overdue yet."""


def with_invoiced(contracts: pl.DataFrame, invoices: pl.DataFrame) -> pl.DataFrame:
    """`invoiced_amount` (effective invoices on the contract, lifetime) and what was received but not invoiced, or the
    other way round.

    Both are net per contract, from its `received_amount`: at most one of them is above 0.
    """
    billed = (
        invoices.filter("is_effective").group_by("contract_id").agg(pl.col("amount").sum().alias("invoiced_amount"))
    )
    joined = contracts.join(billed, on="contract_id", how="left", maintain_order="left")
    met = joined.with_columns(pl.col("invoiced_amount").fill_null(0))
    ahead = pl.col("received_amount") - pl.col("invoiced_amount")
    return met.with_columns(
        ahead.clip(lower_bound=0).alias("received_not_invoiced_amount"),
        (-ahead).clip(lower_bound=0).alias("invoiced_not_received_amount"),
    )


def with_ageing(plans: pl.DataFrame, contracts: pl.DataFrame, receipts: pl.DataFrame, today: date) -> pl.DataFrame:
    """One row per instalment: what came in on it, what is still outstanding, and how long that is overdue on `today`.

    `contract_number` names its contract. `is_due` leaves out voided instalments and those of a contract that is not
    effective. Effective receipts pay the instalment that they name; what they pay beyond it, and receipts that name
    none that counts, pay the contract's instalments from the oldest due date on. `outstanding_amount` = amount −
    `received_amount`, never below 0.
    """
    about = contracts.select("contract_id", "is_effective", contract_number="number")
    met = plans.join(about, on="contract_id", how="left", maintain_order="left")
    is_live = (pl.col("status") != "voided").fill_null(value=True)
    counted = is_live & (pl.col("contract_id").is_null() | pl.col("is_effective").fill_null(value=False))
    plans = met.with_columns(counted.alias("is_due")).drop("is_effective")
    paid = _paid(plans, receipts.filter("is_effective"))
    late = (pl.lit(today) - pl.col("due_date")).dt.total_days().clip(lower_bound=0)
    return paid.with_columns(
        (pl.col("amount") - pl.col("received_amount")).clip(lower_bound=0).alias("outstanding_amount"),
        late.alias("days_overdue"),
        _age(late).cast(pl.Enum(AGES)).alias("ageing"),
    )


def _paid(plans: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """`plans` with `received_amount`."""
    due = plans.filter("is_due")
    known = due.select("receivable_plan_id", named=pl.lit(value=True), plan_contract="contract_id")
    met = receipts.join(known, on="receivable_plan_id", how="left")
    is_named = pl.col("named").fill_null(value=False)
    named = met.filter(is_named).group_by("receivable_plan_id").agg(named_amount=pl.col("amount").sum())
    loose = met.filter(~is_named & pl.col("contract_id").is_not_null())
    free = loose.group_by("contract_id").agg(free_amount=pl.col("amount").sum())
    asked = due.join(named, on="receivable_plan_id", how="left").join(free, on="contract_id", how="left")
    asked = asked.with_columns(pl.col("named_amount", "free_amount", "amount").fill_null(0))
    shared = _oldest_first(asked).select("receivable_plan_id", "received_amount")
    joined = plans.join(shared, on="receivable_plan_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("received_amount").fill_null(0))


def _oldest_first(asked: pl.DataFrame) -> pl.DataFrame:
    """What each instalment got: the receipts that name it up to its amount, then its part of what is left over."""
    own = pl.min_horizontal("named_amount", "amount")
    per_contract = pl.col("contract_id")
    ordered = asked.sort("contract_id", "due_date", "number", "receivable_plan_id", nulls_last=True).with_columns(
        own=own, gap=pl.col("amount") - own
    )
    surplus = (pl.col("named_amount") - pl.col("own")).sum().over(per_contract)
    ahead = pl.col("gap").cum_sum().over(per_contract) - pl.col("gap")
    given = (pl.col("free_amount") + surplus - ahead).clip(lower_bound=0)
    has_contract = per_contract.is_not_null()
    part = pl.when(has_contract).then(pl.min_horizontal(given, "gap")).otherwise(0)
    return ordered.with_columns(received_amount=pl.col("own") + part)


def _age(late: pl.Expr) -> pl.Expr:
    """The age of each number of days late; none where the days are not known."""
    limits = zip((0, 30, 60, 90), AGES, strict=False)
    named = [pl.when(late <= limit).then(pl.lit(age)) for limit, age in limits]
    return pl.coalesce(*named, pl.when(late.is_not_null()).then(pl.lit(AGES[-1])))
