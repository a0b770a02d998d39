"""A span of days, and the month arithmetic that everything else stands on."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from datasource.errors import MingjingError
from datasource.texts import _

DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """Days from `start` to `end`, both inclusive; raises `MingjingError` when it runs backwards."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise MingjingError(
                _("The period runs backwards: {start} is after {end}; swap the two dates.").format(
                    start=self.start, end=self.end
                )
            )

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.end - self.start).days + 1

    @property
    def whole_months(self) -> int:
        """Number of calendar months that the span covers exactly; 0 when it starts or ends within a month."""
        if self.start.day != 1 or self.end != month_end(self.end):
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def whole_week(self) -> bool:
        """Whether the span is exactly one ISO week."""
        return self.days == 7 and self.start.isoweekday() == 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=offset) for offset in range(self.days))


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative); a day that the month lacks becomes its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise MingjingError(
            _("{months} months from {day} is outside the calendar; ask for a shorter period.").format(
                months=months, day=day
            )
        )
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """`day` plus `days`; raises `MingjingError` outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise MingjingError(
            _("{days} days from {day} is outside the calendar; ask for a shorter period.").format(days=days, day=day)
        ) from None
