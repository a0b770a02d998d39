"""What goes with an outcome, each field adjusted for the others, few of the findings false: associated, not proven."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from datasource.analytics.coded_fields import CodedFields, Column, code_fields
from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.evaluation import Z95
from datasource.analytics.linear_models import Fit, fit_least_squares, fit_logit, normal_chance, student_chance
from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

FALSE_SHARE = 0.10
CONFIRM_CHANCE = 0.10
LEARN_SHARE = 0.6
ROWS_PER_COLUMN = 3
FEWEST_ROWS = 50
FEWEST_EACH = 10


@dataclass(frozen=True)
class Driver:
    """One column's adjusted effect with its 95 % interval.

    For a yes/no outcome the effect is in percentage points of its chance (average marginal effect), else in units of
    the outcome: of a word against the field's most common one (`against`), of a number over one standard deviation.
    `adjusted` is the p-value by Benjamini and Hochberg; `found` when it is among the discoveries; `confirmed` when 60 %
    of the rows find it too and the other 40 % agree.
    """

    column: Column
    against: str | None
    rows: int
    effect: float
    low: float
    high: float
    p: float
    adjusted: float
    found: bool
    confirmed: bool


@dataclass(frozen=True)
class Drivers:
    """All columns, the strongest findings first; `base` is the mean outcome, `left_out` fields with the reason.

    `skill` is how much smaller than the mean's the squared error on 40 % held back is, by the columns that the other
    60 % find; 0 when they find none.
    """

    rows: int
    base: float
    yes_no: bool
    drivers: tuple[Driver, ...]
    left_out: dict[str, str]
    skill: float

    @property
    def found(self) -> tuple[Driver, ...]:
        """The discoveries; empty when nothing goes with the outcome beyond chance."""
        return tuple(driver for driver in self.drivers if driver.found)


def find_drivers(rows: pl.DataFrame, fields: Sequence[str], outcome: str, seed: int = 0) -> Drivers:
    """What goes with the outcome (a column of yes/no, 0/1 or numbers; rows without it are not counted).

    A penalised logit or least squares with HC3 errors over all fields at once; discoveries at a false share of 10 %
    (Benjamini and Hochberg 1995), reported only if one of them also stands at 5 %, so that data in which nothing holds
    give a finding in 5 % of cases. Raises `MingjingError` with fewer than 50 rows, 10 of either outcome or 3 rows of
    the rarer outcome per column, with an outcome that never changes, or when no field varies.
    """
    need_columns(rows, [outcome, *fields])
    told = rows.filter(pl.col(outcome).is_not_null())
    values, yes_no = _outcome(told[outcome])
    coded = code_fields(told, [field for field in fields if field != outcome])
    if not coded.columns:
        raise MingjingError(_("Every field is empty or the same in all rows, so nothing can be told apart by them."))
    rarer = int(min(values.sum(), len(values) - values.sum())) if yes_no else len(values)
    need_rows(rarer, ROWS_PER_COLUMN * len(coded.columns), N_("rows of the rarer outcome for so many fields and words"))
    effects, errors, chances = _effects(coded, values, yes_no=yes_no)
    adjusted, found = _discover(chances)
    agreed, skill = _held_back(coded, values, effects, yes_no=yes_no, seed=seed)
    confirmed = found & agreed
    against = {field: _most_common(told[field]) for field in {column.field for column in coded.columns}}
    drivers = [
        Driver(
            column,
            None if column.kind == "number" else against[column.field],
            _rows_of(column, coded.matrix[:, place]),
            effects[place],
            effects[place] - Z95 * errors[place],
            effects[place] + Z95 * errors[place],
            chances[place],
            adjusted[place],
            bool(found[place]),
            bool(confirmed[place]),
        )
        for place, column in enumerate(coded.columns)
    ]
    drivers.sort(key=lambda driver: (not driver.found, -abs(driver.effect) if driver.found else driver.p))
    return Drivers(len(values), float(values.mean()), yes_no, tuple(drivers), coded.left_out, skill)


def _discover(chances: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Adjusted p-values, and which are reported."""
    adjusted = benjamini_hochberg(chances)
    return adjusted, (adjusted <= FALSE_SHARE) & bool((adjusted <= FALSE_SHARE / 2).any())


def _held_back(
    coded: CodedFields, values: Floats, effects: Floats, *, yes_no: bool, seed: int
) -> tuple[npt.NDArray[np.bool_], float]:
    """Columns that 60 % of the rows, drawn at random, find and the rest shows with the same sign and p < 0.1; skill.

    Nothing and 0 where a part has one outcome only or too few rows.
    """
    learned = np.random.default_rng(seed).permutation(len(values)) < LEARN_SHARE * len(values)
    parts = []
    for part in (learned, ~learned):
        width = coded.matrix.shape[1]
        if len(np.unique(values[part])) < 2 or part.sum() <= width + 2:
            return np.zeros(width, dtype=np.bool_), 0.0
        parts.append(_effects(CodedFields(coded.columns, coded.matrix[part], {}), values[part], yes_no=yes_no))
    (first, _errors, chances), (second, _others, checks) = parts
    agree = (np.sign(first) == np.sign(second)) & (np.sign(first) == np.sign(effects))
    picked = _discover(chances)[1]
    return np.asarray(agree & picked & (checks < CONFIRM_CHANCE)), _skill(
        coded.matrix[:, picked], values, learned, yes_no=yes_no
    )


