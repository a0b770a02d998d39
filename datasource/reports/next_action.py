"""What might be done next with quiet deals and customers (reports 2.10): suggestions, no promises, with their trial."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.query import answer
from datasource.question import Filter, Query
from datasource.reports.studied import seen_findings
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_, _


@dataclass(frozen=True)
class Whom:
    """Whom suggestions are for: the study that makes them, the table of its records, metrics that count these."""

    label: str
    study: str
    table: str
    metrics: tuple[str, ...]
    nobody: str


WHOM: Mapping[str, Whom] = MappingProxyType(
    {
        "deals": Whom(
            N_("Open deals"), "deal_actions", "opportunities", ("open_opportunities", "open_amount"),
            N_("None of the open deals that you see here has been without an activity for 30 days."),
        ),
        "customers": Whom(
            N_("Customers"), "customer_actions", "customers", ("customer_count",),
            N_("None of the customers that you see here has bought before and been without a contact for 90 days."),
        ),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """What following suggestions went with in a past held back; see `next_action.suggest.Trial`."""

    cut: date
    followed: int
    others: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class NextActions:
    """Suggestions for the records in sight; `base` answers how many records there are at all.

    They stand worth most first where that is told (`is_confirmed`), else by `worth`, the largest first.

    `actions`: `key`, `label`, `customer` and `customer_id`, `owner`, `action`, `value` with `low` and `high`, `worth`
    (money in major units), `gain` (a fraction), `quiet` (days), `group`, `acted`, `acted_rate`, `others`,
    `others_rate`. `effects`: those of each action, in all groups (`group` null) and in each. `trial` is None where the
    past is too short to try suggestions on. `withheld` says (a msgid) why
    there are none; `hoped` (a msgid) what they are to bring within `horizon` days.
    """

    whom: str
    base: Result
    actions: pl.DataFrame
    effects: pl.DataFrame
    trial: Trial | None
    withheld: str | None
    hoped: str
    horizon: int
    card: MethodCard

    @property
    def is_confirmed(self) -> bool:
        """Whether following suggestions went with more success in the held-back past: only then is a worth told."""
        return _is_confirmed(self.trial)


def _is_confirmed(trial: Trial | None) -> bool:
    return trial is not None and trial.low > 0


def next_actions(catalog: Catalog, viewer: Viewer, whom: str, where: tuple[Filter, ...] = ()) -> NextActions:
    """The suggestions for `whom` (a key of `WHOM`) among what `viewer` may see.

    Raises `MingjingError` with the study's reason for none, and where nobody in sight is quiet.
    """
    if whom not in WHOM:
        raise MingjingError(unknown(N_("kind of record"), whom, WHOM))
    kind = WHOM[whom]
    effects, tried, told = (catalog.studies.read(kind.study, name) for name in ("effects", "trial", "told"))
    hoped, withheld, horizon = told.row(0)
    found = seen_findings(catalog, viewer, kind.study, kind.table, where)
    if found.is_empty() and not withheld:
        raise MingjingError(_(kind.nobody))
    card = catalog.studies.kept(kind.study).card
    assert card is not None, kind.study
    trial = Trial(*tried.row(0)) if tried.height else None
    return NextActions(
        whom=whom,
        base=answer(catalog, Query(metrics=kind.metrics, where=where), viewer),
        actions=_actions(catalog, kind.table, found, "value" if _is_confirmed(trial) else "worth"),
        effects=effects,
        trial=trial,
        withheld=withheld,
        hoped=hoped,
        horizon=horizon,
        card=card,
    )


def _actions(catalog: Catalog, table: str, found: pl.DataFrame, first: str) -> pl.DataFrame:
    money = pl.col("value", "low", "high", "worth") / catalog.minor_units
    customers = catalog.entity("customers").select("customer_id", pl.col("label").alias("customer"))
    key = "customer_id"
    if table == "opportunities":
        key = "opportunity_id"
        deals = catalog.entity("opportunities").select("opportunity_id", "customer_id")
        found = found.join(deals, on=key, how="left", maintain_order="left")
    met = found.with_columns(money).join(customers, on="customer_id", how="left", maintain_order="left")
    return met.select(
        pl.col(key).alias("key"), "label", "customer", "customer_id", "owner",
        pl.col("p_next_action").alias("action"),
        "value", "low", "high", "worth", "gain", "quiet", "group", "acted", "acted_rate", "others", "others_rate",
    ).sort(first, "key", descending=[True, False], nulls_last=True)  # fmt: skip
