"""Goal attainment (report 2.8): a holder's targets in three tiers beside the actual, by month, quarter and fiscal year.

Actual = the contract or received amount of the same holder in the same months: the company's of everything, a
department's of its people (with those of the departments below, or without), an employee's by owner. The run-rate
projection is actual to date ÷ working days passed × working days of the period; today counts as passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.goals.holders import Named, known_holders
from datasource.goals.sheet import TIERS, first_months, fiscal_year_of, year_span
from datasource.periods import Span, calendar_table, month_end
from datasource.query import answer, records, values
from datasource.question import Dimension, Filter, Grain, Op, Period, Query, Records, Sort
from datasource.reports.goal_parts import Pace, Part
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.tables.enums import TargetKind, TargetLevel
from datasource.texts import N_, _

ATTAINMENT, GAP = "goal_attainment", "goal_gap"
_MOST_HOLDERS = 100_000
_PAGE = 10_000


@dataclass(frozen=True)
class Measured:
    """The metrics of one kind of target; `tiers` from the lowest, as in `datasource.goals.sheet.TIERS`."""

    actual: str
    tiers: tuple[str, str, str]
    employees: str
    attainment: str


MEASURED = {
    TargetKind.CONTRACT_AMOUNT: Measured(
        "contract_amount",
        ("goal_amount", "goal_stretch_amount", "goal_challenge_amount"),
        "target_amount",
        "attainment",
    ),
    TargetKind.RECEIVED_AMOUNT: Measured(
        "received_amount",
        ("received_goal_amount", "received_goal_stretch_amount", "received_goal_challenge_amount"),
        "received_target_amount",
        "received_attainment",
    ),
}


@dataclass(frozen=True)
class YearOff:
    """A holder whose months do not add up to the year as it was stated. Amounts in major units."""

    holder: str
    months: float
    stated: float


@dataclass(frozen=True)
class Goals:
    """One holder's year. `months` holds actual, tiers and attainment, `total` the year's; `targets` proves the targets.

    `people` are the employees below the holder (None for an employee), `off` every visible holder that is flagged.
    """

    holder: Named
    year: int
    parts: tuple[Part, ...]
    paces: tuple[Pace, ...]
    months: Result
    total: Result
    targets: Result
    people: Result | None
    off: tuple[YearOff, ...]

    @property
    def whole(self) -> Part:
        """The fiscal year."""
        return self.parts[-1]


def goal_holders(catalog: Catalog, viewer: Viewer) -> tuple[Named, ...]:
    """Whoever holds a target that `viewer` may see: company, departments down the tree, employees."""
    seen = set(values(catalog, "goal_holder", viewer, limit=_MOST_HOLDERS))
    return tuple(one for one in known_holders(catalog) if one.name in seen)


def goal_years(catalog: Catalog) -> tuple[int, ...]:
    """The fiscal years that have targets, and the current one."""
    known = catalog.entity("targets")["fiscal_year"].drop_nulls().unique().to_list()
    return tuple(sorted({*known, fiscal_year_of(catalog.as_of, catalog.fiscal_start)}))


def goals(  # noqa: PLR0913, PLR0917  (what the address of the page says)
    catalog: Catalog, viewer: Viewer, holder: str, kind: TargetKind, year: int, with_children: bool = True
) -> Goals:
    """The year of `holder` (as `str` of a `Holder` names it); raises `MingjingError` for one that is not to be seen."""
    found = next((one for one in goal_holders(catalog, viewer) if str(one.holder) == holder), None)
    if found is None:
        raise MingjingError(_("There is no such holder of targets among those that you may see; choose another one."))
    measured, span = MEASURED[kind], year_span(year, catalog.fiscal_start)
    where, by_month = actual_filter(found, with_children=with_children), (Dimension(field="date", grain=Grain.MONTH),)
    asked = Query(metrics=(measured.actual,), by=by_month, where=where, period=_period(span), totals=True)
    actual = answer(catalog, asked, viewer)
    holding = (Filter(field="goal_holder", op=Op.EQ, value=found.name),)
    by_holder = (Dimension(field="goal_holder"), *by_month)
    aims = Query(metrics=measured.tiers, by=by_holder, where=holding, period=_period(span))
    targets = answer(catalog, aims, viewer)
    parts = _parts(_months(catalog, actual, targets, measured, year))
    return Goals(
        holder=found,
        year=year,
        parts=parts,
        paces=_paces(catalog, viewer, asked, parts),
        months=_beside(actual, targets, parts[:12]),
        total=_total(actual, targets, parts[-1]),
        targets=targets,
        people=_people(catalog, viewer, found, measured, where, span),
        off=_off(catalog, viewer, kind, span),
    )


def actual_filter(holder: Named, *, with_children: bool = True) -> tuple[Filter, ...]:
    """The filters under which an actual is the holder's."""
    match holder.holder.level:
        case TargetLevel.COMPANY:
            return ()
        case TargetLevel.DEPARTMENT:
            field = "department" if with_children else "sales_team"
            return (Filter(field=field, op=Op.EQ, value=holder.label),)
        case TargetLevel.EMPLOYEE:
            return (Filter(field="owner", op=Op.EQ, value=holder.label),)


