"""Boards that filter by team segments: by the bar, by a chart's own filter; one that is gone is told, never counted."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.segment_filter import takes_segments
from dashboards.store import BoardStore
from datasource.people.accounts import find_account
from datasource.people.team_segments import delete_segment, kept_segments, save_segment
from datasource.question import Filter, Op
from tests.pages.conftest import Tiny

BOARD = "pages/workspace/board.py"
RETAIL = (Filter(field="industry", op=Op.EQ, value="Retail"),)


@pytest.fixture(scope="module")
def keys(tiny_served: Tiny) -> dict[str, str]:
    """Retail, which is there, and Old, which was deleted."""
    boss = find_account(tiny_served.database, "boss")
    save_segment(tiny_served.database, boss, "Retail", RETAIL)
    old = save_segment(tiny_served.database, boss, "Old", RETAIL)
    delete_segment(tiny_served.database, boss, old.key)
    return {one.label: str(one.key) for one in kept_segments(tiny_served.database)}


@pytest.fixture
def boards(tiny_served: Tiny) -> Iterator[BoardStore]:
    store = BoardStore(tiny_served.database.folder)
    yield store
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)


def card(name: str, x: int, *where: Filter, metric: str = "customer_count") -> Tile:
    return Tile(id=name, x=x, y=0, w=4, h=2, chart=Chart(kind="kpi", shelves=Shelves(values=(metric,), filters=where)))


def among(key: str) -> Filter:
    return Filter(field="team_segment", op=Op.IN, value=(key,))


def opened(served: Tiny, boards: BoardStore, *tiles: Tile, controls: Controls | None = None, **address: str) -> AppTest:
    owner = find_account(served.database, "boss").account_id
    boards.save(Dashboard(id="all", title="All", tiles=tiles, controls=controls or Controls()), owner, 0, "boss")
    page = served.open_page(BOARD, "boss", id=f"{owner}-all", **address)
    assert not page.exception
    return page


def test_a_chart_filters_by_a_segment_and_only_its_own_tile_tells_of_one_that_is_gone(
    tiny_served: Tiny, boards: BoardStore, keys: dict[str, str]
) -> None:
    page = opened(
        tiny_served, boards, card("by_hand", 0, *RETAIL), card("by_segment", 4, among(keys["Retail"])),
        card("by_old", 8, among(keys["Old"])),
    )  # fmt: skip
    values = [one.value for one in page.metric]
    assert len(values) == 2
    assert values[0] == values[1]
    assert ["“Old” was deleted" in one.value for one in (*page.error, *page.warning)] == [True]


def test_the_bar_filters_by_segments(tiny_served: Tiny, boards: BoardStore, keys: dict[str, str]) -> None:
    whole = opened(tiny_served, boards, card("all", 0), card("hand", 4, *RETAIL))
    boards.delete(find_account(tiny_served.database, "boss").account_id, "all")
    some = opened(tiny_served, boards, card("all", 0), team_segment=keys["Retail"])
    assert some.metric[0].value == whole.metric[1].value != whole.metric[0].value


@pytest.mark.parametrize("as_set", [True, False])
def test_a_board_set_to_a_segment_that_is_gone_shows_a_sentence_and_no_number(
    tiny_served: Tiny, boards: BoardStore, keys: dict[str, str], as_set: bool
) -> None:
    if as_set:
        controls = Controls(show=("period", "team_segment"), where=(among(keys["Old"]),))
        page = opened(tiny_served, boards, card("all", 0), controls=controls)
    else:
        page = opened(tiny_served, boards, card("all", 0), team_segment=keys["Old"])
    assert ["“Old” was deleted" in one.value for one in page.error] == [True]
    assert not page.metric


def test_only_boards_of_customers_offer_segments() -> None:
    assert takes_segments(Dashboard(id="a", title="A", tiles=(card("one", 0, metric="contract_amount"),)))
    assert not takes_segments(Dashboard(id="a", title="A", tiles=(card("one", 0), card("two", 4, metric="log_days"))))
    assert not takes_segments(
        Dashboard(id="a", title="A", tiles=(Tile(id="p", x=0, y=0, w=4, h=2, panel="forgotten"),))
    )
