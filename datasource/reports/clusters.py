"""Groups of customers that behave alike, found from the fields a reader chooses, or the answer that none last."""

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from datasource.analytics.box_rules import BoxRule, box_rule
from datasource.analytics.clusters import Clusters, explained, find_clusters, k_means, standardised
from datasource.analytics.method_card import MethodCard
from datasource.analytics.rfm import fifths, score
from datasource.analytics.threads import one_thread
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import DIMENSIONS
from datasource.query import answer
from datasource.question import Filter, Query
from datasource.reports.customer_habits import HABITS, WORDS, habits
from datasource.reports.customer_past import all_bought
from datasource.reports.studied import seen_rows
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_, Filled, _

FIRST_FIELDS = ("recency", "frequency", "basket", "follow_ups", "tickets")
AHEAD = 180
TRIED = (
    Column("k", N_("Groups tried"), Kind.NUMBER, Unit.COUNT),
    Column("silhouette", N_("How clearly apart (silhouette)"), Kind.NUMBER, Unit.NUMBER),
    Column("stability", N_("Found again in samples (Rand)"), Kind.NUMBER, Unit.NUMBER),
    Column("gap", N_("Gap to even data"), Kind.NUMBER, Unit.NUMBER),
    Column("lasts", N_("Chosen number"), Kind.TEXT),
)


@dataclass(frozen=True)
class WordTrait:
    """A word that a group has more often than all do: shares of 0 to 1."""

    cluster: int
    field: str
    word: str
    share: float
    all: float


@dataclass(frozen=True)
class ClusterReport:
    """`found` over `rows` (one per customer who bought: `customer`, words and habits), `names` with label and owner.

    `rules` says each group, the first first, in a few conditions on its fields. `words` tells where a group has a word
    at least 10 points more often than all. `means` are those of all rows.
    """

    base: Result
    fields: tuple[str, ...]
    found: Clusters
    rows: pl.DataFrame
    names: pl.DataFrame
    words: tuple[WordTrait, ...]
    rules: tuple[BoxRule, ...]
    means: dict[str, float]
    card: MethodCard

    def members(self, cluster: int) -> pl.DataFrame:
        """`customer_id`, `label`, `owner` and the habits of the customers in a group, most money first."""
        there = self.found.labels.filter(pl.col("cluster") == cluster).select("customer")
        met = there.join(self.rows, on="customer").join(self.names, left_on="customer", right_on="customer_id")
        return met.rename({"customer": "customer_id"}).sort("money", "customer_id", descending=(True, False))

    def profile(self) -> pl.DataFrame:
        """One row per group: `cluster`, `customers`, `customer_share`, `money_share`, `mean_…` of each number field."""
        numbers = [name for name in self.fields if name in HABITS]
        met = self.found.labels.drop_nulls().join(self.rows, on="customer")
        told = met.group_by("cluster").agg(
            pl.len().alias("customers"),
            pl.col("money").sum().alias("all_money"),
            *(pl.col(name).mean().alias(f"mean_{name}") for name in numbers),
        )
        shares = ((pl.col("customers") / met.height).alias("customer_share"),
                  (pl.col("all_money") / pl.col("all_money").sum()).alias("money_share"))  # fmt: skip
        return told.with_columns(shares).sort("cluster")


def field_name(field: str) -> str:
    """The label of a field, a msgid."""
    return HABITS[field][0] if field in HABITS else DIMENSIONS[field].label


