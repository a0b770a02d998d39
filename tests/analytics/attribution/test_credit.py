"""Credit on small journeys by hand, what the day and the window hide, and sentences for what has no answer."""

from datetime import date, datetime, timedelta
from itertools import combinations
from math import factorial

import numpy as np
import polars as pl
import pytest

from datasource.analytics.attribution.credit import attribute
from datasource.analytics.attribution.journeys import Journeys, journeys_from_paths, journeys_from_touches
from datasource.analytics.attribution.markov import count_walks, removal_effects
from datasource.errors import MingjingError

DAY = date(2024, 6, 30)


def _paths(*rows: tuple[str, int, float, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["path", "conversions", "value", "nulls"], orient="row")


def _journeys(count: int = 12, **columns: object) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Each journey: ad on the 1st, mail on the 8th, call on the 15th of May; won for 100 on the 22nd."""
    days = {"ad": 1, "mail": 8, "call": 15}
    touches = [(number, name, datetime(2024, 5, day)) for number in range(count) for name, day in days.items()]
    outcomes = pl.DataFrame({"journey": range(count)}).with_columns(
        won=pl.lit(True), ended=pl.lit(datetime(2024, 5, 22)), value=pl.lit(100.0)
    )
    frame = pl.DataFrame(touches, schema=["journey", "channel", "at"], orient="row")
    return frame, outcomes.with_columns(**{name: pl.lit(value) for name, value in columns.items()})


def _shares(journeys: Journeys, model: str) -> dict[str, float]:
    found = attribute(journeys)
    credits = found.credits.filter(model=model)
    return dict(credits.select("channel", pl.col("won") / found.won).iter_rows())


def test_removal_effects_of_the_tutorial() -> None:
    journeys = journeys_from_paths(_paths(("C1>C2>C3", 10, 0, 0), ("C1", 0, 0, 10), ("C2>C3", 0, 0, 10)))
    walks = count_walks(journeys, np.zeros(30, dtype=np.int64), 1)
    chance, effects, _values = removal_effects(walks.moves, walks.values)

    assert chance == pytest.approx([1 / 3])
    assert effects[0] == pytest.approx([0.5, 1, 1])
    assert _shares(journeys, "markov") == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4})


def test_the_removal_effect_equals_a_chain_solved_without_the_channel() -> None:
    draw = np.random.default_rng(5)
    moves = draw.integers(1, 20, (1, 6, 7)).astype(np.float64)
    _chance, effects, _values = removal_effects(moves, np.ones((1, 5)))
    steps = moves[0] / moves[0].sum(axis=1, keepdims=True)
    ways = steps[:, :5].copy()

    def chance(ways: np.ndarray) -> float:
        return float(ways[5] @ np.linalg.solve(np.eye(5) - ways[:5], steps[:5, 5]) + steps[5, 5])

    # Nobody starts with a win, so the direct way from the start is no way here.
    whole = chance(ways) - steps[5, 5]
    for gone in range(5):
        without = ways.copy()
        without[:, gone] = 0
        without[gone] = 0
        lost = 1 - (float(without[5] @ np.linalg.solve(np.eye(5) - without[:5], _win(steps, gone)))) / whole
        assert effects[0, gone] == pytest.approx(lost, abs=1e-12)


def _win(steps: np.ndarray, gone: int) -> np.ndarray:
    wins = steps[:5, 5].copy()
    wins[gone] = 0
    return wins


def test_shapley_equals_the_sum_over_all_coalitions() -> None:
    paths = _paths(("a>b>a", 5, 50, 0), ("b>c", 3, 60, 1), ("c", 2, 10, 4), ("a>b>c>d", 7, 7, 0), ("d>d>a", 1, 5, 2))
    names = "abcd"

    def won(coalition: set[str]) -> int:
        return sum(row[1] for row in paths.iter_rows() if set(row[0].split(">")) <= coalition)

    wanted = {
        name: sum(
            factorial(size) * factorial(3 - size) / factorial(4) * (won({*others, name}) - won(set(others)))
            for size in range(4)
            for others in combinations([one for one in names if one != name], size)
        )
        for name in names
    }
    found = attribute(journeys_from_paths(paths)).credits.filter(model="shapley")

    assert dict(found.select("channel", "won").iter_rows()) == pytest.approx(wanted, abs=1e-9)


def test_a_week_halves_the_weight_of_a_touch() -> None:
    shares = _shares(journeys_from_touches(*_journeys(), as_of=DAY), "time_decay")

    assert shares == pytest.approx({"ad": 1 / 7, "mail": 2 / 7, "call": 4 / 7})


def test_two_touches_share_equally_and_one_takes_all() -> None:
    two = journeys_from_paths(_paths(("a>b", 20, 0, 0)))
    one = journeys_from_paths(_paths(("a", 15, 0, 0), ("b", 5, 0, 0)))

    assert _shares(two, "position") == pytest.approx({"a": 0.5, "b": 0.5})
    assert _shares(one, "position") == pytest.approx({"a": 0.75, "b": 0.25})


@pytest.mark.parametrize(
    ("lead", "deal", "wanted"),
    [
        (datetime(2024, 5, 9), datetime(2024, 5, 16), {"ad": 1 / 3, "mail": 1 / 3, "call": 1 / 3}),
        (datetime(2024, 5, 2), datetime(2024, 5, 16), {"ad": 0.6, "mail": 0.1, "call": 0.3}),
        (date(2024, 5, 15), date(2024, 5, 15), {"ad": 0.3, "mail": 0.1, "call": 0.6}),
        (datetime(2024, 5, 2), None, {"ad": 6 / 7, "mail": 0.5 / 7, "call": 0.5 / 7}),
    ],
)
def test_w_marks_the_touches_that_led_to_lead_and_deal(lead: object, deal: object, wanted: dict[str, float]) -> None:
    journeys = journeys_from_touches(*_journeys(lead_at=lead, deal_at=deal), as_of=DAY)

    assert _shares(journeys, "w_shaped") == pytest.approx(wanted)


def test_w_is_withheld_when_no_lead_or_deal_is_known() -> None:
    found = attribute(journeys_from_touches(*_journeys(), as_of=DAY))

    assert "lead and its deal" in found.withheld["w_shaped"]
    assert "w_shaped" not in found.credits["model"]


def test_the_window_forgets_old_touches_and_tells_wins_without_any() -> None:
    touches, outcomes = _journeys(13)
    touches = touches.filter((pl.col("journey") > 0) | (pl.col("channel") == "ad"))
    found = attribute(journeys_from_touches(touches, outcomes, DAY, window=14))

    assert set(found.credits["channel"]) == {"call", "mail"}
    assert (found.won, found.value, found.untouched, found.untouched_value) == (12, 1200.0, 1, 100.0)


def test_touches_and_wins_after_the_day_change_nothing() -> None:
    touches, outcomes = _journeys()
    later = timedelta(days=90)
    outcomes = outcomes.with_columns(
        ended=pl.when(pl.col("journey") > 8).then(pl.col("ended") + later).otherwise(pl.col("ended"))
    )
    more = pl.concat([touches, touches.with_columns(pl.col("at") + later, channel=pl.lit("fair"))])
    grown = outcomes.with_columns(
        value=pl.when(pl.col("journey") > 8).then(pl.lit(9e9)).otherwise(pl.col("value")),
        won=pl.lit(True),
    )
    before = attribute(journeys_from_touches(touches, outcomes, DAY))
    after = attribute(journeys_from_touches(more, grown, DAY))

    assert before.credits.equals(after.credits)
    assert (before.won, before.journeys, before.value) == (9, 12, 900.0)


def test_wins_without_amount_or_date_are_told() -> None:
    touches, outcomes = _journeys(14)
    outcomes = outcomes.with_columns(
        value=pl.when(pl.col("journey") == 0).then(None).otherwise(pl.col("value")),
        ended=pl.when(pl.col("journey") == 1).then(None).otherwise(pl.col("ended")),
    )
    found = attribute(journeys_from_touches(touches, outcomes, DAY))

    assert (found.won, found.unvalued, found.undated, found.value) == (13, 1, 1, 1200.0)


def test_many_channels_have_all_credits_but_the_chains() -> None:
    paths = [(f"keyword {number} > keyword {number + 1}", 2, 3.0, 1) for number in range(70)]
    found = attribute(journeys_from_paths(_paths(*paths)))

    assert "71 channels are too many" in found.withheld["markov"]
    assert found.credits.filter(model="linear")["won"].sum() == pytest.approx(140, abs=1e-9)
    assert found.removal.is_empty()


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    draw, held = np.random.default_rng(11), 0
    for _run in range(60):
        counts = draw.multinomial(400, [0.1, 0.2, 0.3, 0.4])
        paths = _paths(("a", counts[0], 0, 0), ("b", counts[1], 0, 0), ("a", 0, 0, counts[2]), ("b", 0, 0, counts[3]))
        row = attribute(journeys_from_paths(paths), seed=1).credits.filter(model="last", channel="a")
        held += row["won_low"].item() <= 40 <= row["won_high"].item()

    assert held >= 52


@pytest.mark.parametrize(
    ("paths", "sentence"),
    [
        (_paths(("a>b", 1, 1, 2)), "At least 10 journeys"),
        (_paths(("a>b", 0, 0, 20)), "None of the journeys ended in a win"),
        (_paths(("a>a", 20, 5, 20)), "of one channel"),
        (_paths(("a>b", -1, 5, 20)), "below zero"),
        (_paths(("a>b", 0, 5, 20)), "a value but no win"),
        (_paths(("a>b", 5, 5, 20)).with_columns(value=pl.lit(None, pl.Float64)), "no value"),
        (pl.DataFrame({"path": ["a"]}), "lack the columns conversions, value, nulls"),
    ],
)
def test_paths_without_an_answer_get_a_sentence(paths: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        journeys_from_paths(paths)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"journey": pl.lit(1)}, "stand in several rows"),
        ({"value": pl.lit(-5.0)}, "below zero"),
        ({"won": pl.lit(False)}, "None of the journeys"),
        ({"ended": pl.lit(datetime(2030, 1, 1))}, "None of the journeys"),
        ({"ended": pl.lit(None, pl.Datetime)}, "At least 10 journeys"),
    ],
)
def test_outcomes_without_an_answer_get_a_sentence(change: dict[str, pl.Expr], sentence: str) -> None:
    touches, outcomes = _journeys()
    with pytest.raises(MingjingError, match=sentence):
        journeys_from_touches(touches, outcomes.with_columns(**change), DAY)


def test_a_window_of_no_days_is_refused() -> None:
    with pytest.raises(MingjingError, match="longer than zero"):
        journeys_from_touches(*_journeys(), as_of=DAY, window=0)
