"""Ours beside the hand-written query, in turns in one process: equal results first, then medians and their ratio."""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import polars as pl
from polars.testing import assert_frame_equal

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.query.engine import engine_of, scope_of
from datasource.question import Query
from datasource.scope import Viewer
from tests.benchmarks.by_hand import BY_HAND, Answer, Rows

FEWEST, MOST = 7, 41


@dataclass(frozen=True)
class Timing:
    """Seconds for one question and viewer: the first time it is asked (its columns are made), then medians."""

    question: str
    viewer: str
    first: float
    ours: float
    by_hand: float

    @property
    def ratio(self) -> float:
        """How much longer ours takes; below 1, ours is faster."""
        return self.ours / self.by_hand


def compare(catalog: Catalog, questions: dict[str, Query], viewers: Iterable[Viewer], budget: float) -> list[Timing]:
    """Every question for every viewer, each with about `budget` seconds to repeat; raises when results differ."""
    asked = [(name, query, viewer) for viewer in viewers for name, query in questions.items()]
    return [_compare(catalog, name, query, viewer, budget) for name, query, viewer in asked]


def same(catalog: Catalog, name: str, query: Query, viewer: Viewer) -> None:
    """Assert that our answer to `query` and the hand-written one hold the same rows and totals."""
    result = answer(catalog, query, viewer)
    by_hand = _by_hand(catalog, name, viewer)()
    assert_rows_equal(result.rows, by_hand.rows, name)
    if query.totals:
        ours, theirs = pl.DataFrame([result.totals]), pl.DataFrame([by_hand.totals])
        assert_rows_equal(ours, theirs, f"totals of {name}")


def assert_rows_equal(ours: pl.DataFrame, theirs: pl.DataFrame, name: str, *, in_order: bool = True) -> None:
    """The same columns, types and rows; numbers within rounding."""
    try:
        assert_frame_equal(ours, theirs, check_column_order=False, check_row_order=in_order, rel_tol=1e-9, abs_tol=1e-9)
    except AssertionError as error:
        raise AssertionError(f"{name}: {error}\nours {ours}\ntheirs {theirs}") from None


def _compare(catalog: Catalog, name: str, query: Query, viewer: Viewer, budget: float) -> Timing:
    first = seconds(lambda: answer(catalog, query, viewer))
    same(catalog, name, query, viewer)
    by_hand = _by_hand(catalog, name, viewer)
    once = seconds(lambda: answer(catalog, query, viewer)) + seconds(by_hand)
    rounds = min(max(FEWEST, round(budget / once)), MOST)
    ours, theirs = in_turns((lambda: answer(catalog, query, viewer), by_hand), rounds)
    return Timing(name, viewer.name, first, median(ours), median(theirs))


def _by_hand(catalog: Catalog, name: str, viewer: Viewer) -> Callable[[], Answer]:
    rows = Rows(engine_of(catalog).facts, scope_of(catalog, viewer))
    return lambda: BY_HAND[name](rows)


def in_turns(runs: tuple[Callable[[], object], ...], rounds: int) -> list[list[float]]:
    """Seconds of each run in each round; who begins changes from round to round. No garbage collection in between."""
    taken: list[list[float]] = [[] for _ in runs]
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            for place in range(len(runs)):
                which = (place + number) % len(runs)
                taken[which].append(seconds(runs[which]))
    finally:
        gc.enable()
    return taken


def seconds(run: Callable[[], object]) -> float:
    """How long `run` takes."""
    started = perf_counter()
    run()
    return perf_counter() - started
