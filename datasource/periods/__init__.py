"""The only date arithmetic: spans, presets, comparison bases, calendar buckets and the calendar table.

Every span is inclusive at both ends. Weeks are ISO weeks (Monday first). Nothing here reads a clock: "today" is given.
"""

from datasource.periods.base import base_bucket, base_span
from datasource.periods.buckets import (
    bucket_end,
    bucket_label,
    bucket_span,
    bucket_start,
    buckets,
    default_grain,
)
from datasource.periods.calendar import CALENDAR_SCHEMA, calendar_table
from datasource.periods.presets import PRESETS, preset_span, relative_span
from datasource.periods.span import Span, add_months, month_end

__all__ = [
    "CALENDAR_SCHEMA",
    "PRESETS",
    "Span",
    "add_months",
    "base_bucket",
    "base_span",
    "bucket_end",
    "bucket_label",
    "bucket_span",
    "bucket_start",
    "buckets",
    "calendar_table",
    "default_grain",
    "month_end",
    "preset_span",
    "relative_span",
]
