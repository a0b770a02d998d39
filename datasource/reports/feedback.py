"""What customers write (reports 2.10): feelings by product and owner, themes that are blamed, scores, and the texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl

from datasource.analytics.evaluation import Z95, wilson
from datasource.analytics.method_card import MethodCard
from datasource.analytics.sentiment.themes import themes_by_feeling
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.metrics.dimension import NOBODY, UNKNOWN
from datasource.query import answer, links
from datasource.question import Filter, Period, Query, Records
from datasource.result import Result
from datasource.scope import Viewer
from datasource.tables.schema import key_column
from datasource.texts import N_, _


@dataclass(frozen=True)
class Source:
    """Where texts stand: the metric that counts its rows, its day, and its column of scores."""

    label: str
    metric: str
    day: str
    score: str


SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "feedback": Source(N_("Feedback"), "feedback_count", "given_date", "score"),
        "visits": Source(N_("Return visits"), "visits", "visit_date", "score"),
    }
)
BY: Mapping[str, str] = MappingProxyType({"product": N_("By product"), "owner": N_("By owner")})
FEELINGS = ("positive", "unclear", "negative")
MOST_TEXTS = 500
PROMOTER, DETRACTOR, SATISFIED = 9, 6, 4


@dataclass(frozen=True)
class Score:
    """The score that stands beside the texts, of `count` answers: `value` with its 95 % bounds."""

    kind: str
    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Feelings:
    """`counts`: records, those with text, and each of `FEELINGS`; `groups`: `group`, `texts`, the three feelings,
    `share` (negative of the clear ones) with 95 % `low`, `high`; `themes` as `themes_by_feeling` has them, or None with
    the reason in `no_themes`; `score` None without any. `base` answers the metric behind it.
    """

    source: str
    counts: Mapping[str, int]
    groups: pl.DataFrame
    themes: pl.DataFrame | None
    no_themes: str
    score: Score | None
    base: Result
    card: MethodCard


def feelings(  # noqa: PLR0913, PLR0917  (what is told, of which rows)
    catalog: Catalog, viewer: Viewer, source: str, by: str, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> Feelings:
    """The feelings of `source` (a key of `SOURCES`) in the period. Raises `MingjingError` with the study's reason, and
    where none of the records in sight has a text.
    """
    if source not in SOURCES:
        raise MingjingError(unknown(N_("source of texts"), source, SOURCES))
    if by not in BY:
        raise MingjingError(unknown(N_("group of texts"), by, BY))
    rows = _seen(catalog, viewer, source, period, where)
    read = rows.drop_nulls("p_feeling")
    card = catalog.studies.kept("feelings").card
    if read.is_empty() or card is None:
        raise MingjingError(_("None of the records under these filters has a text; choose a longer period."))
    counts = {name: read.filter(p_feeling=name).height for name in FEELINGS}
    themes, why = _themes(read)
    return Feelings(
        source=source,
        counts=MappingProxyType({"records": rows.height, "texts": read.height, **counts}),
        groups=_groups(_by_product(catalog, source, read) if by == "product" else read, by),
        themes=themes,
        no_themes=why,
        score=_score(source, rows),
        base=answer(catalog, Query(metrics=(SOURCES[source].metric,), period=period, where=where), viewer),
        card=card,
    )


def texts(  # noqa: PLR0913, PLR0917  (which texts, of which rows)
    catalog: Catalog,
    viewer: Viewer,
    source: str,
    theme: str = "",
    feeling: str = "",
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> pl.DataFrame:
    """The newest 500 texts on `theme` with `feeling` (empty: any): `day`, `customer_id`, `customer`, `owner`, `score`,
    `p_feeling`, `words`, `themes`, `comment`.
    """
    read = _seen(catalog, viewer, source, period, where).drop_nulls("p_feeling")
    if theme:
        read = read.filter(pl.col("themes").list.contains(theme))
    if feeling:
        read = read.filter(p_feeling=feeling)
    newest = read.sort("day", "key", descending=True, nulls_last=True).head(MOST_TEXTS)
    stored = catalog.scan(source).select(pl.col(key_column(source)).alias("key"), "comment")
    said = stored.filter(pl.col("key").is_in(newest["key"].cast(pl.Int64).implode())).collect()
    names = catalog.entity("customers").select("customer_id", pl.col("label").alias("customer"))
    met = newest.join(said.cast({"key": newest.schema["key"]}), on="key", how="left", maintain_order="left")
    named = met.join(names, left_on="customers", right_on="customer_id", how="left", maintain_order="left")
    return named.rename({"customers": "customer_id"}).select(
        "day", "customer_id", "customer", "owner", "score", "p_feeling", "words", "themes", "comment"
    )


def _seen(
    catalog: Catalog, viewer: Viewer, source: str, period: Period | None, where: tuple[Filter, ...]
) -> pl.DataFrame:
    """One row per record in sight: `key`, `customers`, `owner`, `day`, `score`, and what the study read in its text."""
    kind, key = SOURCES[source], key_column(source)
    found = catalog.studies.read("feelings", source).rename({key: "key"})
    ask = Records(subject=source, metric=kind.metric, period=period, where=where)
    known = links(catalog, ask, ("users", "customers"), viewer)
    rows = catalog.entity(source).select(
        pl.col(key).alias("key"), pl.col(kind.day).alias("day"), pl.col(kind.score).cast(pl.Float64).alias("score")
    )
    people = catalog.entity("users").select(pl.col("user_id").alias("users"), pl.col("label").alias("owner"))
    met = known.join(rows, on="key", how="left", maintain_order="left")
    met = met.join(people, on="users", how="left", maintain_order="left").with_columns(
        pl.col("owner").fill_null(NOBODY)
    )
    return met.join(found.cast({"key": met.schema["key"]}), on="key", how="left", maintain_order="left")


def _by_product(catalog: Catalog, source: str, read: pl.DataFrame) -> pl.DataFrame:
    """One row per text and product that it is about: the record's own, or those of the visit's contract."""
    key = key_column(source)
    table = catalog.entity("visit_lines" if source == "visits" else source)
    pairs = table.select(pl.col(key).alias("key"), "product_id").unique(maintain_order=True)
    products = catalog.entity("products").select("product_id", pl.col("label").alias("product"))
    met = read.join(pairs, on="key", how="left", maintain_order="left")
    return met.join(products, on="product_id", how="left", maintain_order="left").with_columns(
        pl.col("product").fill_null(UNKNOWN)
    )


def _groups(read: pl.DataFrame, by: str) -> pl.DataFrame:
    counts = {name: (pl.col("p_feeling") == name).sum().cast(pl.Int64) for name in FEELINGS}
    groups = read.group_by(pl.col(by).alias("group")).agg(texts=pl.len().cast(pl.Int64), **counts)
    clear = groups["negative"] + groups["positive"]
    low, high = wilson(groups["negative"].cast(pl.Float64).to_numpy(), clear.cast(pl.Float64).to_numpy())
    told = groups.with_columns(share=groups["negative"] / clear, low=pl.Series(low), high=pl.Series(high)).with_columns(
        pl.col("share", "low", "high").fill_nan(None)
    )
    return told.sort("texts", "group", descending=[True, False])


def _themes(read: pl.DataFrame) -> tuple[pl.DataFrame | None, str]:
    judged = read.select(pl.col("p_feeling").alias("verdict"), "themes")
    try:
        return themes_by_feeling(judged), ""
    except MingjingError as refusal:
        return None, str(refusal)


def _score(source: str, rows: pl.DataFrame) -> Score | None:
    """The net promoter score of feedback, the share of satisfied answers of return visits."""
    given = rows["score"].drop_nulls().to_numpy()
    if source == "visits":
        return _satisfied(given) if len(given) else None
    on_scale = given[(given >= 0) & (given <= 10)]
    return _net_promoters(on_scale) if len(on_scale) else None


def _net_promoters(given: "np.typing.NDArray[np.float64]") -> Score:
    """Promoters (9 and 10) less detractors (0 to 6) as a share of all (Reichheld 2003), bounds by the normal one."""
    up, down = float((given >= PROMOTER).mean()), float((given <= DETRACTOR).mean())
    net = up - down
    reach = Z95 * float(np.sqrt(max(up + down - net**2, 0.0) / len(given)))
    return Score("nps", net, max(net - reach, -1.0), min(net + reach, 1.0), len(given))


def _satisfied(given: "np.typing.NDArray[np.float64]") -> Score:
    """Share of the two best of five answers, bounds by Wilson."""
    hits, count = np.array([float((given >= SATISFIED).sum())]), np.array([float(len(given))])
    low, high = wilson(hits, count)
    return Score("csat", float(hits[0] / count[0]), float(low[0]), float(high[0]), len(given))
