"""A board as its readers see it: every kind of tile, clicks and drills from the address, tabs, sections, slides."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image as Picture
from streamlit.testing.v1 import AppTest

from dashboards.model import (
    Chart,
    Controls,
    Dashboard,
    Divider,
    Embed,
    FilterTile,
    Image,
    Section,
    Share,
    Shelves,
    Tab,
    Terms,
    Tile,
    TileStyle,
)
from dashboards.names import BOARD_PANELS
from dashboards.store import BoardStore
from datasource.catalog.catalog import Catalog
from datasource.people.accounts import find_account
from datasource.query import answer
from datasource.question import Dimension, Filter, Grain, Op, Query
from datasource.result import Result
from datasource.scope import Viewer
from tests.pages.conftest import Tiny
from tests.pages.test_board_rights import everything
from widgets.shell.screenful import LARGE, ROWS
from widgets.state import cache

BOARD = "pages/workspace/board.py"
CARD = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))
OWNERS = Chart(kind="table", shelves=Shelves(rows=(Dimension(field="owner"),), values=("won_amount",)))
VISITS = Chart(kind="kpi", shelves=Shelves(values=("visits",)))
LOSSES = Chart(kind="table", shelves=Shelves(rows=(Dimension(field="outcome"),), values=("new_opportunities",)))
MONTHS = Chart(
    kind="table", shelves=Shelves(rows=(Dimension(field="close_date", grain=Grain.QUARTER),), values=("won_amount",))
)
Show = Callable[..., AppTest]


@pytest.fixture
def show(tiny_served: Tiny) -> Iterator[Show]:
    """Saves a board of these parts as the boss's and opens it as somebody, with parameters in the address."""
    boards = BoardStore(tiny_served.database.folder)
    owner = find_account(tiny_served.database, "boss").account_id

    def shown(tiles: list[Tile], login: str = "boss", address: dict[str, Any] | None = None, **parts: Any) -> AppTest:
        board = Dashboard(id="all", title="All", tiles=tuple(tiles), **{"controls": Controls(), **parts})
        stored = boards.save(board, owner, 0, "boss")
        boards.share(owner, stored.slug, Share(everyone=Terms()), "boss")
        asked = {"id": f"{owner}-all", **(address or {})}
        return tiny_served.open_page(BOARD, login, **asked)

    yield shown
    for stored in boards.list_all():
        boards.delete(stored.owner_id, stored.slug)


def tile(name: str, y: int = 0, h: int = 4, w: int = 12, **body: Any) -> Tile:
    return Tile(id=name, x=0, y=y, w=w, h=h, **body)


def cards(app: AppTest) -> dict[str, str]:
    assert not app.exception
    return {card.label: card.value for card in app.metric}


def told(app: AppTest) -> list[str]:
    assert not app.exception
    return [str(one.value) for one in (*app.info, *app.warning, *app.error)]


def notes(app: AppTest) -> list[str]:
    return [one.value for one in app.caption if "Not filtered" in one.value]


