"""What is read as a whole column is exactly what each text says by itself, and what an independent reading says."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasource.loaders.cleaning import dates, numbers
from datasource.loaders.cleaning.exact import Outcome
from datasource.loaders.parsing import EXACT
from tests.loaders.cleaning.cells import cleaned, recipe, worked

MANY = 25
DIGITS = st.text("0123456789", min_size=1, max_size=19)
SHORT = st.text("0123456789", max_size=12)
SIGN = st.sampled_from(["", "", "", "-", "+", "−", "$", "-$", "$-", "€", "￥", "("])
END = st.sampled_from(["", "", "", "K", "%", " USD", "-", ")", "e3", "E-2", "万", "元", "."])
NUMBERS = st.builds(lambda sign, whole, mark, part, end: sign + whole + mark + part + end,
                    SIGN, DIGITS, st.sampled_from(["", ".", ".", ","]), SHORT, END)  # fmt: skip
GROUPED = st.builds(
    lambda sign, first, groups, part: sign + group_mark(first, groups) + part,
    SIGN, st.integers(0, 999), st.lists(st.integers(0, 999), max_size=5), st.sampled_from(["", ".5", ".505", ",75"]),
)  # fmt: skip
ODD = st.text("0123456789+-.,eE ()$%KxN aif\u00a0１²٣", max_size=10)
TEXTS = st.lists(st.one_of(NUMBERS, GROUPED, ODD), min_size=1, max_size=40)


def group_mark(first: int, groups: list[int]) -> str:
    return ",".join([str(first), *(f"{group:03d}" for group in groups)])


def one_by_one(texts: Sequence[str], read: Callable[[str], Outcome]) -> tuple[list[Any], dict[str, int]]:
    done = [read(text.strip()) if text.strip() else Outcome(None) for text in texts]
    rules = [one.rule for one in done if one.rule]
    return [one.value for one in done], {rule: rules.count(rule) for rule in rules}


def without_trim(found: tuple[list[Any], dict[str, int]]) -> tuple[list[Any], dict[str, int]]:
    return found[0], {rule: count for rule, count in found[1].items() if rule != "trim"}


@pytest.mark.parametrize(
    ("kind", "cell", "keys"),
    [
        ("money", {"column": "a"}, {}),
        ("money", {"column": "a"}, {"currency": "CNY", "minor_digits": 2}),
        ("money", {"column": "a"}, {"currency": "VND", "minor_digits": 0}),
        ("money", {"column": "a"}, {"currency": "KWD", "minor_digits": 4}),
        ("money", {"column": "a", "decimal": ","}, {}),
        ("whole", {"column": "a"}, {}),
        ("whole", {"column": "a", "decimal": ","}, {}),
        ("real", {"column": "a"}, {}),
        ("real", {"column": "a", "decimal": ","}, {}),
        ("real", {"column": "a", "scale": "0.01"}, {}),
        ("real", {"column": "a", "scale": "-2.5e6"}, {}),
        ("whole", {"column": "a", "scale": "0.5"}, {}),
        ("money", {"column": "a", "scale": "0.001"}, {}),
        ("money", {"column": "a", "scale": "0.01", "decimal": ","}, {}),
        ("money", {"column": "a", "scale": "1.23456789"}, {}),
        ("real", {"column": "a", "inverse": True}, {}),
        ("money", {"column": "a", "scale": "1000"}, {}),
    ],
)
@settings(max_examples=MANY, deadline=None)
@given(texts=TEXTS)
def test_a_column_of_numbers_is_what_each_of_its_texts_says(
    kind: str, cell: dict[str, Any], keys: dict[str, Any], texts: list[str]
) -> None:
    one = recipe(kind, cell, **keys)
    alone = one_by_one(texts, lambda text: numbers.exact(one, text))
    assert without_trim(cleaned(kind, cell, {"a": texts}, **keys)) == alone


PAIRS = st.lists(st.tuples(st.one_of(NUMBERS, ODD), st.one_of(NUMBERS, ODD)), min_size=1, max_size=40)


@pytest.mark.parametrize("kind", ["money", "whole", "real"])
@pytest.mark.parametrize("scale", ["1", "0.01", "-3e4"])
@settings(max_examples=MANY, deadline=None)
@given(pairs=PAIRS)
def test_products_are_what_each_pair_of_texts_says(kind: str, scale: str, pairs: list[tuple[str, str]]) -> None:
    cell = {"column": "a", "times": "b", "scale": scale}
    one = recipe(kind, cell)
    plain = [(text.strip(), factor.strip() or None) for text, factor in pairs]
    alone = [numbers.exact(one, *pair) if pair[0] else Outcome(None) for pair in plain]
    columns = {"a": [text for text, _ in pairs], "b": [factor for _, factor in pairs]}
    values, part = worked(kind, cell, columns)
    rules = [each.rule for each in alone if each.rule]
    assert values.to_list() == [each.value for each in alone]
    assert {name: rule.count for name, rule in part.rules.items() if name != "trim"} == Counter(rules)
    if kind == "money":
        with localcontext(EXACT):
            assert part.sums("amount").rounded == sum(each.rounding for each in alone)


@settings(max_examples=3 * MANY, deadline=None)
@given(texts=TEXTS)
def test_money_that_is_taken_is_what_an_independent_reading_says(texts: list[str]) -> None:
    values, _ = cleaned("money", "a", {"a": texts})
    for text, units in zip(texts, values, strict=True):
        if units is not None:
            assert units == independently(text), text


def independently(text: str) -> int:
    """The cents that `text` says, by stripping it down to what Python's decimals read."""
    plain = text.strip().translate({wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}).replace("−", "-")
    factor = Decimal(1000) if "K" in plain.upper() else Decimal(10000) if "万" in plain else Decimal(1)
    negative = "-" in re.sub(r"[eE]-", "", plain) or "(" in plain
    digits = re.sub(r"[^0-9.eE-]", "", plain.replace("USD", "")).strip("-")
    cents = abs(Decimal(digits)) * factor * 100
    return int((-cents if negative else cents).quantize(Decimal(1), ROUND_HALF_UP))


