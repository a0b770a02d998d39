"""Drawings keep their name under every filter, so that the browser keeps them; the numbers are said beside them."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.model import Chart, Controls, Dashboard, Share, Shelves, Terms, Tile
from dashboards.store import BoardStore
from datasource.people.accounts import find_account
from datasource.question import Dimension
from tests.pages.conftest import Tiny, tiny_served

__all__ = ["tiny_served"]
BY_OWNER = Chart(kind="bar", shelves=Shelves(rows=(Dimension(field="owner"),), values=("won_amount",)))


@pytest.fixture
def board(tiny_served: Tiny) -> AppTest:
    owner = find_account(tiny_served.database, "boss").account_id
    tiles = (Tile(id="won", title="Won", x=0, y=0, w=12, h=6, chart=BY_OWNER),)
    made = Dashboard(id="spoken", title="Spoken", tiles=tiles, controls=Controls(show=("period",)))
    boards = BoardStore(tiny_served.database.folder)
    boards.share(owner, boards.save(made, owner, 0, "boss").slug, Share(everyone=Terms()), "boss")
    app = tiny_served.open("Home.py", "boss", id=f"{owner}-spoken").switch_page("pages/workspace/board.py")
    app.query_params["id"] = f"{owner}-spoken"
    return app


def drawing(app: AppTest, start: str, end: str) -> tuple[str, str, str]:
    app.query_params["from"], app.query_params["to"] = start, end
    app.run()
    assert not app.exception
    (chart,) = app.get("vega_lite_chart")
    said = [one.proto.body for one in app.get("html") if 'class="spoken"' in one.proto.body]
    return chart.proto.alt, chart.proto.spec, said[0]


def test_another_period_changes_what_is_said_and_not_the_drawing(board: AppTest) -> None:
    before, after = drawing(board, "2024-01-01", "2024-03-31"), drawing(board, "2024-04-01", "2024-06-30")
    assert before[0] == after[0] == "Won amount by Owner"
    assert before[1] == after[1]
    assert [said.removesuffix("</p>").rpartition(" ")[2] for _name, _spec, said in (before, after)] == [
        "¥100.00.",
        "¥300.00.",
    ]
