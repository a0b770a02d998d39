"""What was measured, as a table for people and JSON for machines."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import polars as pl

from tests.benchmarks.knowing_customers import Took
from tests.benchmarks.measure import Timing

TARGETS = {1.0: 1.3, 10.0: 1.1}
"""The median ratio to hand-written Polars that must not be passed, by millions of activities."""


@dataclass(frozen=True)
class Scale:
    """One store: millions of activities, its rows, seconds of the questions by viewer, and of DuckDB."""

    millions: float
    rows: dict[str, int]
    timings: list[Timing]
    duckdb: dict[str, float]
    peak_mib: int

    @property
    def ratio(self) -> float:
        """The median over all questions and viewers."""
        return median(timing.ratio for timing in self.timings)

    def lines(self) -> list[str]:
        """The table of this store."""
        head = f"{'milliseconds':46} {'viewer':10} {'first':>8} {'ours':>8} {'by hand':>8} {'ratio':>6} {'DuckDB':>8}"
        title = f"{self.millions:g} M activities ({', '.join(f'{rows:,} {name}' for name, rows in self.rows.items())})"
        return ["", title, head, *map(self._line, self.timings), *self._summary()]

    def _line(self, timing: Timing) -> str:
        sql = self.duckdb.get(timing.question) if timing.viewer == self.timings[0].viewer else None
        shown = (timing.first, timing.ours, timing.by_hand)
        cells = " ".join(f"{seconds * 1e3:8.2f}" for seconds in shown)
        beside = "" if sql is None else f" {sql * 1e3:8.1f}"
        return f"{timing.question:46} {timing.viewer:10} {cells} {timing.ratio:6.2f}{beside}"

    def _summary(self) -> list[str]:
        target = TARGETS.get(self.millions)
        told = f" (target {target})" if target else ""
        whole = sum(timing.ours for timing in self.timings) / sum(timing.by_hand for timing in self.timings)
        ratios = f"median of ratios {self.ratio:.2f}{told}, ratio of sums {whole:.2f}"
        return [f"{ratios}, peak memory {self.peak_mib:,} MiB"]


@dataclass(frozen=True)
class Report:
    """Everything that one run measured; `pages` and `ready` (milliseconds) are empty when no page was opened."""

    scales: list[Scale]
    import_seconds: dict[str, float]
    pages: dict[str, Any] = field(default_factory=dict)
    ready: list[dict[str, object]] = field(default_factory=list)
    board: dict[str, Any] = field(default_factory=dict)
    loads: list[dict[str, object]] = field(default_factory=list)
    analytics: list[Took] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Write the numbers as JSON, in seconds but for pages and analytics."""
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "machine": machine(),
            "scales": [{**asdict(scale), "ratio": scale.ratio} for scale in self.scales],
            "import_seconds": self.import_seconds,
            "pages": self.pages,
            "ready_pages": self.ready,
            "board": self.board,
            "loads": self.loads,
            "analytics": [asdict(took) for took in self.analytics],
        }
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def machine() -> dict[str, object]:
    """Where the numbers come from."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": pl.thread_pool_size(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "polars": pl.__version__,
        "duckdb": duckdb.__version__,
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    named = (
        [line for line in info.read_text("utf-8").splitlines() if line.startswith("model name")]
        if info.is_file()
        else []
    )
    return named[0].partition(":")[2].strip() if named else platform.processor()
