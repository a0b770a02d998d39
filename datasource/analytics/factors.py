"""Factor analysis of numbers answered together: how many factors, their loadings, and whether to believe them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.analytics.linear_models import repeated
from datasource.analytics.pace import step
from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.analytics.rotations import Rotation, promax, varimax
from datasource.analytics.threads import one_thread
from datasource.errors import MingjingError
from datasource.texts import N_, _

LEAST_KMO = 0.6
FEWEST_FIELDS = 4
ROWS_PER_FIELD = 5
DRAWS = 20
LARGEST = 0.95


@dataclass(frozen=True)
class Factors:
    """Loadings of k fields on m factors after the rotation, the factor that explains most first.

    `rows` were complete of `rows_given`; `kmo` is the sampling adequacy of all and `field_kmo` of each field;
    `bartlett` the chi-square against no correlation with its `freedom` and chance `p`; `eigenvalues` those of the
    correlations (k); `suggested` the count by parallel analysis; `explained` the variance in fields of each factor
    (m), whose sum over k is `share`; `uniqueness` (k) what no factor explains; `congruence` (m) Tucker's
    coefficient between the factors of two halves of the rows: below 0.9 they do not repeat. `together` (m by m) is how
    the factors correlate, `common` (k) the eigenvalues that parallel analysis compares with those of `noise` (k).
    """

    fields: tuple[str, ...]
    rows: int
    rows_given: int
    kmo: float
    field_kmo: Floats
    bartlett: float
    freedom: int
    p: float
    eigenvalues: Floats
    suggested: int
    loadings: Floats
    explained: Floats
    uniqueness: Floats
    congruence: Floats
    together: Floats
    common: Floats
    noise: Floats

    @property
    def share(self) -> float:
        """Share of the fields' variance that the factors explain."""
        return float(self.explained.sum() / len(self.fields))


def analyse_factors(
    rows: pl.DataFrame, fields: Sequence[str], count: int | None = None, rotation: Rotation = "varimax"
) -> Factors:
    """Factors of the fields' correlations over rows in which all are filled; `count` None takes the suggested number.

    Minimal residuals (Harman and Jones 1966, Psychometrika 31:351), varimax with Kaiser's normalisation (Kaiser 1958,
    Psychometrika 23:187), or from there promax, by which factors may correlate. Raises `MingjingError` with fewer than
    4 fields or 5 complete rows per field, for fields that are constant or told by the others, with KMO below 0.6, and
    when there is no factor or `count` are too many.
    """
    values = _complete(rows, fields)
    with one_thread():
        matrix = _correlations(values)
        whole, each = sampling_adequacy(matrix)
        if whole < LEAST_KMO:
            text = _("The fields have too little in common for factors: KMO is {found}, {least} is needed.")
            raise MingjingError(text.format(found=f"{whole:.2f}", least=LEAST_KMO))
        chi, freedom, p = bartlett_test(matrix, len(values))
        common, noise = parallel_eigenvalues(values)
        suggested = _above(common, noise)
        wanted = _checked_count(suggested if count is None else count, len(fields))
        loadings, uniqueness, together = _rotated(matrix, wanted, rotation)
        return Factors(
            fields=tuple(fields),
            rows=len(values),
            rows_given=len(rows),
            kmo=whole,
            field_kmo=each,
            bartlett=chi,
            freedom=freedom,
            p=p,
            eigenvalues=_eigenvalues(matrix),
            suggested=suggested,
            loadings=loadings,
            explained=np.diag(together @ loadings.T @ loadings).astype(np.float64),
            uniqueness=uniqueness,
            congruence=_congruence(values, loadings, rotation),
            together=together,
            common=common,
            noise=noise,
        )


def sampling_adequacy(matrix: Floats) -> tuple[float, Floats]:
    """KMO of all fields and of each, from their k by k correlations (Kaiser and Rice 1974)."""
    inverse = np.linalg.inv(matrix)
    partial = inverse / np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    others = ~np.eye(len(matrix), dtype=np.bool_)
    plain, left = matrix**2 * others, partial**2 * others
    each = plain.sum(axis=0) / (plain.sum(axis=0) + left.sum(axis=0))
    return float(plain.sum() / (plain.sum() + left.sum())), np.asarray(each)


def bartlett_test(matrix: Floats, rows: int) -> tuple[float, int, float]:
    """Chi-square, degrees of freedom and chance of no correlation at all (Bartlett 1951, Biometrika 38:337)."""
    from scipy.special import chdtrc  # noqa: PLC0415

    width = len(matrix)
    chi = -(rows - 1 - (2 * width + 5) / 6) * float(np.linalg.slogdet(matrix)[1])
    freedom = width * (width - 1) // 2
    return chi, freedom, float(chdtrc(freedom, chi))


def parallel_analysis(values: Floats, seed: int = 0) -> int:
    """How many factors beat those of noise of the same shape (Horn 1965, Psychometrika 30:179)."""
    return _above(*parallel_eigenvalues(values, seed))