def _skill(matrix: Floats, values: Floats, learned: npt.NDArray[np.bool_], *, yes_no: bool) -> float:
    """1 less the squared error on the rows not learned from, over that of the learned rows' mean."""
    if not matrix.shape[1]:
        return 0.0
    fit = (fit_logit if yes_no else fit_least_squares)(matrix[learned], values[learned])
    told = fit.weights[0] + matrix[~learned] @ fit.weights[1:]
    if yes_no:
        told = 1 / (1 + np.exp(-np.clip(told, -700, 700)))
    actual = values[~learned]
    return float(1 - ((actual - told) ** 2).sum() / ((actual - values[learned].mean()) ** 2).sum())


def _effects(coded: CodedFields, values: Floats, *, yes_no: bool) -> tuple[Floats, Floats, Floats]:
    """Effect, its standard error and p-value of each column."""
    if not yes_no:
        matrix, steps = coded.matrix, np.array([column.high - column.low for column in coded.columns])
        fit = fit_least_squares(matrix, values, robust=True)
        scores = fit.weights[1:] / np.maximum(fit.errors[1:], 1e-300)
        freedom = len(values) - matrix.shape[1] - 1
        return fit.weights[1:] * steps, fit.errors[1:] * steps, student_chance(scores, freedom)
    fit = fit_logit(coded.matrix, values)
    marginal = [_marginal(coded, fit, place) for place in range(len(coded.columns))]
    effects, errors = (100 * np.array(part) for part in zip(*marginal, strict=True))
    return effects, errors, normal_chance(fit.weights[1:] / fit.errors[1:])


def _marginal(coded: CodedFields, fit: Fit, place: int) -> tuple[float, float]:
    """Average marginal effect and its error by the delta method (Greene 2018, Econometric Analysis, section 17.3.2).

    A word's effect is against the most common one, so the field's other marks are 0 on both sides.
    """
    column = coded.columns[place]
    logits = fit.weights[0] + coded.matrix @ fit.weights[1:]
    marks = [
        other
        for other, mark in enumerate(coded.columns)
        if other != place and mark.field == column.field and "number" not in (column.kind, mark.kind)
    ]
    rest = logits - coded.matrix[:, [place, *marks]] @ fit.weights[[place + 1, *(mark + 1 for mark in marks)]]
    sides = []
    for value in (column.high, column.low):
        chance = 1 / (1 + np.exp(-np.clip(rest + value * fit.weights[place + 1], -700, 700)))
        slope = chance * (1 - chance)
        gradient = np.concatenate([[slope.mean()], slope @ coded.matrix / len(slope)])
        gradient[place + 1] = value * slope.mean()
        gradient[[mark + 1 for mark in marks]] = 0
        sides.append((chance.mean(), gradient))
    turn = sides[0][1] - sides[1][1]
    return float(sides[0][0] - sides[1][0]), float(np.sqrt(max(turn @ fit.covariance @ turn, 0.0)))


def _outcome(values: pl.Series) -> tuple[Floats, bool]:
    """The outcome as numbers, and whether it is yes/no; raises when it cannot be explained."""
    if not (values.dtype == pl.Boolean or values.dtype.is_numeric()):
        raise MingjingError(_("The outcome '{name}' is neither yes/no nor a number.").format(name=values.name))
    numbers = values.cast(pl.Float64).to_numpy()
    need_rows(len(numbers), FEWEST_ROWS, N_("rows with a known outcome"))
    if not np.isfinite(numbers).all():
        raise MingjingError(_("Some values of the outcome '{name}' are no numbers.").format(name=values.name))
    if np.ptp(numbers) == 0:
        raise MingjingError(_("The outcome is the same in all rows, so there is nothing to explain."))
    yes_no = bool(np.isin(numbers, (0, 1)).all())
    if yes_no:
        least = int(min(numbers.sum(), len(numbers) - numbers.sum()))
        need_rows(least, FEWEST_EACH, N_("rows of either outcome"))
    return numbers, yes_no


def _most_common(values: pl.Series) -> str | None:
    words = values.cast(pl.String).replace({"": None}).drop_nulls()
    counts = words.value_counts().sort(["count", words.name], descending=[True, False])
    return None if values.dtype.is_numeric() or counts.is_empty() else str(counts[words.name][0])


def _rows_of(column: Column, values: Floats) -> int:
    return len(values) if column.kind == "number" else int(values.sum())
