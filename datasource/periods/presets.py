"""Named periods ("this_quarter") and relative ones ("last 6 weeks"), as spans around a given today."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from datasource.errors import MingjingError, unknown
from datasource.periods.buckets import bucket_start
from datasource.periods.span import DAY, Span, add_days, add_months
from datasource.question import Grain
from datasource.texts import N_, _

PRESETS: Mapping[str, str] = MappingProxyType(
    {
        "today": N_("Today"),
        "yesterday": N_("Yesterday"),
        "this_week": N_("This week"),
        "last_week": N_("Last week"),
        "this_month": N_("This month"),
        "last_month": N_("Last month"),
        "this_quarter": N_("This quarter"),
        "last_quarter": N_("Last quarter"),
        "this_year": N_("This year"),
        "last_year": N_("Last year"),
        "last_7_days": N_("Last 7 days"),
        "last_30_days": N_("Last 30 days"),
        "last_90_days": N_("Last 90 days"),
        "last_365_days": N_("Last 365 days"),
        "month_to_date": N_("Month to date"),
        "quarter_to_date": N_("Quarter to date"),
        "year_to_date": N_("Year to date"),
    }
)

_UNIT_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_RELATIVE = re.compile(r"(last|next) (?:(\d{1,6}) )?(day|week|month|quarter|year)s?", re.ASCII)


def preset_span(name: str, today: date, fiscal_start: int = 1) -> Span:
    """The days of a preset. `fiscal_start` (1–12) is the first month of the fiscal year: it moves quarters and years.

    "This …" is the whole unit, future days included; "last N days" end with today. Raises `MingjingError` for an
    unknown name or an impossible month.
    """
    _check_month(fiscal_start)
    if name not in PRESETS:
        raise MingjingError(unknown(N_("period"), name, PRESETS))
    if name == "today":
        return Span(today, today)
    if name == "yesterday":
        return Span(today - DAY, today - DAY)
    first, _sign, rest = name.partition("_")
    if rest == "to_date":
        return Span(_unit_start(today, first, fiscal_start), today)
    if rest.endswith("_days"):
        return Span(add_days(today, 1 - int(rest.removesuffix("_days"))), today)
    return _units(today, rest, -1 if first == "last" else 0, 1, fiscal_start)


def relative_span(text: str, today: date, fiscal_start: int = 1) -> Span:
    """The days of a preset or of "last N days/weeks/months/quarters/years" and "next N …".

    N days count today in ("last 7 days" end with it, "next 7 days" begin with it); N weeks, months, quarters and years
    are whole units beside the current one. Raises `MingjingError` for any other text, or beyond the calendar.
    """
    words = " ".join(text.lower().replace("_", " ").split())
    if words.replace(" ", "_") in PRESETS:
        return preset_span(words.replace(" ", "_"), today, fiscal_start)
    found = _RELATIVE.fullmatch(words)
    if found is None or found[2] == "0":
        raise MingjingError(
            _("{what} Write a period's name, 'last 6 weeks' or 'next 30 days'.").format(
                what=unknown(N_("relative period"), text, PRESETS)
            )
        )
    _check_month(fiscal_start)
    count = int(found[2] or 1)
    past = found[1] == "last"
    if found[3] == "day":
        return Span(add_days(today, 1 - count), today) if past else Span(today, add_days(today, count - 1))
    return _units(today, found[3], -count if past else 1, count, fiscal_start)


def _units(today: date, unit: str, first: int, count: int, fiscal_start: int) -> Span:
    """`count` whole units, the first of them `first` units after the current one."""
    start = _unit_start(today, unit, fiscal_start)
    step: Callable[[date, int], date] = add_days if unit == "week" else add_months
    size = 7 if unit == "week" else _UNIT_MONTHS[unit]
    return Span(step(start, first * size), step(start, (first + count) * size) - DAY)


def _unit_start(day: date, unit: str, fiscal_start: int) -> date:
    if unit in ("week", "month"):
        return bucket_start(day, Grain(unit))
    into_unit = (day.month - fiscal_start) % 12 % _UNIT_MONTHS[unit]
    return add_months(day.replace(day=1), -into_unit)


def _check_month(fiscal_start: int) -> None:
    if not 1 <= fiscal_start <= 12:
        raise MingjingError(
            _("The fiscal year cannot start in month {fiscal_start}; give a month from 1 to 12.").format(
                fiscal_start=fiscal_start
            )
        )
