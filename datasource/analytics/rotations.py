"""Turns of factors: the same factors looked at from where each field hangs on few of them."""

from itertools import combinations
from typing import Final, Literal

import numpy as np

from datasource.analytics.refusals import Floats

STEPS: Final = 1000
SWEEPS: Final = 200
STILL: Final = 1e-10
Rotation = Literal["varimax", "promax", "none"]


def varimax(loadings: Floats) -> Floats:
    """Loadings turned so that each field has few large ones, rows normalised for the turn (Kaiser 1958).

    Steps by singular values, as R's factanal takes them, creep where all fields load alike on the first factor; turning
    pairs of factors in their planes does not, and is taken where it comes further.
    """
    length = np.maximum(np.sqrt((loadings**2).sum(axis=1, keepdims=True)), 1e-12)
    stepped, planar = _by_steps(loadings / length), _by_planes(loadings / length)
    further = _spread(planar) > _spread(stepped) * (1 + 1e-6)
    return np.asarray((planar if further else stepped) * length)


def _spread(turned: Floats) -> float:
    """The variance of squared loadings that varimax makes large."""
    return float((turned**2).var(axis=0).sum())


def _by_steps(scaled: Floats) -> Floats:
    turn = np.eye(scaled.shape[1])
    reached = 0.0
    for _step in range(STEPS):
        turned = scaled @ turn
        left, sizes, right = np.linalg.svd(scaled.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        turn = left @ right
        if sizes.sum() < reached * (1 + 1e-10):
            break
        reached = float(sizes.sum())
    return np.asarray(scaled @ turn)


def _by_planes(scaled: Floats) -> Floats:
    turned = scaled.copy()
    pairs = list(combinations(range(scaled.shape[1]), 2))
    for _sweep in range(SWEEPS):
        moved = 0.0
        for one, other in pairs:
            angle = _best_angle(turned[:, one], turned[:, other])
            plane = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            turned[:, [one, other]] = turned[:, [one, other]] @ plane
            moved = max(moved, abs(angle))
        if moved < STILL:
            break
    return turned


def _best_angle(one: Floats, other: Floats) -> float:
    """The angle in the plane of two factors with the largest variance of squared loadings."""
    across, along = one**2 - other**2, 2 * one * other
    up = 2 * (across @ along) - 2 * across.sum() * along.sum() / len(one)
    right = across @ across - along @ along - (across.sum() ** 2 - along.sum() ** 2) / len(one)
    return float(np.arctan2(up, right)) / 4


def promax(turned: Floats, power: int = 4) -> tuple[Floats, Floats]:
    """Loadings turned on from those of varimax so that small ones vanish, and how the factors then correlate.

    Hendrickson and White 1964, British Journal of Statistical Psychology 17:65.
    """
    aim = turned * np.abs(turned) ** (power - 1)
    turn = np.linalg.lstsq(turned, aim, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    back = np.linalg.inv(turn)
    return np.asarray(turned @ turn), np.asarray(back @ back.T)
