"""Columns of exact decimals: whole numbers of 128 bits, each standing for itself divided by a power of ten."""

from decimal import Decimal
from typing import NamedTuple

import polars as pl

from datasource.loaders.cleaning.exact import Values
from datasource.loaders.cleaning.recipe import Recipe

_PART = 4
_PLAIN = rf"[0-9]{{1,10}}(?:MARK[0-9]{{1,{_PART}}})?"
"""Numbers of 14 digits: two of them, a scale of 4 digits and 6 noughts fit 128 bits."""
_SURE = 2**53


class Wide(NamedTuple):
    """`number` / 10^`places`, null where the text is to be read by itself."""

    number: pl.Series
    places: int


def product(texts: pl.Series, factors: pl.Series | None, recipe: Recipe) -> Wide | None:
    """Plain numbers times the scale of the cell and the `factors`; None where the scale is too long for 128 bits."""
    sign, digits, exponent = recipe.cell.scale.normalize().as_tuple()
    scale = int("".join(map(str, digits))) * (-1 if sign else 1)
    if not isinstance(exponent, int) or abs(exponent) > 6 or abs(scale) > 10**4 or recipe.cell.inverse:
        return None
    number = _plain(texts, recipe) * wide(scale * 10 ** max(exponent, 0))
    places = _PART + max(-exponent, 0)
    if factors is None:
        return Wide(number, places)
    return Wide(number * _plain(factors, recipe), places + _PART)


def minor_units(given: Wide, digits: int) -> Values:
    """Minor units of a currency with `digits` decimals, rounded half up; null where 64 bits do not hold them."""
    number, step = given.number, wide(10 ** (given.places - digits))
    odd = (number % step != 0).fill_null(value=False)
    if not odd.any():
        return Values((number // step).cast(pl.Int64, strict=False))
    units = (number.abs() + step // wide(2)) // step * number.sign()
    held = units.cast(pl.Int64, strict=False)
    added = (units * step - number).filter(held.is_not_null()).sum()
    return Values(held, {"rounded": odd & held.is_not_null()}, Decimal(added).scaleb(-given.places).normalize())


def whole(given: Wide) -> pl.Series:
    """Whole numbers; null where there is a fraction, or where 64 bits do not hold them."""
    step = wide(10**given.places)
    exact = given.number.set((given.number % step != 0).fill_null(value=False), None)
    return (exact // step).cast(pl.Int64, strict=False)


def real(given: Wide) -> pl.Series:
    """The nearest floats: the quotient of two that are exact is rounded once (IEEE 754, 5.4.1); else null."""
    sure = given.number.set((given.number.abs() >= wide(_SURE)).fill_null(value=False), None)
    return quotient(sure.cast(pl.Float64), 10.0**given.places)


def quotient(numbers: pl.Series, by: float) -> pl.Series:
    """`numbers` ÷ `by`, rounded once: Polars divides by a lone number multiplying by its inverse, rounded twice."""
    return numbers / pl.repeat(by, len(numbers), dtype=pl.Float64, eager=True)


def wide(number: int) -> pl.Series:
    """One number of 128 bits."""
    return pl.Series([number], dtype=pl.Int128)


def _plain(texts: pl.Series, recipe: Recipe) -> pl.Series:
    mark = recipe.cell.decimal
    fits = texts.str.contains(f"^[+-]?{_PLAIN.replace('MARK', '[.]' if mark == '.' else mark)}$")
    sure = texts if fits.all() else pl.select(pl.when(fits).then(texts)).to_series()
    if mark == ",":
        sure = sure.str.replace(",", ".", literal=True)
    return sure.cast(pl.Decimal(38, _PART), strict=False).to_physical()
