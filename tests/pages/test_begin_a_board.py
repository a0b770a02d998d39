"""Boards begun from examples, ready pages and files: by whom, with what, and what is told."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.dump import dump
from dashboards.gallery import gallery
from dashboards.imported import exported
from dashboards.model import Chart, Dashboard, Share, Shelves, Tile
from dashboards.store import BoardStore, Stored
from datasource.people.account import Role
from datasource.people.accounts import Change, change_account, find_account
from tests.pages.conftest import Tiny
from tests.pages.test_workspace import BOARD, MINE, at, told

GALLERY = "pages/workspace/gallery.py"
EDITOR = "pages/workspace/edit_board.py"
COCKPIT = "pages/cockpit/cockpit.py"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def boards(tiny_served: Tiny) -> Iterator[BoardStore]:
    """The store behind the pages, emptied afterwards of boards and drafts."""
    store = BoardStore(tiny_served.database.folder)
    yield store
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)
    for login in ("boss", "ana"):
        for draft in store.list_drafts(number(tiny_served, login)):
            store.drop_draft(draft.owner_id, draft.slug, draft.account_id)


def number(tiny: Tiny, login: str) -> int:
    return find_account(tiny.database, login).account_id


def card(value: str, title: str = "Won") -> Dashboard:
    chart = Chart(kind="kpi", shelves=Shelves(values=(value,)))
    return Dashboard(id="won", title=title, tiles=(Tile(id="won", x=0, y=0, w=4, h=3, chart=chart),))


def keep(tiny: Tiny, boards: BoardStore, value: str, title: str) -> Stored:
    owner = number(tiny, "boss")
    board = card(value, title).model_copy(update={"id": boards.new_slug(owner, title)})
    return boards.save(board, owner, 0, "boss")


def open_panel(app: AppTest, key: str) -> AppTest:
    app.session_state[key] = True
    return app.run()


def drafts(boards: BoardStore, tiny: Tiny, login: str = "boss") -> list[Dashboard]:
    account_id = number(tiny, login)
    return [
        boards.open_draft(one.owner_id, one.slug, account_id).board
        for one in boards.list_drafts(account_id)
        if not one.base_revision
    ]


def keys(app: AppTest) -> list[str]:
    return [str(one.key) for one in app.button]


def test_the_gallery_shows_every_board_and_readers_are_offered_no_copy(tiny_served: Tiny) -> None:
    reader = at(tiny_served, "bob", GALLERY)
    titles = [one.value for one in reader.markdown if "**" in one.value]
    assert len(titles) == len(gallery())
    open_panel(reader, "gallery_tv-board")
    assert not [key for key in keys(reader) if key.startswith("gallery")]
    assert told(reader) == []


def test_a_reader_opens_an_example_over_own_rows(tiny_served: Tiny) -> None:
    reader = at(tiny_served, "bob", GALLERY, id="executive-one-pager", period="2024-01-01..2024-06-30")
    assert not reader.exception
    assert [one.value for one in reader.title] == ["Executive one-pager"]
    assert reader.metric


def test_an_example_that_does_not_exist_is_one_sentence(tiny_served: Tiny) -> None:
    assert told(at(tiny_served, "bob", GALLERY, id="../../etc")) == [
        "The gallery has no such board; choose another one."
    ]


def test_an_analyst_begins_a_board_with_an_example(tiny_served: Tiny, boards: BoardStore) -> None:
    app = open_panel(at(tiny_served, "ana", GALLERY), "gallery_tv-board")
    app.text_input(key="gallery_title_tv-board").set_value("Our hall").run()
    app.button(key="gallery_make_tv-board").click().run()
    assert not app.exception
    [draft] = drafts(boards, tiny_served, "ana")
    example = gallery()["tv-board"]
    assert (draft.title, draft.share, draft.tiles) == ("Our hall", Share(), example.tiles)


def test_who_is_no_longer_an_analyst_begins_nothing(tiny_served: Tiny, boards: BoardStore) -> None:
    app = open_panel(at(tiny_served, "ana", GALLERY), "gallery_tv-board")
    change_account(tiny_served.database, number(tiny_served, "ana"), Change(role=Role.READER), "root")
    try:
        app.button(key="gallery_make_tv-board").click().run()
    finally:
        change_account(tiny_served.database, number(tiny_served, "ana"), Change(role=Role.ANALYST), "root")
    assert drafts(boards, tiny_served, "ana") == []


def test_a_ready_page_is_customised_by_who_may_build(tiny_served: Tiny, boards: BoardStore) -> None:
    app = open_panel(at(tiny_served, "boss", COCKPIT), "copy_cockpit")
    app.button(key="copy_make_cockpit").click().run()
    assert not app.exception
    [draft] = drafts(boards, tiny_served)
    assert draft.title == "Cockpit (my version)"
    assert {tile.body for tile in draft.tiles} == {"chart", "panel"}
    assert {tile.panel for tile in draft.tiles if tile.panel} == {"forgotten", "summary"}
    assert draft.controls.show == ("period", "grain", "compare", "department", "owner")


def test_parts_that_work_on_their_own_page_only_are_told(tiny_served: Tiny, boards: BoardStore) -> None:
    app = open_panel(at(tiny_served, "boss", "pages/goals/goal_attainment.py"), "copy_goal-attainment")
    assert "2 parts work on their own page only and are left out." in [one.value for one in app.caption]


def test_readers_have_no_copy(tiny_served: Tiny) -> None:
    reader = open_panel(at(tiny_served, "bob", COCKPIT), "copy_cockpit")
    assert not [key for key in keys(reader) if key.startswith("copy")]


def test_a_page_of_one_hand_made_piece_is_copied_with_it(tiny_served: Tiny, boards: BoardStore) -> None:
    app = open_panel(at(tiny_served, "boss", "pages/customers/customer_360.py"), "copy_customer-360")
    app.button(key="copy_make_customer-360").click().run()
    [draft] = drafts(boards, tiny_served)
    assert [tile.panel for tile in draft.tiles] == ["customer_360"]


def imports(tiny: Tiny, text: str | bytes, login: str = "boss") -> AppTest:
    app = open_panel(at(tiny, login, MINE), "boards_import_panel")
    content = text.encode() if isinstance(text, str) else text
    app.file_uploader(key="boards_import_file").set_value(("won.yaml", content, "application/yaml"))
    return app.run()


def make(app: AppTest) -> None:
    app.button(key="boards_import_make").click().run()
    assert not app.exception


def test_a_file_comes_in_as_a_draft_of_one_s_own(tiny_served: Tiny, boards: BoardStore) -> None:
    board = card("won_amount").model_copy(update={"share": Share.model_validate({"everyone": True})})
    app = imports(tiny_served, dump(board))
    assert "Whom the file shares the board with is ignored: the draft is yours alone." in [
        one.value for one in app.caption
    ]
    make(app)
    [draft] = drafts(boards, tiny_served)
    assert (draft.tiles, draft.share) == (board.tiles, Share())


@pytest.mark.parametrize(("ticked", "name"), [(True, "won_amount"), (False, "won_amounts")])
def test_a_renamed_field_is_told_by_line_and_replaced_unless_the_box_is_empty(
    tiny_served: Tiny, boards: BoardStore, ticked: bool, name: str
) -> None:
    app = imports(tiny_served, dump(card("won_amounts")))
    [problem] = told(app)
    assert "won\\.yaml\\:13" in problem
    assert "Unknown metric" in problem
    [box] = [one for one in app.checkbox if str(one.key).startswith("boards_import_mend")]
    assert box.label == "`won_amounts` does not exist here. Take `won_amount` instead?"
    box.set_value(ticked).run()
    make(app)
    [draft] = drafts(boards, tiny_served)
    assert draft.tiles == card(name).tiles


def test_a_file_that_is_no_board_is_refused_with_every_problem(tiny_served: Tiny, boards: BoardStore) -> None:
    app = imports(tiny_served, "version: 1\nid: won\ntitle: 5\ntiels: []\n")
    [problems] = told(app)
    assert "won\\.yaml\\:3" in problems
    assert "won\\.yaml\\:4" in problems
    assert "boards_import_make" not in keys(app)
    assert drafts(boards, tiny_served) == []


@pytest.mark.parametrize(
    "content",
    [
        b"a: " + b"x" * 10_000_000,
        b"\xff\xfe\x00",
        b"[" * 50_000,
        b"a: &a [*a, *a]",
        b"!!python/object/apply:os.system ['true']",
        b"",
        f"version: 1\nid: ../../x\ntitle: '{HOSTILE}'\n".encode(),
        f"version: 1\nid: x\ntitle: x\n{HOSTILE}: 1\n".encode(),
    ],
    ids=["10 MB", "no text", "deep", "alias", "object", "empty", "path", "html"],
)
def test_hostile_files_are_refused_in_words_and_nothing_is_kept(
    tiny_served: Tiny, boards: BoardStore, content: bytes
) -> None:
    app = imports(tiny_served, content)
    assert len(told(app)) == 1
    assert HOSTILE not in told(app)[0]
    assert "boards_import_make" not in keys(app)
    assert drafts(boards, tiny_served) == []


def test_script_in_a_title_is_kept_as_the_words_it_is(tiny_served: Tiny, boards: BoardStore) -> None:
    make(imports(tiny_served, dump(card("won_amount", HOSTILE))))
    [draft] = drafts(boards, tiny_served)
    assert draft.title == HOSTILE
    shown = [one.value for one in at(tiny_served, "boss", MINE).markdown]
    assert not [text for text in shown if "<script>" in text]


def test_what_is_taken_away_names_nobody() -> None:
    shared = card("won_amount").model_copy(update={"share": Share.model_validate({"people": ["bob"]})})
    assert "bob" not in exported(shared)
    assert exported(shared) == dump(card("won_amount"))


def test_names_that_are_gone_are_replaced_in_all_boards_at_once(tiny_served: Tiny, boards: BoardStore) -> None:
    kept = [keep(tiny_served, boards, "won_amounts", title) for title in ("One", "Two")]
    sound = keep(tiny_served, boards, "won_amount", "Three")
    app = at(tiny_served, "boss", MINE)
    assert "`won_amounts` no longer exists. Did you mean `won_amount`?" in [one.value for one in app.markdown]
    [button] = [one for one in app.button if one.key == "boards_mend_0"]
    assert button.label == "Replace in 2 boards"
    button.click().run()
    assert told(app) == ["Replaced in 2 boards; each has a new revision."]
    for stored in kept:
        now = boards.read(stored.owner_id, stored.slug)
        assert (now.board.tiles, now.revision) == (card("won_amount").tiles, 2)
        assert boards.revisions(stored.owner_id, stored.slug)[0].text == "won_amounts replaced by won_amount"
    assert boards.read(sound.owner_id, sound.slug) == sound
    assert "boards_mend_0" not in keys(app)


def test_a_name_that_nothing_resembles_is_told_without_a_button(tiny_served: Tiny, boards: BoardStore) -> None:
    keep(tiny_served, boards, "qqqqqqqq", "One")
    app = at(tiny_served, "boss", MINE)
    assert "`qqqqqqqq` no longer exists. It stands in: one" in [one.value for one in app.markdown]
    assert "boards_mend_0" not in keys(app)


def test_a_board_is_saved_as_a_file_by_its_owner_and_not_by_readers(tiny_served: Tiny, boards: BoardStore) -> None:
    stored = keep(tiny_served, boards, "won_amount", "One")
    boards.share(stored.owner_id, stored.slug, Share.model_validate({"everyone": True}), "boss")
    address = f"{stored.owner_id}-{stored.slug}"

    def offered(app: AppTest) -> bool:
        return any(str(one.proto.label) == "YAML" for one in app.get("download_button"))

    assert offered(at(tiny_served, "boss", MINE))
    assert offered(at(tiny_served, "boss", BOARD, id=address))
    assert offered(at(tiny_served, "ana", BOARD, id=address))
    assert not offered(at(tiny_served, "bob", BOARD, id=address))
    only_view = Share.model_validate({"everyone": {"may": ["view"]}})
    boards.share(stored.owner_id, stored.slug, only_view, "boss")
    assert not offered(at(tiny_served, "ana", BOARD, id=address))
