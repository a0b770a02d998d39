"""A board edited without a mouse: begun, filled by settings and the canvas log, undone, published, refused."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture
from streamlit.testing.v1 import AppTest

from dashboards.model import Chart, Dashboard, Grant, Right, Share, Shelves, Tile
from dashboards.store import BoardStore, Stored
from tests.pages.conftest import Tiny
from tests.pages.test_workspace import GONE, at, number, steady, told, unfold
from widgets.builder.canvas.editing import KEPT, Canvas
from widgets.builder.canvas.edits import read_log, take_in
from widgets.state.session import Slot

MINE = "pages/workspace/my_boards.py"
BUILDER = "pages/workspace/new_chart.py"
EDITOR = "pages/workspace/edit_board.py"
BOARD = "pages/workspace/board.py"
CARD = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))
OTHERS = "This board is not yours to change; save a copy of your own instead."


@pytest.fixture
def boards(tiny_served: Tiny) -> Iterator[BoardStore]:
    """The store behind the pages, emptied afterwards."""
    store = BoardStore(tiny_served.database.folder)
    yield store
    for login in ("boss", "root", "ana"):
        for draft in store.list_drafts(number(tiny_served, login)):
            store.drop_draft(draft.owner_id, draft.slug, number(tiny_served, login))
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)


@pytest.fixture
def won(tiny_served: Tiny, boards: BoardStore) -> Stored:
    """A board of the boss with a key figure and a text."""
    tiles = (
        Tile(id="won", title="Won", x=0, y=0, w=4, h=3, chart=CARD),
        Tile(id="note", title="Note", x=4, y=0, w=4, h=3, text="Read me"),
    )
    board = Dashboard(id="won", title="Won", tiles=tiles)
    return boards.save(board, number(tiny_served, "boss"), 0, "boss")


def opened(tiny: Tiny, login: str, board: Stored | tuple[int, str]) -> AppTest:
    owner_id, slug = board if isinstance(board, tuple) else (board.owner_id, board.slug)
    return at(tiny, login, EDITOR, id=f"{owner_id}-{slug}")


def sent(app: AppTest, *edits: dict[str, Any]) -> AppTest:
    """What the component sends; without a browser the callback is done by hand, as its own run would."""
    kept = app.session_state[KEPT.slot.value]
    log = [{"seq": kept.canvas.seen + at, **edit} for at, edit in enumerate(edits, start=1)]
    canvas = take_in(kept.canvas, read_log(log))
    store = BoardStore(FOLDERS[-1])
    seat = kept.seat
    editing = store.keep_draft(seat.owner_id, seat.slug, seat.account_id, canvas.editing)
    app.session_state[KEPT.slot.value] = type(kept)(seat, Canvas(editing, canvas.sheet, canvas.chosen, canvas.seen))
    return app.run()


FOLDERS: list[Path] = []


@pytest.fixture(autouse=True)
def _folder(tiny_served: Tiny) -> None:
    FOLDERS.append(tiny_served.database.folder)


def draft_of(tiny: Tiny, boards: BoardStore, slug: str, login: str = "boss") -> Dashboard:
    return boards.open_draft(number(tiny, "boss"), slug, number(tiny, login)).board


def press(app: AppTest, name: str) -> AppTest:
    return app.button(key=f"canvas_act_{name}").click().run()


def field(widgets: Any, name: str) -> Any:
    return steady(widgets, f"canvas_field_{name}")


def test_a_new_board_is_begun_filled_and_published(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "boss", MINE)
    app.text_input(key="canvas_act_new_title").input("Team board").run()
    press(app, "new")
    boss = number(tiny_served, "boss")
    assert [(one.slug, one.base_revision) for one in boards.list_drafts(boss)] == [("team-board", 0)]
    app = opened(tiny_served, "boss", (boss, "team-board"))
    assert not app.exception
    assert [one.value for one in app.title] == ["Team board"]
    app = sent(app, {"do": "add", "kind": "text", "x": 2, "y": 1})
    field(app.text_area, "text_text").input("## Hello").run()
    field(app.text_input, "text_title").input("Greeting").run()
    (tile,) = draft_of(tiny_served, boards, "team-board").tiles
    assert (tile.x, tile.y, tile.title, tile.text) == (2, 1, "Greeting", "## Hello")
    press(app, "publish")
    assert told(app) == ["“Team board” is published."]
    assert boards.read(boss, "team-board").board.tiles == (tile,)
    assert boards.list_drafts(boss) == ()


def test_every_step_is_kept_and_undone_after_a_reload(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = opened(tiny_served, "boss", won)
    moves = [
        {"do": "arrange", "places": [{"id": "won", "x": at % 2, "y": at % 3, "w": 4, "h": 3}]} for at in range(1, 121)
    ]
    sent(app, *moves)
    again = opened(tiny_served, "boss", won)
    for _ in range(120):
        if again.button(key="canvas_act_undo").disabled:
            break
        press(again, "undo")
    assert draft_of(tiny_served, boards, "won") == won.board
    press(again, "redo")
    assert draft_of(tiny_served, boards, "won") != won.board
    assert boards.read(won.owner_id, "won").board == won.board


def test_a_tile_that_is_not_ready_is_named_and_nothing_is_published(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    app = sent(opened(tiny_served, "boss", won), {"do": "add", "kind": "kpi"})
    press(app, "publish")
    assert told(app)[0] == "“Key figure” is not ready: Put a metric on Values."
    assert boards.read(won.owner_id, "won").revision == won.revision


def test_a_chart_goes_to_the_builder_and_comes_back(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = sent(opened(tiny_served, "boss", won), {"do": "choose", "tiles": ["won"]})
    app.button(key="canvas_act_chart").click().run()
    unfold(app.switch_page(BUILDER)).run()
    steady(app.multiselect, "builder_list_values").select("win_rate").run()
    app.button(key="builder_save").click().run()
    chart = draft_of(tiny_served, boards, "won").tiles[0].chart
    assert chart == Chart(kind="kpi", shelves=Shelves(values=("won_amount", "win_rate")))
    assert boards.read(won.owner_id, "won").board == won.board


def test_tabs_are_added_filled_and_removed_with_or_without_their_tiles(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    app = opened(tiny_served, "boss", won)
    app.text_input(key="canvas_act_tab_title").input("Second").run()
    press(app, "tab_add")
    board = draft_of(tiny_served, boards, "won")
    assert [tab.title for tab in board.tabs] == ["Sheet 1", "Second"]
    assert {tile.tab for tile in board.tiles} == {"sheet-1"}
    app.segmented_control(key="canvas_sheet").set_value("sheet-1").run()
    sent(app, {"do": "choose", "tiles": ["note"]})
    app.selectbox(key="canvas_act_tab_sheet-1_note").select("second").run()
    assert [tile.tab for tile in draft_of(tiny_served, boards, "won").tiles] == ["sheet-1", "second"]
    press(app, "done")
    press(app, "tab_remove")
    board = draft_of(tiny_served, boards, "won")
    assert ([tab.title for tab in board.tabs], [tile.tab for tile in board.tiles]) == (["Sheet 1"], ["sheet-1"] * 2)


def test_the_filter_bar_the_look_and_the_refresh_are_set(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = opened(tiny_served, "boss", won)
    field(app.multiselect, "show").select("sales_team").run()
    field(app.selectbox, "period").select("last_year").run()
    field(app.selectbox, "theme").select("Night").run()
    field(app.selectbox, "refresh").select("60").run()
    field(app.multiselect, "start_sales_team").select("North").run()
    assert told(app) == []
    board = draft_of(tiny_served, boards, "won")
    assert (board.controls.show, board.controls.period.preset) == (("period", "sales_team"), "last_year")
    assert (board.style.mode, board.refresh, board.controls.where[0].value) == ("dark", 60, ("North",))


def test_only_who_may_edit_gets_in_and_is_told_nothing_else(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    assert told(opened(tiny_served, "ana", won)) == [GONE]
    assert told(opened(tiny_served, "ana", (won.owner_id, "no-such-board"))) == [GONE]
    boards.share(won.owner_id, "won", Share(people=(Grant(to="ana"),)), "boss")
    assert told(opened(tiny_served, "ana", won)) == [OTHERS]
    boards.take_back(won.owner_id, "won", "boss")
    reader = tiny_served.open("Home.py", "bob")
    with pytest.raises(ValueError, match="edit_board"):
        reader.switch_page(EDITOR)
    assert told(opened(tiny_served, "root", won)) == []


def test_a_colleague_with_the_right_to_edit_gets_in(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    boards.share(won.owner_id, "won", Share(people=(Grant(to="ana", may=(Right.EDIT,)),)), "boss")
    app = opened(tiny_served, "ana", won)
    field(app.text_input, "title").input("Won by ana").run()
    press(app, "publish")
    assert boards.read(won.owner_id, "won").board.title == "Won by ana"
    assert boards.read(won.owner_id, "won").author == "ana"


def test_two_publish_and_both_versions_stay(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = sent(opened(tiny_served, "boss", won), {"do": "remove", "tiles": ["note"]})
    root = opened(tiny_served, "root", won)
    field(root.text_input, "title").input("Won by root").run()
    press(root, "publish")
    press(app, "publish")
    assert "Won" in told(app)[0]
    press(app, "apart")
    assert boards.read(won.owner_id, "won").board.title == "Won by root"
    assert [one.title for one in boards.list_drafts(won.owner_id)] == ["Won (my version)"]


def test_a_picture_is_checked_by_what_it_holds(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = sent(opened(tiny_served, "boss", won), {"do": "add", "kind": "image"})
    uploader = next(one for one in app.file_uploader)
    uploader.upload("evil.png", b"<svg onload=alert(1)>", "image/png").run()
    assert "This is no picture that can be shown; load up a PNG, JPEG or WebP file." in told(app)
    drawn = BytesIO()
    Picture.new("RGB", (4, 4), "red").save(drawn, "PNG")
    next(one for one in app.file_uploader).set_value([("red.png", drawn.getvalue(), "image/png")]).run()
    image = draft_of(tiny_served, boards, "won").tiles[-1].image
    assert image is not None
    assert boards.picture(won.owner_id, image.file) == drawn.getvalue()


def test_a_page_of_a_host_that_is_not_allowed_is_refused_in_words(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    app = sent(opened(tiny_served, "boss", won), {"do": "add", "kind": "embed"})
    before = draft_of(tiny_served, boards, "won")
    field(app.text_input, "embed_url").input("https://evil.example/").run()
    assert draft_of(tiny_served, boards, "won") == before
    refusal = app.session_state[KEPT.slot.value].canvas.refusal
    assert refusal.text.startswith("Pages of other sites are switched off")


def test_a_tile_is_copied_into_the_draft_of_another_board(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    other = boards.save(Dashboard(id="other", title="Other"), won.owner_id, 0, "boss")
    app = sent(opened(tiny_served, "boss", won), {"do": "choose", "tiles": ["note"]})
    press(app, "copy")
    assert told(app) == ["Copied into your draft of “Other”; publish it there."]
    assert [tile.text for tile in draft_of(tiny_served, boards, "other").tiles] == ["Read me"]
    assert boards.read(won.owner_id, "other").board == other.board


def test_a_tile_is_copied_to_a_board_that_one_was_given_to_edit_and_to_no_other(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    ana = number(tiny_served, "ana")
    boards.share(won.owner_id, "won", Share(people=(Grant(to="ana", may=(Right.EDIT,)),)), "boss")
    seen = boards.save(Dashboard(id="seen", title="Seen"), won.owner_id, 0, "boss")
    boards.share(won.owner_id, seen.slug, Share(people=(Grant(to="ana"),)), "boss")
    note = Tile(id="mine", x=0, y=0, w=4, h=3, text="From ana")
    own = boards.save(Dashboard(id="own", title="Own", tiles=(note,)), ana, 0, "ana")
    app = sent(opened(tiny_served, "ana", own), {"do": "choose", "tiles": ["mine"]})
    assert app.selectbox(key=f"{Slot.CANVAS_ACT.value}_copy_to").options == ["Won"]
    press(app, "copy")
    copied = boards.open_draft(won.owner_id, "won", ana).board
    assert [tile.text for tile in copied.tiles if tile.text] == ["Read me", "From ana"]
    assert boards.read(won.owner_id, "won").board.tiles == won.board.tiles


def test_a_tile_is_not_copied_once_the_right_to_edit_was_taken_back(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    ana = number(tiny_served, "ana")
    boards.share(won.owner_id, "won", Share(people=(Grant(to="ana", may=(Right.EDIT,)),)), "boss")
    note = Tile(id="mine", x=0, y=0, w=4, h=3, text="From ana")
    own = boards.save(Dashboard(id="own", title="Own", tiles=(note,)), ana, 0, "ana")
    app = sent(opened(tiny_served, "ana", own), {"do": "choose", "tiles": ["mine"]})
    boards.share(won.owner_id, "won", Share(), "boss")
    press(app, "copy")
    assert told(app) == [GONE]
    assert not [one for one in boards.list_drafts(ana) if one.slug == "won"]


def test_an_edit_in_a_second_window_is_not_overwritten(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    one = opened(tiny_served, "boss", won)
    two = opened(tiny_served, "boss", won)
    field(one.text_input, "title").input("From the first window").run()
    field(two.text_input, "title").input("From the second").run()
    assert draft_of(tiny_served, boards, "won").title == "From the first window"
    assert "another window" in two.session_state[KEPT.slot.value].canvas.refusal.text
    assert [title.value for title in two.title] == ["From the first window"]


def test_the_board_page_leads_to_its_editor(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    for page, params in ((BOARD, {"id": f"{won.owner_id}-won"}), (MINE, {})):
        app = at(tiny_served, "boss", page, **params)
        assert "Edit board" in [link.proto.label for link in app.get("page_link")]
