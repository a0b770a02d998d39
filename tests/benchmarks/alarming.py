"""Milliseconds (processor) of what watches the demo company: values that stand out, and one alert over its past."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from datasource.alerts.judging import judge
from datasource.alerts.rule import AlertRule
from datasource.catalog.catalog import open_catalog
from datasource.field import Grain
from datasource.reports.anomalies import anomalies
from datasource.sample.company import publish_demo
from datasource.scope import OPERATOR


def measure_alarms(scale: float = 1.0) -> dict[str, float]:
    """Milliseconds of the second run of each on the demo company of that scale."""
    with TemporaryDirectory() as folder:
        publish_demo(Path(folder), scale=scale)
        catalog = open_catalog(Path(folder))
        rule = AlertRule(name="x", metric="received_amount", by="owner", grain=Grain.WEEK, limit=3.0)
        tried: dict[str, Callable[[], object]] = {
            "what stands out by month": lambda: anomalies(catalog, OPERATOR, Grain.MONTH),
            "what stands out by week": lambda: anomalies(catalog, OPERATOR, Grain.WEEK),
            "alert of each owner by week, its past": lambda: judge(catalog, OPERATOR, rule),
        }
        return {name: _milliseconds(run) for name, run in tried.items()}


def _milliseconds(run: Callable[[], object]) -> float:
    run()
    start = process_time()
    run()
    return (process_time() - start) * 1000


if __name__ == "__main__":
    for name, taken in measure_alarms().items():
        sys.stdout.write(f"{name}: {taken:.0f} ms\n")
