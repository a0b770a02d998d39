"""The calendar table: one row a day, with China's holidays, make-up workdays and the distance to the lunar new year."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import polars as pl

from datasource.errors import MingjingError
from datasource.periods.span import Span
from datasource.texts import _

CALENDAR_SCHEMA = pl.Schema(
    {
        "date": pl.Date(),
        "year": pl.Int32(),
        "quarter": pl.Int8(),
        "month": pl.Int8(),
        "iso_year": pl.Int32(),
        "iso_week": pl.Int8(),
        "weekday": pl.Int8(),
        "fiscal_year": pl.Int32(),
        "fiscal_quarter": pl.Int8(),
        "is_workday": pl.Boolean(),
        "is_holiday": pl.Boolean(),
        "holiday": pl.String(),
        "lunar_new_year_offset": pl.Int32(),
    }
)
_FIRST_YEAR, _LAST_YEAR = 1950, 2099


def calendar_table(first: date, last: date, fiscal_start: int = 1) -> pl.DataFrame:
    """One row a day from `first` to `last` inclusive, columns as in `CALENDAR_SCHEMA`.

    `weekday` 1 is Monday. A fiscal year that starts in April 2024 is fiscal year 2024. `is_workday` follows the State
    Council's notices as the `holidays` library has them (2001 on; other years: Monday to Friday less statutory
    holidays), make-up workdays at weekends included. `lunar_new_year_offset` counts days from the nearest lunar new
    year, negative before it. Holiday and offset are null, workdays Monday to Friday, outside 1950–2099. Raises
    `MingjingError` when the dates run backwards.
    """
    span = Span(first, last)
    if not 1 <= fiscal_start <= 12:
        raise MingjingError(
            _("The fiscal year cannot start in month {fiscal_start}; give a month from 1 to 12.").format(
                fiscal_start=fiscal_start
            )
        )
    day = pl.col("date")
    fiscal = day.dt.offset_by(f"-{fiscal_start - 1}mo")
    holiday_names, makeup_days = _china(span.start.year, span.end.year)
    days = pl.DataFrame({"date": pl.date_range(span.start, span.end, eager=True)})
    days = days.join(_holiday_rows(holiday_names), on="date", how="left", maintain_order="left")
    return days.with_columns(
        year=day.dt.year(),
        quarter=day.dt.quarter(),
        month=day.dt.month(),
        iso_year=day.dt.iso_year(),
        iso_week=day.dt.week(),
        weekday=day.dt.weekday(),
        fiscal_year=fiscal.dt.year(),
        fiscal_quarter=fiscal.dt.quarter(),
        is_holiday=pl.col("holiday").is_not_null(),
        is_workday=((day.dt.weekday() <= 5) & pl.col("holiday").is_null()) | day.is_in(sorted(makeup_days)),
        lunar_new_year_offset=_lunar_offset(span),
    ).select(pl.col(name).cast(dtype) for name, dtype in CALENDAR_SCHEMA.items())


def _holiday_rows(names: dict[date, str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"date": list(names), "holiday": list(names.values())}, schema={"date": pl.Date, "holiday": pl.String}
    )


@lru_cache(maxsize=8)
def _china(first_year: int, last_year: int) -> tuple[dict[date, str], frozenset[date]]:
    years = [year for year in range(first_year, last_year + 1) if _FIRST_YEAR <= year <= _LAST_YEAR]
    if not years:
        return {}, frozenset()
    china = _holidays_of_china()(years=years, language="zh_CN")
    return dict(sorted(china.items())), frozenset(china.weekend_workdays)


def _holidays_of_china() -> Any:
    """The class `China` of `holidays` out of its own file: the package around it loads 250 countries for 0.4 s."""
    import holidays  # noqa: PLC0415  (wanted only while a store is published)

    path = Path(holidays.__file__).parent / "countries" / "china.py"
    spec = spec_from_file_location("holidays.countries.china", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"'{path}' cannot be loaded")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.China


def _lunar_offset(span: Span) -> pl.Series:
    new_years = [day for day in _lunar_new_years(range(span.start.year - 1, span.end.year + 2)) if day is not None]
    wanted = pl.DataFrame({"date": pl.date_range(span.start, span.end, eager=True)})
    known = pl.DataFrame({"date": new_years, "new_year": new_years}, schema={"date": pl.Date, "new_year": pl.Date})
    nearest = wanted.join_asof(known, on="date", strategy="nearest")
    inside = pl.col("date").dt.year().is_between(_FIRST_YEAR, _LAST_YEAR)
    offset = (pl.col("date") - pl.col("new_year")).dt.total_days()
    return nearest.select(offset=pl.when(inside).then(offset))["offset"]


def _lunar_new_years(years: Iterable[int]) -> list[date | None]:
    from holidays.calendars.chinese import _ChineseLunisolar  # noqa: PLC0415  (as above)

    lunar = _ChineseLunisolar()
    return [lunar.lunar_new_year_date(year)[0] for year in years]
