"""What goes with an outcome of the CRM (reports 2.10): won or lost, first deals' cycle, satisfaction, churn.

Only rows that the viewer may see are counted; what is said of them is associated, not proven to cause.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import polars as pl

from datasource.analytics.drivers import Driver, Drivers, find_drivers
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.metrics.registry import DIMENSIONS
from datasource.query import answer
from datasource.question import Filter, Op, Period, Query
from datasource.reports import driver_rows
from datasource.reports.exceptions import CUSTOMER_PAST, NamedException
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_, Filled


@dataclass(frozen=True)
class Outcome:
    """One outcome: its rows, the column that holds it, and the metric whose records stand behind it.

    `steady`: it does not hang on the page's period. `past` is the exception
    by which its rows are told.
    """

    label: str
    rows: Callable[[Catalog, Viewer, Period | None, tuple[Filter, ...]], pl.DataFrame]
    column: str
    fields: tuple[str, ...]
    metric: str
    more_is_better: bool
    steady: bool = False
    past: NamedException | None = None


OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        "won": Outcome(
            N_("Won or lost"), driver_rows.closed_deals, "won", driver_rows.DEAL_FIELDS, "closed_count", True
        ),
        "churn": Outcome(
            N_("Churn"), driver_rows.past_buyers, "churned", driver_rows.CHURN_FIELDS, "contract_count", False,
            steady=True, past=CUSTOMER_PAST,
        ),
        "cycle": Outcome(
            N_("Deal cycle"), driver_rows.first_deals, "cycle_days", driver_rows.CYCLE_FIELDS, "cycle_days", False
        ),
        "satisfaction": Outcome(
            N_("Satisfaction"), driver_rows.answered_visits, "score", driver_rows.VISIT_FIELDS, "satisfaction_score",
            True, past=CUSTOMER_PAST,
        ),
    }
)  # fmt: skip
OWN_LABELS = {
    "first_amount": N_("Amount when it was entered"),
    "tickets_180": N_("Tickets of the 180 days before"),
    "late_tickets_180": N_("Tickets solved late in the 180 days before"),
    "recency": N_("Days since the last purchase"),
    "tenure": N_("Days since the first purchase"),
    "orders_365": N_("Purchases of the last year"),
    "spend_365": N_("Spending of the last year"),
    "silence": N_("Days since the last follow-up"),
}
"""Fields that are no dimension."""


@dataclass(frozen=True)
class DriversReport:
    """What was found of `outcome`; `base` is the answer of the metric behind it, over the same records.

    `words` has for each field of words those that stand for themselves, the one compared against included; `days` are
    those after which a customer without a purchase counts as lost, for that outcome.
    """

    outcome: str
    found: Drivers
    base: Result
    words: Mapping[str, tuple[str, ...]]
    days: int | None
    card: MethodCard

    @property
    def holds(self) -> bool:
        """Whether something was found, and told something of the rows held back."""
        return bool(self.found.found) and self.found.skill > 0

    def filters(self, driver: Driver) -> tuple[Filter, ...]:
        """What narrows the records to those of a driver; nothing for a number, which all rows have."""
        field = driver.column.field
        match driver.column.kind:
            case "word":
                return (Filter(field=field, op=Op.EQ, value=driver.column.word),)
            case "other":
                return (Filter(field=field, op=Op.NOT_IN, value=self.words[field]),)
            case _:
                return ()


def drivers(
    catalog: Catalog, viewer: Viewer, outcome: str, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> DriversReport:
    """What goes with `outcome` (a key of `OUTCOMES`) among the rows that `viewer` may see.

    Raises `MingjingError` for another outcome, and as `find_drivers` does where rows do not suffice.
    """
    if outcome not in OUTCOMES:
        raise MingjingError(unknown(N_("outcome"), outcome, OUTCOMES))
    kind = OUTCOMES[outcome]
    rows = kind.rows(catalog, viewer, period, where)
    found = find_drivers(rows, kind.fields, kind.column)
    days = driver_rows.churn_horizon(catalog) if kind.steady else None
    span = period if days is None else _year_before(catalog.as_of - timedelta(days=days))
    base = answer(catalog, Query(metrics=(kind.metric,), where=where, period=span), viewer)
    return DriversReport(outcome, found, base, _words(found), days, _card(found, catalog, kind))


def field_label(field: str) -> str:
    """The name of a field of any outcome, a msgid."""
    return DIMENSIONS[field].label if field in DIMENSIONS else OWN_LABELS[field]


def _year_before(cut: date) -> Period:
    """The year in which the customers of the churn outcome had bought."""
    return Period(start=cut - timedelta(days=364), end=cut)


def _words(found: Drivers) -> dict[str, tuple[str, ...]]:
    words: dict[str, dict[str, None]] = {}
    for driver in found.drivers:
        for word in (driver.against, driver.column.word):
            if word is not None:
                words.setdefault(driver.column.field, {})[word] = None
    return {field: tuple(known) for field, known in words.items()}


def _card(found: Drivers, catalog: Catalog, kind: Outcome) -> MethodCard:
    confirmed = sum(driver.confirmed for driver in found.found)
    return MethodCard(
        does=N_(
            "Puts all fields into one model at once, so that each effect is told with the others held equal: a logistic"
            " model for yes or no, least squares for numbers."
        ),
        data=Filled(N_("{count} records that you may see under the filters."), count=f"{found.rows}"),
        as_of=catalog.as_of,
        assumes=(
            N_("The effect of one field does not hang on another."),
            N_("Fields are known as they stand today, where no history of them is kept."),
            *((kind.past.sentence,) if kind.past else ()),
        ),
        quality=(
            (N_("Smaller error on the 40 % held back than by the mean (skill)"), f"{found.skill:.1%}"),
            (N_("Findings that the held-back rows confirm"), f"{confirmed} / {len(found.found)}"),
            (N_("Fields and words tried"), f"{len(found.drivers)}"),
            (N_("Share of findings that may be false"), "10 %"),
        ),
        avoid=(
            N_("As proof of a cause: what goes with an outcome may be there for another reason."),
            N_("To judge a person or a department: what they are given to work on differs."),
        ),
        sources=(
            "Benjamini and Hochberg 1995, JRSS B 57:289",
            "Greene 2018, Econometric Analysis, section 17.3.2",
            "MacKinnon and White 1985, J. Econometrics 29:305",
        ),
    )
