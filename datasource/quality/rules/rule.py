"""What a rule is, and the kinds of rules that many columns share."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

import polars as pl

from datasource.quality import folding
from datasource.texts import N_

TODAY = "@today"
"""The store's today, beside every row."""
LATEST = "@latest"
"""The last day that is not in the future, beside every row: today, or the clock's day where the store has none."""

FIRST_MONTH = "@first_month"
"""The first month of the fiscal year, beside every row."""


class Aspect(StrEnum):
    """What a rule says about the data: the five dimensions of quality that the page shows."""

    COMPLETENESS = "completeness"
    VALIDITY = "validity"
    UNIQUENESS = "uniqueness"
    TIMELINESS = "timeliness"
    CONSISTENCY = "consistency"


class Severity(StrEnum):
    """What a broken rule does: a number is wrong, a number may mislead, or work is harder than it need be."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


Fold = Callable[[pl.Expr], pl.Expr]
WEIGHTS = {Severity.HIGH: 3, Severity.MEDIUM: 2, Severity.LOW: 1}


@dataclass(frozen=True)
class Rule:
    """One rule about the rows of `table`, named `id` (unique).

    `breaks` is true for a row that breaks it, over the table's columns, the three above and what stands beside the
    row (`datasource.quality.rules.beside`); empty counts as kept. Where `applies` is not true, the row is not asked.
    `columns` are those to mend. `sentence` (a msgid) says what is wrong; `{column}` in it is the first of them. `texts`
    are expressions that the rule looks at by name, so that they are worked out once for all rules of a table.
    """

    id: str
    table: str
    columns: tuple[str, ...]
    aspect: Aspect
    severity: Severity
    sentence: str
    breaks: pl.Expr
    applies: pl.Expr | None = None
    texts: tuple[tuple[str, pl.Expr], ...] = ()

    def mark(self) -> pl.Expr:
        """True where a row breaks the rule, False where it keeps it, empty where it is not asked."""
        broken = self.breaks.fill_null(value=False)
        return (broken if self.applies is None else pl.when(self.applies).then(broken)).alias(self.id)

    @property
    def reads(self) -> frozenset[str]:
        """The columns that the rule looks at."""
        looks = (self.breaks, self.applies, *(text for _name, text in self.texts))
        return frozenset(name for look in looks if look is not None for name in look.meta.root_names())


def required(table: str, column: str, severity: Severity, when: pl.Expr | None = None) -> Rule:
    """`column` is filled."""
    sentence = N_("“{column}” is empty")
    rule_id = f"{table}.{column}.required"
    return Rule(rule_id, table, (column,), Aspect.COMPLETENESS, severity, sentence, pl.col(column).is_null(), when)


def known(table: str, *references: str) -> tuple[Rule, ...]:
    """A filled reference leads to a row that the source has (the loader marks the others with 0)."""
    sentence = N_("“{column}” names a record that the source does not have")
    return tuple(
        Rule(
            f"{table}.{column}.known", table, (column,), Aspect.CONSISTENCY, Severity.HIGH, sentence,
            pl.col(column) == 0, pl.col(column).is_not_null(),
        )
        for column in references
    )  # fmt: skip


def unique(table: str, column: str, severity: Severity, fold: Fold = folding.folded) -> Rule:
    """No two rows have the same `column`, once folded."""
    name, text = _text(column, fold)
    sentence = N_("“{column}” stands in several records")
    return Rule(
        f"{table}.{column}.unique", table, (column,), Aspect.UNIQUENESS, severity, sentence,
        pl.col(name).is_duplicated(), pl.col(name).is_not_null(), ((name, text),),
    )  # fmt: skip


def not_negative(table: str, *columns: str) -> tuple[Rule, ...]:
    """Amounts and counts are not below 0."""
    sentence = N_("“{column}” is negative")
    return tuple(
        Rule(
            f"{table}.{column}.not_negative", table, (column,), Aspect.VALIDITY, Severity.HIGH, sentence,
            pl.col(column) < 0, pl.col(column).is_not_null(),
        )
        for column in columns
    )  # fmt: skip


def between(table: str, column: str, low: float, high: float) -> Rule:
    """`column` lies between `low` and `high`, both included."""
    sentence = N_("“{column}” lies outside its scale")
    return Rule(
        f"{table}.{column}.between", table, (column,), Aspect.VALIDITY, Severity.HIGH, sentence,
        ~pl.col(column).is_between(low, high), pl.col(column).is_not_null(),
    )  # fmt: skip


def not_ahead(table: str, *columns: str) -> tuple[Rule, ...]:
    """Days of what has happened do not lie in the future."""
    sentence = N_("“{column}” lies in the future")
    return tuple(
        Rule(
            f"{table}.{column}.not_ahead", table, (column,), Aspect.VALIDITY, Severity.MEDIUM, sentence,
            pl.col(column).cast(pl.Date) > pl.col(LATEST), pl.col(column).is_not_null(),
        )
        for column in columns
    )  # fmt: skip


def in_order(table: str, first: str, second: str, severity: Severity = Severity.MEDIUM) -> Rule:
    """What `second` dates does not come before what `first` dates."""
    sentence = N_("“{column}” lies before “{other}”")
    both = pl.col(first).is_not_null() & pl.col(second).is_not_null()
    return Rule(
        f"{table}.{second}.after_{first.replace('.', '_')}", table, (second, first), Aspect.CONSISTENCY, severity,
        sentence, pl.col(second) < pl.col(first), both,
    )  # fmt: skip


def readable(table: str, column: str, fold: Fold) -> Rule:
    """A filled `column` still says something once it is folded: an address has an @, a number digits."""
    name, text = _text(column, fold)
    sentence = N_("“{column}” is none that could be used")
    return Rule(
        f"{table}.{column}.readable", table, (column,), Aspect.VALIDITY, Severity.MEDIUM, sentence,
        pl.col(name).is_null(), pl.col(column).is_not_null(), ((name, text),),
    )  # fmt: skip


def reachable(table: str, *columns: str, among: pl.Expr | None = None) -> Rule:
    """At least one of `columns` is filled (or `among`, something beside the row), so that somebody can be reached."""
    none = pl.all_horizontal(*(pl.col(column).is_null() for column in columns))
    breaks = none if among is None else none & ~among.fill_null(value=False)
    sentence = N_("There is no way to reach anybody")
    return Rule(f"{table}.reachable", table, columns, Aspect.COMPLETENESS, Severity.MEDIUM, sentence, breaks)


def owner_works_here(table: str, when: pl.Expr | None = None) -> Rule:
    """The employee in charge has not left the company."""
    filled = pl.col("owner_id").is_not_null()
    asked = filled if when is None else filled & when
    sentence = N_("The employee in charge has left the company")
    return Rule(
        f"{table}.owner_works_here", table, ("owner_id",), Aspect.TIMELINESS, Severity.MEDIUM, sentence,
        pl.col("owner.has_left"), asked,
    )  # fmt: skip


def _text(column: str, fold: Fold) -> tuple[str, pl.Expr]:
    return f"@{fold.__name__}:{column}", fold(pl.col(column))


def either(*tests: pl.Expr) -> pl.Expr:
    """Whether one of `tests` is true, empty ones aside."""
    return reduce(or_, (test.fill_null(value=False) for test in tests))
