"""Regression on chosen fields for analysts: coefficients with intervals, and what tells whether to believe them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from datasource.analytics.coded_fields import Column, code_fields
from datasource.analytics.evaluation import Z95, auc
from datasource.analytics.influence import held_back_skill, influence
from datasource.analytics.linear_models import Fit, fit_least_squares, fit_logit, normal_chance, student_chance
from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

SPARE_ROWS = 3
PLACE = "_place"
FEWEST_EACH = 3


@dataclass(frozen=True)
class Coefficient:
    """A term of the model (`column` None is the constant), per unit of its field, with its 95 % interval.

    `score` is t or z, `inflation` the variance inflation factor: above 10 the other terms tell nearly the same.
    """

    column: Column | None
    value: float
    error: float
    score: float
    p: float
    low: float
    high: float
    inflation: float | None


@dataclass(frozen=True)
class Quality:
    """How good a model is: `explained` is R squared, McFadden's for a logit; `adjusted` that for the number of terms.

    `test` is the F of all terms or the likelihood ratio's chi-square, `test_p` its chance. Of least squares:
    `durbin_watson` (near 2 when residuals do not follow each other), `uneven_p` the chance of spread that follows the
    fields (Breusch-Pagan in Koenker's form), `normal_p` that of normal residuals (Jarque-Bera). Of a logit: `auc`.
    """

    explained: float
    adjusted: float
    test: float
    test_p: float
    durbin_watson: float | None = None
    uneven_p: float | None = None
    normal_p: float | None = None
    auc: float | None = None


@dataclass(frozen=True)
class Regression:
    """`rows` were counted, `incomplete` lacked the outcome or a field; `left_out` names fields and why.

    `condition` is the condition number of the terms scaled to equal size: above 30 some tell nearly the same.
    `points`: one row per counted one: `row` (place among the rows given), `actual`, `fitted`, `residual`, `leverage`,
    `distance` (see `influence`). `skill`: share of the squared error of the mean that is spared on rows held back.
    """

    kind: Literal["least squares", "logit"]
    rows: int
    incomplete: int
    coefficients: tuple[Coefficient, ...]
    left_out: dict[str, str]
    log_likelihood: float
    condition: float
    quality: Quality
    points: pl.DataFrame
    skill: float


def regress(rows: pl.DataFrame, fields: Sequence[str], outcome: str, *, robust: bool = False) -> Regression:
    """Least squares for numbers, a logit by maximum likelihood for yes/no or 0/1, over rows with all cells filled.

    `robust` takes HC3 errors for least squares. Formulas as in Greene (2018, Econometric Analysis, chapters 4 and 17).
    Raises `MingjingError` when columns are lacking, rows are fewer than the terms and 3, no field varies, the outcome
    does not vary or is no number, and when fields tell a yes/no outcome outright, so that no finite coefficient exists.
    """
    need_columns(rows, [outcome, *fields])
    values, complete, yes_no = _complete(rows, fields, outcome)
    coded = code_fields(complete.drop(PLACE), [field for field in fields if field != outcome])
    if not coded.columns:
        raise MingjingError(_("Every field is empty or the same in all rows, so nothing can be told apart by them."))
    need_rows(len(values), len(coded.columns) + 1 + SPARE_ROWS, N_("rows with all fields filled"))
    fit = _logit(coded.matrix, values) if yes_no else fit_least_squares(coded.matrix, values, robust=robust)
    freedom = len(values) - len(fit.weights)
    inflations, condition = collinearity(coded.matrix)
    return Regression(
        kind="logit" if yes_no else "least squares",
        rows=len(values),
        incomplete=len(rows) - len(values),
        coefficients=_coefficients(fit, coded.columns, inflations, None if yes_no else freedom),
        left_out=coded.left_out,
        log_likelihood=fit.log_likelihood,
        condition=condition,
        quality=_logit_quality(fit, values) if yes_no else _line_quality(fit, values, coded.matrix),
        points=influence(coded.matrix, values, fit.fitted, yes_no=yes_no).insert_column(
            0, complete[PLACE].cast(pl.Int64).alias("row")
        ),
        skill=held_back_skill(coded.matrix, values, yes_no=yes_no),
    )


def collinearity(matrix: Floats) -> tuple[Floats, float]:
    """Variance inflation of each of k columns, and the condition number with the constant (Belsley and others 1980)."""
    correlations = np.atleast_2d(np.corrcoef(matrix.T))
    design = np.column_stack([np.ones(len(matrix)), matrix])
    scaled = design / np.linalg.norm(design, axis=0)
    return np.diag(np.linalg.inv(correlations)).astype(np.float64), float(np.linalg.cond(scaled))


def _coefficients(
    fit: Fit, columns: Sequence[Column], inflations: Floats, freedom: int | None
) -> tuple[Coefficient, ...]:
    """The constant and all terms; `freedom` is None where scores are normal."""
    scores = fit.weights / np.maximum(fit.errors, 1e-300)
    chances = normal_chance(scores) if freedom is None else student_chance(scores, freedom)
    reach = (Z95 if freedom is None else _student_reach(freedom)) * fit.errors
    numbers = np.column_stack([fit.weights, fit.errors, scores, chances, fit.weights - reach, fit.weights + reach])
    terms = zip((None, *columns), numbers.tolist(), (None, *inflations.tolist()), strict=True)
    return tuple(
        Coefficient(column, value, error, score, p, low, high, inflation)
        for column, (value, error, score, p, low, high), inflation in terms
    )


def _logit(matrix: Floats, values: Floats) -> Fit:
    fit = fit_logit(matrix, values, penalty=0.0)
    if not fit.converged or float(np.abs(values - fit.fitted).max()) < 1e-4:
        text = _("The fields tell the outcome outright in some rows, so no finite coefficients fit; leave one out.")
        raise MingjingError(text)
    return fit


def _logit_quality(fit: Fit, values: Floats) -> Quality:
    from scipy.special import chdtrc  # noqa: PLC0415

    terms = len(fit.weights) - 1
    share = values.mean()
    null = len(values) * float(share * np.log(share) + (1 - share) * np.log(1 - share))
    ratio = 2 * (fit.log_likelihood - null)
    return Quality(
        explained=1 - fit.log_likelihood / null,
        adjusted=1 - (fit.log_likelihood - terms) / null,
        test=ratio,
        test_p=float(chdtrc(terms, max(ratio, 0.0))),
        auc=auc(values, fit.fitted),
    )


def _line_quality(fit: Fit, values: Floats, matrix: Floats) -> Quality:
    from scipy.special import chdtrc, fdtrc  # noqa: PLC0415

    rows, terms = matrix.shape
    left = values - fit.fitted
    squares = float(left @ left)
    explained = 1 - squares / float(((values - values.mean()) ** 2).sum())
    test = explained / terms / max((1 - explained) / (rows - terms - 1), 1e-300)
    scaled = left / np.sqrt(max(squares / rows, 1e-300))
    skew, peak = float((scaled**3).mean()), float((scaled**4).mean())
    return Quality(
        explained=explained,
        adjusted=1 - (1 - explained) * (rows - 1) / (rows - terms - 1),
        test=test,
        test_p=float(fdtrc(terms, rows - terms - 1, test)),
        durbin_watson=float((np.diff(left) ** 2).sum()) / max(squares, 1e-300),
        uneven_p=float(chdtrc(terms, rows * _told(matrix, left**2))),
        normal_p=float(chdtrc(2, rows / 6 * (skew**2 + (peak - 3) ** 2 / 4))),
    )


def _told(matrix: Floats, values: Floats) -> float:
    """R squared of a line through the columns."""
    spread = float(((values - values.mean()) ** 2).sum())
    if spread <= 0:
        return 0.0
    left = values - fit_least_squares(matrix, values).fitted
    return max(1 - float(left @ left) / spread, 0.0)


def _student_reach(freedom: int) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415

    return float(stdtrit(freedom, 0.975))


def _complete(rows: pl.DataFrame, fields: Sequence[str], outcome: str) -> tuple[Floats, pl.DataFrame, bool]:
    """Outcomes and fields of the rows in which all are filled, and whether the outcome is yes/no."""
    if not (rows[outcome].dtype == pl.Boolean or rows[outcome].dtype.is_numeric()):
        raise MingjingError(_("The outcome '{name}' is neither yes/no nor a number.").format(name=outcome))
    used = list(dict.fromkeys([outcome, *fields]))
    numbers = [name for name in used if rows[name].dtype.is_float()]
    whole = pl.all_horizontal(pl.lit(value=True), pl.col(numbers).is_finite())
    filled = rows.select(used).with_row_index(PLACE).drop_nulls().filter(whole)
    need_rows(len(filled), 2 + SPARE_ROWS, N_("rows with all fields filled"))
    values = filled[outcome].cast(pl.Float64).to_numpy()
    if np.ptp(values) == 0:
        raise MingjingError(_("The outcome is the same in all rows, so there is nothing to explain."))
    yes_no = bool(np.isin(values, (0, 1)).all())
    if yes_no:
        least = int(min(values.sum(), len(values) - values.sum()))
        need_rows(least, FEWEST_EACH, N_("rows of either outcome"))
    return values, filled, yes_no
