"""Events: a funnel by hand, open windows, those who stayed away, what the day hides, and refusals."""

from datetime import date, timedelta

import polars as pl
import pytest

from datasource.analytics.event_funnel import STEPS, event_funnel
from datasource.errors import MingjingError

DAY = date(2026, 6, 30)
FIRST = date(2026, 1, 10)
SCHEMA: dict[str, type[pl.DataType]] = {
    "event": pl.String,
    "person": pl.Int64,
    "registered": pl.Boolean,
    "attended": pl.Boolean,
    "joined": pl.Date,
    "lead_at": pl.Date,
    "deal_at": pl.Date,
    "won_at": pl.Date,
    "amount": pl.Float64,
}
Member = tuple[str, bool, bool | None, date, int | None, int | None, int | None]


def _members(*rows: Member) -> pl.DataFrame:
    """Event, registered, attended, joined, days from then to lead, deal and win; each won for 100."""
    cells = [
        (
            event,
            person,
            registered,
            attended,
            joined,
            *[None if n is None else joined + timedelta(days=n) for n in ends],
            100.0,
        )
        for person, (event, registered, attended, joined, *ends) in enumerate(rows)
    ]
    return pl.DataFrame(cells, SCHEMA, orient="row")


MEMBERS = _members(
    *[("fair", True, False, FIRST, None, None, None)] * 10,
    ("fair", True, False, FIRST, None, 5, None),
    *[("fair", True, True, FIRST, None, None, None)] * 4,
    *[("fair", True, True, FIRST, 3, None, None)] * 3,
    ("fair", False, True, FIRST, 3, 20, None),
    ("fair", True, True, FIRST, None, 20, 60),
    ("fair", True, True, FIRST, 3, 91, None),
    ("fair", False, None, FIRST, 3, 20, 30),
    ("talk", True, True, date(2026, 6, 1), 2, 4, 6),
)  # fmt: skip


def test_steps_are_counted_within_the_window_each_among_the_one_before() -> None:
    found = event_funnel(MEMBERS, DAY)
    fair = found.steps.filter(event="fair")

    assert fair["step"].to_list() == list(STEPS)
    assert fair["people"].to_list() == [21, 10, 6, 2, 1]
    assert fair["before"].to_list() == [0, 21, 10, 6, 2]
    assert fair["rate"].to_list() == [None, pytest.approx(10 / 21), 0.6, pytest.approx(1 / 3), 0.5]
    assert fair["amount"].to_list()[-1] == 100
    assert (found.beside, found.unripe) == (1, 1)


def test_people_whose_window_is_open_are_counted_but_not_in_a_rate() -> None:
    talk = event_funnel(MEMBERS, DAY).steps.filter(event="talk")

    assert talk["people"].to_list() == [1] * 5
    assert talk["rate"].to_list() == [None] * 5


def test_all_events_together_come_first() -> None:
    steps = event_funnel(MEMBERS, DAY).steps

    assert steps["event"].to_list()[:5] == [None] * 5
    assert steps["people"].to_list()[:5] == [22, 11, 7, 3, 2]


def test_coming_is_compared_with_staying_away() -> None:
    found = event_funnel(MEMBERS, DAY).attending

    assert found is not None
    assert (found.first, found.rows) == (0.2, (10, 11))
    assert found.second == pytest.approx(1 / 11)
    assert event_funnel(MEMBERS.filter(pl.col("attended")), DAY).attending is None


def test_what_comes_later_changes_nothing() -> None:
    cut = date(2026, 2, 20)
    known = MEMBERS.filter(pl.col("joined") <= cut).with_columns(
        pl.when(pl.col(name) <= cut).then(name).alias(name) for name in ("lead_at", "deal_at", "won_at")
    )

    assert event_funnel(MEMBERS, cut).steps.equals(event_funnel(known, cut).steps)


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        (pl.concat([MEMBERS, MEMBERS[:1]]), "twice at the same event"),
        (MEMBERS.with_columns(amount=pl.lit(-5.0)), "below zero"),
        (MEMBERS.with_columns(joined=pl.lit(None, pl.Date)), "no day on which they joined"),
        (MEMBERS.with_columns(joined=pl.lit(date(2027, 1, 1))), "people registered"),
        (MEMBERS.with_columns(registered=None, attended=None), "people registered"),
        (MEMBERS.drop("event"), "lack the columns event"),
    ],
)
def test_members_without_an_answer_get_a_sentence(members: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        event_funnel(members, DAY)
    with pytest.raises(MingjingError, match="at least one day"):
        event_funnel(MEMBERS, DAY, window=0)