def clusters(
    catalog: Catalog, viewer: Viewer, fields: tuple[str, ...], where: tuple[Filter, ...] = ()
) -> ClusterReport:
    """Groups among the customers that `viewer` may see, by `fields` (of `HABITS` and `WORDS`).

    Raises `MingjingError` for other fields or none, and as `find_clusters` does.
    """
    if not fields or set(fields) - {*HABITS, *WORDS}:
        raise MingjingError(_("Choose at least one field by which customers may differ."))
    rows = habits(catalog, viewer, where)
    found = find_clusters(rows, fields)
    names = seen_rows(catalog, viewer, "customers", where)
    base = answer(catalog, Query(metrics=("dealt_customers",), where=where), viewer)
    means = {name: float(rows[name].cast(pl.Float64).mean() or 0) for name in HABITS}  # type: ignore[arg-type]
    later = _later(catalog, viewer, fields, where, found.k) if found.k > 1 else None
    card = _card(catalog, rows.height, later)
    rules = _rules(rows, fields, found)
    return ClusterReport(base, fields, found, rows, names, _words(rows, fields, found), rules, means, card)


def _rules(rows: pl.DataFrame, fields: tuple[str, ...], found: Clusters) -> tuple[BoxRule, ...]:
    labels = rows.select("customer").join(found.labels, on="customer", how="left", maintain_order="left")["cluster"]
    numbered = range(1, found.k + 1) if found.k > 1 else ()
    return tuple(box_rule(rows, fields, (labels == one).fill_null(value=False)) for one in numbered)


def _words(rows: pl.DataFrame, fields: tuple[str, ...], found: Clusters) -> tuple[WordTrait, ...]:
    told = []
    met = rows.join(found.labels.drop_nulls(), on="customer")
    for field in (name for name in fields if name in WORDS):
        everywhere = dict(met[field].value_counts(normalize=True).drop_nulls().iter_rows())
        for (cluster,), part in met.group_by("cluster", maintain_order=True):
            here = dict(part[field].value_counts(normalize=True).drop_nulls().iter_rows())
            most = max(here, key=lambda word: here[word] - everywhere[word], default=None)
            if most is not None and here[most] - everywhere[most] >= 0.1:
                told.append(WordTrait(int(str(cluster)), field, most, here[most], everywhere[most]))
    return tuple(sorted(told, key=lambda one: (one.cluster, one.all - one.share)))


def _later(
    catalog: Catalog, viewer: Viewer, fields: tuple[str, ...], where: tuple[Filter, ...], k: int
) -> tuple[float, float] | None:
    """Variance of the purchases of the last 180 days that groups found before them tell, and that RFM segments tell."""
    cut = catalog.as_of - timedelta(days=AHEAD)
    rows = habits(catalog, viewer, where, cut)
    after = all_bought(catalog).filter(pl.col("day") > cut)
    money = after.group_by("customer").agg(pl.col("amount").sum().alias("later"))
    later = rows.select("customer").join(money, on="customer", how="left", maintain_order="left")["later"].fill_null(0)
    if rows.height < 10 * k or later.n_unique() < 2:
        return None
    with one_thread():
        labels = pl.Series(k_means(standardised(rows, fields), k).labels)
    return explained(labels, later), explained(score(rows, fifths(rows)).customers["segment"], later)


def _card(catalog: Catalog, rows: int, later: tuple[float, float] | None) -> MethodCard:
    told = () if later is None else (
        (N_("Variance of the purchases of the next 180 days that groups found before them tell"), f"{later[0]:.1%}"),
        (N_("The same, told by RFM segments of that day"), f"{later[1]:.1%}"),
    )  # fmt: skip
    return MethodCard(
        does=N_("Puts customers together that are near each other in all chosen fields at once (k-means), for 2 to 8"
                " groups, and keeps the number of groups that is clearest among those found again in samples."),
        data=Filled(N_("{count} customers with a contract that you may see under the filters."), count=f"{rows}"),
        as_of=catalog.as_of,
        assumes=(
            N_("All fields weigh alike; numbers with a few very large values are taken as logarithms."),
            N_("Groups are told only where samples agree on them (Rand 0.8 or more) and they beat even data."),
        ),
        quality=told,
        avoid=(
            N_("With fields that say the same twice: they would weigh double."),
            N_("As types of people: a group is what these fields show today, and changes with them."),
        ),
        sources=("Rousseeuw 1987", "Hennig 2007", "Tibshirani, Walther and Hastie 2001, JRSS B 63:411"),
    )  # fmt: skip
