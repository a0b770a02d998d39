"""How long things last when some are still going on: the Kaplan-Meier curve."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from datasource.analytics.evaluation import Z95
from datasource.analytics.refusals import Floats, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

FEWEST = 5


@dataclass(frozen=True)
class Survival:
    """`curve` has one row per time at which something ended: `time`, `at_risk` before it, `ended` at it, `lasting` =
    the share that lasts longer, with its 95 % bounds `low` and `high`. `longest` is the longest time observed.
    """

    curve: pl.DataFrame
    longest: float

    def lasting(self, times: Floats) -> Floats:
        """The share that lasts longer than each of the times; NaN beyond the longest time observed."""
        shares = np.concatenate([[1.0], self.curve["lasting"].to_numpy()])
        found = shares[np.searchsorted(self.curve["time"].to_numpy(), times, side="right")]
        return np.where(times > self.longest, np.nan, found)

    def quantile(self, share: float = 0.5) -> float | None:
        """The time at which `share` of all has ended; None when the observed time is too short to tell."""
        reached = self.curve.filter(pl.col("lasting") <= 1 - share + 1e-12)
        return float(reached["time"][0]) if len(reached) else None


def kaplan_meier(durations: Floats, ended: Floats) -> Survival:
    """The share that lasts, from how long each was observed and whether it ended then (1) or still goes on (0).

    Bounds by Greenwood's variance on the log-log scale (Kalbfleisch and Prentice 2002, section 1.4). Raises
    `MingjingError` for fewer than 5 of them, times missing or below zero, or when nothing has ended.
    """
    need_rows(len(durations), FEWEST, N_("durations"))
    if not np.isfinite(durations).all() or (durations < 0).any() or not np.isin(ended, (0, 1)).all():
        raise MingjingError(_("Each duration must be a number not below zero, and have ended or not."))
    if not ended.any():
        raise MingjingError(_("Nothing has ended yet, so how long it lasts cannot be told."))
    times, counts = np.unique(durations[ended == 1], return_counts=True)
    at_risk = _at_risk(durations, times)
    lasting = np.cumprod(1 - counts / at_risk).astype(np.float64)
    low, high = _bounds(lasting, counts.astype(np.float64), at_risk)
    columns = {
        "time": times,
        "at_risk": at_risk.astype(np.int64),
        "ended": counts,
        "lasting": lasting,
        "low": low,
        "high": high,
    }
    return Survival(pl.DataFrame(columns), float(durations.max()))


def log_rank(durations: Floats, ended: Floats, first: npt.NDArray[np.bool_]) -> float:
    """Chance of curves as far apart if those marked `first` and the others lasted alike (chi-squared, one degree).

    Mantel 1966 (Cancer Chemotherapy Reports 50:163); 1 where either side is empty or the times tell nothing.
    """
    from scipy.special import chdtrc  # noqa: PLC0415  (half a second, wanted only where two groups are compared)

    times = np.unique(durations[ended == 1])
    at_risk, own = (_at_risk(durations[part], times) for part in (np.ones(len(first), dtype=np.bool_), first))
    all_ended, own_ended = (
        np.histogram(durations[part & (ended == 1)], [*times, np.inf])[0] for part in (np.ones_like(first), first)
    )
    share = own / at_risk
    spread = float((all_ended * share * (1 - share) * (at_risk - all_ended) / np.maximum(at_risk - 1, 1)).sum())
    apart = float((own_ended - all_ended * share).sum())
    return float(chdtrc(1, apart**2 / spread)) if spread > 0 else 1.0


def _at_risk(durations: Floats, times: Floats) -> Floats:
    return (len(durations) - np.searchsorted(np.sort(durations), times, side="left")).astype(np.float64)


def _bounds(lasting: Floats, ended: Floats, at_risk: Floats) -> tuple[Floats, Floats]:
    """At a share of 0 the log-log scale ends: both bounds are then 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(ended / (at_risk * (at_risk - ended)))
        log = np.log(lasting)
        step = np.exp(Z95 * np.sqrt(variance) / log)
        low, high = lasting ** (1 / step), lasting**step
    return np.where(lasting > 0, low, 0.0), np.where(lasting > 0, high, 0.0)
