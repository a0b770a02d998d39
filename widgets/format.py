"""Number + unit → text in the reader's language: the one place where a number, a date or a change becomes words.

Pure: the language (a key of `datasource.texts.LANGUAGES`, also a Babel locale) and the currency (ISO 4217) are
arguments. Babel's locale data is read once per language, so that a thousand numbers cost milliseconds. Undefined
(`None`, NaN) is `—`, never 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import TypeGuard

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import get_currency_precision, get_currency_symbol

from dashboards.options import NumberFormat
from datasource.question import Grain
from datasource.result import Column, Kind, Unit

DASH = "—"
SHORT_FROM = 10_000
LEAST_RATE = 0.00001  # the least share that is written with its digits
HABIT = NumberFormat()
UP, DOWN, LEVEL = "▲", "▼", "="
Number = int | float
# An app shows one currency, so the short sign is clear; CLDR's "CN¥" outside China is for texts that mix several.
SHORT_SIGNS = {"CNY": "¥"}
# CLDR numbers weeks by country; ours are ISO weeks everywhere, so their pattern is ours too.
WEEK = {"en": "W{week} {year}", "zh_CN": "{year}年第{week}周", "vi": "Tuần {week} {year}"}
# Babel has no counted day for Chinese and Vietnamese.
DAY = {"en": "{} day", "zh_CN": "{}天", "vi": "{} ngày"}
DAYS = {**DAY, "en": "{} days"}
HOURS = {"en": "{} h", "zh_CN": "{}小时", "vi": "{} giờ"}
QUARTER = {"en": "Q{quarter} {year}", "zh_CN": "{year}年第{quarter}季度", "vi": "Quý {quarter} {year}"}


@dataclass(frozen=True)
class Signs:
    """How one language writes numbers: its separators, and where percent and currency signs stand."""

    point: str
    group: str
    percent: str
    money_before: str
    money_after: str


@dataclass(frozen=True)
class Step:
    """One step of the compact scale: from `start` on, divide by `divisor` and add `suffix`."""

    start: float
    divisor: float
    suffix: str


def number(
    value: Number | None, unit: Unit | None, language: str, currency: str = "CNY", decimals: int | None = None
) -> str:
    """The full form: `1,234,567`, `¥1,234,567.00`, `63.2%`, `12.5 days`; `—` when undefined.

    `decimals` of None are those that the unit is used to.
    """
    if not _known(value):
        return DASH
    signs = signs_of(language, currency)
    most = 1 if unit in (Unit.DAYS, Unit.HOURS) else 2
    least, most = (0, most) if decimals is None else (decimals, decimals)
    match unit:
        case Unit.MONEY:
            places = precision_of(currency) if decimals is None else decimals
            return _money(_digits(value, places, places, signs), signs)
        case Unit.RATE:
            return _rate(value, signs, decimals)
        case Unit.DAYS:
            text = _digits(value, least, most, signs)
            return (DAY if text == "1" else DAYS)[language].format(text)
        case Unit.HOURS:
            return HOURS[language].format(_digits(value, least, most, signs))
        case _:
            return _digits(value, least, most, signs)


def compact(
    value: Number | None, unit: Unit | None, language: str, currency: str = "CNY", decimals: int | None = None
) -> str:
    """The short form for cards: `12.3M`, `1,234.6万`, `¥3.5M`; below 10,000, rates and days as they are."""
    if not _known(value) or unit in (Unit.RATE, Unit.DAYS, Unit.HOURS):
        days = unit in (Unit.DAYS, Unit.HOURS) and _known(value) and abs(value) >= 100 and decimals is None
        return number(round(value or 0) if days else value, unit, language, currency, decimals)
    signs = signs_of(language, currency)
    step = Step(0.0, 1, "")
    whole = round(abs(value), _short_decimals(value, unit, step, currency) if decimals is None else decimals)
    if whole >= SHORT_FROM:  # as it would be read: 9,999.99 without its cents is 10,000, and written like that
        step = _step(whole, language, decimals)
    least, most = (0, _short_decimals(value, unit, step, currency)) if decimals is None else (decimals, decimals)
    if unit is not Unit.MONEY:
        return _digits(value / step.divisor, least, most, signs) + step.suffix
    least = most if step.divisor == 1 else least
    return _money(_digits(value / step.divisor, least, most, signs) + step.suffix, signs)


def percent(value: Number | None, language: str, decimals: int | None = None) -> str:
    """A number as a percentage of 1, whatever its unit: `0.5` is `50.0%`; `—` when undefined."""
    return _rate(value, signs_of(language, "CNY"), decimals) if _known(value) else DASH


def written(  # noqa: PLR0913, PLR0917  (a number, what it counts, and all that says how it is written)
    value: Number | None,
    unit: Unit | None,
    form: NumberFormat,
    language: str,
    currency: str = "CNY",
    short: bool = False,
) -> str:
    """A number as its chart asks for it; the habit is the full form, or with `short` (a card) the compact one."""
    if not _known(value):
        return DASH
    style = form.style if form.style != "auto" else "compact" if short else "full"
    match style:
        case "percent":
            text = percent(value, language, form.decimals)
        case "compact":
            text = compact(value, unit, language, currency, form.decimals)
        case _:
            text = number(value, unit, language, currency, form.decimals)
    return f"{form.prefix}{text}{form.suffix}"


def change(value: Number | None, language: str) -> str:
    """A relative change (a fraction) with its direction, not by sign alone: `▲ +12.3%`, `▼ -4.0%`, `= 0.0%`."""
    return f"{arrow(value)} {signed_rate(value, language)}" if _known(value) else DASH


def arrow(value: Number) -> str:
    """The direction of a change, after rounding to what `signed_rate` shows."""
    rounded = round(value, 3)
    if rounded == 0:
        return LEVEL
    return UP if rounded > 0 else DOWN


def signed_rate(value: Number | None, language: str) -> str:
    """A fraction as a signed percentage: `+12.3%`, `-4.0%`, `0.0%`; without decimals from 1,000 % on."""
    if not _known(value):
        return DASH
    signs = signs_of(language, "CNY")
    decimals = 0 if abs(value) >= 10 else 1
    text = _digits(value * 100, decimals, decimals, signs) + signs.percent
    return f"+{text}" if round(value, 3) > 0 else text


def bucket(label: str | None, grain: Grain | None, language: str) -> str:
    """A date bucket's label (`2017`, `2017-Q1`, `2017-03`, `2017-W09`, `2017-03-05`) as the reader writes it."""
    if label is None:
        return DASH
    return _bucket(label, grain, language)


