"""`python -m tests.benchmarks.analysing`: what each algorithm of analytics takes beside its bar, on one thread.

Time is that of the processor, libraries loaded: on an idle machine it is the time on the clock.
"""

import sys
from collections.abc import Sequence

from tests.benchmarks.alarming import measure_alarms
from tests.benchmarks.attributing import measure_attribution
from tests.benchmarks.explaining import measure_explaining
from tests.benchmarks.forecasting import measure_forecast
from tests.benchmarks.knowing_customers import BUDGET, Took, measure_churn, measure_others
from tests.benchmarks.predicting import measure_predicting

SERIES_BUDGET, ATTRIBUTION_BUDGET = 50.0, 1_000.0
MONTHS, JOURNEYS, RECORDS, DEMO = 120, 100_000, 10_000, 5_000


def measure_analytics() -> list[Took]:
    """Every algorithm once its libraries are loaded."""
    measure_churn(1_000)
    measure_attribution(1_000)
    measure_explaining(400)
    explained, predicted = measure_explaining(RECORDS), measure_predicting()
    return [
        Took("forecast of one series", MONTHS, measure_forecast(), SERIES_BUDGET, "months"),
        Took("attribution", JOURNEYS, measure_attribution(JOURNEYS), ATTRIBUTION_BUDGET, "journeys"),
        measure_churn(),
        *measure_others(),
        *(Took(name, RECORDS, taken, BUDGET, "records") for name, taken in explained.items()),
        *(Took(name, DEMO, taken, BUDGET) for name, taken in (predicted | measure_alarms()).items()),
    ]


def lines(measured: Sequence[Took]) -> list[str]:
    """The table; nothing when nothing was measured."""
    if not measured:
        return []
    head = f"{'analytics: milliseconds of the processor':40} {'of':>18} {'took':>8} {'bar':>8} {'took / bar':>10}"
    rows = [
        f"{one.name:40} {f'{one.size:,} {one.what}':>18} {one.milliseconds:8.1f} {one.budget:8.0f} {one.share:10.2f}"
        for one in measured
    ]
    over = [took.name for took in measured if took.share > 1]
    return ["", head, *rows, f"over the bar: {', '.join(over) or 'none'}"]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in lines(measure_analytics())))
