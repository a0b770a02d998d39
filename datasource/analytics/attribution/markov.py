"""A Markov chain of channels: how much fewer wins if a channel were not there, exactly, without simulation.

Anderl, Becker, von Wangenheim and Schumann 2016 (International Journal of Research in Marketing 33:457). A touch that
repeats the channel before it is no step; who would have gone to the removed channel is lost.
"""

from dataclasses import dataclass

import numpy as np

from datasource.analytics.attribution.journeys import Ints, Journeys
from datasource.analytics.refusals import Floats


@dataclass(frozen=True)
class Walks:
    """What was counted in each group of journeys.

    `moves` (g, c + 1, c + 2): from the channel (last row: from the start) to the channel, the win, the loss.
    `values` (g, c): value won directly after the channel.
    """

    moves: Floats
    values: Floats


def count_walks(journeys: Journeys, group: Ints, groups: int) -> Walks:
    """Steps of each group of journeys; `group` (j,) says which one a journey belongs to."""
    channels = len(journeys.names)
    journey, channel = journeys.journey, journeys.channel
    begins = np.diff(journey, prepend=-1) > 0
    kept = begins | (np.diff(channel, prepend=-1) != 0)
    source = np.where(begins, channels, np.concatenate([[0], channel[:-1]]))[kept]
    closing = channel[np.cumsum(journeys.length) - 1]
    origin = np.concatenate([source, closing])
    goal = np.concatenate([channel[kept], np.where(journeys.won, channels, channels + 1)])
    owner = np.concatenate([group[journey[kept]], group])
    shape = (groups, channels + 1, channels + 2)
    cells = np.ravel_multi_index((owner, origin, goal), shape)
    moves = np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64)
    values = np.bincount(group * channels + closing, weights=journeys.value, minlength=groups * channels)
    return Walks(moves, values.reshape(groups, channels).astype(np.float64))


def removal_effects(moves: Floats, values: Floats) -> tuple[Floats, Floats, Floats]:
    """Chance of a win (b,), and the shares of wins (b, c) and of value (b, c) that are lost without each channel.

    `moves` (b, c + 1, c + 2) and `values` (b, c) as in `Walks`, b chains at once. With N = (I - Q)^-1, a journey comes
    by channel k with the chance N[start, k] / N[k, k] (Kemeny and Snell 1960, theorem 3.5.4), and what is reached from
    k on is lost with it.
    """
    channels = values.shape[1]
    outflow = np.maximum(moves.sum(axis=2), 1.0)
    steps = moves[:, :, :channels] / outflow[:, :, None]
    visits = np.linalg.inv(np.eye(channels) - steps[:, :channels])
    reached = (steps[:, channels, None, :] @ visits)[:, 0]
    passing = reached / np.einsum("bkk->bk", visits)
    gains = np.stack([moves[:, :channels, channels], values], axis=2) / outflow[:, :channels, None]
    ahead = visits @ gains
    whole = (reached[:, :, None] * gains).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        effects = passing[:, :, None] * ahead / whole[:, None, :]
    return whole[:, 0], effects[:, :, 0], effects[:, :, 1]
