"""Text of a day or a time → local day or time; day and month are never guessed."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from datasource.loaders.parsing.forms import EPOCH, EPOCH_MS, EXCEL, ISO, shape

_EPOCH = datetime(1970, 1, 1)
_NAMES = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTHS = {short: place for place, name in enumerate(_NAMES, start=1) for short in (name, name[:3])} | {"sept": 9}
_CLOCK = (
    r"(?:,?[ T]+(?:at )?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<part>\d{1,6})\d*)?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? )?"
_TH = r"(?:st|nd|rd|th)?"
_NAMED = [
    re.compile(_WEEKDAY + form + _CLOCK, re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?P<day>\d{{1,2}}){_TH}[ .-]+(?P<name>[a-z]{{3,9}})[.,]?[ -]+(?P<year>\d{{4}})",
        rf"(?P<name>[a-z]{{3,9}})[.]?[ -]+(?P<day>\d{{1,2}}){_TH},?[ -]+(?P<year>\d{{4}})",
        r"(?P<year>\d{4})[ -](?P<name>[a-z]{3,9})[ -](?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日",
    )
]
"""Forms that can be read in one way only: the month by name, or the year first."""
_EITHER = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1(?:\d{4}|\d{2})(?:\D.*)?", re.ASCII)
_ISO = re.compile(r"(\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d|\d{3}))(?:[ T](.+))?", re.ASCII)


class AmbiguousDate(ValueError):
    """The text may mean two days, and nothing says which."""


def moment(text: str, formats: Sequence[str], zone: str) -> datetime:
    """The naive local time that `text` says in the first of `formats` that fits.

    Without `formats`: ISO 8601, or a form with the month's name or the year first. A time with an offset, or counted
    since 1970, is brought to `zone`. Raises `AmbiguousDate` for `03/04/2024`, `ValueError` for anything else.
    """
    for form in formats or (ISO,):
        try:
            return _local(_PARSERS[form](text) if form in _PARSERS else _by_form(text, form), zone)
        except (ValueError, OverflowError):
            continue
    if set(formats) <= {ISO} and _EITHER.fullmatch(text):
        raise AmbiguousDate("day and month could be either; say it in 'formats'")
    raise ValueError(f"not a date like {formats[0]}" if formats else "not a date")


def day(text: str, formats: Sequence[str], zone: str) -> date:
    """The local day of `moment`."""
    return moment(text, formats, zone).date()


def tail_of_time(tail: str) -> tuple[timedelta, timedelta | None]:
    """What may stand behind the seconds of an ISO time: the fraction, and the offset from UTC (None: local time).

    Raises `ValueError` for anything else.
    """
    read = _iso_or_plain(f"2000-01-02 00:00:00{tail}")
    return timedelta(microseconds=read.microsecond), read.utcoffset()


def _by_form(text: str, form: str) -> datetime:
    guard = shape(form)
    if guard is not None and not re.fullmatch(guard, text):
        raise ValueError("another form")
    return datetime.strptime(text, form)  # noqa: DTZ007  (a local time has no zone)


def _iso_or_plain(text: str) -> datetime:
    found = _ISO.fullmatch(text)
    try:
        if found:
            clock = found[2] or ""
            return datetime.fromisoformat(found[1] + (f"T{_offset(clock)}" if clock else ""))
    except ValueError:
        pass
    return _only_one_way(text)


def _offset(clock: str) -> str:
    """`10:00 UTC`, `10:00 +0800` → as ISO 8601 writes it."""
    return re.sub(r" ?(?:UTC|GMT|Z)$", "Z", re.sub(r" (?=[+-]\d)", "", clock))


def _only_one_way(text: str) -> datetime:
    found = next((found for form in _NAMED if (found := form.fullmatch(text))), None)
    if found is None:
        raise ValueError("not a date")
    parts = found.groupdict()
    month = _MONTHS.get(parts["name"].lower(), 0) if parts.get("name") else int(parts["month"])
    clock = (int(parts["minute"] or 0), int(parts["second"] or 0), int((parts["part"] or "").ljust(6, "0")))
    return datetime(int(parts["year"]), month, int(parts["day"]), _hour(int(parts["hour"] or 0), parts["half"]), *clock)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no hour of half a day")
    return hour % 12 + 12 * (half in "Pp")


def _since_epoch(text: str, unit: int) -> datetime:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text, re.ASCII):
        raise ValueError("not a number")
    micros = (Decimal(text) * 1_000_000 / unit).to_integral_value(ROUND_HALF_UP)
    return (_EPOCH + timedelta(microseconds=int(micros))).replace(tzinfo=UTC)


def _spreadsheet_day(text: str) -> datetime:
    """Days since 1899-12-30, the fraction is the time, to the second.

    Spreadsheets count a 29th of February 1900 that never was (ECMA-376 part 1, 18.17.4.1): 60 is no day, and days
    before it stand one later.
    """
    if not re.fullmatch(r"\d{1,7}(\.\d{1,15})?", text, re.ASCII):
        raise ValueError("not a number")
    days = Decimal(text)
    if days < 1 or int(days) == 60:
        raise ValueError("no day of a spreadsheet")
    seconds = int((days * 86_400).to_integral_value(ROUND_HALF_UP))
    return datetime(1899, 12, 31 if days < 60 else 30) + timedelta(seconds=seconds)


_PARSERS: Mapping[str, Callable[[str], datetime]] = {
    ISO: _iso_or_plain,
    EPOCH: lambda text: _since_epoch(text, 1),
    EPOCH_MS: lambda text: _since_epoch(text, 1000),
    EXCEL: _spreadsheet_day,
}


def _local(value: datetime, zone: str) -> datetime:
    return value if value.tzinfo is None else value.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
