"""Text → value, one function per kind of canonical column; each raises `ValueError` for text that does not fit."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

_LARGEST = 2**63 - 1
_CURRENCY = re.compile(r"[¥￥$€£₫]|CNY|RMB|USD|EUR|GBP|VND|元", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_POWERS = {"K": 10**3, "M": 10**6, "B": 10**9, "千": 10**3, "万": 10**4, "亿": 10**8}
_FLAGS = {
    **dict.fromkeys(("1", "true", "t", "yes", "y", "是", "有", "có"), True),
    **dict.fromkeys(("0", "false", "f", "no", "n", "否", "无", "không"), False),
}


def number(text: str) -> Decimal:
    """`1,234.50`, `-3`, `1e3` → exact decimal; a comma only between groups of three digits."""
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        raise ValueError("not a number")
    value = Decimal(plain.replace(",", ""))
    if abs(value) > _LARGEST:
        raise ValueError("too large")
    return value


def money(text: str) -> Decimal:
    """`$22,700.00`, `342.09K`, `￥1,234`, `(15.00)`, `3.5万` → major units."""
    plain = _CURRENCY.sub("", text).strip()
    negative = plain.startswith("(") and plain.endswith(")")
    plain = plain[1:-1] if negative else plain
    power = _POWERS.get(plain[-1:].upper(), 0)
    value = number(plain[:-1]) * power if power else number(plain)
    return -value if negative else value


def minor_units(value: Decimal, digits: int) -> tuple[int, bool]:
    """`value` in minor units, rounded half up, and whether rounding changed it."""
    exact = value.scaleb(digits)
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_UP)) if abs(exact) <= _LARGEST else _LARGEST + 1
    if abs(rounded) > _LARGEST:
        raise ValueError("too large")
    return rounded, rounded != exact


def whole(value: Decimal) -> int:
    """`value` as a whole number."""
    if value != value.to_integral_value():
        raise ValueError("not a whole number")
    return int(value)


def moment(text: str, formats: Sequence[str], zone: str) -> datetime:
    """The naive local time that `text` says in the first of `formats` that fits, or as ISO 8601 when there are none.

    A time with an offset is brought to `zone`.
    """
    for form in formats:
        try:
            return _local(datetime.strptime(text, form), zone)  # noqa: DTZ007  (a local time has no zone)
        except ValueError:
            continue
    if formats:
        raise ValueError(f"not a date like {formats[0]}")
    return _local(datetime.fromisoformat(text), zone)


def day(text: str, formats: Sequence[str], zone: str) -> date:
    """The local day of `moment`."""
    return moment(text, formats, zone).date()


def flag(text: str) -> bool:
    """Yes or no, in the words of `_FLAGS`."""
    try:
        return _FLAGS[text.casefold()]
    except KeyError:
        raise ValueError("neither yes nor no") from None


def _local(value: datetime, zone: str) -> datetime:
    return value if value.tzinfo is None else value.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