def season(catalog: Catalog, viewer: Viewer, holder: Named, kind: TargetKind, year: int) -> tuple[int, ...]:
    """The holder's actual of each month of the fiscal year, in minor units: weights to spread a target by."""
    span, name = year_span(year, catalog.fiscal_start), MEASURED[kind].actual
    by_month = (Dimension(field="date", grain=Grain.MONTH),)
    asked = Query(metrics=(name,), by=by_month, where=actual_filter(holder), period=_period(span))
    done = dict(answer(catalog, asked, viewer).rows.select("date", name).iter_rows())
    months = first_months(year, catalog.fiscal_start)
    return tuple(round((done.get(f"{day:%Y-%m}") or 0.0) * catalog.minor_units) for day in months)


def workdays(catalog: Catalog, span: Span) -> list[date]:
    """The working days of `span`: of the store's calendar where it knows every day, else of China's."""
    days = catalog.entity("calendar").filter(pl.col("calendar_date").is_between(span.start, span.end))
    if days.height < span.days or days["is_workday"].null_count():
        days = calendar_table(span.start, span.end).rename({"date": "calendar_date"})
    return days.filter("is_workday")["calendar_date"].to_list()


def _period(span: Span) -> Period:
    return Period(start=span.start, end=span.end)


def _months(catalog: Catalog, actual: Result, targets: Result, measured: Measured, year: int) -> list[Part]:
    done = dict(actual.rows.select("date", measured.actual).iter_rows())
    aims = {label: tiers for label, *tiers in targets.rows.select("date", *measured.tiers).iter_rows()}
    found = []
    for number, day in enumerate(first_months(year, catalog.fiscal_start), start=1):
        label = f"{day:%Y-%m}"
        amount = done.get(label) or 0.0
        ahead = day > catalog.as_of and not amount
        target, stretch, challenge = aims.get(label, (None, None, None))
        span = Span(day, month_end(day))
        found.append(Part(Grain.MONTH, number, span, None if ahead else amount, target, stretch, challenge))
    return found


def _parts(months: list[Part]) -> tuple[Part, ...]:
    """The months, the quarters and the year of them."""
    quarters = [_sum(Grain.QUARTER, number, months[3 * number - 3 : 3 * number]) for number in range(1, 5)]
    return (*months, *quarters, _sum(Grain.YEAR, 1, months))


def _sum(grain: Grain, number: int, months: list[Part]) -> Part:
    names = ("actual", *TIERS)
    sums = {name: _known_sum(getattr(month, name) for month in months) for name in names}
    return Part(grain, number, Span(months[0].span.start, months[-1].span.end), **sums)


