"""Milliseconds (processor) of attribution under all rules with intervals: 100,000 journeys from touches in a table."""

import sys
from datetime import date, datetime
from time import process_time

import numpy as np
import polars as pl

from datasource.analytics.attribution.credit import attribute
from datasource.analytics.attribution.journeys import journeys_from_touches

CHANNELS = ["ad", "call", "fair", "mail", "partner", "post", "search", "site", "social", "talk", "trade", "visit"]


def measure_attribution(journeys: int = 100_000) -> float:
    """Milliseconds from the two tables to the credits; four touches a journey, a fifth of them won."""
    draw = np.random.default_rng(0)
    touches = pl.DataFrame(
        {
            "journey": draw.integers(0, journeys, 4 * journeys),
            "channel": np.array(CHANNELS)[draw.integers(0, 12, 4 * journeys)],
            "at": np.datetime64("2024-01-01", "us")
            + draw.integers(0, 86_400 * 60, 4 * journeys).astype("timedelta64[s]"),
        }
    )
    outcomes = pl.DataFrame(
        {"journey": range(journeys), "won": draw.random(journeys) < 0.2, "value": draw.gamma(2, 500, journeys)}
    ).with_columns(ended=datetime(2024, 3, 5), lead_at=datetime(2024, 1, 30), deal_at=datetime(2024, 2, 20))
    start = process_time()
    attribute(journeys_from_touches(touches, outcomes, date(2024, 6, 30)))
    return (process_time() - start) * 1000


if __name__ == "__main__":
    sys.stdout.write(f"attribution of 100,000 journeys: {measure_attribution():.0f} ms\n")