def parallel_eigenvalues(values: Floats, seed: int = 0) -> tuple[Floats, Floats]:
    """Eigenvalues (k) of the correlations with what one factor shares of each field on the diagonal, and of noise.

    Those of noise are the 95th percentile of the same columns (`values` is n by k) shuffled each on its own, 20 times.
    """
    rng = np.random.default_rng(seed)
    noise = []
    for draw in range(DRAWS):
        step(draw, DRAWS)
        noise.append(_common_eigenvalues(rng.permuted(values, axis=0)))
    return _common_eigenvalues(values), np.quantile(noise, LARGEST, axis=0).astype(np.float64)


def _above(found: Floats, noise: Floats) -> int:
    """How many leading eigenvalues are above those of noise."""
    above = found > noise
    return int(above.argmin()) if not above.all() else len(above)


def minimal_residuals(matrix: Floats, count: int, exact: float = 1e-15) -> tuple[Floats, Floats]:
    """Unrotated loadings (k by `count`) and uniqueness (k) with the least squared residual correlations.

    The search ends when a step lowers these by less than a share `exact`.
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    rest = len(matrix) - count

    def squares(unique: Floats) -> tuple[float, Floats]:
        values, vectors = np.linalg.eigh(matrix - np.diag(unique))
        return float((values[:rest] ** 2).sum() / 2), np.asarray(-(vectors[:, :rest] ** 2 @ values[:rest]))

    start = 1 / np.diag(np.linalg.inv(matrix))
    options = {"maxiter": 1000, "ftol": exact, "gtol": 1e-9}
    found = minimize(squares, start, jac=True, method="L-BFGS-B", bounds=[(0.005, 1)] * len(matrix), options=options)
    values, vectors = np.linalg.eigh(matrix - np.diag(found.x))
    return vectors[:, rest:] * np.sqrt(np.maximum(values[rest:], 0)), np.asarray(found.x)


def cronbach_alpha(values: Floats) -> float:
    """How well the k columns of n rows measure one thing (Cronbach 1951, Psychometrika 16:297)."""
    width = values.shape[1]
    return float(width / (width - 1) * (1 - values.var(axis=0, ddof=1).sum() / values.sum(axis=1).var(ddof=1)))


def _rotated(matrix: Floats, count: int, rotation: Rotation) -> tuple[Floats, Floats, Floats]:
    """Loadings, the largest factor first, each pointing to most of its weight; uniqueness; how factors correlate."""
    plain, uniqueness = minimal_residuals(matrix, count)
    turned, together = (plain if rotation == "none" else varimax(plain)), np.eye(count)
    if rotation == "promax" and count > 1:
        turned, together = promax(turned)
    order = np.argsort(-(turned**2).sum(axis=0), kind="stable")
    turned, together = turned[:, order], together[np.ix_(order, order)]
    sign = np.where(turned.sum(axis=0) < 0, -1.0, 1.0)
    return turned * sign, uniqueness, together * np.outer(sign, sign)


def _congruence(values: Floats, loadings: Floats, rotation: Rotation, seed: int = 0) -> Floats:
    """Tucker's congruence of each factor between two random halves of the rows, matched to those of all rows."""
    half = np.random.default_rng(seed).permutation(len(values)) < len(values) / 2
    parts = [_rotated(_correlations(values[part]), loadings.shape[1], rotation)[0] for part in (half, ~half)]
    unit = loadings / np.linalg.norm(loadings, axis=0)
    matched = [part[:, np.abs((part / np.linalg.norm(part, axis=0)).T @ unit).argmax(axis=0)] for part in parts]
    one, other = (part / np.linalg.norm(part, axis=0) for part in matched)
    return np.asarray(np.abs((one * other).sum(axis=0)))


def _common_eigenvalues(values: Floats) -> Floats:
    """Eigenvalues of the correlations with what one factor shares of each field on the diagonal, largest first."""
    matrix = _correlations(values)
    return _eigenvalues(matrix - np.diag(minimal_residuals(matrix, 1, exact=1e-5)[1]))


def _correlations(values: Floats) -> Floats:
    return np.asarray(np.corrcoef(values.T), dtype=np.float64)


def _eigenvalues(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.eigvalsh(matrix)[::-1], dtype=np.float64)


def _complete(rows: pl.DataFrame, fields: Sequence[str]) -> Floats:
    """The rows in which all fields are filled, n by k."""
    need_columns(rows, fields)
    need_rows(len(set(fields)), FEWEST_FIELDS, N_("different fields"))
    if words := [name for name in fields if not rows[name].dtype.is_numeric()]:
        raise MingjingError(_("These fields hold no numbers: {names}.").format(names=", ".join(words)))
    given = rows.select(pl.col(fields).cast(pl.Float64)).to_numpy()
    values: Floats = given[np.isfinite(given).all(axis=1)]
    need_rows(len(values), ROWS_PER_FIELD * len(fields), N_("rows with all fields filled"))
    if same := [fields[place] for place in repeated(values, 1e-4)]:
        text = _("These fields are constant or told by the other fields, leave them out: {names}.")
        raise MingjingError(text.format(names=", ".join(same)))
    return values


def _checked_count(count: int, fields: int) -> int:
    """The number of factors if the fields can carry it: there must be no more loadings than correlations."""
    if count < 1:
        raise MingjingError(_("No factor stands out from noise."))
    if (fields - count) ** 2 < fields + count:
        raise MingjingError(_("{fields} fields are too few for {count} factors.").format(fields=fields, count=count))
    return count