def day(value: date | None, language: str) -> str:
    """A date: `Mar 5, 2017`, `2017年3月5日`, `5 thg 3, 2017`."""
    return DASH if value is None else _day(value, language)


def days(start: date, end: date, language: str) -> str:
    """A span of days, both ends inclusive; one day stands alone."""
    return day(start, language) if start == end else f"{day(start, language)} – {day(end, language)}"


def moment(value: datetime | None, language: str) -> str:
    """A local date and time to the minute."""
    if value is None:
        return DASH
    return f"{_day(value.date(), language)} {format_datetime(value, 'HH:mm', locale=language)}"


def cell(column: Column, language: str, currency: str = "CNY", form: NumberFormat = HABIT) -> Callable[[object], str]:
    """The function that turns a value of `column` into text; meant to be taken once and called per value."""
    match column.kind:
        case Kind.NUMBER if column.part == "change":
            return lambda value: change(_number(value), language)
        case Kind.NUMBER:
            return lambda value: written(_number(value), column.unit, form, language, currency)
        case Kind.DATE if column.grain is not None:
            return lambda value: bucket(None if value is None else str(value), column.grain, language)
        case Kind.DATE | Kind.DATETIME:
            return lambda value: _date_or_moment(value, language, column.kind)
        case Kind.FLAG:
            return lambda value: DASH if value is None else "✓" if value else "✗"
        case _:
            return lambda value: DASH if value is None else str(value)


@lru_cache(maxsize=64)
def precision_of(currency: str) -> int:
    """The number of decimals of a currency: 2 for CNY, 0 for VND."""
    return get_currency_precision(currency)


