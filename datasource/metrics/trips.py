"""Metrics of business trips (report 2.6)."""

from datasource.metrics.metric import Aggregate, How, Metric
from datasource.result import Unit
from datasource.texts import N_

TRIP_METRICS = (
    Metric(
        "trips",
        N_("Business trips"),
        N_("Business trips, by their first day."),
        Aggregate("trips", How.COUNT),
        Unit.COUNT,
        date="start_date",
    ),
)
