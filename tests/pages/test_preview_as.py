"""Preview as a recipient: tile by tile what they will have, and no count of rows that the person may not see."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.store import BoardStore, Stored
from datasource.question import Filter, Op
from tests.pages.conftest import Tiny
from tests.pages.test_workspace import CARD, MINE, at, number

NOWHERE = Filter(field="region", op=Op.EQ, value="Hunan")
EMPTY = Chart(kind="kpi", shelves=Shelves(values=("won_amount",), filters=(NOWHERE,)))


@pytest.fixture
def boards(tiny_served: Tiny) -> Iterator[BoardStore]:
    store = BoardStore(tiny_served.database.folder)
    yield store
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)


def board_of(tiny: Tiny, boards: BoardStore, login: str) -> Stored:
    tiles = (
        Tile(id="won", title="Won", x=0, y=0, w=4, h=3, chart=CARD),
        Tile(id="there", title="Won in Hunan", x=4, y=0, w=4, h=3, chart=EMPTY),
    )
    board = Dashboard(id="won", title="Won", controls=Controls(), tiles=tiles)
    return boards.save(board, number(tiny, login), 0, login)


def previewed(tiny: Tiny, stored: Stored, owner: str, guest: str) -> AppTest:
    app = at(tiny, owner, MINE)
    app.button(key=f"boards_act_share_{stored.slug}").click().run()
    app.selectbox(key=f"boards_share_{stored.owner_id}_{stored.slug}_preview").select(guest).run()
    assert not app.exception
    return app


def rows(app: AppTest) -> list[list[str]]:
    return [list(row) for row in app.dataframe[-1].value.itertuples(index=False)]


def test_each_tile_tells_how_much_of_it_the_recipient_has(tiny_served: Tiny, boards: BoardStore) -> None:
    app = previewed(tiny_served, board_of(tiny_served, boards, "boss"), "boss", "bob")
    assert "Bob is not let in yet; this is what they would see." in [one.value for one in app.caption]
    assert rows(app)[0] == ["Won", "1", "Has content"]
    title, count, told = rows(app)[1]
    assert (title, count) == ("Won in Hunan", "0")
    assert told.startswith("The tile is empty: ")


def test_whoever_sees_less_is_not_even_told_whether_there_is_a_row(tiny_served: Tiny, boards: BoardStore) -> None:
    # Yes or no is enough to find any number out: a tile with a limit, asked again and again.
    app = previewed(tiny_served, board_of(tiny_served, boards, "ana"), "ana", "boss")
    assert not app.dataframe
    assert "Boss sees rows that you may not, so nothing is told of what the tiles will hold." in [
        one.value for one in app.caption
    ]
