"""Texts → numbers and minor units: plain ones as whole columns, exactly; all others by `parsing`, each once."""

from decimal import Decimal
from typing import Literal

import polars as pl

from datasource.loaders import parsing
from datasource.loaders.cleaning import wide
from datasource.loaders.cleaning.exact import Outcome, Values, read_rest
from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.parsing.marks import currencies_of

Mark = Literal[".", ","]
_DIGITS = 9
"""Decimals that a fast reader holds; with 14 digits before them they fit 128 bits, and minor units fit 64."""
_SIGNS = "$¥€£₫₹₩₽฿₱₺₴₪￥"
_MOST = float(2**53)


def money(texts: pl.Series, recipe: Recipe, factors: pl.Series | None) -> Values:
    """Minor units of the company's currency."""
    if not recipe.is_counted:
        return _with_rest(_plain_units(texts, recipe), recipe, texts)
    made = wide.product(texts, factors, recipe)
    fast = _nothing(texts, pl.Int64()) if made is None else wide.minor_units(made, recipe.mapping.minor_digits)
    return _with_rest(fast, recipe, texts, factors)


def whole(texts: pl.Series, recipe: Recipe, factors: pl.Series | None) -> Values:
    """Whole numbers."""
    if not recipe.is_counted:
        return _with_rest(Values(texts.cast(pl.Int64, strict=False)), recipe, texts)
    made = wide.product(texts, factors, recipe)
    fast = _nothing(texts, pl.Int64()) if made is None else Values(wide.whole(made))
    return _with_rest(fast, recipe, texts, factors)


def real(texts: pl.Series, recipe: Recipe, factors: pl.Series | None) -> Values:
    """Real numbers: the nearest to the exact decimal."""
    if recipe.is_counted or recipe.cell.decimal == ",":
        made = wide.product(texts, factors, recipe)
        fast = _nothing(texts, pl.Float64()) if made is None else Values(wide.real(made))
        return _with_rest(fast, recipe, texts, factors)
    values = texts.cast(pl.Float64, strict=False)
    sure = (values.is_finite() & (values.abs() < _MOST)).fill_null(value=False)
    return _with_rest(Values(values.set(~sure, None)), recipe, texts)


def exact(recipe: Recipe, text: str, factor: str | None = None) -> Outcome:
    """What one text (and its factor) says, as the column of `recipe` holds it."""
    cell, kind = recipe.cell, recipe.kind
    if (cell.times or cell.less) and factor is None:
        return Outcome(None)
    try:
        if kind == "money":
            value = counted(parsing.money(text, cell.decimal, recipe.currency), factor, recipe)
            return rounded(value, recipe.mapping.minor_digits)
        value = counted(parsing.number(text, cell.decimal, percent=kind == "real"), factor, recipe)
        return Outcome(float(value) if kind == "real" else parsing.whole(value))
    except parsing.OtherCurrency:
        return Outcome(None, "other_currency")
    except (ValueError, ArithmeticError):
        return Outcome(None, "bad_number")


def lessened(times: pl.Series | None, less: pl.Series, decimal: Mark) -> pl.Series:
    """As text: `times` (none: 1) × (1 − `less`, an empty one 0), number by number; odd texts stay as they are."""
    pairs = pl.DataFrame({"times": "1" if times is None else times, "less": less.fill_null("0")})
    known = pairs.unique().drop_nulls()
    made = [_lessened(number, share, decimal) for number, share in known.iter_rows()]
    found = pairs.join(
        known.with_columns(made=pl.Series(made, dtype=pl.String)),
        on=["times", "less"],
        how="left",
        maintain_order="left",
    )
    return found["made"]


def _lessened(times: str, less: str, decimal: Mark) -> str:
    try:
        rest = parsing.EXACT.subtract(Decimal(1), parsing.number(less, decimal))
        made = parsing.EXACT.multiply(parsing.number(times, decimal), rest)
    except ValueError:
        return less
    return f"{made:f}".replace(".", decimal)


