"""Text inside a drawing, as Vega expressions and d3 formats that agree with `widgets.format`.

Names and formats come from the same tables as `widgets.format`, so that an axis, a tooltip and a card write alike.
"""

import json
from datetime import date
from string import Formatter

from babel.dates import format_date

from dashboards.options import NumberFormat
from datasource.question import Grain
from datasource.result import Column, Unit
from widgets.charts.look import Look
from widgets.charts.theme import money_format
from widgets.format import DASH, HABIT, QUARTER, WEEK, compact_steps, signs_of

# CLDR's orders of month and day; the month's name comes from Babel (`3月` in Chinese). A test compares the texts.
MONTH_AND_DAY = {
    "en": {Grain.MONTH: "{month} {year}", Grain.DAY: "{month} {day}, {year}"},
    "zh_CN": {Grain.MONTH: "{year}年{month}", Grain.DAY: "{year}年{month}{day}日"},
    "vi": {Grain.MONTH: "{month} {year}", Grain.DAY: "{day} {month}, {year}"},
}
WHOLE = {
    code: {Grain.QUARTER: QUARTER[code], Grain.WEEK: WEEK[code], **patterns} for code, patterns in MONTH_AND_DAY.items()
}
ABOVE = {
    "en": {Grain.MONTH: "{month}", Grain.DAY: "{month} {day}", Grain.QUARTER: "Q{quarter}", Grain.WEEK: "W{week}"},
    "zh_CN": {
        Grain.MONTH: "{month}",
        Grain.DAY: "{month}{day}日",
        Grain.QUARTER: "{quarter}季度",
        Grain.WEEK: "{week}周",
    },
    "vi": {
        Grain.MONTH: "{month}",
        Grain.DAY: "{day} {month}",
        Grain.QUARTER: "Quý {quarter}",
        Grain.WEEK: "Tuần {week}",
    },
}


def full_format(column: Column, look: Look) -> str:
    """The d3 format of a number in full, for tooltips."""
    if column.part == "change":
        return "+.1%"
    match column.unit:
        case Unit.MONEY:
            return money_format(look)
        case Unit.RATE:
            return ".1%"
        case Unit.DAYS:
            return ",.1~f"
        case _:
            return ",.2~f"


def short(value: str, unit: Unit | None, look: Look, decimals: int = 2, form: NumberFormat = HABIT) -> str:
    """The expression that writes `value` (an expression for a number) in short; two decimals for axes."""
    if form.style == "full":
        return in_full(value, unit, look, form)
    if unit is Unit.RATE or form.style == "percent":
        return _framed(f"format({value}, {_text(_digits('.1~%', '.{}%', form))})", form)
    if unit is Unit.DAYS:
        return _framed(f"format({value}, {_text(_digits(',.1~f', ',.{}f', form))})", form)
    signs = signs_of(look.language, look.currency)
    before, after = (signs.money_before, signs.money_after) if unit is Unit.MONEY else ("", "")
    digits, text = _digits(f",.{decimals}~f", ",.{}f", form), ""
    for step in compact_steps(look.language):
        body = f"format(abs({value}) / {step.divisor:.0f}, '{digits}') + {_text(step.suffix + after)}"
        text += f"abs({value}) >= {step.start:.0f} ? {body} : " if step.start else body
    return _framed(f"({value} < 0 ? '-' : '') + {_text(before)} + ({text})", form)


def label(value: str, unit: Unit | None, look: Look, form: NumberFormat = HABIT) -> str:
    """The expression that writes `value` beside its mark: counts below 100,000 in full, the rest in short."""
    if unit in (Unit.COUNT, Unit.NUMBER, None) and form.style == "auto":
        whole = _framed(f"format({value}, '{_digits(',.2~f', ',.{}f', form)}')", form)
        return f"abs({value}) < 1e5 ? {whole} : {short(value, unit, look, 1, form)}"
    return short(value, unit, look, 1, form)


