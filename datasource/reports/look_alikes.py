"""Accounts without a contract that are most like a chosen set of customers (reports 2.10), with reasons, put to a test.

Only accounts that the viewer may see are looked at, as members of the set and as others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.analytics.hidden_members import SAID, WAYS, Tested, hide_and_seek
from datasource.analytics.leaks import find_leaks
from datasource.analytics.method_card import MethodCard
from datasource.analytics.refusals import need_rows
from datasource.analytics.spline_logit import FEWEST_EACH, FEWEST_ROWS
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.plan import period_span
from datasource.query import answer, links
from datasource.question import Filter, Period, Query, Records
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.result import Result
from datasource.scope import Viewer
from datasource.tables.custom import DATED, MEASURED
from datasource.tables.schema import UNKNOWN_KEY
from datasource.texts import N_, Filled, _

SETS: Mapping[str, str] = MappingProxyType(
    {
        "best": N_("The best fifth by money"),
        "all": N_("All who bought"),
        "first": N_("Who bought for the first time"),
        "picked": N_("Chosen by hand"),
    }
)
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "industry": N_("Industry"),
        "company_size": N_("Company size"),
        "region": N_("Region"),
        "source": N_("Source"),
        "level": N_("Level"),
        "employee_count": N_("Employees"),
        "annual_revenue_amount": N_("Annual revenue"),
        "founded_year": N_("Founded"),
    }
)
"""Canonical fields of an account that may tell what it is like, with their names."""
FEWEST = 5
BEST = 0.2
LEAST_BEST = 25
MOST_CHOSEN = 500


@dataclass(frozen=True)
class WonSet:
    """Whom to look for the like of: a key of `SETS`, narrowed to industries and levels; for `picked`, their ids."""

    kind: str = "best"
    industries: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    picked: tuple[int, ...] = ()


@dataclass(frozen=True)
class LookAlikes:
    """Accounts most like a set of `chosen` customers, which bought for `spent` (major units) in the period.

    `accounts`: those without a contract that pass the filters, most alike first: `customer_id`, `label`, `owner`,
    `likeness` (0 to 1 by the way `nearest`, times the mean of all others by `learned`), `reasons` (fields) and the
    fields themselves; `own` names the company's own ones. `left_out` says of fields why they are not compared,
    `withheld` (a msgid, or None) why no account is listed. `base` counts the customers under the filters.
    """

    base: Result
    chosen: int
    spent: float
    accounts: pl.DataFrame
    own: Mapping[str, str]
    left_out: Mapping[str, tuple[str, ...]]
    tested: Tested
    withheld: str | None
    card: MethodCard


def look_alike_accounts(
    catalog: Catalog, viewer: Viewer, asked: WonSet, period: Period | None, where: tuple[Filter, ...] = ()
) -> LookAlikes:
    """Accounts like the set `asked`, which bought in `period`; `where` narrows the list and not the set.

    Raises `MingjingError` for an unknown kind of set, fewer than 5 customers in it or 20 accounts without a contract,
    and where no field tells accounts apart.
    """
    if asked.kind not in SETS:
        raise MingjingError(unknown(N_("kind of set"), asked.kind, SETS))
    seen = _seen(catalog, viewer)
    chosen = _chosen(catalog, seen, asked, period)
    need_rows(chosen.height, FEWEST, N_("customers in the chosen set"))
    others = seen.filter(pl.col("first_deal_date").is_null() & ~pl.col("account").is_in(chosen["account"].implode()))
    rows = pl.concat([chosen.select(seen.columns), others])
    fields, left_out = _fields(catalog, rows, chosen)
    members = _spread(chosen)["account"].to_list()
    pool = rows.filter(pl.col("account").is_in(members) | pl.col("first_deal_date").is_null())
    tested = hide_and_seek(pool, fields, members, "industry")
    found = WAYS[tested.way](pool, fields, members)
    better = tested.measured.lift > max(1.0, tested.measured.industry_lift)
    accounts = _listed(catalog, viewer, found, seen, where)
    text = N_("On hidden members of the set this finds no more than taking its industries, so no account is listed.")
    return LookAlikes(
        base=answer(catalog, Query(metrics=("customer_count",), where=where), viewer),
        chosen=chosen.height,
        spent=float(chosen["spent"].sum()) / catalog.minor_units,
        accounts=accounts if better else accounts.clear(),
        own={column.name: column.label for column in catalog.custom.columns("customers")},
        left_out=left_out,
        tested=tested,
        withheld=None if better else text,
        card=_card(catalog, tested, chosen.height),
    )


def pickable(catalog: Catalog, viewer: Viewer) -> dict[int, str]:
    """The customers in sight who have bought, id → name, those who bought last first."""
    seen = _seen(catalog, viewer).filter(pl.col("first_deal_date").is_not_null())
    return dict(seen.sort("first_deal_date", descending=True).select("customer_id", "label").iter_rows())


def members_of(catalog: Catalog, viewer: Viewer, field: str) -> list[str]:
    """The values of `industry` or `level` among customers in sight who have bought."""
    seen = _seen(catalog, viewer).filter(pl.col("first_deal_date").is_not_null())
    return list(seen[field].drop_nulls().unique().sort())


def _seen(catalog: Catalog, viewer: Viewer) -> pl.DataFrame:
    """One row per customer in sight: `account` (its id as text), `FIELDS`, the company's own, `first_deal_date`."""
    keys = links(catalog, Records(subject="customers"), (), viewer)["key"]
    own = [column for column in catalog.custom.columns("customers") if column.type not in DATED]
    customers = catalog.entity("customers").with_columns(
        catalog.apart("customers", column.name).cast(pl.Float64 if column.type in MEASURED else pl.String)
        for column in own
    )
    there = pl.col("customer_id").is_in(keys.implode()) & (pl.col("customer_id") != UNKNOWN_KEY)
    day = pl.col("first_deal_date")
    return customers.filter(there & (pl.col("created_date") <= catalog.as_of).fill_null(value=True)).select(
        "customer_id",
        pl.col("customer_id").cast(pl.String).alias("account"),
        "label",
        pl.when(day <= catalog.as_of).then(day).alias("first_deal_date"),
        *(_as_field(name, catalog.minor_units) for name in FIELDS),
        *(column.name for column in own),
    )


