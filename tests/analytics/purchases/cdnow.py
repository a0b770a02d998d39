"""The 1/10 sample of CDNOW: one row per purchase of 2,357 customers who came in the first quarter of 1997."""

from datetime import date
from pathlib import Path

import polars as pl

CUT, UNTIL = date(1997, 9, 30), date(1998, 6, 30)


def read(shared_data: Path) -> pl.DataFrame:
    """`customer`, `day`, `amount`."""
    lines = (shared_data / "cdnow" / "CDNOW_sample.txt").read_text("ascii").splitlines()
    rows = [(int(cells[1]), cells[2], float(cells[4])) for cells in map(str.split, lines)]
    purchases = pl.DataFrame(rows, schema=["customer", "day", "amount"], orient="row")
    return purchases.with_columns(pl.col("day").str.to_date("%Y%m%d"))
