"""One text → one value, exactly: the meaning of what a cell says, which the fast readers of columns must equal."""

from datasource.loaders.parsing.dates import AmbiguousDate, day, moment, tail_of_time
from datasource.loaders.parsing.flags import NO, YES, flag
from datasource.loaders.parsing.forms import shape
from datasource.loaders.parsing.numbers import EXACT, OtherCurrency, minor_units, money, number, whole

__all__ = [
    "EXACT",
    "NO",
    "YES",
    "AmbiguousDate",
    "OtherCurrency",
    "day",
    "flag",
    "minor_units",
    "moment",
    "money",
    "number",
    "shape",
    "tail_of_time",
    "whole",
]
