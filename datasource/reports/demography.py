"""What sets customers apart by what they are: groups by region, industry …, and which field tells most (2.10)."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.clusters import explained
from datasource.analytics.demography import FEWEST, OTHERS, demography
from datasource.analytics.method_card import MethodCard
from datasource.analytics.refusals import need_rows
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import DIMENSIONS
from datasource.query import answer
from datasource.question import Filter, Op, Query
from datasource.reports.customer_habits import WORDS, habits
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_, _

VALUES = ("money", "year_money", "frequency", "basket")
GROUPS = (
    Column("customers", N_("Customers"), Kind.NUMBER, Unit.COUNT),
    Column("customer_share", N_("Share of the customers"), Kind.NUMBER, Unit.RATE),
    Column("total_share", N_("Share of the total"), Kind.NUMBER, Unit.RATE),
    Column("index", N_("Index (all = 100)"), Kind.NUMBER, Unit.NUMBER),
)
TELLING = (
    Column("field", N_("Field"), Kind.TEXT),
    Column("groups", N_("Groups"), Kind.NUMBER, Unit.COUNT),
    Column("explained", N_("Differences it tells"), Kind.NUMBER, Unit.RATE),
)


@dataclass(frozen=True)
class DemographyReport:
    """`groups` as `demography` gives them, by `fields`; `telling`: each field's share of the variance of the value.

    That share is less what as many groups by chance would tell (epsilon squared), not below 0.
    """

    base: Result
    fields: tuple[str, ...]
    value: str
    groups: pl.DataFrame
    telling: pl.DataFrame
    customers: int
    card: MethodCard

    def where(self, members: tuple[str, ...]) -> tuple[Filter, ...]:
        """The filters that lead to a group; empty where several fields' rarer ones were put together."""
        found = []
        for field, member in zip(self.fields, members, strict=True):
            if member != OTHERS:
                found.append(Filter(field=field, op=Op.EQ, value=member))
            elif len(self.fields) == 1:
                named = [one for one in self.groups[field] if one != OTHERS]
                found.append(Filter(field=field, op=Op.NOT_IN, value=tuple(named)))
            else:
                return ()
        return tuple(found)


def demography_report(
    catalog: Catalog, viewer: Viewer, fields: tuple[str, ...], value: str, where: tuple[Filter, ...] = ()
) -> DemographyReport:
    """The customers with a contract that `viewer` may see, by one or two `fields` of `WORDS`, on one of `VALUES`.

    Without fields by the one that tells most.

    Raises `MingjingError` for other fields or values, and as `demography` does.
    """
    if set(fields) - set(WORDS) or value not in VALUES:
        raise MingjingError(_("Choose at least one field by which customers may differ."))
    rows = habits(catalog, viewer, where)
    need_rows(rows.height, FEWEST, N_("customers"))
    told = {name: _explained(rows, name, value) for name in WORDS}
    fields = fields or (max(told, key=lambda name: told[name][1]),)
    groups = demography(rows, fields, value)
    base = answer(catalog, Query(metrics=("dealt_customers",), where=where), viewer)
    telling = pl.DataFrame(
        [(DIMENSIONS[name].label, groups, share) for name, (groups, share) in told.items()],
        schema=["field", "groups", "explained"],
        orient="row",
    ).sort("explained", descending=True)
    return DemographyReport(base, fields, value, groups, telling, rows.height, _card(catalog))


def _explained(rows: pl.DataFrame, field: str, value: str) -> tuple[int, float]:
    small = pl.len().over(field) < FEWEST
    labels = rows.select(pl.when(small).then(pl.lit(OTHERS)).otherwise(field).alias("label"))["label"]
    count, groups = rows.height, labels.n_unique()
    raw = explained(labels, rows[value]) if rows[value].n_unique() > 1 else 0.0
    fair = 1 - (1 - raw) * (count - 1) / (count - groups) if count > groups else 0.0
    return groups, max(fair, 0.0)


def _card(catalog: Catalog) -> MethodCard:
    return MethodCard(
        does=N_("Counts customers and their money by what they are, and says how far each group's mean is from all."),
        data=N_("Effective contracts of the customers that you may see, with the fields of the customer's record."),
        as_of=catalog.as_of,
        assumes=(
            N_("Groups of fewer than 20 customers are put together as Others; empty fields are a group of their own."),
            N_("A group's mean has a 95 % interval by its standard error; a few very large customers widen it."),
        ),
        quality=(),
        avoid=(N_("As proof of a cause: groups differ in other fields too; the page Drivers holds these equal."),),
    )
