"""Fields that know the outcome because they were filled after it: a score that learns from them predicts the past."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.evaluation import auc
from datasource.analytics.linear_models import normal_chance
from datasource.analytics.refusals import Floats, need_columns, need_rows, need_unique
from datasource.analytics.spline_logit import need_outcomes
from datasource.errors import MingjingError
from datasource.texts import N_, _

TELLING = 0.9
FILL_GAP = 0.2
LATE_SHARE = 0.5
FALSE_SHARE = 0.01
FEWEST_FILLED = 50
FOLDS = 5
SMOOTH = 5.0
MOST_GROUPS = 20

TELLS = N_("tells the outcome nearly alone")
FILLED_BY_OUTCOME = N_("is filled in for one outcome far more often than for the other")
FILLED_LATE = N_("is mostly filled in or changed after the outcome")


@dataclass(frozen=True)
class Suspect:
    """What was measured on a field; `why` names what speaks for a leak, empty when nothing does.

    `tells` is the AUC of the field alone on rows it did not learn from, the higher of all rows and of the filled ones;
    `filled_yes` and `filled_no` the shares of filled rows by outcome; `late` the share of its changes after the close,
    None without a history.
    """

    field: str
    tells: float
    filled_yes: float
    filled_no: float
    late: float | None
    why: tuple[str, ...]


@dataclass(frozen=True)
class Leaks:
    """All fields, the leaking ones first; `kept` are those that a score may learn from."""

    suspects: tuple[Suspect, ...]

    @property
    def leaking(self) -> tuple[str, ...]:
        """The fields to leave out."""
        return tuple(suspect.field for suspect in self.suspects if suspect.why)

    @property
    def kept(self) -> tuple[str, ...]:
        """The other fields."""
        return tuple(suspect.field for suspect in self.suspects if not suspect.why)


def find_leaks(
    rows: pl.DataFrame, fields: Sequence[str], outcome: str, history: pl.DataFrame | None = None, seed: int = 0
) -> Leaks:
    """Test each field against the outcome (yes/no or 0/1; rows without it are not counted).

    A field leaks when it tells the outcome nearly alone (AUC above 0.9), when it is filled at least 20 points more
    often for one outcome (and surely so: Benjamini-Hochberg 1 % over the fields), or when half of its changes or more
    come after the close. For the last, `history` has a row per change (`record`, `field`, `at`) and `rows` the columns
    `record` (unique) and `closed`, both times of one type. Fields that come with the close itself but leave no such
    trace cannot be told from good ones. Raises `MingjingError` when columns are lacking, with fewer than 50 rows or 10
    of either outcome.
    """
    need_columns(rows, [outcome, *fields])
    need_rows(len(fields), 1, N_("fields"))
    told = rows.filter(pl.col(outcome).is_not_null())
    values = _outcome(told[outcome])
    late = {} if history is None else _late(told, history)
    folds = np.random.default_rng(seed).permutation(len(values)).astype(np.float64) % FOLDS
    shares = [_filled_shares(told[field], values) for field in fields]
    uneven = benjamini_hochberg([_gap_chance(share, values) for share in shares]) <= FALSE_SHARE
    suspects = []
    for field, (yes, no), surely in zip(fields, shares, uneven, strict=True):
        tells = _tells(told[field], values, folds)
        gap = bool(surely) and abs(yes - no) >= FILL_GAP
        found = ((TELLS, tells > TELLING), (FILLED_BY_OUTCOME, gap), (FILLED_LATE, late.get(field, 0) >= LATE_SHARE))
        why = tuple(reason for reason, holds in found if holds)
        suspects.append(Suspect(field, tells, yes, no, late.get(field), why))
    return Leaks(tuple(sorted(suspects, key=lambda suspect: (not suspect.why, -suspect.tells))))


def _outcome(values: pl.Series) -> Floats:
    if not (values.dtype == pl.Boolean or (values.dtype.is_numeric() and values.is_in([0, 1]).all())):
        raise MingjingError(_("The outcome '{name}' is not yes or no.").format(name=values.name))
    numbers = values.cast(pl.Float64).to_numpy()
    need_outcomes(numbers)
    return numbers


def _filled(values: pl.Series) -> Floats:
    """1 where the cell is filled, 0 where it is empty, blank or no number."""
    if values.dtype == pl.String:
        return (values.str.strip_chars() != "").fill_null(value=False).to_numpy().astype(np.float64)
    return values.is_not_null().to_numpy().astype(np.float64)


def _filled_shares(values: pl.Series, outcome: Floats) -> tuple[float, float]:
    filled = _filled(values)
    return float(filled[outcome == 1].mean()), float(filled[outcome == 0].mean())


def _gap_chance(shares: tuple[float, float], outcome: Floats) -> float:
    """Chance of such a gap between two shares if there were none (pooled normal test)."""
    yes, no = float(outcome.sum()), float(len(outcome) - outcome.sum())
    pooled = (shares[0] * yes + shares[1] * no) / (yes + no)
    spread = np.sqrt(max(pooled * (1 - pooled) * (1 / yes + 1 / no), 1e-300))
    return float(normal_chance(np.array((shares[0] - shares[1]) / spread)))


def _tells(values: pl.Series, outcome: Floats, folds: Floats) -> float:
    """AUC of the outcome's shares per value (numbers in 20 groups), learned on the other folds; at least 0.5."""
    groups = _groups(values)
    filled = _filled(values) == 1
    parts = [np.ones(len(outcome), dtype=np.bool_)]
    if filled.sum() >= FEWEST_FILLED and 0 < outcome[filled].sum() < filled.sum():
        parts.append(filled)
    return max(0.5, *(auc(outcome[part], _shares(groups[part], outcome[part], folds[part])) for part in parts))


def _groups(values: pl.Series) -> Floats:
    if values.dtype.is_numeric() and values.n_unique() > MOST_GROUPS:
        known = values.cast(pl.Float64).to_numpy()
        finite = np.append(known[np.isfinite(known)], 0.0)
        edges = np.unique(np.quantile(finite, np.linspace(0, 1, MOST_GROUPS + 1)[1:-1]))
        return np.where(np.isfinite(known), np.searchsorted(edges, known), MOST_GROUPS + 1).astype(np.float64)
    return values.cast(pl.String).fill_null("").rank("dense").cast(pl.Float64).to_numpy()


def _shares(groups: Floats, outcome: Floats, folds: Floats) -> Floats:
    """For each row the outcome's share in its group on the other folds, drawn to the share of all by 5 rows."""
    places = groups.astype(np.int64)
    size = int(places.max()) + 1
    shares = np.empty(len(outcome))
    for fold in range(FOLDS):
        held = folds == fold
        base = outcome[~held].mean() if (~held).any() else 0.5
        hits = np.bincount(places[~held], weights=outcome[~held], minlength=size)
        counts = np.bincount(places[~held], minlength=size)
        shares[held] = ((hits + SMOOTH * base) / (counts + SMOOTH))[places[held]]
    return shares


def _late(rows: pl.DataFrame, history: pl.DataFrame) -> dict[str, float]:
    """Share of each field's changes, on closed records, that come after the close."""
    need_columns(rows, ("record", "closed"))
    need_columns(history, ("record", "field", "at"))
    need_unique(rows, "record")
    changes = history.join(rows.select("record", "closed").drop_nulls(), on="record")
    counted = changes.group_by("field").agg((pl.col("at") > pl.col("closed")).mean().alias("late"))
    return dict(counted.iter_rows())