def _known_sum(amounts: Iterable[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return round(sum(known), 6) if known else None


def _paces(catalog: Catalog, viewer: Viewer, asked: Query, parts: tuple[Part, ...]) -> tuple[Pace, ...]:
    """The paces of the month, quarter and year that hold today; of a year that is over, its own."""
    year, today = parts[-1].span, catalog.as_of
    if today < year.start:
        return ()
    until = min(today, year.end)
    so_far = answer(catalog, asked.model_copy(update={"period": _period(Span(year.start, until))}), viewer)
    by_month = dict(so_far.rows.select("date", asked.metrics[0]).iter_rows())
    days = workdays(catalog, year)
    current = [part for part in parts if today in part.span or part.grain is Grain.YEAR]
    return tuple(_pace(part, days, until, by_month) for part in current)


def _pace(part: Part, days: list[date], until: date, by_month: dict[str, float | None]) -> Pace:
    inside = [day for day in days if day in part.span]
    known = [amount for label, amount in by_month.items() if date.fromisoformat(f"{label}-01") in part.span]
    to_date = round(sum(amount or 0.0 for amount in known), 6)
    return Pace(part, len(inside), sum(day <= until for day in inside), to_date)


def _beside(actual: Result, targets: Result, months: tuple[Part, ...]) -> Result:
    """The actual by month with the tiers, the attainment and the gap beside it."""
    tiers = [column for column in targets.columns if column.metric]
    own = tiers[0].metric
    added = (
        *(replace(column, label=TIERS[name]) for column, name in zip(tiers, TIERS, strict=True)),
        Column(ATTAINMENT, N_("Attainment"), Kind.NUMBER, Unit.RATE, metric=own),
        Column(GAP, N_("Gap"), Kind.NUMBER, Unit.MONEY, metric=own, higher_is_better=False),
    )
    rows = pl.DataFrame(
        [
            (
                f"{part.span.start:%Y-%m}",
                part.actual,
                part.target,
                part.stretch,
                part.challenge,
                part.attainment,
                part.gap,
            )
            for part in months
        ],
        schema=["date", actual.query.metrics[0], *(column.name for column in added)],
        orient="row",
        strict=False,
        schema_overrides=dict.fromkeys((actual.query.metrics[0], *(column.name for column in added)), pl.Float64),
    )
    return replace(actual, columns=(*actual.columns, *added), rows=rows, totals=None)


def _total(actual: Result, targets: Result, whole: Part) -> Result:
    """The year's actual and target as one row."""
    measured, target = actual.columns[-1], next(column for column in targets.columns if column.metric)
    query = actual.query.model_copy(update={"by": (), "totals": False})
    rows = pl.DataFrame(
        [(whole.actual, whole.target)], [(measured.name, pl.Float64), (target.name, pl.Float64)], orient="row"
    )
    return replace(actual, query=query, columns=(measured, target), rows=rows, totals=None)


def _people(  # noqa: PLR0913, PLR0917  (one query's parts)
    catalog: Catalog, viewer: Viewer, holder: Named, measured: Measured, where: tuple[Filter, ...], span: Span
) -> Result | None:
    if holder.holder.level is TargetLevel.EMPLOYEE:
        return None
    asked = Query(
        metrics=(measured.actual, measured.employees, measured.attainment),
        by=(Dimension(field="owner"),),
        where=where,
        period=_period(span),
        sort=(Sort(by=measured.attainment, desc=True),),
        totals=True,
    )
    return answer(catalog, asked, viewer)


def _off(catalog: Catalog, viewer: Viewer, kind: TargetKind, span: Span) -> tuple[YearOff, ...]:
    columns = ("goal_holder", "target_amount", "year_amount", "year_gap_amount")
    where = (Filter(field="goal_kind", op=Op.EQ, value=kind.value),)
    ask = Records(subject="targets", columns=columns, where=where, period=_period(span), page_size=_PAGE)
    first = records(catalog, ask, viewer)
    pages = range(2, -(-first.row_count // _PAGE) + 1)
    rows = pl.concat(
        [first.rows, *(records(catalog, ask.model_copy(update={"page": page}), viewer).rows for page in pages)]
    )
    flagged = rows.filter(pl.col("year_gap_amount") != 0).unique("goal_holder").sort("goal_holder")
    told = flagged.select(
        "goal_holder", pl.col("year_amount") + pl.col("year_gap_amount"), pl.col("year_amount").alias("stated")
    )
    return tuple(YearOff(*row) for row in told.iter_rows())
