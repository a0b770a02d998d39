"""What a period or a bucket is compared with: the one before (环比) or the same one a year before (同比)."""

from datetime import date
from typing import Literal, assert_never

from datasource.periods.buckets import MONTHS, bucket_start, shift_bucket
from datasource.periods.span import Span, add_days, add_months, month_end
from datasource.question import Grain

How = Literal["previous", "last_year"]

_PRESET_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def base_span(span: Span, how: How, preset: str | None = None) -> Span:
    """The span that `span` is compared with.

    `last_year`: the same dates a year before (29 Feb → 28 Feb; whole months stay whole, an ISO week its number).
    `previous`: a whole month, quarter, year or ISO week → the whole one before; a to-date part of a month, quarter or
    year → the same part of the one before; other whole months → as many before; anything else → as many days before.
    The dates alone cannot tell "quarter to date" from "year to date" in the first quarter: `preset`, when the period
    came from one, settles it.
    """
    match how:
        case "last_year":
            if span.whole_week:
                start = base_bucket(span.start, Grain.WEEK, "last_year")
                return Span(start, add_days(start, 6))
            return _months_before(span, 12)
        case "previous":
            months = _unit_months(span, preset)
            if months:
                return _months_before(span, months)
            return Span(add_days(span.start, -span.days), add_days(span.start, -1))
        case _:
            assert_never(how)


def _unit_months(span: Span, preset: str | None) -> int:
    """By how many months to step back; 0 = by the span's own days."""
    if preset is not None:
        return next((months for unit, months in _PRESET_MONTHS.items() if unit in preset), 0)
    whole = span.whole_months
    if whole in _PRESET_MONTHS.values():
        return whole
    if span.days == 1 or span.whole_week:
        return 0
    part = next((months for grain, months in MONTHS.items() if _is_part(span, grain)), 0)
    return part or whole


def _is_part(span: Span, grain: Grain) -> bool:
    first = bucket_start(span.start, grain)
    return span.start == first and bucket_start(span.end, grain) == first


def _months_before(span: Span, months: int) -> Span:
    end = add_months(span.end, -months)
    if span.whole_months:
        end = month_end(end)
    return Span(add_months(span.start, -months), end)


def base_bucket(start: date, grain: Grain, how: How) -> date:
    """The first day of the bucket that the bucket starting at `start` is compared with.

    `previous` is the bucket before (January's is December). `last_year` is the same bucket a year before: 29 Feb →
    28 Feb; week 53 of a year after one without → that year's last week.
    """
    if how == "previous":
        return shift_bucket(start, grain, -1)
    if grain is not Grain.WEEK:
        return add_months(bucket_start(start, grain), -12)
    year, week, _ = start.isocalendar()
    last_week = date(year - 1, 12, 28).isocalendar().week
    return date.fromisocalendar(year - 1, min(week, last_week), 1)
