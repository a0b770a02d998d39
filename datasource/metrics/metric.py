"""A metric, as data: it can be emitted to an engine, shown as a formula and written by a user; nothing is executed."""

from dataclasses import dataclass
from enum import StrEnum

from datasource.calculation import ShowAs, plain
from datasource.question import Filter, Op, Scalar
from datasource.result import Unit


class How(StrEnum):
    """Aggregations that a metric may use; `KNOWN_SUM` of nothing known is unknown, not 0."""

    SUM = "sum"
    KNOWN_SUM = "known_sum"
    COUNT = "count"
    DISTINCT = "distinct"
    MEAN = "mean"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"


class Join(StrEnum):
    """How a derived metric puts two metrics together."""

    RATIO = "ratio"
    SUM = "sum"
    DIFFERENCE = "difference"


@dataclass(frozen=True)
class Condition:
    """A standing condition of a metric on a column of its own table."""

    column: str
    op: Op
    value: Scalar | tuple[Scalar, ...] = None

    def __str__(self) -> str:
        value = ", ".join(map(str, self.value)) if isinstance(self.value, tuple) else self.value
        return f"{self.column} {self.op.value.replace('_', ' ')} {'' if value is None else value}".strip()


def told(ask: Filter) -> str:
    """A filter in the words of a formula."""
    return str(Condition(plain(ask.field), ask.op, ask.value))


@dataclass(frozen=True)
class Aggregate:
    """One aggregation of one column of one subject; `column` is empty for a count of rows.

    `where` are conditions on the table's own columns, which a state (`as_of`) replaces by its own; `within` are filters
    on dimensions, as a question has them, and hold for a state too.
    """

    subject: str
    how: How
    column: str = ""
    where: tuple[Condition, ...] = ()
    within: tuple[Filter, ...] = ()

    def __str__(self) -> str:
        what = f"{self.how}({self.subject}{f'.{self.column}' if self.column else ''})"
        tests = [*map(str, self.where), *map(told, self.within)]
        return f"{what} where {' and '.join(tests)}" if tests else what


@dataclass(frozen=True)
class Combination:
    """Two metrics put together; totals and Others are recomputed from the two, never added up."""

    join: Join
    left: str
    right: str

    def __str__(self) -> str:
        sign = {Join.RATIO: "÷", Join.SUM: "+", Join.DIFFERENCE: "−"}[self.join]
        return f"{self.left} {sign} {self.right}"


@dataclass(frozen=True)
class Showing:
    """A metric shown as something else over the rows of an answer; the engine counts the metric itself."""

    metric: str
    how: ShowAs
    along: str = ""
    window: int = 3

    def __str__(self) -> str:
        return f"{self.how.replace('_', ' ')} of {plain(self.metric)}"


@dataclass(frozen=True)
class Metric:
    """One number with one definition.

    `date` names the date role that a period without a field filters by. `as_of` marks a state: the number at the end of
    the period (or bucket), not what happened in it. `higher_is_better` is None where neither direction is good. `needs`
    names a dimension without which the rows would count twice: it must stand in `by`, and there is no total. `text` is
    the formula of a calculation in the names that a person gave, and `measured` the unit of its number as it is
    counted, where it is shown as another one.
    """

    name: str
    label: str
    definition: str
    measure: Aggregate | Combination | Showing
    unit: Unit
    date: str = ""
    as_of: bool = False
    higher_is_better: bool | None = True
    needs: str = ""
    aliases: tuple[str, ...] = ()
    text: str = ""
    measured: Unit | None = None

    def formula(self) -> str:
        """The definition as one line, for the proof and the dictionary."""
        if self.text:
            return self.text
        if self.as_of:
            return f"{self.measure}, as of the end of the period"
        return f"{self.measure}, by {self.date}" if self.date else str(self.measure)
