"""The workspace without a mouse: a chart built from lists, saved, shared, read by another, taken back, saved by two."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import WidgetList

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.store import BoardStore, Stored
from datasource.people.account import Role
from datasource.people.accounts import Change, change_account, find_account
from datasource.people.audit import Action, newest
from datasource.people.drafts import drop_draft
from datasource.question import Dimension, Filter, Op
from datasource.texts import use_language
from tests.pages.conftest import Tiny

BUILDER = "pages/workspace/new_chart.py"
MINE = "pages/workspace/my_boards.py"
SHARED = "pages/workspace/shared_with_me.py"
BOARD = "pages/workspace/board.py"
GONE = "This board is not shared with you, or it no longer exists; ask whoever sent you the link."
CARD = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))


@pytest.fixture
def boards(tiny_served: Tiny) -> Iterator[BoardStore]:
    """The store behind the pages, emptied afterwards, and nobody with a chart in the making."""
    store = BoardStore(tiny_served.database.folder)
    yield store
    for login in tiny_served.sessions:
        drop_draft(tiny_served.database, number(tiny_served, login))
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)


@pytest.fixture
def won(tiny_served: Tiny, boards: BoardStore) -> Stored:
    """A board of the boss with one key figure."""
    tile = Tile(id="won", title="Won", x=0, y=0, w=4, h=3, chart=CARD)
    board = Dashboard(id="won", title="Won", controls=Controls(), tiles=(tile,))
    return boards.save(board, number(tiny_served, "boss"), 0, "boss")


def number(tiny: Tiny, login: str) -> int:
    return find_account(tiny.database, login).account_id


def at(tiny: Tiny, login: str, page: str, **params: str) -> AppTest:
    app = unfold(tiny.open("Home.py", login, **params).switch_page(page))
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def unfold(app: AppTest) -> AppTest:
    """Open what the builder folds away until it is asked for."""
    for panel in ("builder_lists", "builder_looks", "builder_unfit_panel"):
        app.session_state[panel] = True
    return app


def edit(app: AppTest) -> None:
    """Press Edit; without a browser the test has to follow to the builder itself."""
    app.button(key="boards_act_edit_won").click().run()
    app.switch_page(BUILDER).run()


def steady(widgets: WidgetList[Any], name: str) -> Any:
    """The widget called so; its key ends in a number that rises when its value is changed from elsewhere."""
    return next(one for one in widgets if one.key and re.fullmatch(rf"{name}_\d+", one.key))


def told(app: AppTest) -> list[str]:
    assert not app.exception
    return [str(one.value) for one in (*app.success, *app.error, *app.warning)]


def cards(app: AppTest) -> dict[str, str]:
    assert told(app) == []
    return {card.label: card.value for card in app.metric}


def test_a_chart_is_built_from_lists_and_saved_as_a_file(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "boss", BUILDER)
    assert app.button(key="builder_save").disabled
    steady(app.multiselect, "builder_list_values").select("won_amount").run()
    steady(app.selectbox, "builder_kind").select("kpi").run()
    assert cards(app) == {"Won amount": "¥400"}
    app.button(key="builder_save").click().run()
    assert told(app) == ["Give the chart a title first."]
    steady(app.text_input, "builder_title").input("Won so far").run()
    app.button(key="builder_save").click().run()
    assert told(app) == ["Saved on the board “Won so far”."]
    (stored,) = boards.list_mine(number(tiny_served, "boss"))
    assert (stored.slug, stored.author, stored.board.tiles[0].chart) == ("won-so-far", "boss", CARD)
    steady(app.multiselect, "builder_list_values").select("win_rate").run()
    app.button(key="builder_save").click().run()
    (again,) = boards.list_mine(number(tiny_served, "boss"))
    both = Chart(kind="kpi", shelves=Shelves(values=("won_amount", "win_rate")))
    assert (again.revision, again.board.tiles[0].chart) == (2, both)


def test_lists_offer_only_what_fits_and_follow_every_edit(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "boss", BUILDER)
    steady(app.multiselect, "builder_list_values").select("won_amount").run()
    assert "Channel" not in steady(app.multiselect, "builder_list_columns").options
    steady(app.multiselect, "builder_list_columns").select("sales_team").run()
    steady(app.multiselect, "builder_list_rows").select("sales_team").run()
    assert steady(app.multiselect, "builder_list_columns").value == []
    assert steady(app.multiselect, "builder_list_rows").value == ["sales_team"]
    app.button(key="builder_undo").click().run()
    assert steady(app.multiselect, "builder_list_columns").value == ["sales_team"]
    app.button(key="builder_redo").click().run()
    assert steady(app.multiselect, "builder_list_rows").value == ["sales_team"]


def test_a_board_s_chart_is_edited_in_its_place(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = at(tiny_served, "boss", MINE)
    edit(app)
    assert steady(app.text_input, "builder_title").value == "Won"
    steady(app.multiselect, "builder_list_values").select("win_rate").run()
    app.button(key="builder_save").click().run()
    assert told(app) == ["Saved on the board “Won”."]
    saved = boards.read(won.owner_id, "won")
    assert saved.board.tiles[0].chart == Chart(kind="kpi", shelves=Shelves(values=("won_amount", "win_rate")))
    assert saved.revision == 2


def test_a_board_s_chart_does_not_displace_an_unsaved_one(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    fresh = at(tiny_served, "boss", BUILDER)
    steady(fresh.text_input, "builder_title").input("Mine").run()
    steady(fresh.multiselect, "builder_list_values").select("win_rate").run()
    steady(fresh.multiselect, "builder_list_columns").select("sales_team").run()
    app = at(tiny_served, "boss", BUILDER)
    app.switch_page(MINE).run()
    app.button(key="boards_act_edit_won").click().run()
    assert told(app) == ["The chart that you were working on is kept: ↶ brings it back."]
    app.switch_page(BUILDER).run()
    assert steady(app.text_input, "builder_title").value == "Won"
    app.button(key="builder_undo").click().run()
    assert steady(app.text_input, "builder_title").value == "Mine"
    assert steady(app.multiselect, "builder_list_values").value == ["win_rate"]
    app.button(key="builder_save").click().run()
    assert told(app) == ["Saved on the board “Mine”."]
    assert boards.read(won.owner_id, "won").revision == 1
    app.button(key="builder_redo").click().run()
    assert steady(app.text_input, "builder_title").value == "Won"


def test_a_reader_sees_a_shared_board_over_own_rows_until_it_is_taken_back(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    owner = at(tiny_served, "boss", MINE)
    owner.button(key="boards_act_share_won").click().run()
    owner.multiselect(key=f"boards_share_{won.owner_id}_won_people").select("people:bob").run()
    owner.button(key=f"boards_share_{won.owner_id}_won_keep").click().run()
    assert told(owner) == ["“Won” is shared with bob."]
    assert [one.value for one in at(tiny_served, "bob", SHARED).markdown] == ["**Won**", ":blue-badge[New]"]
    reader = at(tiny_served, "bob", BOARD, id=f"{won.owner_id}-won")
    assert cards(reader) == {"Won amount": "¥100"}
    mine = [one.key for one in reader.button if one.key and one.key.startswith("boards_")]
    assert mine == [f"boards_act_star_{won.owner_id}-won"]
    assert cards(at(tiny_served, "boss", BOARD, id=f"{won.owner_id}-won")) == {"Won amount": "¥400"}
    owner.button(key=f"boards_share_{won.owner_id}_won_back").click().run()
    assert told(owner) == ["“Won” is yours alone again."]
    reader.selectbox(key="filter_period").select("last_year").run()
    assert told(reader) == [GONE]
    assert not reader.metric
    log = [(one.action, one.object, one.detail) for one in newest(tiny_served.database, 2)]
    assert log == [(Action.BOARD_TAKEN_BACK, "won", "bob"), (Action.BOARD_SHARED, "won", "bob")]


def test_gone_not_shared_and_garbled_addresses_are_one_sentence(tiny_served: Tiny, won: Stored) -> None:
    assert told(at(tiny_served, "bob", BOARD, id=f"{won.owner_id}-won")) == [GONE]
    assert told(at(tiny_served, "bob", BOARD, id=f"{won.owner_id}-no-such-board")) == [GONE]
    garbled = "The link names no board; open one from “My boards” or “Shared with me”."
    assert told(at(tiny_served, "bob", BOARD, id="../../etc")) == [garbled]
    assert told(at(tiny_served, "bob", BOARD)) == [garbled]


@pytest.mark.parametrize("page", [BUILDER, MINE, SHARED, BOARD])
def test_strangers_get_one_sentence(tiny_served: Tiny, page: str) -> None:
    assert told(tiny_served.open(page)) == ["Sign in to see this page."]


@pytest.mark.parametrize("page", [BUILDER, MINE])
def test_readers_do_not_build(tiny_served: Tiny, page: str) -> None:
    assert told(tiny_served.open(page, "bob")) == [
        "This page is not for your role; ask an administrator if you need it."
    ]


def test_two_savers_both_keep_their_version_and_choose(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = at(tiny_served, "boss", MINE)
    edit(app)
    theirs = won.board.model_copy(update={"description": "Checked by root"})
    boards.save(theirs, won.owner_id, won.revision, "root")
    steady(app.multiselect, "builder_list_values").select("win_rate").run()
    app.button(key="builder_save").click().run()
    assert told(app) == [
        "'Won' was saved by root since you opened it. Both versions are kept: theirs stands, "
        "yours is draft 1. Open theirs and repeat your change, or save yours as a copy."
    ]
    assert [card.label for card in app.metric] == ["Won amount", "Win rate", "Won amount"]
    app.button(key="builder_copy").click().run()
    assert told(app) == ["Saved on the board “Won (my version)”."]
    mine = {one.board.title: one.board for one in boards.list_mine(won.owner_id)}
    assert mine["Won"].description == "Checked by root"
    assert mine["Won (my version)"].tiles[0].chart == Chart(
        kind="kpi", shelves=Shelves(values=("won_amount", "win_rate"))
    )


def test_after_a_conflict_one_can_go_on_with_theirs(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = at(tiny_served, "boss", MINE)
    edit(app)
    tile = won.board.tiles[0].model_copy(update={"title": "Won, checked"})
    boards.save(won.board.model_copy(update={"tiles": (tile,)}), won.owner_id, won.revision, "root")
    steady(app.multiselect, "builder_list_values").select("win_rate").run()
    app.button(key="builder_save").click().run()
    app.button(key="builder_load").click().run()
    assert told(app) == ["You are working on the version of “Won” that was saved last."]
    assert steady(app.text_input, "builder_title").value == "Won, checked"
    assert steady(app.multiselect, "builder_list_values").value == ["won_amount"]
    steady(app.multiselect, "builder_list_values").select("win_rate").run()
    app.button(key="builder_save").click().run()
    assert told(app) == ["Saved on the board “Won”."]


def test_a_board_is_renamed_deleted_after_asking_and_restored(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    app = at(tiny_served, "boss", MINE)
    app.button(key="boards_act_rename_won").click().run()
    app.text_input(key="boards_act_title_won").input("Won in all")
    app.button(key="boards_act_rename_keep_won").click().run()
    assert boards.read(won.owner_id, "won").board.title == "Won in all"
    app.button(key="boards_act_delete_won").click().run()
    assert told(app) == ["Delete “Won in all”? Whoever it is shared with loses it too."]
    app.button(key="boards_act_delete_no_won").click().run()
    assert [one.board.title for one in boards.list_mine(won.owner_id)] == ["Won in all"]
    app.button(key="boards_act_delete_won").click().run()
    app.button(key="boards_act_delete_yes_won").click().run()
    assert boards.list_mine(won.owner_id) == ()
    next(one for one in app.button if one.key and "restore_won" in one.key).click().run()
    assert [one.board.title for one in boards.list_mine(won.owner_id)] == ["Won in all"]


def test_who_is_no_longer_an_analyst_cannot_save_what_still_stands_on_the_screen(
    tiny_served: Tiny, boards: BoardStore
) -> None:
    app = at(tiny_served, "boss", BUILDER)
    steady(app.multiselect, "builder_list_values").select("won_amount").run()
    steady(app.selectbox, "builder_kind").select("kpi").run()
    steady(app.text_input, "builder_title").input("Too late").run()
    change_account(tiny_served.database, number(tiny_served, "boss"), Change(role=Role.READER), "root")
    try:
        app.button(key="builder_save").click().run()
        assert boards.list_all() == ()
    finally:
        change_account(tiny_served.database, number(tiny_served, "boss"), Change(role=Role.MANAGER), "root")


def test_a_filter_is_set_in_its_editor(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "boss", BUILDER)
    steady(app.multiselect, "builder_list_values").select("won_amount").run()
    steady(app.selectbox, "builder_kind").select("kpi").run()
    steady(app.multiselect, "builder_list_filters").select("owner").run()
    owners = steady(app.multiselect, "builder_pill_filters_owner_members")
    assert owners.options[:3] == ["Ann", "Bob", "Cid"]
    owners.select("Bob").run()
    assert cards(app) == {"Won amount": "¥100"}
    app.button(key="builder_undo").click().run()
    assert cards(app) == {"Won amount": "¥400"}


def test_the_kept_chart_leaves_out_filters_that_say_nothing(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "boss", BUILDER)
    steady(app.multiselect, "builder_list_values").select("won_amount").run()
    steady(app.multiselect, "builder_list_rows").select("sales_team").run()
    steady(app.multiselect, "builder_list_filters").select("owner").select("outcome").run()
    steady(app.selectbox, "builder_opened").select("filters/owner").run()
    steady(app.selectbox, "builder_pill_filters_owner_op").select("not_null").run()
    steady(app.text_input, "builder_title").input("Teams").run()
    app.button(key="builder_save").click().run()
    (stored,) = boards.list_mine(number(tiny_served, "boss"))
    assert stored.board.tiles[0].chart == Chart(
        kind="bar",
        shelves=Shelves(
            rows=(Dimension(field="sales_team"),),
            values=("won_amount",),
            filters=(Filter(field="owner", op=Op.NOT_NULL),),
        ),
    )


def test_a_drag_that_arrives_with_a_click_is_taken_in_first(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "boss", BUILDER)
    dragged = {"seq": 1, "do": "add", "shelf": "values", "pill": "won_amount", "index": -1}
    app.session_state["builder_shelves"] = {"edits": {"log": [dragged]}}
    steady(app.selectbox, "builder_kind").select("kpi").run()
    assert cards(app) == {"Won amount": "¥400"}


def test_garbled_edits_are_told_in_one_sentence(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "boss", BUILDER)
    app.session_state["builder_shelves"] = {"edits": {"log": [{"seq": 1, "do": "explode"}]}}
    steady(app.selectbox, "builder_kind").select("kpi").run()
    assert told(app) == ["The browser sent an edit that cannot be read; reload the page and try again."]


@pytest.mark.parametrize("language", ["zh_CN", "vi"])
def test_the_workspace_speaks_the_reader_s_language(tiny_served: Tiny, won: Stored, language: str) -> None:
    change_account(tiny_served.database, number(tiny_served, "boss"), Change(language=language), "boss")
    use_language(language)
    try:
        app = at(tiny_served, "boss", MINE)
        assert app.button(key="boards_act_edit_won").label == {"zh_CN": "编辑", "vi": "Sửa"}[language]
        edit(app)
        assert [one.label for one in app.metric] == [{"zh_CN": "赢单金额", "vi": "Giá trị thắng"}[language]]
        assert told(app) == []
    finally:
        use_language("en")
        change_account(tiny_served.database, number(tiny_served, "boss"), Change(language="en"), "boss")
