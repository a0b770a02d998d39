"""The demo company at two sizes, made once a run."""

from collections.abc import Mapping

import polars as pl
import pytest

from datasource.sample.company import demo_tables

Tables = Mapping[str, pl.DataFrame]


def made(seed: int, scale: float) -> dict[str, pl.DataFrame]:
    """All tables, parts put together."""
    tables: dict[str, pl.DataFrame] = {}
    for _, part in demo_tables(seed, scale):
        for name, rows in part.items():
            tables[name] = pl.concat([tables[name], rows]) if name in tables else rows
    return tables


@pytest.fixture(scope="session")
def small() -> Tables:
    """250 customers."""
    return made(7, 0.05)


@pytest.fixture(scope="session")
def company() -> Tables:
    """The company as it is shown: 5,000 customers."""
    return made(7, 1.0)
