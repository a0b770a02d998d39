"""Which look of a chart holds for which column of its answer."""

from collections.abc import Iterable

from dashboards.options import FieldLook, NumberFormat
from datasource.metrics.defined import given_name
from datasource.result import Column
from widgets.charts.look import look_name
from widgets.format import HABIT


def looks_by_name(looks: Iterable[FieldLook]) -> dict[str, FieldLook]:
    """The looks by the names of their fields, those of calculations as their people gave them."""
    return {given_name(look.field): look for look in looks}


def form_of(column: Column, looks: Iterable[FieldLook]) -> NumberFormat:
    """How the numbers of a column are written."""
    found = looks_by_name(looks).get(look_name(column))
    return HABIT if found is None else found.number
