"""The way of deals through their pipeline: which stages, for how long, to which end."""

from dataclasses import dataclass

import numpy as np

from datasource.sample import truths
from datasource.sample.catalogue import NEW_BUSINESS, catalogue
from datasource.sample.days import LAST, at_work, axis, day_of, on_workday
from datasource.sample.draw import NONE, Draw, Flags, Floats, Ints, where

OPEN, WON, LOST, INVALID = range(4)
OUTCOMES = ("open", "won", "lost", "invalid")
_PATHS = np.array(
    [
        [[1, 2, 3, 4, 5, 6, 0, 0], [1, 2, 4, 5, 6, 0, 0, 0], [1, 2, 3, 2, 3, 4, 5, 6]],
        [[1, 2, 3, 4, 5, 0, 0, 0], [1, 3, 4, 5, 0, 0, 0, 0], [1, 2, 3, 2, 3, 4, 5, 0]],
    ]
)
_PATH_WEIGHT = (0.90, 0.06, 0.04)
_EXIT_WEIGHT = (22, 26, 22, 16, 10, 4)
_DWELL = (0.1, 0.4, 0.6, 0.9, 1.4, 3.0)
_SIZE_DWELL = np.array([0.8, 0.9, 1.0, 1.15, 1.35])
_INVALID_SHARE = 0.07


@dataclass(frozen=True)
class Starts:
    """Deals that begin: customer (its place), day, pipeline, seat that handles it, its region, chance to win."""

    who: Ints
    day: Ints
    pipeline: Ints
    seat: Ints
    region: Ints
    chance: Floats
    size: Ints
    is_first: Flags


@dataclass(frozen=True)
class Deals:
    """One element per deal. `position` and `entered` are deals × steps (0 and NONE past the last visible step)."""

    start: Starts
    outcome: Ints
    closed: Ints
    position: Ints
    entered: Ints

    @property
    def steps(self) -> Ints:
        """How many stages each deal was in, the closing one included."""
        count: Ints = (self.position > 0).sum(axis=1)
        return count

    @property
    def close_day(self) -> Ints:
        """The day each deal ended; NONE while open."""
        return day_of(self.closed)

    def take(self, order: Ints) -> "Deals":
        """The same deals in another order."""
        start = Starts(**{name: cells[order] for name, cells in vars(self.start).items()})
        return Deals(start, self.outcome[order], self.closed[order], self.position[order], self.entered[order])


def run(draw: Draw, start: Starts) -> Deals:
    """Let the deals run until they end or until today."""
    size, rows = len(start.who), np.arange(len(start.who))
    path = _PATHS[start.pipeline, draw.choose(_PATH_WEIGHT, size)]
    won = draw.chance(start.chance, size)
    fate = where(won, WON, np.where(draw.chance(_INVALID_SHARE, size), INVALID, LOST))
    length = (path > 0).sum(axis=1)
    last = np.where(won, length, np.minimum(draw.choose(_EXIT_WEIGHT, size) + 1, length))
    seconds = _moves(draw, start, path, last, won)
    position = np.concatenate([path, np.zeros((size, 1), dtype=np.int64)], axis=1)
    position[rows, last] = catalogue().stage_count[start.pipeline] + fate
    seen = (seconds != NONE) & (day_of(seconds) <= LAST)
    ended = seen[rows, last]
    return Deals(
        start=start,
        outcome=np.where(ended, fate, OPEN),
        closed=where(ended, seconds[rows, last]),
        position=np.where(seen, position, 0),
        entered=np.where(seen, seconds, NONE),
    )


def _moves(draw: Draw, start: Starts, path: Ints, last: Ints, won: Flags) -> Ints:
    """When each deal enters each step of its path, and at step `last` its end; NONE after that."""
    size, rows, end = len(last), np.arange(len(last)), LAST + 300
    leave = start.day[:, None] + np.cumsum(_dwell(draw, start, path), axis=1)
    close = on_workday(np.minimum(leave[rows, last - 1], end))
    close = np.where(won, _push(draw, close), close)
    entered = np.concatenate([start.day[:, None], leave[:, :-1], np.zeros((size, 1), dtype=np.int64)], axis=1)
    entered = np.minimum(entered, close[:, None])
    entered[rows, last] = close
    step = np.arange(entered.shape[1])
    inside = step <= last[:, None]
    entered = np.maximum.accumulate(np.where(inside, on_workday(np.minimum(entered, end)), 0), axis=1)
    seconds = at_work(draw, entered.ravel()).reshape(entered.shape) - 60 * step
    return where(inside, np.maximum.accumulate(seconds, axis=1) + 60 * step)


def _dwell(draw: Draw, start: Starts, path: Ints) -> Ints:
    """Days in each step: the stage's usual days, longer for big customers, and where the planted bottleneck is."""
    usual = catalogue().stage_days[start.pipeline[:, None], path]
    factor = draw.spread(_DWELL, path.size).reshape(path.shape) * _SIZE_DWELL[start.size][:, None]
    slow = (path == truths.SLOW_STAGE_POSITION) & (start.pipeline == NEW_BUSINESS)[:, None]
    slow &= (start.region == truths.SLOW_STAGE_REGION)[:, None]
    dwell: Ints = np.maximum(usual * factor * np.where(slow, truths.SLOW_STAGE_FACTOR, 1.0), 1).astype(np.int64)
    return dwell


def _push(draw: Draw, close: Ints) -> Ints:
    """Some wins that would come within a month after or before a quarter's end come in its last days instead."""
    end = axis().quarter_end[close]
    near = (end - close <= 35) & draw.chance(truths.QUARTER_END_PUSH, len(close))
    return np.where(near, np.maximum(close, on_workday(end - draw.ints(0, 7, len(close)))), close)
