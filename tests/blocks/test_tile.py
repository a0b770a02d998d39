"""Tiles on a page, over the tiny company: card, drawing, its table, and what is said when there is nothing to show."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.model import Chart, Shelves, Tile
from datasource.question import Dimension, Filter, Op
from tests.tiny_crm import build

OWNER = (Dimension(field="owner"),)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tiles"))


def one_tile(folder: str, tile: str, first: str, last: str) -> None:
    """The script of the page."""
    from pathlib import Path  # noqa: PLC0415  (the script stands alone)

    from dashboards.compile import View  # noqa: PLC0415
    from dashboards.model import Tile  # noqa: PLC0415
    from datasource.question import Period  # noqa: PLC0415
    from datasource.scope import OPERATOR  # noqa: PLC0415
    from widgets.blocks.reading import Reading  # noqa: PLC0415
    from widgets.blocks.tile import show_tile  # noqa: PLC0415
    from widgets.charts.look import Look  # noqa: PLC0415
    from widgets.state.cache import shared  # noqa: PLC0415

    view = View(period=Period.model_validate({"from": first, "to": last}))
    show_tile(Tile.model_validate_json(tile), Reading(shared(Path(folder)), OPERATOR, view, Look(currency="CNY")))


def shown(folder: Path, chart: Chart, first: str = "2024-01-01", last: str = "2024-12-31", height: int = 6) -> AppTest:
    tile = Tile(id="one", title="Won", x=0, y=0, w=6, h=height, chart=chart)
    return AppTest.from_function(one_tile, args=(str(folder), tile.model_dump_json(), first, last)).run(timeout=30)


def test_a_card_says_its_change_and_in_a_word_whether_that_is_good(folder: Path) -> None:
    asked = Chart(kind="kpi", shelves=Shelves(values=("new_customers",)), compare="previous")
    card = shown(folder, asked, "2024-03-01", "2024-03-31").metric[0]
    assert (card.label, card.value, card.delta) == ("New customers", "1", "-50.0%")
    assert card.proto.delta_description == "worse"
    assert "Before: 2 (Feb 1, 2024 – Feb 29, 2024)" in card.proto.help


def test_a_card_without_a_base_shows_no_change(folder: Path) -> None:
    asked = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)), compare="last_year")
    card = shown(folder, asked).metric[0]
    assert (card.value, card.delta, card.proto.delta_description) == ("¥400", "", "")


@pytest.mark.parametrize(("height", "lines"), [(2, 0), (3, 1)])
def test_a_high_card_shows_how_its_number_moved(folder: Path, height: int, lines: int) -> None:
    page = shown(folder, Chart(kind="kpi", shelves=Shelves(values=("won_amount",))), height=height)
    assert len(page.get("vega_lite_chart")) == lines


def test_a_drawing_has_a_table_twin_with_the_same_numbers(folder: Path) -> None:
    page = shown(folder, Chart(kind="bar", shelves=Shelves(columns=OWNER, values=("won_amount",))))
    assert (len(page.get("vega_lite_chart")), len(page.dataframe)) == (1, 0)
    page.button_group(key="face_one").set_value("table").run()
    assert len(page.get("vega_lite_chart")) == 0
    assert dict(page.dataframe[0].value[["owner", "won_amount"]].to_numpy()) == {"Bob": 100.0, "Dee": 300.0}


def test_an_empty_answer_says_why(folder: Path) -> None:
    nobody = (Filter(field="owner", op=Op.EQ, value="Nobody"),)
    page = shown(folder, Chart(kind="bar", shelves=Shelves(columns=OWNER, values=("won_amount",), filters=nobody)))
    assert [note.value for note in page.info] == [
        "Nothing fits the period and filters chosen; choose a longer period or fewer filters."
    ]


def test_a_chart_that_cannot_be_answered_says_so_under_its_title(folder: Path) -> None:
    page = shown(folder, Chart(kind="bar", shelves=Shelves(columns=OWNER, values=("won_amont",))))
    assert [title.value for title in page.markdown] == ["**Won**"]
    assert [note.value for note in page.warning] == ["Unknown metric 'won_amont'. Did you mean 'won_amount'?"]
