"""Calendar buckets: a day's bucket, its label and its span, and the buckets of a span."""

import re
from datetime import date, timedelta

from datasource.errors import MingjingError
from datasource.periods.span import DAY, Span, add_months, month_end
from datasource.question import Grain
from datasource.texts import _

MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_LABEL = re.compile(r"(\d{4})(?:-(?:Q([1-4])|W(\d\d)|(\d\d)(?:-(\d\d))?))?", re.ASCII)
_LONGEST = ((31, Grain.DAY), (92, Grain.WEEK), (731, Grain.MONTH), (1827, Grain.QUARTER))


def bucket_start(day: date, grain: Grain) -> date:
    """The first day of the bucket that holds `day`."""
    match grain:
        case Grain.DAY:
            return day
        case Grain.WEEK:
            return day - timedelta(days=day.weekday())
        case Grain.MONTH | Grain.QUARTER | Grain.YEAR:
            months = MONTHS[grain]
            return date(day.year, (day.month - 1) // months * months + 1, 1)


def bucket_end(day: date, grain: Grain) -> date:
    """The last day of the bucket that holds `day`."""
    start = bucket_start(day, grain)
    match grain:
        case Grain.DAY:
            return start
        case Grain.WEEK:
            return start + timedelta(days=6)
        case Grain.MONTH | Grain.QUARTER | Grain.YEAR:
            return month_end(start.replace(month=start.month + MONTHS[grain] - 1))


def bucket_label(day: date, grain: Grain) -> str:
    """The name of the bucket of `day`: `2017`, `2017-Q1`, `2017-03`, `2017-W09` (ISO year and week), `2017-03-05`."""
    match grain:
        case Grain.DAY:
            return day.isoformat()
        case Grain.WEEK:
            year, week, _ = day.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case Grain.MONTH:
            return f"{day.year:04d}-{day.month:02d}"
        case Grain.QUARTER:
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case Grain.YEAR:
            return f"{day.year:04d}"


def bucket_span(label: str) -> Span:
    """The days of a bucket by its name, the grain read from its shape; raises `MingjingError` for any other text."""
    found = _LABEL.fullmatch(label)
    try:
        if found is None:
            raise ValueError
        start, grain = _labelled(*found.groups())
    except ValueError:
        raise MingjingError(
            _("'{label}' is not a calendar bucket; write 2017, 2017-Q1, 2017-03, 2017-W09 or 2017-03-05.").format(
                label=label
            )
        ) from None
    return Span(start, bucket_end(start, grain))


def _labelled(
    year: str, quarter: str | None, week: str | None, month: str | None, day: str | None
) -> tuple[date, Grain]:
    if quarter:
        return date(int(year), int(quarter) * 3 - 2, 1), Grain.QUARTER
    if week:
        return date.fromisocalendar(int(year), int(week), 1), Grain.WEEK
    if day:
        return date(int(year), int(month or 0), int(day)), Grain.DAY
    if month:
        return date(int(year), int(month), 1), Grain.MONTH
    return date(int(year), 1, 1), Grain.YEAR


def buckets(span: Span, grain: Grain) -> list[Span]:
    """The buckets that `span` touches, in order and without gaps, the first and the last clipped to the span."""
    found = []
    start = span.start
    while start <= span.end:
        end = min(bucket_end(start, grain), span.end)
        found.append(Span(start, end))
        if end == span.end:
            break
        start = end + DAY
    return found


def default_grain(span: Span) -> Grain:
    """The grain that draws `span` in a readable number of points.

    Days up to a month, weeks up to a quarter, months up to two years, quarters up to five years, else years.
    """
    return next((grain for longest, grain in _LONGEST if span.days <= longest), Grain.YEAR)


def shift_bucket(start: date, grain: Grain, steps: int) -> date:
    """The first day of the bucket `steps` after the one of `start`."""
    first = bucket_start(start, grain)
    if grain in MONTHS:
        return add_months(first, steps * MONTHS[grain])
    return first + timedelta(days=steps * (7 if grain is Grain.WEEK else 1))