def note(asked: list[Query], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `asked` have every question that is answered and not remembered."""

    def noted(data: Catalog, query: Query, viewer: Viewer) -> Result:
        asked.append(query)
        return answer(data, query, viewer)

    monkeypatch.setattr(cache, "answer", noted)


def test_texts_lines_and_pictures_are_shown(show: Show, tiny_served: Tiny) -> None:
    made = BytesIO()
    Picture.new("RGB", (4, 4)).save(made, "PNG")
    owner = find_account(tiny_served.database, "boss").account_id
    file = BoardStore(tiny_served.database.folder).keep_picture(owner, made.getvalue())
    tiles = [tile("text", text="Hello"), tile("line", 4, 1, divider=Divider())]
    tiles.append(tile("picture", 5, title="Ours", image=Image(file=file, alt="Black")))
    app = show(tiles)
    assert told(app) == []
    assert [one.value for one in app.markdown if one.value in {"Hello", "**Ours**"}] == ["Hello", "**Ours**"]
    assert len(app.image) == 1


def test_a_board_s_own_filters_name_nobody_whom_the_reader_may_not_see(show: Show) -> None:
    both = Filter(field="owner", op=Op.IN, value=("Bob", "Dee"))
    elsewhere = Chart(
        kind="kpi",
        shelves=Shelves(values=("won_count",), filters=(Filter(field="customer", op=Op.NE, value="Core"),)),
    )
    tiles = [tile("won", chart=CARD), tile("count", 4, chart=elsewhere)]
    app = show(tiles, "bob", controls=Controls(show=("owner",), where=(both,)))
    for name in ("won", "count"):
        app.session_state[f"proof_{name}"] = True  # a click on its ƒ
    app.run()
    assert told(app) == ["Some of the board's own filters are not among what you may see, and are left out."]
    proofs = [one.value for one in app.caption if "Version" in one.value]
    assert ["Customer: not 1 more" in one for one in proofs] == [False, True]
    assert "Dee" not in everything(app)
    assert "Core" not in everything(app)


def test_a_picture_that_is_gone_is_a_sentence(show: Show) -> None:
    app = show([tile("picture", title="Ours", image=Image(file="0" * 64 + ".png"))])
    assert told(app) == ["This picture is no longer there; load it up again."]


def test_a_page_of_a_host_that_is_not_allowed_is_a_sentence(show: Show) -> None:
    app = show([tile("page", embed=Embed(url="https://maps.example.com/x"))])
    assert told(app) == [
        "Pages of other sites are switched off; an administrator allows hosts by `embed_hosts` in config.yaml."
    ]
    assert not app.get("iframe")


@pytest.mark.parametrize("name", sorted(BOARD_PANELS))
def test_a_board_holds_the_pieces_that_stand_for_themselves(show: Show, name: str) -> None:
    app = show([tile("piece", panel=name)])
    assert not app.exception
    assert not [one for one in app.warning if "Unknown panel" in one.value]


@pytest.mark.parametrize("name", ["goal_choice", "nope", "../etc"])
def test_a_piece_that_boards_do_not_hold_is_a_sentence(show: Show, name: str) -> None:
    assert "Unknown panel" in told(show([tile("piece", panel=name)]))[0]


@pytest.mark.parametrize(
    ("filter_", "widget"),
    [
        (FilterTile(field="period", style="period"), "selectbox"),
        (FilterTile(field="owner"), "multiselect"),
        (FilterTile(field="outcome", style="switch"), "button_group"),
        (FilterTile(field="customer", style="search"), "text_input"),
        (FilterTile(field="amount", style="range"), "number_input"),
        (FilterTile(field="close_date", style="range"), "date_input"),
    ],
)
def test_each_control_stands_on_the_canvas(show: Show, filter_: FilterTile, widget: str) -> None:
    app = show([tile("control", filter=filter_)], controls=Controls(show=()))
    assert told(app) == []
    assert [one for one in app.get(widget) if "control" in (one.key or "")]


def test_a_control_on_the_canvas_is_the_bar_s_own(show: Show) -> None:
    tiles = [tile("control", 0, 2, filter=FilterTile(field="owner")), tile("won", 2, chart=CARD)]
    app = show(tiles, controls=Controls(show=("period", "owner")))
    app.multiselect(key="filter_pick_on_control").select("Bob").run()
    assert cards(app) == {"Won amount": "¥100"}
    assert app.multiselect(key="filter_pick_owner").value == ["Bob"]
    assert app.query_params["owner"] == "Bob"


def test_a_range_and_a_search_filter_and_stand_in_the_address(show: Show) -> None:
    tiles = [tile("least", 0, 2, filter=FilterTile(field="amount", style="range")), tile("won", 2, chart=CARD)]
    tiles.append(tile("who", 6, 2, filter=FilterTile(field="customer", style="search")))
    app = show(tiles)
    app.number_input(key="filter_pick_on_least_low").set_value(200).run()
    assert cards(app) == {"Won amount": "¥300"}
    assert app.query_params["amount.range"] == "200.."
    app.number_input(key="filter_pick_on_least_low").set_value(None).run()
    app.text_input(key="filter_pick_on_who").input("Acm").run()
    assert cards(app) == {"Won amount": "¥100"}
    assert app.query_params["customer.search"] == "Acm"


@pytest.mark.parametrize("params", [{"amount.range": "9..1"}, {"amount.range": "x"}, {"customer.range": "1..2"}])
def test_a_garbled_range_is_told(show: Show, params: dict[str, str]) -> None:
    app = show([tile("least", filter=FilterTile(field="amount", style="range"))], address=params)
    assert len(told(app)) == 1
    assert told(app)[0].startswith("The link holds something this page cannot read")


def test_only_the_open_tab_is_asked(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Query] = []
    note(asked, monkeypatch)
    tabs = (Tab(id="one", title="First"), Tab(id="two", title="Second"))
    tiles = [tile("won", chart=CARD), tile("seen", tab="two", chart=VISITS)]
    app = show(tiles, tabs=tabs, controls=Controls(period={"from": "2024-01-07", "to": "2024-06-21"}))
    assert list(cards(app)) == ["Won amount"]
    assert {name for query in asked for name in query.metrics} == {"won_amount"}
    app.button_group(key="board_tab").set_value("two").run()
    assert list(cards(app)) == ["Return visits"]
    assert app.query_params["tab"] == "two"


@pytest.mark.parametrize(("count", "drawn"), [(LARGE, LARGE), (LARGE + 1, ROWS // 4)])
def test_a_large_board_draws_its_first_screenful_first(show: Show, count: int, drawn: int) -> None:
    assert len(show([tile(f"t{place}", place * 4, chart=CARD) for place in range(count)]).metric) == drawn


def test_an_unknown_tab_opens_the_first_and_is_told(show: Show) -> None:
    tabs = (Tab(id="one", title="First"), Tab(id="two", title="Second"))
    app = show([tile("won", chart=CARD)], tabs=tabs, address={"tab": "../x"})
    assert cards(app) == {"Won amount": "¥400"}
    assert len(told(app)) == 1


def test_a_section_folds_what_stands_below_it(show: Show) -> None:
    tiles = [tile("won", chart=CARD), tile("more", 4, 1, title="More", section=Section(open=False))]
    tiles.append(tile("seen", 5, chart=VISITS))
    app = show(tiles)
    assert len(app.metric) == 1
    app.button(key="board_fold_more").click().run()
    assert len(app.metric) == 2
    assert app.query_params["fold"] == "more"
    app.button(key="board_fold_more").click().run()
    assert len(app.metric) == 1
    assert "fold" not in app.query_params


def test_a_click_filters_linked_tiles_and_is_taken_back(show: Show) -> None:
    tiles = [tile("won", chart=CARD), tile("people", 4, chart=OWNERS), tile("own", 8, chart=CARD, linked=False)]
    app = show(tiles, address={"pick": "people;owner=Bob"})
    assert [card.value for card in app.metric] == ["¥100", "¥400"]
    assert app.dataframe[0].value["owner"].to_list() == ["Bob", "Dee"]
    assert app.button(key="chip_people").label == "Owner: Bob ✕"
    app.button(key="chip_people").click().run()
    assert [card.value for card in app.metric] == ["¥400", "¥400"]
    assert "pick" not in app.query_params


@pytest.mark.parametrize(("kind", "place"), [("pivot", "rows"), ("detail", "columns")])
def test_pivots_and_lists_of_records_are_linked_as_other_tiles(show: Show, kind: str, place: str) -> None:
    listed = Chart.model_validate({"kind": kind, "shelves": {place: ["owner"], "values": ["won_amount"]}})
    tiles = [tile("won", chart=CARD), tile("people", 4, chart=OWNERS), tile("list", 8, chart=listed)]
    app = show(tiles, address={"pick": "people;owner=Bob"})
    assert told(app) == []
    assert app.menu_button(key="tools_list")
    app = show(tiles, address={"pick": "list;owner=Bob"})
    assert cards(app) == {"Won amount": "¥100"}
    assert app.button(key="chip_list").label == "Owner: Bob ✕"
    app.menu_button(key="tools_list").click("records").run()
    assert not app.exception


def test_a_tile_that_cannot_follow_a_click_says_so(show: Show) -> None:
    app = show([tile("seen", chart=VISITS), tile("by", 4, chart=LOSSES)], address={"pick": "by;outcome=won"})
    assert notes(app) == ["Not filtered by Outcome."]


def test_the_records_of_a_click_keep_every_filter(show: Show) -> None:
    app = show([tile("won", chart=CARD), tile("people", 4, chart=OWNERS)], address={"pick": "people;owner=Bob"})
    app.button(key="chip_records_people").click().run()
    assert any(one.value.startswith("Opportunities · 1 record · Owner: Bob") for one in app.caption)
    app.menu_button(key="tools_won").click("records").run()
    assert any(one.value.startswith("Opportunities · 1 record") for one in app.caption)


@pytest.mark.parametrize(
    "params",
    [
        {"pick": "people;owner=Dee"},
        {"pick": ["people;owner=Dee", "people;owner=Ann"]},
        {"pick": "people;owner!=Bob,Dee"},
        {"pick": "people;outcome=won"},
        {"pick": "people;customer=Echo"},
        {"drill": "people;owner;department=West"},
    ],
)
def test_no_address_shows_a_rep_more_than_their_own(show: Show, params: dict[str, Any]) -> None:
    """Bob has won 100, and nobody else's 300 may come in by any click or drill; strangers are told and left out."""
    app = show([tile("won", chart=CARD), tile("people", 4, chart=OWNERS)], "bob", params)
    assert cards(app) == {"Won amount": "¥100"}
    assert set(app.dataframe[0].value["owner"].to_list()) == {"Bob"}
    assert len(told(app)) == 1
    assert not [one for one in app.button if one.key and one.key.startswith("chip_")]


@pytest.mark.parametrize(
    "params",
    [
        {"pick": "x" * 9000},
        {"pick": ["won;owner=Bob"] * 60},
        {"pick": "people;owner=Bob;owner=Bob"},
        {"drill": "people;century"},
        {"drill": "nobody;owner"},
        {"drill": ";;;"},
        {"fold": "people"},
    ],
)
def test_a_hostile_address_opens_the_board_with_a_notice(show: Show, params: dict[str, Any]) -> None:
    app = show([tile("won", chart=CARD), tile("people", 4, chart=OWNERS)], address=params)
    assert cards(app) == {"Won amount": "¥400"}
    assert len(told(app)) == 1


def test_a_tile_is_drilled_from_its_menu_and_back_by_its_breadcrumb(show: Show) -> None:
    app = show([tile("months", chart=MONTHS)])
    app.menu_button(key="tools_months").click("down").run()
    assert app.query_params["drill"] == "months;month"
    assert [bucket for bucket in app.dataframe[0].value["close_date"].to_list() if "Q" in str(bucket)] == []
    app.button(key="crumb_months_0").click().run()
    assert "drill" not in app.query_params
    app.menu_button(key="tools_months").click("up").run()
    assert app.query_params["drill"] == "months;year"


def test_a_drill_within_a_member_shows_it_alone(show: Show) -> None:
    app = show([tile("months", chart=MONTHS)], address={"drill": "months;month;quarter=2024-Q1"})
    assert told(app) == []
    values = app.dataframe[0].value["won_amount"].dropna().to_list()
    assert [value for value in values if value] == [100.0]


def test_a_slide_shows_nothing_but_the_tiles(show: Show) -> None:
    tabs = (Tab(id="one", title="First"), Tab(id="two", title="Second"))
    tiles = [tile("won", chart=CARD), tile("seen", tab="two", chart=VISITS)]
    app = show(tiles, tabs=tabs, address={"present": "1"})
    assert (len(app.title), len(app.metric)) == (0, 1)
    app.button(key="slide_next").click().run()
    assert app.query_params["slide"] == "2"
    app.button(key="slide_next").click().run()
    assert app.query_params["slide"] == "1"
    app.button(key="slide_leave").click().run()
    assert "present" not in app.query_params
    assert [one.value for one in app.title] == ["All"]


@pytest.mark.parametrize("params", [{"slide": "99"}, {"slide": "x"}, {"every": "1"}, {"every": "²"}])
def test_a_garbled_slide_is_told(show: Show, params: dict[str, str]) -> None:
    app = show([tile("won", chart=CARD)], address={"present": "1", **params})
    assert cards(app) == {"Won amount": "¥400"}
    assert len(told(app)) == 1


def test_a_board_that_refreshes_and_is_dressed_is_drawn(show: Show) -> None:
    styled = tile("won", chart=CARD, style=TileStyle(background="#17324d", title_size="large"))
    app = show([styled], refresh=30, style={"mode": "dark"})
    assert cards(app) == {"Won amount": "¥400"}
    assert told(app) == []


def test_the_same_question_is_asked_once(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Query] = []
    note(asked, monkeypatch)
    tiles = [tile(f"t{place}", place * 4, chart=OWNERS) for place in range(5)]
    app = show(tiles, controls=Controls(period={"from": "2024-01-09", "to": "2024-06-23"}))
    assert len(app.dataframe) == 5
    assert len([query for query in asked if query.by]) == 1
    assert len(asked) == len(set(asked))


def test_a_board_with_a_ready_piece_can_be_saved_as_a_file(show: Show) -> None:
    app = show([tile("piece", panel="forgotten"), tile("won", y=4, chart=CARD)])
    helps = [block.proto.popover.help for block in app.get("popover")]
    assert "Export the board" in helps


def test_a_key_figure_can_be_saved_as_a_file(show: Show) -> None:
    app = show([tile("won", chart=CARD)])
    assert "Export" in [block.proto.popover.help for block in app.get("popover")]