def in_full(value: str, unit: Unit | None, look: Look, form: NumberFormat) -> str:
    """The expression that writes `value` in full, for tooltips of numbers that are not written by habit."""
    if form.style == "compact":
        return short(value, unit, look, 1, form)
    if unit is Unit.RATE or form.style == "percent":
        return short(value, Unit.RATE, look, 1, NumberFormat(**{**dict(form), "style": "percent"}))
    if unit is Unit.MONEY:
        places = _digits(money_format(look).removeprefix("$"), ",.{}f", form)
        signs = signs_of(look.language, look.currency)
        before, after = _text(signs.money_before), _text(signs.money_after)
        return _framed(f"({value} < 0 ? '-' : '') + {before} + format(abs({value}), '{places}') + {after}", form)
    return _framed(f"format({value}, '{_digits(',.1~f' if unit is Unit.DAYS else ',.2~f', ',.{}f', form)}')", form)


def _digits(habit: str, fixed: str, form: NumberFormat) -> str:
    """The d3 format: the unit's habit, or `fixed` with the decimals that are asked for."""
    return habit if form.decimals is None else fixed.format(form.decimals)


def _framed(text: str, form: NumberFormat) -> str:
    """The expression `text` between the prefix and the suffix that are asked for."""
    before = f"{_text(form.prefix)} + " if form.prefix else ""
    after = f" + {_text(form.suffix)}" if form.suffix else ""
    return f"{before}({text}){after}" if before or after else text


def bucket_lines(value: str, grain: Grain | None, language: str) -> str:
    """The expression that writes a date bucket on two short lines (month over year), for an axis."""
    if grain is None or grain is Grain.YEAR:
        return value
    part = _fill(ABOVE[language][grain], _parts(value, grain, language))
    return f"isValid({value}) ? [{part}, slice({value}, 0, 4)] : {_text(DASH)}"


def bucket_text(value: str, grain: Grain | None, language: str) -> str:
    """The expression that writes a date bucket on one line, as `widgets.format.bucket` does, for tooltips."""
    if grain is None or grain is Grain.YEAR:
        return value
    return f"isValid({value}) ? {_fill(WHOLE[language][grain], _parts(value, grain, language))} : {_text(DASH)}"


def renamed(value: str, names: dict[str, str]) -> str:
    """The expression that replaces a technical name by its label."""
    return f"{json.dumps(names, ensure_ascii=False)}[{value}]"


def signed(value: str, unit: Unit | None, look: Look, form: NumberFormat = HABIT) -> str:
    """The expression that writes `value` beside its mark with its sign, so that a rise reads `+`."""
    return f"({value} > 0 ? '+' : '') + ({label(value, unit, look, form)})"


def sentence(pattern: str, **parts: str) -> str:
    """The expression for a translated pattern such as `{actual} of {target}`; `parts` are expressions."""
    return _fill(pattern, {name: f"({part})" for name, part in parts.items()})


def quoted(*texts: str) -> str:
    """The expression for a text that the reader wrote, whatever is in it."""
    return _text(" ".join(texts))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _parts(value: str, grain: Grain, language: str) -> dict[str, str]:
    """Expressions for the parts of a bucket's label: `2017-Q1`, `2017-03`, `2017-W09`, `2017-03-05`."""
    year = {"year": f"slice({value}, 0, 4)"}
    if grain in (Grain.QUARTER, Grain.WEEK):
        return {**year, grain.value: f"toNumber(slice({value}, 6))"}
    names = [format_date(date(2000, month, 1), "MMM", locale=language) for month in range(1, 13)]
    month = f"{json.dumps(names, ensure_ascii=False)}[toNumber(slice({value}, 5, 7)) - 1]"
    return {**year, "month": month, "day": f"toNumber(slice({value}, 8, 10))"}


def _fill(pattern: str, parts: dict[str, str]) -> str:
    """A pattern such as `Q{quarter} {year}` as an expression that joins its texts and parts."""
    pieces: list[str] = []
    for text, name, _spec, _conversion in Formatter().parse(pattern):
        pieces += [_text(text)] if text else []
        pieces += [parts[name]] if name else []
    return " + ".join(pieces)