@lru_cache(maxsize=16)
def compact_steps(language: str) -> tuple[Step, ...]:
    """The compact scale of a language from CLDR, largest first; the last step is the number itself."""
    patterns = Locale.parse(language).compact_decimal_formats["short"]["other"]
    steps: dict[float, Step] = {}
    for magnitude, pattern in sorted((int(key), value) for key, value in patterns.items()):
        divisor = magnitude / 10 ** (pattern.pattern.count("0") - 1) if pattern.suffix[0] else 1
        steps.setdefault(divisor, Step(float(magnitude), divisor, pattern.suffix[0]))
    steps[1] = Step(0.0, 1, "")
    return tuple(sorted(steps.values(), key=lambda step: -step.divisor))


def as_typed(text: str) -> str:
    """A text as Markdown that shows it as it was typed."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|$:~<>" else sign for sign in text)


def _known(value: Number | None) -> TypeGuard[Number]:
    return value is not None and isfinite(value)


def _number(value: object) -> Number | None:
    return value if isinstance(value, int | float) else None


def _date_or_moment(value: object, language: str, kind: Kind) -> str:
    match value:
        case datetime() if kind is Kind.DATE:  # what a data frame makes of a day
            return day(value.date(), language)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case None:
            return DASH
        case _:
            return str(value)


def _short_decimals(value: float, unit: Unit | None, step: Step, currency: str) -> int:
    if unit is Unit.MONEY and step.divisor == 1:
        return precision_of(currency) if 0 < abs(value) < 100 else 0
    return 2 if unit is Unit.NUMBER and abs(value) < 100 else 1


def _step(size: float, language: str, decimals: int | None = None) -> Step:
    steps = compact_steps(language)
    for larger, step in zip((None, *steps), steps, strict=False):
        if size >= step.start:
            shown = round(size / step.divisor, 1 if decimals is None else decimals) * step.divisor
            return larger if larger is not None and shown >= larger.start else step
    return steps[-1]


def _digits(value: float, least: int, most: int, signs: Signs) -> str:
    text = f"{value:,.{most}f}"
    if most > least:
        whole, _, decimals = text.partition(".")
        decimals = decimals[:least] + decimals[least:].rstrip("0")
        text = f"{whole}.{decimals}" if decimals else whole
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    if (signs.point, signs.group) == (".", ","):
        return text
    return text.translate({ord("."): signs.point, ord(","): signs.group})


def _rate(value: float, signs: Signs, decimals: int | None = None) -> str:
    habit = (1, 3 if 0 < abs(value) < 0.001 else 1)
    least, most = habit if decimals is None else (decimals, decimals)
    if decimals is None and 0 < value < LEAST_RATE / 2:  # more than nothing never reads as nothing
        return f"<{_digits(LEAST_RATE * 100, least, most, signs)}{signs.percent}"
    return _digits(value * 100, least, most, signs) + signs.percent


def _money(digits: str, signs: Signs) -> str:
    minus = "-" if digits.startswith("-") else ""
    return f"{minus}{signs.money_before}{digits.removeprefix('-')}{signs.money_after}"


@lru_cache(maxsize=64)
def signs_of(language: str, currency: str) -> Signs:
    """The signs of a language, with the sign of the company's currency where that language puts it."""
    locale = Locale.parse(language)
    symbols = locale.number_symbols["latn"]
    money = locale.currency_formats["standard"]
    sign = SHORT_SIGNS.get(currency) or get_currency_symbol(currency, language)
    before, after = (part[0].replace("¤", sign) for part in (money.prefix, money.suffix))
    return Signs(symbols["decimal"], symbols["group"], locale.percent_formats[None].suffix[0], before, after)


@lru_cache(maxsize=4096)
def _day(value: date, language: str) -> str:
    return format_date(value, "medium", locale=language)


@lru_cache(maxsize=4096)
def _bucket(label: str, grain: Grain | None, language: str) -> str:
    year, _, part = label.partition("-")
    match grain:
        case Grain.QUARTER:
            return QUARTER[language].format(quarter=part.removeprefix("Q"), year=year)
        case Grain.WEEK:
            return WEEK[language].format(week=int(part.removeprefix("W")), year=year)
        case Grain.MONTH:
            pattern = Locale.parse(language).datetime_skeletons["yMMM"]
            return format_date(date(int(year), int(part), 1), pattern, locale=language)
        case Grain.DAY:
            return _day(date.fromisoformat(label), language)
        case _:
            return label
