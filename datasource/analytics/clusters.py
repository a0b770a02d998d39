"""Clusters of customers that behave or look alike, or the answer that there are none that last."""

from collections.abc import Sequence
from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

import numpy as np
import numpy.typing as npt
import polars as pl

from datasource.analytics.pace import step
from datasource.analytics.refusals import Floats, need_columns, need_rows, need_unique
from datasource.analytics.threads import one_thread
from datasource.errors import MingjingError
from datasource.texts import N_, _

Labels = npt.NDArray[np.int64]
MOST = 8
STABLE = 0.8
FEWEST = 50
SAMPLE = 1000
DRAWS = 10
STARTS = 5
MOST_WORDS = 12
SKEWED = 2.0


@dataclass(frozen=True)
class Partition:
    """Clusters of rows: `labels` 0 to k - 1, largest cluster first; `within` is the sum of squares to their centres."""

    labels: Labels
    centres: Floats
    within: float


@dataclass(frozen=True)
class Clusters:
    """`labels`: `customer`, `cluster` (from 1, largest first; null when there are none that last).

    `choices` has one row per number of clusters tried: `k`, `silhouette`, `stability` (mean adjusted Rand index of
    clusterings of bootstrap samples), `gap`, `gap_error`. `traits` has one row per cluster and number: `cluster`,
    `customers`, `field`, `mean`, `apart` (standard deviations from all). `none` is None, or says why there are none.
    """

    k: int
    labels: pl.DataFrame
    choices: pl.DataFrame
    traits: pl.DataFrame
    none: str | None


