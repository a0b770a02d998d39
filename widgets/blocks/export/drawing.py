"""A chart that is to be saved as a picture: what `picture` draws of it, without what is needed to draw."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from widgets.charts.look import Look

HEIGHT = 420


@dataclass(frozen=True)
class Picture:
    """A drawing without rows and config, its rows, and what stands above it. `look` is that of paper, not of night."""

    title: str
    subtitle: str
    spec: dict[str, Any]
    rows: pl.DataFrame
    look: Look
    height: int = HEIGHT
