"""Text of a number or of money → exact decimal; nothing here ever is a float."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from datasource.loaders.parsing.marks import currencies_of

Mark = Literal[".", ","]
LARGEST = 2**63 - 1
EXACT = Context(prec=400)
"""Room for every digit of products and sums of what is read here: nothing is rounded but where it is said."""
_LONGEST = 60
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0xFFE5: ord("¥"), 0xFFE1: ord("£"), 0x2212: ord("-")}
_POWERS = {"K": 10**3, "M": 10**6, "B": 10**9, "千": 10**3, "万": 10**4, "亿": 10**8}


def _numeral(mark: str) -> str:
    groups = f"[{re.escape({'.': ',', ',': '.'}[mark])}'’ \u00a0\u2009\u202f]"
    whole = rf"[0-9]+|[0-9]{{1,3}}(?:(?P<group>{groups})[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*)"
    point = re.escape(mark)
    return rf"(?:(?:{whole})(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]{{1,2}})?"


_NUMBER = {mark: re.compile(rf"(?P<sign>[+-]?)(?P<numeral>{_numeral(mark)})(?P<percent>\s?%)?") for mark in ".,"}
_MONEY = {
    mark: re.compile(
        rf"(?P<sign>[+-]?)\s*(?P<before>[^\d\s.,'’()+-]*)\s*(?P<inner>[+-]?)\s*(?P<numeral>{_numeral(mark)})"
        r"\s*(?P<after>[^\d.,'’()+-]*)(?P<end>-?)"
    )
    for mark in ".,"
}


class OtherCurrency(ValueError):
    """The text names a currency that is not the one asked for."""


def number(text: str, mark: Mark = ".", *, percent: bool = False) -> Decimal:
    """`1,234.50`, `-3`, `1e3` → exact decimal; groups have three digits; `mark` is the decimal mark.

    `percent`: `12.5%` is 0.125. Raises `ValueError` for anything else, and for what no 64-bit number holds.
    """
    found = _NUMBER[mark].fullmatch(text.translate(_WIDE).strip())
    if not found or (found["percent"] and not percent):
        raise ValueError("not a number")
    value = _decimal(found["sign"], found["numeral"], mark)
    return EXACT.scaleb(value, -2) if found["percent"] else value


def money(text: str, mark: Mark = ".", currency: str | None = None) -> Decimal:
    """`$22,700.00`, `342.09K`, `￥1,234`, `(15.00)`, `15.00-`, `3.5万` → major units.

    With `currency`, raises `OtherCurrency` for a text that names another one; raises `ValueError` for what is no money.
    """
    plain = text.translate(_WIDE).strip()
    bracketed = plain.startswith("(") and plain.endswith(")")
    found = _MONEY[mark].fullmatch(plain[1:-1].strip() if bracketed else plain)
    if not found:
        raise ValueError("not a number")
    minuses = [bracketed, *(found[sign] == "-" for sign in ("sign", "inner", "end"))]
    if sum(minuses) > 1 or (found["sign"] and found["inner"]):
        raise ValueError("not a number")
    power, unit = _tail(found["after"].strip())
    _check_currency([found["before"], unit], currency)
    value = EXACT.multiply(_decimal("", found["numeral"], mark), Decimal(power))
    return _held(value.copy_negate() if any(minuses) else value)


def minor_units(value: Decimal, digits: int) -> tuple[int, bool]:
    """`value` in minor units, rounded half up, and whether rounding changed it."""
    exact = EXACT.scaleb(value, digits)
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_UP, EXACT)) if abs(exact) <= LARGEST else LARGEST + 1
    if abs(rounded) > LARGEST:
        raise ValueError("too large")
    return rounded, rounded != exact


def whole(value: Decimal) -> int:
    """`value` as a whole number."""
    if value != value.to_integral_value():
        raise ValueError("not a whole number")
    return int(value)


def _tail(text: str) -> tuple[int, str]:
    """What stands behind a numeral: its power (`K`, `万`) and the mark of a currency."""
    if currencies_of(text):
        return 1, text
    return (_POWERS[text[0].upper()], text[1:].strip()) if text[:1].upper() in _POWERS else (1, text)


def _check_currency(marks: list[str], currency: str | None) -> None:
    for mark in filter(None, marks):
        meant = currencies_of(mark)
        if not meant:
            raise ValueError("not a number")
        if currency is not None and currency not in meant:
            raise OtherCurrency(f"'{mark}' is not {currency}")


def _decimal(sign: str, numeral: str, mark: Mark) -> Decimal:
    if len(numeral) > _LONGEST:
        raise ValueError("not a number: too long")
    point = numeral.rfind(mark)
    whole_part, rest = (numeral, "") if point < 0 else (numeral[:point], "." + numeral[point + 1 :])
    return _held(Decimal(sign + re.sub(r"[^0-9eE+-]", "", whole_part) + rest))


def _held(value: Decimal) -> Decimal:
    if abs(value) > LARGEST:
        raise ValueError("too large")
    return value