def rounded(value: Decimal, digits: int) -> Outcome:
    """`value` in minor units, rounded half up; raises `ValueError` when 64 bits do not hold it."""
    units, changed = parsing.minor_units(value, digits)
    if not changed:
        return Outcome(units)
    return Outcome(units, "rounded", parsing.EXACT.subtract(Decimal(units).scaleb(-digits), value))


def counted(value: Decimal, factor: str | None, recipe: Recipe) -> Decimal:
    """`value` with the scale, the factor and the turning round of the cell; raises `ArithmeticError` for 1 ÷ 0."""
    cell = recipe.cell
    value = parsing.EXACT.multiply(value, cell.scale)
    if factor is not None:
        value = parsing.EXACT.multiply(value, parsing.number(factor, cell.decimal))
    return parsing.EXACT.divide(Decimal(1), value) if cell.inverse else value


def _with_rest(fast: Values, recipe: Recipe, texts: pl.Series, factors: pl.Series | None = None) -> Values:
    """`fast` with what it lacks read text by text."""
    given = [texts] if factors is None else [texts, factors]
    read = read_rest(fast.values, given, lambda *each: exact(recipe, *each))
    struck = dict(read.struck)
    for rule, places in fast.struck.items():
        struck[rule] = struck[rule] | places if rule in struck else places
    return Values(read.values, struck, parsing.EXACT.add(fast.rounding, read.rounding))


def _nothing(texts: pl.Series, dtype: pl.DataType) -> Values:
    return Values(pl.repeat(None, len(texts), dtype=dtype, eager=True))


def _plain_units(texts: pl.Series, recipe: Recipe) -> Values:
    """The minor units of texts that are plain digits, then of those with groups or the company's own sign."""
    first = _units(texts, recipe, grouped=False)
    places = (first.values.is_null() & texts.is_not_null()).arg_true()
    if places.is_empty():
        return first
    more = _units(texts.gather(places), recipe, grouped=True)
    struck = first.struck
    if more.struck:
        known = struck.get("rounded", pl.repeat(value=False, n=len(texts), dtype=pl.Boolean, eager=True))
        struck = {"rounded": known.scatter(places, more.struck["rounded"])}
    return Values(first.values.scatter(places, more.values), struck, parsing.EXACT.add(first.rounding, more.rounding))


def _guard(recipe: Recipe, *, grouped: bool) -> str:
    mark, group = ("\\.", ",") if recipe.cell.decimal == "." else (",", "\\.")
    plain = "[0-9]{1,14}"
    number = f"(?:{plain}|[0-9]{{1,3}}(?:{group}[0-9]{{3}}){{1,3}})" if grouped else plain
    sign = f"[{_own_signs(recipe)}]?" if grouped and _own_signs(recipe) else ""
    return f"^[+-]?{sign}{number}(?:{mark}[0-9]{{1,{_DIGITS}}})?$"


def _own_signs(recipe: Recipe) -> str:
    own = recipe.currency
    return "".join(sign for sign in _SIGNS if own is None or own in currencies_of(sign.replace("￥", "¥")))


def _units(texts: pl.Series, recipe: Recipe, *, grouped: bool) -> Values:
    """Minor units of the texts that are money in digits, null for the others; rounded half up."""
    mark = recipe.cell.decimal
    fits = texts.str.contains(_guard(recipe, grouped=grouped))
    sure = texts if fits.all() else pl.select(pl.when(fits).then(texts)).to_series()
    if grouped:
        sure = sure.str.replace_all(f"[{_SIGNS}{',' if mark == '.' else '.'}]", "")
    if mark == ",":
        sure = sure.str.replace(",", ".", literal=True)
    given = sure.cast(pl.Decimal(38, _DIGITS), strict=False).to_physical()
    return wide.minor_units(wide.Wide(given, _DIGITS), recipe.mapping.minor_digits)