def find_clusters(rows: pl.DataFrame, fields: Sequence[str], seed: int = 0) -> Clusters:
    """Cluster customers by numbers (behaviour) and words (demography), one row per `customer`.

    k-means on standardised columns, skewed ones as logarithms, words as marks. k is the one of 2 to 8 with the highest
    silhouette (Rousseeuw 1987) among those that are stable, mean adjusted Rand index over bootstraps at least 0.8
    (Hennig 2007), and that beat no clusters at all by the gap statistic (Tibshirani, Walther and Hastie 2001, JRSS B
    63:411). Raises `MingjingError` for fewer than 50 customers, one that stands twice, or no field that varies.
    """
    need_columns(rows, ("customer", *fields))
    need_unique(rows, "customer")
    need_rows(len(rows), FEWEST, N_("customers"))
    columns = standardised(rows, fields)
    rng = np.random.default_rng(seed)
    sample = columns[rng.permutation(len(columns))[:SAMPLE]]
    with one_thread():
        choices = _choices(sample, min(MOST, len(sample) // 10, len(np.unique(sample, axis=0))), rng)
        k = _chosen(choices)
        found = k_means(columns, k, seed) if k > 1 else None
    numbers = [None] * len(rows) if found is None else (found.labels + 1).tolist()
    labels = pl.DataFrame({"customer": rows["customer"], "cluster": pl.Series(numbers, dtype=pl.Int64)})
    none = None if found else _("There are no stable clusters: groups found in one part are not found in another.")
    return Clusters(k, labels, choices, _traits(rows, fields, labels), none)


def k_means(columns: Floats, k: int, seed: int = 0, starts: int = STARTS) -> Partition:
    """The best of several k-means runs (Lloyd 1982), clusters numbered by size, largest first."""
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    with catch_warnings():
        simplefilter("ignore", ConvergenceWarning)  # a bootstrap sample may have fewer distinct rows than clusters
        fitted = KMeans(k, n_init=starts, random_state=seed).fit(columns)
    order = np.argsort(-np.bincount(fitted.labels_, minlength=k), kind="stable")
    return Partition(np.argsort(order)[fitted.labels_], fitted.cluster_centers_[order], float(fitted.inertia_))


def standardised(rows: pl.DataFrame, fields: Sequence[str]) -> Floats:
    """Numbers with mean 0 and deviation 1 (empty: the median), and words as marks that weigh together as one number.

    Raises `MingjingError` when no field varies or is filled.
    """
    parts = [part for name in fields if (part := _columns(rows[name])) is not None]
    if not parts:
        raise MingjingError(_("Every field is empty or the same in all rows, so nothing can be told apart by them."))
    return np.hstack(parts)


def adjusted_rand(one: Labels, other: Labels) -> float:
    """Agreement of two clusterings of the same rows, 0 by chance and 1 when equal (Hubert and Arabie 1985)."""
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)
    together = _pairs(table).sum()
    left, right = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    chance = left * right / _pairs(np.array([len(one)]))[0]
    most = (left + right) / 2
    return float((together - chance) / (most - chance)) if most != chance else 1.0


def explained(labels: pl.Series, later: pl.Series) -> float:
    """Share of the variance of a later number that the segments explain (eta squared, 0 to 1); null is a segment too.

    Raises `MingjingError` when the number is missing everywhere or the same for all.
    """
    rows = pl.DataFrame({"label": labels, "later": later.cast(pl.Float64)}).drop_nulls("later")
    spread = rows.select(((pl.col("later") - pl.col("later").mean()) ** 2).sum()).item() if len(rows) else 0.0
    if not spread:
        raise MingjingError(_("What the segments should predict is the same for all customers."))
    means = pl.col("later").mean().over("label") - pl.col("later").mean()
    return float(rows.select((means**2).sum()).item() / spread)


def _pairs(counts: Floats) -> Floats:
    return counts * (counts - 1) / 2


def _columns(values: pl.Series) -> Floats | None:
    if values.dtype.is_numeric():
        raw = values.cast(pl.Float64).to_numpy()
        known = raw[np.isfinite(raw)]
        if not len(known) or np.ptp(known) == 0:
            return None
        filled = np.where(np.isfinite(raw), raw, np.median(known))
        plain = np.log1p(filled) if known.min() >= 0 and _skewness(known) > SKEWED else filled
        return np.asarray((plain - plain.mean()) / plain.std())[:, None]
    texts = values.cast(pl.String).fill_null("")
    words = texts.value_counts(sort=True)[values.name].head(MOST_WORDS).sort().to_list()
    if len(words) < 2:
        return None
    marks = np.stack([texts.to_numpy() == word for word in words], axis=1).astype(np.float64)
    return np.asarray((marks - marks.mean(axis=0)) / np.sqrt(marks.var(axis=0).sum()))


def _skewness(values: Floats) -> float:
    return float((((values - values.mean()) / values.std()) ** 3).mean())


def _choices(sample: Floats, most: int, rng: np.random.Generator) -> pl.DataFrame:
    from sklearn.metrics import silhouette_score  # noqa: PLC0415

    rows = [{"k": 1, "silhouette": None, "stability": None, **_gap(sample, 1, rng)}]
    for k in range(2, most + 1):
        step(k - 2, most - 1)
        labels = k_means(sample, k).labels
        judged = {"silhouette": float(silhouette_score(sample, labels)), "stability": _stability(sample, k, rng)}
        rows.append({"k": k, **judged, **_gap(sample, k, rng)})
    return pl.DataFrame(rows, schema_overrides={"silhouette": pl.Float64, "stability": pl.Float64})


def _chosen(choices: pl.DataFrame) -> int:
    """The number of clusters, 1 for none that last."""
    alone = choices["gap"][0]
    lasting = choices.filter(pl.col("stability") >= STABLE, pl.col("gap") - pl.col("gap_error") > alone)
    return int(lasting.sort("silhouette", descending=True)["k"][0]) if len(lasting) else 1


def _stability(sample: Floats, k: int, rng: np.random.Generator) -> float:
    """Mean adjusted Rand index of all rows assigned by pairs of clusterings of bootstrap samples."""
    drawn = [sample[rng.integers(0, len(sample), len(sample))] for _draw in range(DRAWS)]
    labels = [_nearest(sample, k_means(part, k, starts=2).centres) for part in drawn]
    return float(np.mean([adjusted_rand(one, other) for one, other in zip(labels[::2], labels[1::2], strict=True)]))


def _nearest(rows: Floats, centres: Floats) -> Labels:
    return np.asarray(np.argmin((centres**2).sum(axis=1) - 2 * rows @ centres.T, axis=1), dtype=np.int64)


def _gap(sample: Floats, k: int, rng: np.random.Generator) -> dict[str, float]:
    """How far log(within) lies below that of even data in a box along the principal axes, and its error."""
    centred = sample - sample.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    even = [np.log(k_means(rng.uniform(low, high, sample.shape), k, starts=1).within) for _draw in range(DRAWS)]
    within = np.log(max(k_means(sample, k).within, 1e-12))
    return {"gap": float(np.mean(even) - within), "gap_error": float(np.std(even) * np.sqrt(1 + 1 / DRAWS))}


def _traits(rows: pl.DataFrame, fields: Sequence[str], labels: pl.DataFrame) -> pl.DataFrame:
    """Means of the numbers in each cluster, those that stand out most first; empty without clusters."""
    numbers = [name for name in fields if rows[name].dtype.is_numeric()]
    long = rows.select("customer", pl.col(numbers).cast(pl.Float64)).join(labels, on="customer")
    spread = pl.col("value").std().over("field")
    apart = (pl.col("value") - pl.col("value").mean().over("field")) / spread
    return (
        long.unpivot(numbers, index=("customer", "cluster"), variable_name="field", value_name="value")
        .with_columns(apart.alias("apart"))
        .drop_nulls("cluster")
        .group_by("cluster", "field")
        .agg(pl.len().alias("customers"), pl.col("value").mean().alias("mean"), pl.col("apart").mean())
        .sort("cluster", pl.col("apart").abs(), descending=(False, True))
    )
