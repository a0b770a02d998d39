"""Which boards a search, a filter and an order leave, and what is known of each."""

from datetime import UTC, date, datetime

import pytest

from dashboards.model import Dashboard
from dashboards.share import Terms
from dashboards.stored import Stored
from datasource.people.board_uses import Mark, Use
from widgets.builder.finding import Listed, Only, Order, Wish, found

NOW = datetime(2026, 6, 1, 9)


def board(title: str, saved: datetime = datetime(2026, 5, 1, tzinfo=UTC), description: str = "") -> Stored:
    slug = title.lower().replace(" ", "-")
    return Stored(1, slug, Dashboard(id=slug, title=title, description=description), 1, "ana", saved)


WON = Listed(
    board("Won deals", description="Monthly 赢单"),
    "Ana Li",
    use=Use(datetime(2026, 5, 20), 3, is_favourite=True),
    opened_at=datetime(2026, 5, 20),
    terms=(Terms(since=date(2026, 2, 1)),),
)
OLD = Listed(
    board("Ageing", datetime(2025, 12, 1, tzinfo=UTC)),
    "Ben Wu",
    use=Use(datetime(2026, 1, 2), 1, is_favourite=False),
    mark=Mark("boss", datetime(2026, 1, 1)),
    opened_at=datetime(2026, 1, 2),
    terms=(Terms(since=date(2026, 1, 1)),),
    left=True,
)
FRESH = Listed(board("Pipeline"), "Ana Li", terms=(Terms(since=date(2026, 5, 30)),))
ALL = (WON, OLD, FRESH)


def titles(**wish: object) -> list[str]:
    return [one.stored.board.title for one in found(ALL, Wish(**wish), NOW)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("search", "left"),
    [
        ("", ["Pipeline", "Won deals", "Ageing"]),
        ("WON", ["Won deals"]),
        ("赢单", ["Won deals"]),
        ("ana won", ["Won deals"]),
        ("ana", ["Pipeline", "Won deals"]),
        ("ana ben", []),
        ("%", []),
    ],
)
def test_every_word_is_looked_for_in_title_description_and_owner(search: str, left: list[str]) -> None:
    assert titles(search=search) == left


@pytest.mark.parametrize(
    ("only", "left"),
    [
        (Only.FAVOURITES, ["Won deals"]),
        (Only.RECENT, ["Won deals", "Ageing"]),
        (Only.CERTIFIED, ["Ageing"]),
        (Only.STALE, ["Ageing"]),
        (Only.LEFT, ["Ageing"]),
    ],
)
def test_filters(only: Only, left: list[str]) -> None:
    assert titles(only=only) == left


def test_orders() -> None:
    assert titles(order=Order.TITLE) == ["Ageing", "Pipeline", "Won deals"]
    assert titles(order=Order.OPENED) == ["Won deals", "Ageing", "Pipeline"]
    assert titles(order=Order.NEWEST) == ["Pipeline", "Won deals", "Ageing"]


def test_a_board_is_new_until_its_reader_opens_it() -> None:
    assert [one.is_new for one in ALL] == [False, False, True]
    assert not Listed(board("Mine"), "Ana Li").is_new


def test_a_board_that_was_saved_lately_is_not_stale_though_nobody_opened_it() -> None:
    assert not Listed(board("Won"), "Ana").is_stale(NOW)
    assert Listed(board("Won", datetime(2026, 3, 2, tzinfo=UTC)), "Ana").is_stale(NOW)


def test_the_last_day_is_the_latest_of_all_ways_in() -> None:
    both = (Terms(until=date(2026, 6, 2)), Terms(until=date(2026, 6, 9)))
    assert Listed(board("Won"), "Ana", terms=both).until == date(2026, 6, 9)
    assert Listed(board("Won"), "Ana", terms=(*both, Terms())).until is None
