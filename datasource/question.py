"""The question: what a page, a board, an alert, an export or another program may ask, as plain frozen data.

The same object is the cache key, the proof and the JSON of `python -m datasource query`; `docs/query-language.md` says
what each key means. Names of metrics and dimensions are checked later, by the plan, which knows them.
"""

import re
from datetime import date
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from datasource.calculation import Calculation
from datasource.errors import InvalidInput, Problem, did_you_mean
from datasource.field import (
    BARE_OPS,
    LARGEST,
    LIST_OPS,
    TEXT_OPS,
    Dimension,
    Filter,
    Frozen,
    Grain,
    Op,
    Scalar,
)
from datasource.texts import N_, _

__all__ = [
    "BARE_OPS",
    "LARGEST",
    "LIST_OPS",
    "MOST_CALCULATIONS",
    "MOST_RECORDS",
    "TEXT_OPS",
    "Calculation",
    "Dimension",
    "Filter",
    "Frozen",
    "Grain",
    "Op",
    "Period",
    "Query",
    "Records",
    "Scalar",
    "Sort",
    "Top",
    "read_query",
    "read_records",
]

Model = TypeVar("Model", bound=BaseModel)


MOST_RECORDS = 100_000
"""The most records that one page or file holds."""
MOST_CALCULATIONS = 100


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
    """Metrics, grouped and filtered. `datasource.query.answer` turns it into a `Result`.

    `define` holds calculations, which `metrics`, `by`, `where`, `having` and `top` may name by their ids.
    """

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
    define: tuple[Calculation, ...] = Field(default=(), max_length=MOST_CALCULATIONS)

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
    """The rows of one subject, filtered, sorted and paged; with `metric`, just those that this metric counts.

    `define` holds calculations, which `metric`, `columns`, `where` and `sort` may name by their ids.
    """

    subject: str
    columns: tuple[str, ...] = ()
    metric: str = ""
    where: tuple[Filter, ...] = ()
    period: Period | None = None
    search: str = ""
    sort: tuple[Sort, ...] = ()
    page: int = Field(default=1, ge=1, le=1_000_000_000)
    page_size: int = Field(default=50, ge=1, le=MOST_RECORDS)
    define: tuple[Calculation, ...] = Field(default=(), max_length=MOST_CALCULATIONS)


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