def _as_field(name: str, minor_units: int) -> pl.Expr:
    if name in _WORDS:
        return pl.col(name).cast(pl.String)
    number = pl.col(name).cast(pl.Float64)
    return number / minor_units if name.endswith("_amount") else number


_WORDS = frozenset({"industry", "company_size", "region", "source", "level"})


def _chosen(catalog: Catalog, seen: pl.DataFrame, asked: WonSet, period: Period | None) -> pl.DataFrame:
    """The rows of `seen` that are of the set, with what each `spent` in the period, oldest customers first."""
    span = period_span(period, catalog.as_of, catalog.fiscal_start)
    contracts = catalog.entity("contracts").filter(pl.col("is_effective") & (pl.col("order_date") <= catalog.as_of))
    if span is not None:
        contracts = contracts.filter(pl.col("order_date").is_between(span.start, span.end))
    spent = contracts.group_by("customer_id").agg(pl.col("amount").fill_null(0).sum().alias("spent"))
    if asked.kind == "picked":
        met = seen.filter(pl.col("customer_id").is_in(asked.picked)).join(spent, on="customer_id", how="left")
    else:
        met = seen.join(spent, on="customer_id")
    for field, members in (("industry", asked.industries), ("level", asked.levels)):
        if members:
            met = met.filter(pl.col(field).is_in(members))
    if asked.kind == "best":
        most = max(round(met.height * BEST), min(LEAST_BEST, met.height))
        met = met.sort("spent", "customer_id", descending=[True, False]).head(most)
    if asked.kind == "first" and span is not None:
        met = met.filter(pl.col("first_deal_date").is_between(span.start, span.end))
    return met.sort("first_deal_date", "customer_id", nulls_last=True)


def _fields(catalog: Catalog, rows: pl.DataFrame, chosen: pl.DataFrame) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """The fields that vary and do not know beforehand who is of the set; of the others, why they are left out."""
    own = [name for name in rows.columns if name in {column.name for column in catalog.custom.columns("customers")}]
    varying = [name for name in (*FIELDS, *own) if rows[name].n_unique() > 1]
    if rows.height < FEWEST_ROWS or chosen.height < FEWEST_EACH or not varying:
        return [name for name in varying if name in FIELDS], {}
    inside = rows.with_columns(pl.col("account").is_in(chosen["account"].implode()).alias("is_chosen"))
    leaks = find_leaks(inside, varying, "is_chosen")
    if not leaks.kept:
        raise MingjingError(_("Every field knows the set beforehand, so none is left to compare by."))
    return list(leaks.kept), {one.field: one.why for one in leaks.suspects if one.why}


def _spread(chosen: pl.DataFrame) -> pl.DataFrame:
    """At most 500 of the set, evenly over its days: more tell no more, and take longer."""
    every = -(-chosen.height // MOST_CHOSEN)
    return chosen.gather_every(every)


def _listed(
    catalog: Catalog, viewer: Viewer, found: pl.DataFrame, seen: pl.DataFrame, where: tuple[Filter, ...]
) -> pl.DataFrame:
    shown = links(catalog, Records(subject="customers", where=where), ("users",), viewer)
    owners = catalog.entity("users").select(pl.col("user_id").alias("users"), pl.col("label").alias("owner"))
    named = shown.rename({"key": "customer_id"}).join(owners, on="users", how="left").select("customer_id", "owner")
    met = found.join(seen, on="account", maintain_order="left")
    return met.join(named, on="customer_id", maintain_order="left").drop("account", "first_deal_date")


def _card(catalog: Catalog, tested: Tested, chosen: int) -> MethodCard:
    return MethodCard(
        does=N_("Ranks the accounts without a contract by how like they are to a chosen set of customers."),
        data=Filled(
            N_("The fields of {others} accounts without a contract and of {chosen} customers in the set."),
            others=f"{tested.measured.others - tested.measured.hidden}",
            chosen=f"{chosen}",
        ),
        as_of=catalog.as_of,
        assumes=tuple(_assumes(tested)),
        quality=tuple(_quality(tested)),
        avoid=(
            N_("As a chance to win an account: it tells what it is like, not whether it wants to buy."),
            N_("For sets of customers who have little in common: name a narrower set then."),
        ),
        sources=(
            "Gower 1971, Biometrics 27:857",
            "Elkan and Noto 2008, KDD: Learning from only positive data",
        ),
    )


def _assumes(tested: Tested) -> Iterator[str]:
    yield Filled(N_("Accounts are ranked by {way}, which found more of the hidden members."), way=SAID[tested.way])
    yield N_("Fields are known as they stand today; those filled mainly for one side are left out.")
    yield CUSTOMER_PAST.sentence


def _quality(tested: Tested) -> Iterator[tuple[str, str]]:
    measured = tested.measured
    yield N_("Members of the set that were hidden"), f"{measured.hidden}"
    yield N_("Hidden members in the first tenth, times the mean (lift)"), f"{measured.lift:.2f}"
    yield N_("The same by taking the industries of the set"), f"{measured.industry_lift:.2f}"
    yield N_("Ranks a hidden member above another account (AUC)"), f"{measured.auc:.3f}"
    yield N_("Standard errors between the two"), f"{measured.surer:.1f}"
