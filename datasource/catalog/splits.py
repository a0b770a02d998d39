"""Shared credit: what each allocatee is credited with, of a contract, a receipt or an opportunity (reports 2.3).

A share stands on one record. Money stays in minor units.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

STATUSES = ("complete", "incomplete")
RATE_PARTS, COEFFICIENT_PARTS = 10**12, 10**9
_NEAR = 6  # decimals to which the rates of one record add up to 1: three thirds of 0.333333 do not, of 1/3 do


@dataclass(frozen=True)
class Record:
    """The kind of record that credit is split of: its table, key, what names it, its date, and when it counts."""

    table: str
    key: str
    name: str
    date: str
    counts: pl.Expr


RECORDS: Mapping[str, Record] = {
    "contract": Record("contracts", "contract_id", "number", "order_date", pl.col("is_effective")),
    "receipt": Record("receipts", "receipt_id", "number", "received_date", pl.col("is_effective")),
    "opportunity": Record("opportunities", "opportunity_id", "name", "close_date", pl.col("outcome") == "won"),
}


def with_records(credits: pl.DataFrame, records: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per share: its record's kind, name, date and amount, what is allocated, and whether the rates add up.

    `split_record` is the kind, `split_key` the same for all shares of a record, `is_counted` says whether the record
    is effective (an opportunity: won), and `split_status` is `complete` where the rates of its shares add up to 1.
    """
    parts, rest = [], credits
    for kind, record in RECORDS.items():
        parts.append(_of_kind(rest.filter(pl.col(record.key).is_not_null()), kind, records[kind]))
        rest = rest.filter(pl.col(record.key).is_null())
    shares = pl.concat([*parts, rest], how="diagonal").sort("split_credit_id")
    return shares.with_columns(
        _allocated().alias("allocated_amount"),
        pl.col("is_counted").fill_null(value=False),
        pl.col("split_status").fill_null(STATUSES[1]),
    )


def _of_kind(credits: pl.DataFrame, kind: str, records: pl.DataFrame) -> pl.DataFrame:
    record = RECORDS[kind]
    about = records.select(
        record.key,
        pl.col(record.name).alias("record_name"),
        pl.col(record.date).alias("record_date"),
        pl.col("amount").alias("record_amount"),
        record.counts.fill_null(value=False).alias("is_counted"),
    )
    shares = credits.join(about, on=record.key, how="left")
    whole = (pl.col("rate").sum().round(_NEAR) == 1) & pl.col("rate").is_not_null().all()
    status = pl.when(whole.over(record.key)).then(pl.lit(STATUSES[0])).otherwise(pl.lit(STATUSES[1]))
    return shares.with_columns(
        pl.lit(kind).cast(pl.Enum(list(RECORDS))).alias("split_record"),
        status.cast(pl.Enum(STATUSES)).alias("split_status"),
        pl.col("split_credit_id").min().over(record.key).alias("split_key"),
    )


def _allocated() -> pl.Expr:
    """Amount × rate × coefficient (none = 1), rounded half away from zero.

    In whole numbers: 115.00 × 1.15 as floats is 132.249999…, one cent too little when it is rounded.
    """
    rate = (pl.col("rate") * RATE_PARTS).round().cast(pl.Int128)
    coefficient = (pl.col("coefficient").fill_null(1.0) * COEFFICIENT_PARTS).round().cast(pl.Int128)
    exact = pl.col("record_amount").cast(pl.Int128) * rate * coefficient
    parts = RATE_PARTS * COEFFICIENT_PARTS
    rounded = ((exact.abs() + parts // 2) // parts).cast(pl.Int64)
    return pl.when(exact < 0).then(-rounded).otherwise(rounded)
