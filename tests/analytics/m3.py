"""The M3 competition's monthly series (Makridakis & Hibon 2000), as they lie beside the project."""

from pathlib import Path

import numpy as np
import polars as pl

from datasource.analytics.forecast import project
from datasource.analytics.smoothing import Floats


def monthly_series(shared_data: Path, every: int = 1) -> list[tuple[Floats, Floats]]:
    """History and the 18 months after it, of each `every`-th series in the order of the file."""
    rows = pl.read_csv(shared_data / "m3" / "m3_monthly_long.csv.gz", schema_overrides={"y": pl.Float64})
    found = []
    for _name, one in rows.group_by("sn", maintain_order=True):
        train = one["set"] == "train"
        found.append((one.filter(train)["y"].to_numpy(), one.filter(~train)["y"].to_numpy()))
    return found[::every]


def score(series: list[tuple[Floats, Floats]]) -> dict[str, float]:
    """Mean over the series: sMAPE in %, MASE with the lag-12 scale, coverage of the 80 and 95 % intervals in %."""
    rows = []
    for history, after in series:
        found = project(history, 12, len(after))
        away = np.abs(found.values - after)
        scale = np.abs(history[12:] - history[:-12]).mean()
        inside = [100 * ((after >= one.low) & (after <= one.high)).mean() for one in found.intervals]
        rows.append((200 * (away / (found.values + after)).mean(), away.mean() / scale, *inside))
    return dict(zip(("smape", "mase", "cover80", "cover95"), np.mean(rows, axis=0).tolist(), strict=True))
