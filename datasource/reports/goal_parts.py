"""A month, quarter or year of a goal, and its pace by working days."""

from dataclasses import dataclass

from datasource.goals.sheet import TIERS
from datasource.periods import Span
from datasource.question import Grain


@dataclass(frozen=True)
class Part:
    """A month, quarter or the whole of a fiscal year; `number` counts within the year. Amounts in major units.

    `actual` is None where the part lies ahead and holds nothing yet, a tier where no month of it has one. `gap` is
    target − actual, negative once the target is passed. `tier` is the highest that the actual reached.
    """

    grain: Grain
    number: int
    span: Span
    actual: float | None
    target: float | None
    stretch: float | None
    challenge: float | None

    @property
    def attainment(self) -> float | None:
        """Actual ÷ target; None without a target above 0 or before anything can be said."""
        return self.actual / self.target if self.target and self.actual is not None else None

    @property
    def gap(self) -> float | None:
        """Target − actual."""
        return None if self.target is None else self.target - (self.actual or 0.0)

    @property
    def tier(self) -> str | None:
        """The highest tier reached, a key of `TIERS`."""
        reached = [name for name in TIERS if (aim := getattr(self, name)) and (self.actual or 0.0) >= aim]
        return reached[-1] if reached else None


@dataclass(frozen=True)
class Pace:
    """How a part stands today: working days, what each of those left must bring, where the run rate leads.

    `needed` is None when no working day is left, 0 when the target is reached. `projection` is None before the first
    working day.
    """

    part: Part
    workdays: int
    passed: int
    to_date: float

    @property
    def left(self) -> int:
        """Working days after today."""
        return self.workdays - self.passed

    @property
    def needed(self) -> float | None:
        """What each working day left must bring to reach the target."""
        if self.part.target is None or not self.left:
            return None
        return max(self.part.target - self.to_date, 0.0) / self.left

    @property
    def projection(self) -> float | None:
        """Actual to date ÷ working days passed × working days of the part."""
        return self.to_date / self.passed * self.workdays if self.passed else None
