"""What questions and calculations are made of: a field, a condition on it, and the frozen base of all such data."""

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from datasource.texts import _

Scalar = str | int | float | bool | date | None


class Grain(StrEnum):
    """Calendar buckets of a date dimension; weeks are ISO weeks."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Op(StrEnum):
    """What a filter may ask of a field."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    BETWEEN = "between"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    IS_NULL = "is_null"
    NOT_NULL = "not_null"
    RELATIVE = "relative"


LARGEST = 10**16
"""The largest number that a filter or a bin may name."""
LIST_OPS = frozenset({Op.IN, Op.NOT_IN})
BARE_OPS = frozenset({Op.IS_NULL, Op.NOT_NULL})
TEXT_OPS = frozenset({Op.CONTAINS, Op.STARTS_WITH, Op.RELATIVE})


class Frozen(BaseModel):
    """Immutable, hashable, strict about keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dimension(Frozen):
    """One entry of `by`: a field, with a grain when it is a date or bins when it is a number."""

    field: str
    grain: Grain | None = None
    bins: tuple[float, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return {"field": value} if isinstance(value, str) else value

    @field_validator("bins")
    @classmethod
    def _rising(cls, bins: tuple[float, ...]) -> tuple[float, ...]:
        if any(low >= high for low, high in pairwise(bins)):
            raise ValueError(_("bins must rise from left to right"))
        if not all(abs(edge) <= LARGEST for edge in bins):
            raise ValueError(_("bins must be numbers from -{most} to {most}").format(most=LARGEST))
        return bins


class Filter(Frozen):
    """One condition; all conditions of a list must hold."""

    field: str
    op: Op
    value: Scalar | tuple[Scalar, ...] = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filter) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[str, Op, str]:
        """What tells filters apart: to Python 1, 1.0 and true are equal, as members of a text they are three."""
        return self.field, self.op, repr(self.value)

    @model_validator(mode="after")
    def _value_fits_op(self) -> Self:
        listed = isinstance(self.value, tuple)
        if self.op in LIST_OPS and not listed:
            raise ValueError(_("'{op}' needs a list of values").format(op=self.op))
        if self.op is Op.BETWEEN and not (isinstance(self.value, tuple) and len(self.value) == 2):
            raise ValueError(_("'between' needs a list of two values, low and high"))
        if self.op in BARE_OPS and self.value is not None:
            raise ValueError(_("'{op}' takes no value").format(op=self.op))
        if self.op in TEXT_OPS and not isinstance(self.value, str):
            raise ValueError(_("'{op}' needs a text").format(op=self.op))
        if self.op not in LIST_OPS | BARE_OPS | {Op.BETWEEN} and (listed or self.value is None):
            raise ValueError(_("'{op}' needs one value").format(op=self.op))
        _check_members(self.value if isinstance(self.value, tuple) else ())
        return self


def _check_members(values: tuple[Scalar, ...]) -> None:
    if None in values:
        raise ValueError(_("a list of values cannot hold null; ask for missing values with 'is_null'"))
