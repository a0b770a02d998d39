"""The search for the parameters that make the observed purchases most likely."""

from collections.abc import Callable

import numpy as np

from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError
from datasource.texts import _

LARGEST_LOG = 12.0
NOWHERE = 1e15  # the loss where it cannot be counted: the search turns back


def most_likely(
    loss: Callable[[Floats], float],
    start: Floats,
    slope: Callable[[Floats], Floats] | None = None,
    tolerance: float = 1e-13,
) -> tuple[Floats, float]:
    """Positive parameters of the smallest loss (minus log-likelihood), and that loss; L-BFGS-B over their logarithms.

    `slope` gives the derivatives of the loss by the parameters; without it they are taken by differences. The search
    ends when a step gains less than `tolerance` of the loss. Raises `MingjingError` when it ends at its bounds, where
    the data do not tell the parameters apart.
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    bounds = [(-LARGEST_LOG, LARGEST_LOG)] * len(start)
    options = {"maxiter": 500, "ftol": tolerance, "gtol": 1e-7}

    def known(logs: Floats) -> float:
        told = loss(np.exp(logs))
        return told if np.isfinite(told) else NOWHERE

    found = minimize(
        known,
        np.log(start),
        jac=None if slope is None else lambda logs: slope(np.exp(logs)) * np.exp(logs),
        method="L-BFGS-B",
        bounds=bounds,
        options=options,
    )
    if found.fun >= NOWHERE or (np.abs(found.x) > LARGEST_LOG - 1e-6).any():
        raise MingjingError(
            _("The purchases are too much alike to tell how customers differ, so nothing is predicted.")
        )
    return np.exp(found.x), float(found.fun)
