"""Money of several currencies → the company's, by the rate of the row's day."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import polars as pl
from babel.numbers import get_currency_precision

from datasource.loaders import parsing
from datasource.loaders.cleaning.exact import Outcome, Values, read_exactly
from datasource.loaders.cleaning.numbers import counted, rounded
from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.mapping import Mapping

RATES = pl.Schema({"code": pl.String(), "day": pl.Date(), "rate": pl.String()})
"""The columns of rates: currency, first day it holds, and units of the company's currency for one unit, as text."""

HOME = "HOME"
"""The code that a mapping writes for the company's own currency, whatever it is."""

OWN_RATE = "1"
"""The rate of the company's own currency."""

_DAYS = {
    "opportunities": ("close_date", "expected_close_date", "created_date"),
    "stage_events": ("entered_date",),
    "contracts": ("order_date", "start_date", "created_date"),
    "quotations": ("created_date",),
    "receivable_plans": ("due_date",),
    "receipts": ("received_date",),
    "invoices": ("issue_date",),
}
"""Table → the columns of which the first filled one says the day of a row's rate; elsewhere its dates, in order."""


@dataclass(frozen=True)
class Exchanged:
    """`amount` in the company's minor units, `original` in those of `code`."""

    amount: Values
    original: pl.Series
    code: pl.Series


def rates_of(mapping: Mapping, fed: pl.DataFrame | None = None) -> pl.DataFrame:
    """The rates (`RATES`) of a load: the cleaned rows of `exchange_rates`, and those of the mapping for currencies that
    have none there.
    """
    own = pl.DataFrame(
        {"code": list(mapping.rates), "day": None, "rate": [str(rate) for rate in mapping.rates.values()]}, schema=RATES
    )
    if fed is None or fed.is_empty():
        return own
    known = fed.drop_nulls(["currency", "rate"]).filter(pl.col("rate") > 0)
    day = pl.col("rate_date") if "rate_date" in fed.columns else pl.lit(None, pl.Date)
    rows = known.select(code=pl.col("currency").str.to_uppercase(), day=day, rate=pl.col("rate").cast(pl.String))
    rows = rows.unique(["code", "day"], keep="first", maintain_order=True)
    return pl.concat([rows, own.join(rows, on="code", how="anti")])


def day_of(table: str, cells: pl.DataFrame, height: int) -> pl.Series:
    """The day of each row of `cells` for its rate; null where the row has no date."""
    dates = [name for name, dtype in cells.schema.items() if dtype == pl.Date]
    named = [name for name in _DAYS.get(table, dates) if name in dates]
    return cells.select(pl.coalesce(named))[:, 0] if named else pl.repeat(None, height, dtype=pl.Date, eager=True)


@dataclass(frozen=True)
class Exchanging:
    """The money of one cell, brought to the company's currency: `days` of the rows, and the `RATES` that hold."""

    recipe: Recipe
    days: pl.Series
    rates: pl.DataFrame

    def exchange(self, texts: pl.Series, codes: pl.Series, factors: pl.Series | None) -> Exchanged:
        """The money of `texts`, which is in the currency that `codes` names.

        A row without a code is in the company's own currency, and reported; one that says `home` is without a word;
        one whose currency has no rate stays empty.
        """
        recipe, own = self.recipe, self.recipe.mapping.currency
        code = codes.str.to_uppercase().replace(HOME, own)
        named = code.fill_null(own)
        given = [texts, named, _rate(named, self.days, self.rates, own), *([] if factors is None else [factors])]
        amount = read_exactly(given, lambda *row: _converted(recipe, *row), pl.Int64())
        original = read_exactly([texts, named, *given[3:]], lambda *row: _original(recipe, *row), pl.Int64()).values
        untold = code.is_null() & amount.values.is_not_null()
        struck = {**amount.struck, "no_currency": untold} if untold.any() else amount.struck
        return Exchanged(Values(amount.values, struck, amount.rounding), original, named.set(original.is_null(), None))


def _rate(codes: pl.Series, days: pl.Series, rates: pl.DataFrame, own: str) -> pl.Series:
    """The rate of each row's currency and day, as text: the last one that began by then; without a day the last one."""
    asked = pl.DataFrame({"code": codes, "day": days}).with_row_index("row")
    last = pl.date(9999, 12, 31)
    held = rates.with_columns(pl.col("day").fill_null(pl.date(1, 1, 1))).sort("day", maintain_order=True)
    met = (
        asked.with_columns(pl.col("day").fill_null(last))
        .sort("day", maintain_order=True)
        .join_asof(held, on="day", by="code", strategy="backward", check_sortedness=False)
        .sort("row")
    )
    return met.select(pl.when(pl.col("code") == own).then(pl.lit(OWN_RATE)).otherwise("rate").alias("rate")).to_series()


def _converted(recipe: Recipe, text: str, code: str, rate: str | None, factor: str | None = None) -> Outcome:
    if rate is None:
        return Outcome(None, "no_rate")
    try:
        value = _major(recipe, text, code, factor)
        done = (
            Outcome(None)
            if value is None
            else rounded(parsing.EXACT.multiply(value, Decimal(rate)), recipe.mapping.minor_digits)
        )
    except parsing.OtherCurrency:
        return Outcome(None, "other_currency")
    except (ValueError, ArithmeticError):
        return Outcome(None, "bad_number")
    return done if rate == OWN_RATE else done._replace(rule=None)


def _original(recipe: Recipe, text: str, code: str, factor: str | None = None) -> Outcome:
    try:
        value = _major(recipe, text, code, factor)
        return Outcome(None if value is None else parsing.minor_units(value, _digits(code))[0])
    except (ValueError, ArithmeticError):
        return Outcome(None)


def _major(recipe: Recipe, text: str, code: str, factor: str | None) -> Decimal | None:
    """The exact amount in the row's currency; a mark of another one is refused."""
    if (recipe.cell.times or recipe.cell.less) and factor is None:
        return None
    return counted(parsing.money(text, recipe.cell.decimal, code), factor, recipe)


@lru_cache(maxsize=256)
def _digits(code: str) -> int:
    """The decimals of a currency (ISO 4217, as the CLDR lists them)."""
    return get_currency_precision(code)
