"""A holder's targets for one fiscal year: twelve months in three tiers, checked as a whole. Money in minor units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise

from datasource.errors import InvalidInput, MingjingError, Problem
from datasource.periods import Span, add_months, month_end
from datasource.tables.enums import TargetKind, TargetLevel
from datasource.texts import N_, _

MONTHS = 12
MOST = 10**15
"""The largest amount that a month may hold, in minor units."""
TIERS: Mapping[str, str] = {"target": N_("Target"), "stretch": N_("Stretch"), "challenge": N_("Challenge")}
KINDS: Mapping[TargetKind, str] = {
    TargetKind.CONTRACT_AMOUNT: N_("Contract amount"),
    TargetKind.RECEIVED_AMOUNT: N_("Received amount"),
}


@dataclass(frozen=True, order=True)
class Holder:
    """Who holds a target; `key` is the department's or the user's key, 0 for the company."""

    level: TargetLevel
    key: int = 0

    def __str__(self) -> str:
        """As addresses and the log name it: `company`, `department:3`, `employee:12`."""
        return self.level.value if self.level is TargetLevel.COMPANY else f"{self.level.value}:{self.key}"

    @property
    def department_id(self) -> int | None:
        """The key of the department that holds it."""
        return self.key if self.level is TargetLevel.DEPARTMENT else None

    @property
    def owner_id(self) -> int | None:
        """The key of the user who holds it."""
        return self.key if self.level is TargetLevel.EMPLOYEE else None


@dataclass(frozen=True, order=True)
class SheetId:
    """One holder's targets of one kind for one fiscal year (named after the year in which it starts)."""

    holder: Holder
    kind: TargetKind
    year: int

    def __str__(self) -> str:
        return f"{self.holder} {self.kind.value} {self.year}"


@dataclass(frozen=True)
class Tiers:
    """What is to be reached in a month; None where no target is set."""

    target: int | None = None
    stretch: int | None = None
    challenge: int | None = None

    def items(self) -> Iterator[tuple[str, int | None]]:
        """Each tier by name, the lowest first."""
        return ((tier.name, getattr(self, tier.name)) for tier in fields(self))


NO_MONTHS = (Tiers(),) * MONTHS


@dataclass(frozen=True)
class Sheet:
    """Twelve months in their order; `year_amount` is the year as it was stated beside them, if it was."""

    months: tuple[Tiers, ...] = NO_MONTHS
    year_amount: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no month has a target."""
        return self.months == NO_MONTHS

    def total(self, tier: str) -> int | None:
        """The year in one tier, the sum of its months; None where no month has it."""
        amounts = [amount for month in self.months for name, amount in month.items() if name == tier]
        known = [amount for amount in amounts if amount is not None]
        return sum(known) if known else None


def first_months(year: int, fiscal_start: int) -> tuple[date, ...]:
    """The first days of the twelve months of a fiscal year."""
    if not date.min.year < year < date.max.year - 1:
        raise MingjingError(_("{year} is no year for a target; choose another one.").format(year=year))
    start = date(year, fiscal_start, 1)
    return tuple(add_months(start, step) for step in range(MONTHS))


def year_span(year: int, fiscal_start: int) -> Span:
    """The days of a fiscal year."""
    months = first_months(year, fiscal_start)
    return Span(months[0], month_end(months[-1]))


def fiscal_year_of(day: date, fiscal_start: int) -> int:
    """The fiscal year that a day lies in."""
    return day.year if day.month >= fiscal_start else day.year - 1


def check(sheet: Sheet, months: tuple[date, ...]) -> None:
    """Raise `InvalidInput` with a sentence for each month and tier that cannot be a target."""
    problems = [problem for day, month in zip(months, sheet.months, strict=True) for problem in _problems(day, month)]
    if sheet.is_empty:
        problems.append(Problem("", _("No month has a target; enter one, or go back to the imported targets.")))
    if problems:
        raise InvalidInput(problems)


def _problems(day: date, month: Tiers) -> Iterator[Problem]:
    where, known = f"{day:%Y-%m}", [(tier, amount) for tier, amount in month.items() if amount is not None]
    for tier, amount in known:
        if amount < 0:
            yield Problem(where, _("{tier} is below 0; a target is 0 or more.").format(tier=_(TIERS[tier])))
        if amount > MOST:
            yield Problem(where, _("{tier} is too large; check its zeros.").format(tier=_(TIERS[tier])))
    if known and month.target is None:
        yield Problem(where, _("Stretch or challenge stand without a target; enter the target too."))
    for (lower, less), (upper, more) in pairwise(known):
        if less > more:
            text = _("{upper} is below {lower}; the tiers must rise.")
            yield Problem(where, text.format(upper=_(TIERS[upper]), lower=_(TIERS[lower])))
