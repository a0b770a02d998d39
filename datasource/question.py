"""The question: what a page, a board, an alert, an export or another program may ask, as plain frozen data.

The same object is the cache key, the proof and the JSON of `python -m datasource query`; `docs/query-language.md` says
what each key means. Names of metrics and dimensions are checked later, by the plan, which knows them.
"""

import re
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from datasource.errors import InvalidInput, Problem, did_you_mean
from datasource.texts import N_, _

Model = TypeVar("Model", bound=BaseModel)
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
MOST_RECORDS = 100_000
"""The most records that one page or file holds."""
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


class Period(Frozen):
    """A span of days, both ends inclusive, or the name of a preset; with `field`, on that date instead of each own."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    preset: str | None = None
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")
    field: str | None = None

    @field_validator("start", "end", mode="before")
    @classmethod
    def _written_day(cls, value: Any) -> Any:
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValueError(_("'{value}' is no day; write it as 2017-03-05").format(value=value)) from None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.preset is not None and (self.start is not None or self.end is not None):
            raise ValueError(_("give either a preset or from/to, not both"))
        if self.preset is None and (self.start is None or self.end is None):
            raise ValueError(_("needs 'from' and 'to', or a 'preset'"))
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(
                _("the period runs backwards: {start} is after {end}; swap 'from' and 'to'").format(
                    start=self.start, end=self.end
                )
            )
        return self


class Top(Frozen):
    """Keep the `n` members of `field` that rank highest by metric `by` over the whole period; the rest as Others."""

    field: str
    n: int = Field(ge=1, le=1000)
    by: str
    others: bool = True


class Sort(Frozen):
    """Order of the rows by one column of the answer; missing values come last."""

    by: str
    desc: bool = False


class Query(Frozen):
    """Metrics, grouped and filtered. `datasource.query.answer` turns it into a `Result`."""

    metrics: tuple[str, ...] = Field(min_length=1)
    by: tuple[Dimension, ...] = ()
    where: tuple[Filter, ...] = ()
    having: tuple[Filter, ...] = ()
    period: Period | None = None
    compare: Literal["previous", "last_year"] | None = None
    top: Top | None = None
    sort: tuple[Sort, ...] = ()
    limit: int | None = Field(default=None, ge=1, le=1_000_000)
    totals: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [part.field for part in self.by]
        if len(set(names)) < len(names):
            raise ValueError(_("a field may stand in 'by' once"))
        if len(set(self.metrics)) < len(self.metrics):
            raise ValueError(_("a metric may be asked for once"))
        if self.top is not None and self.top.field not in names:
            raise ValueError(_("'top' ranks '{field}', which is not in 'by'").format(field=self.top.field))
        if self.compare is not None and self.period is None:
            raise ValueError(_("'compare' needs a 'period' to compare with another one"))
        return self


class Records(Frozen):
    """The rows of one subject, filtered, sorted and paged; with `metric`, just those that this metric counts."""

    subject: str
    columns: tuple[str, ...] = ()
    metric: str = ""
    where: tuple[Filter, ...] = ()
    period: Period | None = None
    search: str = ""
    sort: tuple[Sort, ...] = ()
    page: int = Field(default=1, ge=1, le=1_000_000_000)
    page_size: int = Field(default=50, ge=1, le=MOST_RECORDS)


def read_query(data: object) -> Query:
    """`data` (parsed JSON or YAML) as a `Query`; raises `InvalidInput` with every problem and its path."""
    return _read(Query, data)


def read_records(data: object) -> Records:
    """`data` (parsed JSON or YAML) as `Records`; raises `InvalidInput` with every problem and its path."""
    return _read(Records, data)


def _read(model: type[Model], data: object) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InvalidInput(dict.fromkeys(_problem(model, detail) for detail in error.errors())) from None


def _problem(model: type[BaseModel], detail: Any) -> Problem:
    where = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in model.model_fields.items()]
        return Problem(where, _("unknown key.") + did_you_mean(str(detail["loc"][-1]), known))
    if detail["type"] == "enum":
        known = detail["ctx"]["expected"]
        near = did_you_mean(str(detail["input"]), re.findall(r"'(\w+)'", known))
        return Problem(
            where, _("'{given}' is none of {expected}.").format(given=detail["input"], expected=known) + near
        )
    ctx = detail.get("ctx", {})
    if "value" in detail["loc"][:-1]:
        return Problem(f"{where.partition('.value.')[0]}.value", _(_ANY_VALUE))
    if detail["type"] in _WORDS:
        return Problem(where, _(_WORDS[detail["type"]]).format(given=detail["input"], **ctx))
    return Problem(where, detail["msg"].removeprefix("Value error, "))


_ANY_VALUE = N_("must be a text, a number, true, false, or a list of these.")
_WORDS = {
    "missing": N_("is missing; give it."),
    "too_short": N_("is empty; give at least {min_length}."),
    "tuple_type": N_("must be a list, written in [ ]."),
    "string_type": N_("must be a text, written in quotes."),
    "bool_type": N_("must be true or false."),
    "bool_parsing": N_("must be true or false."),
    "int_type": N_("must be a whole number."),
    "int_parsing": N_("must be a whole number."),
    "int_from_float": N_("must be a whole number, not {given}."),
    "float_type": N_("must be a number."),
    "float_parsing": N_("must be a number."),
    "greater_than_equal": N_("must be at least {ge}, not {given}."),
    "less_than_equal": N_("must be at most {le}, not {given}."),
    "model_type": N_("must be an object, written in {{ }}."),
    "model_attributes_type": N_("must be an object, written in {{ }}."),
    "literal_error": N_("'{given}' is none of {expected}."),
}
"""What is wrong with a value, by the kind of the finding."""
