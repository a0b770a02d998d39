"""Calculations by structure: what a person adds to the metrics and dimensions, as plain frozen data.

A calculation is a tree of names, numbers and filters, or a formula that is parsed by `datasource.metrics.formula`;
nothing of it is ever executed as code. It stands in the chart that uses it, or in a team's file, and travels in
`Query.define`.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from datasource.field import LARGEST, Filter, Frozen
from datasource.texts import _

SAVED = r"^([1-9]\d{0,17}/[a-z][a-z0-9_]{0,47})?$"
NAME = r"^[a-z][a-z0-9_]{0,47}$"
_HASHED = re.compile(r"__[0-9a-f]{12}$")
ShowAs = Literal[
    "share_of_total",
    "share_of_row",
    "share_of_column",
    "running_total",
    "moving_average",
    "difference",
    "change",
    "difference_last_year",
    "change_last_year",
    "rank",
]
How = Literal["sum", "count", "distinct", "mean", "median", "min", "max"]


def plain(name: str) -> str:
    """A canonical name (`datasource.metrics.defined`) as the person wrote it; any other name as it is."""
    return _HASHED.sub("", name)


class Ratio(Frozen):
    """One metric divided by another; totals and Others are divided anew."""

    of: str
    to: str


class Difference(Frozen):
    """One metric less another."""

    of: str
    less: str


class Within(Frozen):
    """A metric over the rows that meet more conditions, `amount where stage = Won`."""

    metric: str
    where: tuple[Filter, ...] = Field(min_length=1, max_length=24)


class Aggregated(Frozen):
    """One aggregation of a number of single records: the mean amount of opportunities."""

    subject: str
    field: str = ""
    how: How = "sum"


class Formula(Frozen):
    """A formula over the fields of one record of `subject`, put together by `how`: `amount * 0.1`."""

    subject: str
    text: str = Field(min_length=1, max_length=2000)
    how: How = "sum"


class Shown(Frozen):
    """A metric shown as something else, over the groups of the answer, along `along`, else its first date or dimension.

    `window` is the number of buckets of a moving average, the present one included.
    """

    metric: str
    as_: ShowAs = Field(alias="as")
    along: str = ""
    window: int = Field(default=3, ge=2, le=60)

    model_config = Frozen.model_config | {"populate_by_name": True}


class Buckets(Frozen):
    """Bands of a number dimension: `edges` rise; one label more than edges, or none for labels like `10 to 20`."""

    field: str
    edges: tuple[float, ...] = Field(min_length=1, max_length=100)
    labels: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if any(low >= high for low, high in pairwise(self.edges)):
            raise ValueError(_("bins must rise from left to right"))
        if not all(abs(edge) <= LARGEST for edge in self.edges):
            raise ValueError(_("bins must be numbers from -{most} to {most}").format(most=LARGEST))
        if self.labels and len(self.labels) != len(self.edges) + 1:
            raise ValueError(_("needs one label more than edges, or none"))
        return self


class Group(Frozen):
    """Members of a dimension under one name."""

    label: str = Field(min_length=1, max_length=80)
    members: tuple[str, ...] = Field(min_length=1, max_length=1000)


class Groups(Frozen):
    """The members of a dimension in groups; without `others`, a member of no group keeps its own name."""

    field: str
    groups: tuple[Group, ...] = Field(min_length=1, max_length=100)
    others: str = Field(default="", max_length=80)


class Case(Frozen):
    """One branch: the label of the records that meet all conditions."""

    label: str = Field(min_length=1, max_length=80)
    where: tuple[Filter, ...] = Field(min_length=1, max_length=24)


class Cases(Frozen):
    """A dimension by conditions: the first case that a record meets names it; else `others`."""

    subject: str
    cases: tuple[Case, ...] = Field(min_length=1, max_length=50)
    others: str = Field(default="", max_length=80)


METRIC_BODIES = ("ratio", "sum", "difference", "within", "aggregated", "formula", "shown")
DIMENSION_BODIES = ("buckets", "groups", "cases")


class Calculation(Frozen):
    """One metric or dimension made by a person; `id` is how the shelves name it, exactly one body says what it is.

    `saved` names the entry of a person's library that this is a copy of (`3/avg_deal`); while that entry exists, what
    it says now holds, and when it goes, the copy stays.
    """

    id: str = Field(pattern=NAME)
    label: str = Field(min_length=1, max_length=80)
    definition: str = Field(default="", max_length=1000)
    unit: Literal["count", "money", "rate", "days", "hours", "number"] | None = None
    higher_is_better: bool | None = True
    saved: str = Field(default="", pattern=SAVED)
    ratio: Ratio | None = None
    sum: tuple[str, ...] | None = Field(default=None, min_length=2, max_length=24)
    difference: Difference | None = None
    within: Within | None = None
    aggregated: Aggregated | None = None
    formula: Formula | None = None
    shown: Shown | None = None
    buckets: Buckets | None = None
    groups: Groups | None = None
    cases: Cases | None = None

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        bodies = [name for name in (*METRIC_BODIES, *DIMENSION_BODIES) if getattr(self, name) is not None]
        if len(bodies) != 1:
            raise ValueError(
                _("a calculation has exactly one of {bodies}").format(
                    bodies=", ".join((*METRIC_BODIES, *DIMENSION_BODIES))
                )
            )
        return self

    @property
    def body(self) -> str:
        """The name of the one body."""
        return next(name for name in (*METRIC_BODIES, *DIMENSION_BODIES) if getattr(self, name) is not None)

    @property
    def holds(self) -> Literal["metric", "dimension"]:
        """What it can be used as."""
        return "metric" if self.body in METRIC_BODIES else "dimension"

    def fields(self) -> Iterator[str]:
        """The names of metrics and dimensions that it stands on; a formula's are known to its parser alone."""
        body = getattr(self, self.body)
        if isinstance(body, tuple):
            yield from body
            return
        for key in ("of", "to", "less", "metric", "along"):
            if getattr(body, key, ""):
                yield getattr(body, key)
        if isinstance(body, Aggregated | Buckets | Groups) and body.field:
            yield body.field
        cases = body.cases if isinstance(body, Cases) else ()
        conditions = (*getattr(body, "where", ()), *(part for case in cases for part in case.where))
        yield from (part.field for part in conditions)
