"""A board as a file: all tabs, cut into pages between tiles, in the reader's scope, with nothing that runs."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from dashboards.compile import View
from dashboards.model import BoardStyle, Chart, Dashboard, Image, Shelves, Tab, Tile
from dashboards.options import FieldLook, NumberFormat
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Dimension, Filter, Grain, Op, Period
from datasource.scope import OPERATOR, Viewer
from tests.tiny_crm import build
from widgets.blocks.paper.board import ROWS, Printed, pages, write_html, write_pdf, write_png
from widgets.blocks.paper.svg import Place, cut, inset, wrapped
from widgets.blocks.reading import Reading
from widgets.charts.look import Look
from widgets.charts.theme import contrast
from widgets.state.cache import Shared, shared

YEAR = View(
    period=Period(start=date(2024, 1, 1), end=date(2024, 6, 30)),
    where=(Filter(field="region", op=Op.NE, value="Hunan"),),
)
BY_OWNER = Shelves(rows=(Dimension(field="owner"),), values=("contract_amount",))
PLAIN = BoardStyle()
HOSTILE = "<script>alert(1)</script>&\x00]]>"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    return shared(build(tmp_path_factory.mktemp("tiny")))


def printed(data: Shared, board: Dashboard, viewer: Viewer = OPERATOR, view: View = YEAR) -> Printed:
    return Printed(board, Reading(data, viewer, view, Look()), lambda _file: b"")


def table(name: str, y: int, h: int = 4, tab: str = "") -> Tile:
    return Tile(
        id=name, title=name, tab=tab, x=0, y=y, w=12, h=h, chart=Chart(kind="table", shelves=BY_OWNER, totals=True)
    )


def board(*tiles: Tile, tabs: tuple[Tab, ...] = (), title: str = "Money") -> Dashboard:
    return Dashboard(id="b", title=title, tiles=tiles, tabs=tabs)


def words(sheet: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(sheet).iter("{http://www.w3.org/2000/svg}text")]


def test_a_page_says_the_board_the_period_the_filters_the_reader_and_the_day_of_the_data(data: Shared) -> None:
    [sheet] = pages(printed(data, board(table("a", 0))))
    told = words(sheet.document)
    assert told[0] == "Money"
    assert told[1] == "Jan 1, 2024 – Jun 30, 2024 · Region: not Hunan"
    assert told[2] == "Tiny · Data as of Jun 30, 2024 · Page 1 of 1"
    assert told[3] == "operator"


def test_tiles_are_cut_into_pages_where_none_stands_across(data: Shared) -> None:
    tall = board(table("a", 0, ROWS - 1), table("b", ROWS - 1, 3), table("c", ROWS + 2, 3))
    first, second = pages(printed(data, tall))
    assert "a" in words(first.document)
    assert not {"b", "c"} & set(words(first.document))
    assert {"b", "c"} <= set(words(second.document))


def test_every_tab_has_pages_of_its_own_with_its_name(data: Shared) -> None:
    tabs = (Tab(id="one", title="One"), Tab(id="two", title="Two"))
    both = board(table("a", 0), table("b", 0, tab="two"), tabs=tabs)
    assert [words(sheet.document)[0] for sheet in pages(printed(data, both))] == ["Money · One", "Money · Two"]


def test_the_pdf_holds_the_texts_of_all_pages(data: Shared) -> None:
    tabs = (Tab(id="one", title="One"), Tab(id="two", title="Two"))
    made = PdfReader(BytesIO(write_pdf(printed(data, board(table("a", 0), table("b", 0, tab="two"), tabs=tabs)))))
    assert len(made.pages) == 2
    text = made.pages[0].extract_text()
    assert "Bob" in text
    assert "120.00" in text


def test_a_file_holds_what_its_reader_may_see(data: Shared) -> None:
    dee = Viewer("Dee", ScopeKind.SELF, 4)
    [mine] = pages(printed(data, board(table("a", 0)), dee, View(period=YEAR.period)))
    assert "Dee" in words(mine.document)
    assert "Bob" not in words(mine.document)


def test_a_chart_is_drawn_under_names_of_its_own(data: Shared) -> None:
    bars = [
        Tile(id=name, x=0, y=y, w=6, h=5, chart=Chart(kind="bar", shelves=BY_OWNER)) for name, y in (("a", 0), ("b", 5))
    ]
    [sheet] = pages(printed(data, board(*bars)), paged=False)
    ids = re.findall(r'\bid="([^"]+)"', sheet.document)
    assert len(ids) == len(set(ids))
    assert all(used in ids for used in re.findall(r"url\(#([^)]+)\)", sheet.document))


def test_hostile_texts_stay_texts_and_no_page_can_run_anything(data: Shared) -> None:
    tile = Tile(id="t", title=HOSTILE, x=0, y=0, w=6, h=4, text=HOSTILE)
    made = write_html(printed(data, board(tile, title=HOSTILE))).decode()
    assert "<script" not in made
    assert "default-src 'none'" in made
    assert not re.search(r"(src|href)=[\"']?https?:", made)
    assert write_png(printed(data, board(tile, title=HOSTILE))).startswith(b"\x89PNG")


def test_a_tile_that_cannot_be_answered_says_why_and_the_others_stand(data: Shared) -> None:
    broken = Tile(id="x", x=0, y=0, w=6, h=3, chart=Chart(kind="bar", shelves=Shelves(values=("gone",))))
    [sheet] = pages(printed(data, board(broken, table("a", 3))))
    told = " ".join(words(sheet.document))
    assert "Unknown metric 'gone'" in told
    assert "Bob" in told


def test_a_picture_that_is_gone_says_so_and_the_others_stand(data: Shared) -> None:
    def gone(_file: str) -> bytes:
        raise MingjingError("It is gone.")

    lost = Tile(id="lost", x=0, y=0, w=12, h=2, image=Image(file="0" * 64 + ".png"))
    made = replace(printed(data, board(lost, table("a", 2))), image=gone)
    [sheet] = pages(made)
    assert {"It is gone.", "a"} <= set(words(sheet.document))


def test_a_board_without_tiles_is_one_page(data: Shared) -> None:
    assert len([*pages(printed(data, board()))]) == 1


def test_long_texts_are_cut_and_wrapped_by_the_width_of_their_letters() -> None:
    assert cut("明镜明镜明镜", 10, 40) == "明镜明…"
    assert cut("Mirror", 10, 400) == "Mirror"
    assert wrapped("one two three", 10, 45) == ["one two", "three"]
    assert wrapped("", 10, 45) == []


def test_a_drawing_is_set_into_its_place_with_its_names_changed() -> None:

    made = inset('<svg width="10" height="20"><g id="a" clip-path="url(#a)"/></svg>', "t-", Place(1, 2, 30, 40))
    assert 'viewBox="0 0 10 20"' in made
    assert 'id="t-a"' in made
    assert "url(#t-a)" in made


def told_by(data: Shared, tile: Tile, style: BoardStyle = PLAIN, viewer: Viewer = OPERATOR) -> list[str]:
    whole = board(tile).model_copy(update={"style": style})
    [sheet] = pages(printed(data, whole, viewer, View(period=YEAR.period)))
    return words(sheet.document)


def chart_tile(kind: str, h: int = 6, **parts: object) -> Tile:
    return Tile(id="t", x=0, y=0, w=12, h=h, chart=Chart.model_validate({"kind": kind, **parts}))


def test_a_list_of_records_is_printed_in_the_readers_scope(data: Shared) -> None:
    shelves = Shelves(columns=(Dimension(field="customer"), Dimension(field="owner")), values=("contract_amount",))
    everyone = told_by(data, chart_tile("detail", shelves=shelves))
    assert {"Customer", "Owner", "Bob"} <= set(everyone)
    mine = told_by(data, chart_tile("detail", shelves=shelves), viewer=Viewer("Dee", ScopeKind.SELF, 4))
    assert "Dee" in mine
    assert "Bob" not in mine


def test_what_of_a_list_has_no_room_is_counted(data: Shared) -> None:
    shelves = Shelves(columns=(Dimension(field="customer"),), values=("contract_amount",))
    shown = told_by(data, chart_tile("detail", h=1, shelves=shelves))
    assert any(told.startswith("and ") and told.endswith(" more rows") for told in shown)


def test_a_pivot_is_printed_crossed_with_its_totals(data: Shared) -> None:
    quarters = Dimension(field="date", grain=Grain.QUARTER)
    shelves = Shelves(rows=(Dimension(field="owner"),), columns=(quarters,), values=("contract_amount",))
    shown = told_by(data, chart_tile("pivot", shelves=shelves))
    assert {"Owner", "Q1 2024", "Q2 2024", "Total"} <= set(shown)
    assert shown.count("Q1 2024") == 1


def test_names_and_number_formats_of_a_chart_hold_on_paper(data: Shared) -> None:
    look = FieldLook(field="contract_amount", label="Signed", number=NumberFormat(style="full", decimals=0))
    shown = told_by(data, chart_tile("table", shelves=BY_OWNER, looks=(look,)))
    assert "Signed" in shown
    assert "Contract amount" not in shown
    assert "¥120" in shown


def test_a_board_in_the_dark_is_printed_in_ink_that_reads_on_it(data: Shared) -> None:
    night = BoardStyle(mode="dark", background="#101010", tile_background="#181818")
    whole = board(table("a", 0)).model_copy(update={"style": night})
    [sheet] = pages(printed(data, whole))
    inks = {node.get("fill") for node in ET.fromstring(sheet.document).iter("{http://www.w3.org/2000/svg}text")}
    assert all(contrast(str(ink), "#181818") >= 4.5 for ink in inks)


@pytest.mark.parametrize(
    ("card", "told"), [("target", "% of ¥1,000"), ("previous", "Before: "), ("gauge", "Contract amount")]
)
def test_cards_keep_their_style(data: Shared, card: str, told: str) -> None:
    options = {"card": card, "target": 1000.0}
    shown = told_by(data, chart_tile("kpi", h=3, shelves=Shelves(values=("contract_amount",)), options=options))
    assert any(told in one for one in shown)
