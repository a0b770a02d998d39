"""The leaderboard as it opens: people by contract amount, with ranks now and before."""

import polars as pl

from tests.benchmarks.by_hand.pages import numbers
from tests.benchmarks.by_hand.pages.writing import Asked, HandWritten, Part, Told, compared, table
from tests.benchmarks.by_hand.writing import Span

_NAME = "contract_amount"


def people(page: Asked) -> Told:
    """Present staff with a contract in the period."""
    signed = numbers.contracts(page)
    part = Part(signed.rows, signed.date, {_NAME: signed.values[_NAME]})

    def by_owner(span: Span) -> pl.LazyFrame:
        return table([part], "owner", span)

    both = compared(by_owner, "owner", page.now, page.before).with_columns(pl.col(_NAME, f"{_NAME}__base").fill_null(0))
    users = page.catalog.entity("users").lazy().select(pl.col("label").alias("owner"), "is_active", "sales_team")
    whole = both.with_columns(share=pl.col(_NAME) / pl.col(_NAME).sum()).join(users, on="owner", how="left")
    staff = whole.filter(pl.col("is_active").fill_null(value=True))
    is_someone = ~pl.col("owner").is_in(["—", "Unknown"])
    ranks = {
        name: pl.when(is_someone & (pl.col(column) != 0)).then(column).rank("min", descending=True)
        for name, column in (("rank", _NAME), ("before", f"{_NAME}__base"))
    }
    ranked = staff.with_columns(**ranks).filter(pl.col(_NAME) != 0).sort("rank", "owner", nulls_last=True)
    columns = ("owner", "rank", _NAME, f"{_NAME}__base", "share", "moved")
    return [(("owner",), ranked.with_columns(moved=pl.col("before").cast(pl.Int64) - pl.col("rank")).select(columns))]


PAGES: dict[str, HandWritten] = {"leaderboards/leaderboards.py": people}