CLOCKS = st.sampled_from(["", " ", "T", " 03:04", "T23:59:60", "T03:04:05", " 03:04:05", " 3:04:05 PM", "x03:04:05"])
TAILS = st.sampled_from(
    ["", "", "Z", " UTC", "+0800", "+08:00", "-03:30", ".5", ".123456789", ".000+0000", ".250Z", " AM", "+25:00"]
)
DATES = st.builds(
    lambda year, mark, month, day, clock, tail: f"{year}{mark}{month}{mark}{day}{clock}{tail}",
    st.sampled_from(["2024", "1999", "0001", "0000", "9999", "24", "12024", "+204"]),
    st.sampled_from(["-", "-", "-", "/", ".", "", " "]),
    st.sampled_from(["01", "2", "02", "12", "13", "00", "Feb", " 3"]),
    st.sampled_from(["01", "1", "28", "29", "30", "31", "32", "00"]),
    CLOCKS,
    TAILS,
)
OTHERS = st.builds(
    lambda day, month, year, mark, clock: f"{day}{mark}{month}{mark}{year}{clock}",
    st.integers(0, 33), st.one_of(st.integers(0, 13), st.sampled_from(["Jan", "feb", "Sept", "March", "Foo"])),
    st.sampled_from(["2024", "24", "1900", "0024"]), st.sampled_from(["/", "-", ".", " "]), CLOCKS,
)  # fmt: skip
NUMBERED = st.one_of(st.integers(-(10**13), 10**16).map(str), st.integers(0, 3_000_000).map(str),
                     st.floats(0, 60000, allow_nan=False).map(lambda days: f"{days:.5f}"))  # fmt: skip
TIMES = st.lists(st.one_of(DATES, OTHERS, NUMBERED), min_size=1, max_size=40)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize(
    "formats",
    [
        [],
        ["iso"],
        ["%d/%m/%Y"],
        ["%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%m/%d/%Y"],
        ["%m/%d/%y %I:%M %p", "%d-%m-%Y", "iso"],
        ["%d-%m-%Y%H:%M:%S", "%d %b %Y"],
        ["epoch"],
        ["epoch_ms"],
        ["excel", "iso"],
    ],
)
@settings(max_examples=MANY, deadline=None)
@given(texts=TIMES)
def test_a_column_of_times_is_what_each_of_its_texts_says(formats: list[str], zone: str, texts: list[str]) -> None:
    cell = {"column": "a", "formats": formats}
    one = recipe("moment", cell, timezone=zone)
    alone = one_by_one(texts, lambda text: dates.exact(one, text))
    assert without_trim(cleaned("moment", cell, {"a": texts}, timezone=zone)) == alone


@settings(max_examples=MANY, deadline=None)
@given(tail=TAILS, clocks=st.lists(st.integers(0, 59), min_size=1, max_size=9), rest=st.lists(st.just(""), max_size=2))
def test_a_tail_that_all_times_share_is_read_as_each_says(tail: str, clocks: list[int], rest: list[str]) -> None:
    texts = [f"{2025 - clock}-03-04 05:06:{clock:02}{tail}" for clock in clocks] + rest
    one = recipe("moment", {"column": "a"}, timezone="America/New_York")
    alone = one_by_one(texts, lambda text: dates.exact(one, text))
    assert without_trim(cleaned("moment", {"column": "a"}, {"a": texts}, timezone="America/New_York")) == alone


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%y %I:%M %p", "%d %b %Y", "%Y%m%d", "%d.%m.%Y %H:%M:%S"])
@settings(max_examples=MANY, deadline=None)
@given(moments=st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)), min_size=1, max_size=8))
def test_dates_are_read_as_strptime_reads_what_strftime_wrote(form: str, moments: list[datetime]) -> None:
    written = [moment.strftime(form) for moment in moments]
    values, rules = cleaned("moment", {"column": "a", "formats": form}, {"a": written})
    assert (values, rules) == (
        [datetime.strptime(text, form) for text in written],  # noqa: DTZ007
        {},
    )


def test_a_long_column_is_read_as_a_short_one() -> None:
    texts = [f"{number}.{number % 100:02d}" for number in range(1, 3000)] + ["1,234.5", "$7", "odd"] * 30
    values, rules = cleaned("money", "a", {"a": texts})
    assert sum(value for value in values if value is not None) == sum(
        int(text.replace(".", "")) for text in texts[:2999]
    ) + 30 * (123450 + 700)
    assert rules == {"bad_number": 30}
