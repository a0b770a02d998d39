"""What customers are expected to bring (reports 2.10), how it was told, and how good that was on a year held back."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.query import answer
from datasource.question import Filter, Query
from datasource.reports.studied import seen_findings
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_, _, language

VALUES = (
    Column("label", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("predicted", N_("Predicted, next 12 months"), Kind.NUMBER, Unit.MONEY),
    Column("low", N_("80 %, from"), Kind.NUMBER, Unit.MONEY),
    Column("high", N_("80 %, to"), Kind.NUMBER, Unit.MONEY),
    Column("bought_365", N_("Bought in the last 12 months"), Kind.NUMBER, Unit.MONEY),
    Column("purchases", N_("Purchases expected"), Kind.NUMBER, Unit.NUMBER),
    Column("mean_amount", N_("Expected amount of one"), Kind.NUMBER, Unit.MONEY),
    Column("three_years", N_("Three years, less 10 % a year"), Kind.NUMBER, Unit.MONEY),
    Column("until", N_("Under contract until"), Kind.DATE),
    Column("orders", N_("Purchases in all"), Kind.NUMBER, Unit.COUNT),
    Column("last", N_("Last purchase"), Kind.DATE),
)
WAYS = (
    Column("way", N_("Way to count purchases to come"), Kind.TEXT),
    Column("verdict", N_("Verdict"), Kind.TEXT),
    Column("expected", N_("Purchases predicted"), Kind.NUMBER, Unit.COUNT),
    Column("bias", N_("Off in total"), Kind.NUMBER, Unit.RATE),
    Column("error", N_("Mean error, purchases"), Kind.NUMBER, Unit.NUMBER),
    Column("error_amount", N_("Mean error, money"), Kind.NUMBER, Unit.MONEY),
    Column("top_decile", N_("Made by the highest tenth"), Kind.NUMBER, Unit.RATE),
)
NAIVE = N_("each customer's own rate so far (naive)")
_MONEY = ("low", "high", "mean_amount", "three_years", "bought_365")


@dataclass(frozen=True)
class ValueReport:
    """`base` answers the predicted value of the rows in sight; `customers` lists them, the highest first.

    `customers` has the columns `VALUES` and `customer_id`; `columns` are those of `VALUES` that say something.
    `by_repeats` and `ways` are those of the study, over all rows, which name nobody: `ways` as `WAYS`, the naive rate
    last; `held` is the row of the way that was used, with what came. Money in major units.
    """

    base: Result
    columns: tuple[Column, ...]
    customers: pl.DataFrame
    by_repeats: pl.DataFrame
    ways: pl.DataFrame
    held: dict[str, float]
    card: MethodCard


def customer_value(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = ()) -> ValueReport:
    """The values of the customers that `viewer` may see.

    Raises `MingjingError` with the study's reason for none, and where an earlier Mingjing made the findings.
    """
    found = seen_findings(catalog, viewer, "value", "customers", where)
    card = catalog.studies.kept("value").card
    if card is not None and not catalog.studies.kept("value").rows.keys() >= {"ways", "by_repeats"}:
        raise MingjingError(_("This has not been worked out yet; the next nightly run does it."))
    if found.is_empty() or card is None:
        raise MingjingError(_("None of the customers that you see here has bought yet, so no value is told."))
    major = catalog.minor_units
    customers = found.select(
        "customer_id",
        "label",
        "owner",
        (pl.col("p_predicted_amount") / major).alias("predicted"),
        *(pl.col(name) / major for name in _MONEY),
        pl.col("purchases").round(2),
        "until",
        "orders",
        "last",
    ).sort("predicted", "label", descending=(True, False))
    amounts = pl.col("^.*_amount$") / major
    ways = catalog.studies.read("value", "ways").with_columns(amounts)
    base = answer(catalog, Query(metrics=("predicted_value",), where=where), viewer)
    by_repeats = catalog.studies.read("value", "by_repeats").with_columns(amounts)
    columns = tuple(one for one in VALUES if customers[one.name].null_count() < customers.height)
    return ValueReport(base, columns, customers, by_repeats, _told(ways), _numbers(ways), card)


def _numbers(ways: pl.DataFrame) -> dict[str, float]:
    return {name: value for name, value in ways.row(0, named=True).items() if isinstance(value, float)}


def _told(ways: pl.DataFrame) -> pl.DataFrame:
    """The ways in words, with the naive rate below them."""
    why = pl.col(f"why_{language()}")
    verdict = pl.when("used").then(pl.lit(_("used"))).otherwise(pl.coalesce(why, pl.lit(_("erred more"))))
    words = {way: _(way) for way in ways["way"]}
    told = ways.with_columns(pl.col("way").replace_strict(words), verdict.alias("verdict"))
    first = ways.row(0, named=True)
    naive = {
        "way": _(NAIVE),
        "verdict": _("to be beaten"),
        "expected": round(first["naive"]),
        "bias": first["naive_bias"],
        "error": first["naive_error"],
        "error_amount": first["naive_error_amount"],
        "top_decile": None,
    }
    shown = told.select(column.name for column in WAYS).with_columns(pl.col("expected").round(0))
    return pl.concat([shown, pl.DataFrame([naive], schema=shown.schema)])
