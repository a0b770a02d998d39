"""Models run on one thread of the native libraries: two that wait for each other cost eighty times as much."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from datasource.analytics.churn.training import train
from datasource.analytics.clusters import find_clusters
from datasource.analytics.threads import NAMES

ROOT = Path(__file__).resolve().parents[2]


def test_every_fit_of_sklearn_runs_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from threadpoolctl import threadpool_info, threadpool_limits  # noqa: PLC0415

    seen: dict[str, set[int]] = {}
    for kind in (KMeans, HistGradientBoostingClassifier, LogisticRegression):

        def fit(self: Any, *rows: Any, _kept: Any = kind.fit, **named: Any) -> Any:
            seen.setdefault(type(self).__name__, set()).update(one["num_threads"] for one in threadpool_info())
            return _kept(self, *rows, **named)

        monkeypatch.setattr(kind, "fit", fit)
    with threadpool_limits(2):
        train(_customers(), ["recency"], 90)
        find_clusters(_customers().unique("customer"), ["recency"])

    assert seen == {name: {1} for name in ("LogisticRegression", "HistGradientBoostingClassifier", "KMeans")}


@pytest.mark.slow
def test_libraries_that_are_loaded_inside_are_held_too() -> None:
    program = (
        "from datasource.analytics.threads import one_thread\n"
        "from threadpoolctl import threadpool_info\n"
        "with one_thread():\n"
        "    import sklearn.cluster\n"
        "    print(*[one['num_threads'] for one in threadpool_info()])\n"
    )
    bare = {name: value for name, value in os.environ.items() if name not in NAMES}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=bare, capture_output=True, text=True, check=True
    )

    assert set(done.stdout.split()) == {"1"}


def _customers() -> pl.DataFrame:
    """300 customers on each of two days; the longer ago their last purchase, the likelier they leave."""
    draw = np.random.default_rng(0)
    recency = draw.uniform(0, 200, 600)
    days = [date(2025, 1, 1)] * 300 + [date(2025, 7, 1)] * 300
    left = draw.random(600) < recency / 200
    return pl.DataFrame({"customer": [*range(300)] * 2, "as_of": days, "recency": recency, "churned": left})
