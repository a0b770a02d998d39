"""Which rows a regression hangs on, and how well it tells rows that it has not seen."""

import numpy as np
import polars as pl

from datasource.analytics.linear_models import fit_logit
from datasource.analytics.pace import step
from datasource.analytics.refusals import Floats
from datasource.analytics.threads import one_thread

FOLDS = 5


def influence(columns: Floats, actual: Floats, fitted: Floats, *, yes_no: bool) -> pl.DataFrame:
    """One row per row of `columns` (n by k): `actual`, `fitted`, `residual`, `leverage`, `distance`.

    `distance` is how far the coefficients move without the row: Cook's (1977, Technometrics 19:15), for a logit its
    one-step form (Pregibon 1981, Annals of Statistics 9:705), with Pearson's residuals. `residual` is in units of the
    outcome.
    """
    weight = np.maximum(fitted * (1 - fitted), 1e-12) if yes_no else np.ones(len(actual))
    spread = columns.std(axis=0)
    scaled = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    design = np.column_stack([np.ones(len(actual)), scaled]) * np.sqrt(weight)[:, None]
    with one_thread():
        base = np.linalg.qr(design)[0]
    leverage = np.minimum((base**2).sum(axis=1), 1 - 1e-9)
    residual, terms = actual - fitted, design.shape[1]
    variance = 1.0 if yes_no else max(float(residual @ residual) / max(len(actual) - terms, 1), 1e-300)
    distance = residual**2 / weight / variance / terms * leverage / (1 - leverage) ** 2
    told = {"actual": actual, "fitted": fitted, "residual": residual, "leverage": leverage, "distance": distance}
    return pl.DataFrame(told)


def held_back_skill(columns: Floats, actual: Floats, *, yes_no: bool, seed: int = 0) -> float:
    """Share of the squared error of the mean that is spared on each fifth of the rows by a fit to the others.

    Below zero the fields tell less than the mean does.
    """
    part = np.random.default_rng(seed).permutation(len(actual)) % FOLDS
    left = base = 0.0
    for fold in range(FOLDS):
        step(fold, FOLDS)
        seen, held = part != fold, part == fold
        if not held.any() or np.ptp(actual[seen]) == 0:
            continue
        told = _told(columns[seen], actual[seen], columns[held], yes_no=yes_no)
        left += float(((actual[held] - told) ** 2).sum())
        base += float(((actual[held] - actual[seen].mean()) ** 2).sum())
    return 1 - left / base if base > 0 else 0.0


def _told(columns: Floats, actual: Floats, held: Floats, *, yes_no: bool) -> Floats:
    """What a fit to the rows seen tells of those held back."""
    if yes_no:
        weights = fit_logit(columns, actual).weights
        return np.asarray(1 / (1 + np.exp(-np.clip(weights[0] + held @ weights[1:], -700, 700))))
    centre, spread = columns.mean(axis=0), columns.std(axis=0)
    spread = np.where(spread > 0, spread, np.inf)
    design, asked = (np.column_stack([np.ones(len(part)), (part - centre) / spread]) for part in (columns, held))
    with one_thread():
        return np.asarray(asked @ np.linalg.lstsq(design, actual, rcond=None)[0])
