"""Person × right × act, as a table; and what somebody learns of a board that is not, or no longer, shared with them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from dashboards.access import Guest
from dashboards.model import Chart, Dashboard, Grant, Right, Share, Shelves, Tile
from dashboards.store import BoardStore, Stored
from dashboards.witness import Notes
from datasource.errors import MingjingError
from datasource.people.accounts import disable, enable, find_account
from datasource.people.board_uses import marks, uses
from datasource.question import Dimension
from tests.pages.conftest import Tiny
from tests.pages.test_workspace import BOARD, GONE, SHARED, number, told
from widgets.builder.permit import checker

EDITOR = "pages/workspace/edit_board.py"
TITLE, FIGURE, BARS = "Zebra board", "Zebra figure", "Zebra bars"
VIEW, EXPORT, EDIT, RESHARE = Right.VIEW, Right.EXPORT, Right.EDIT, Right.RESHARE
NOT_YOURS = "This board is not yours to change; save a copy of your own instead."
LOOK_ONLY = "You may look at this board, but not take it or parts of it away; ask its owner."


@pytest.fixture
def boards(tiny_served: Tiny) -> Iterator[BoardStore]:
    store = BoardStore(tiny_served.database.folder, witness=Notes(tiny_served.database))
    yield store
    for login in ("boss", "root", "ana"):
        for draft in store.list_drafts(number(tiny_served, login)):
            store.drop_draft(draft.owner_id, draft.slug, number(tiny_served, login))
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)


@pytest.fixture
def zebra(tiny_served: Tiny, boards: BoardStore) -> Stored:
    """A board of the boss with a figure and a chart by owner."""
    figure = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))
    bars = Chart(kind="table", shelves=Shelves(rows=(Dimension(field="owner"),), values=("won_amount",)))
    tiles = (
        Tile(id="figure", title=FIGURE, x=0, y=0, w=4, h=3, chart=figure),
        Tile(id="bars", title=BARS, x=0, y=3, w=12, h=5, chart=bars),
    )
    return boards.save(Dashboard(id="zebra", title=TITLE, tiles=tiles), number(tiny_served, "boss"), 0, "boss")


def let_in(boards: BoardStore, stored: Stored, login: str, *may: Right, until: date | None = None) -> None:
    share = Share(people=(Grant(to=login, may=may, until=until),)) if may else Share()
    boards.share(stored.owner_id, stored.slug, share, "boss")


def page(tiny: Tiny, login: str, stored: Stored) -> AppTest:
    return tiny.open_page(BOARD, login, id=stored.address)


def with_history(app: AppTest, stored: Stored) -> AppTest:
    """The page with its history open."""
    app.session_state[f"boards_act_panel_history_{stored.owner_id}_{stored.slug}"] = True
    return app.run()


def offered(app: AppTest, stored: Stored) -> str:
    """The acts that the page offers, one letter each."""
    buttons = {one.key for one in app.button}
    acts = {
        "s": any(one.value == TITLE for one in app.title),
        "x": "export_board_zebra" in app.session_state and "export_bars" in app.session_state,
        "c": f"boards_act_copy_{stored.address}" in buttons,
        "y": bool([one for one in app.get("download_button") if one.proto.label == "YAML"]),
        "e": any(one.proto.label == "Edit board" for one in app.get("page_link")),
        "h": f"boards_act_panel_history_{stored.owner_id}_zebra" in app.session_state,
        "t": f"boards_act_panel_text_{stored.owner_id}_zebra" in app.session_state,
        "r": f"boards_share_{stored.owner_id}_zebra_keep" in buttons,
        "m": f"boards_act_certify_{stored.address}" in buttons,
    }
    return "".join(letter for letter, there in acts.items() if there)


@pytest.mark.parametrize(
    ("login", "may", "acts"),
    [
        ("boss", (), "sxyehtrm"),
        ("root", (), "sxcyehtrm"),
        ("ana", (), ""),
        ("ana", (VIEW,), "s"),
        ("ana", (EXPORT,), "sxcy"),
        ("ana", (EDIT,), "seh"),
        ("ana", (EDIT, EXPORT), "sxcyeht"),
        ("ana", (RESHARE,), "sr"),
        ("ana", tuple(Right), "sxcyehtr"),
        ("bob", (), ""),
        ("bob", (VIEW,), "s"),
        ("bob", (EXPORT,), "sx"),
        ("bob", tuple(Right), "sx"),
    ],
)
def test_each_person_is_offered_what_they_were_given(  # noqa: PLR0917  (a row of the table)
    tiny_served: Tiny, boards: BoardStore, zebra: Stored, login: str, may: tuple[Right, ...], acts: str
) -> None:
    if login in {"ana", "bob"}:
        let_in(boards, zebra, login, *may)
    app = page(tiny_served, login, zebra)
    assert told(app) == ([] if acts else [GONE])
    assert offered(app, zebra) == acts


ACTS = {
    "star": "boards_act_star_{address}",
    "copy": "boards_act_copy_{address}",
    "restore": "boards_act_restore_1_{owner}_zebra",
    "share": "boards_share_{owner}_zebra_keep",
}


@pytest.mark.parametrize("act", [*ACTS])
@pytest.mark.parametrize("until", [None, date(2020, 1, 1)], ids=["taken back", "ended"])
def test_what_still_stands_on_the_screen_does_nothing_once_the_right_is_gone(
    tiny_served: Tiny, boards: BoardStore, zebra: Stored, act: str, until: date | None
) -> None:
    let_in(boards, zebra, "ana", *Right)
    app = with_history(page(tiny_served, "ana", zebra), zebra)
    ana = number(tiny_served, "ana")
    let_in(boards, zebra, "ana", *(Right if until else ()), until=until)
    before = boards.read(zebra.owner_id, "zebra")
    key = ACTS[act].format(address=zebra.address, owner=zebra.owner_id)
    if act == "share":
        app.multiselect(key=f"boards_share_{zebra.owner_id}_zebra_people").select("people:bob")
    app.button(key=key).click().run()
    assert not app.exception
    assert boards.read(zebra.owner_id, "zebra") == before
    assert boards.list_mine(ana) == ()
    assert not [use for use in uses(tiny_served.database, ana).values() if use.is_favourite]
    assert GONE in told(app) or "You may not share this board; ask its owner." in told(app)
    assert TITLE not in everything(app)


def test_a_grant_holds_on_its_last_day_and_not_after(tiny_served: Tiny, boards: BoardStore, zebra: Stored) -> None:
    let_in(boards, zebra, "bob", VIEW, until=date.today())
    assert told(page(tiny_served, "bob", zebra)) == []
    let_in(boards, zebra, "bob", VIEW, until=date.today() - timedelta(days=1))
    assert told(page(tiny_served, "bob", zebra)) == [GONE]
    assert told(tiny_served.open_page(SHARED, "bob")) == []
    assert TITLE not in everything(tiny_served.open_page(SHARED, "bob"))


def everything(app: AppTest) -> str:
    """All that was sent to the browser, as text."""
    return "\n".join(_sent(app.main)) + "\n".join(_sent(app.sidebar))


def _sent(block: Block) -> Iterator[str]:
    for child in block.children.values():
        if child.proto is not None:
            yield child.proto.SerializeToString().decode("utf-8", "ignore")
        if isinstance(child, Block):
            yield from _sent(child)


@pytest.mark.parametrize("where", [BOARD, EDITOR])
@pytest.mark.parametrize(
    "params", [{}, {"period": "this_year"}, {"pick": "bars:owner:Bob"}, {"present": "1"}, {"tab": "one"}]
)
def test_a_third_person_gets_one_sentence_and_learns_nothing(
    tiny_served: Tiny, boards: BoardStore, zebra: Stored, where: str, params: dict[str, str]
) -> None:
    let_in(boards, zebra, "bob", *Right)
    app = tiny_served.open_page(where, "ana", id=zebra.address, **params)
    assert told(app) == [GONE]
    for secret in (TITLE, FIGURE, BARS, "Zebra", "Bob", "Cid", "¥400", "Boss"):
        assert secret not in everything(app)
    assert TITLE in everything(tiny_served.open_page(where, "boss", id=zebra.address, **params))


@pytest.mark.parametrize("login", ["ana", "bob"])
@pytest.mark.parametrize(
    "address",
    [
        "1-zebra", "2-zebra", "999-zebra", "0-zebra", "1-../1/zebra", "1-..", "1-zebra.yaml", "1-zebra/", "1-ZEBRA",
        "1-zebra%00", "01-zebra", "-1-zebra", "1--zebra", "１-zebra", "1-zebra.revisions/000001",
        "1-.trash", "9" * 40 + "-zebra", "1-" + "a" * 5000, "<script>alert(1)</script>", "1-<b>", "",
    ],
)  # fmt: skip
def test_hostile_addresses_end_in_one_sentence(tiny_served: Tiny, zebra: Stored, login: str, address: str) -> None:
    app = tiny_served.open_page(BOARD, login, id=address)
    garbled = "The link names no board; open one from “My boards” or “Shared with me”."
    assert told(app) in ([GONE], [garbled])
    assert "Zebra" not in everything(app)
    assert "<script>" not in everything(app)


def test_an_editor_of_somebody_else_s_board_edits_publishes_and_restores(
    tiny_served: Tiny, boards: BoardStore, zebra: Stored
) -> None:
    let_in(boards, zebra, "ana", EDIT)
    ana, owner_id = number(tiny_served, "ana"), zebra.owner_id
    editing = boards.open_draft(owner_id, "zebra", ana)
    fewer = editing.board.model_copy(update={"tiles": editing.board.tiles[:1]})
    boards.keep_draft(owner_id, "zebra", ana, editing.changed(fewer))
    app = page(tiny_served, "ana", zebra)
    app.session_state[f"boards_act_panel_publish_{owner_id}_zebra"] = True
    app.run()
    app.button(key=f"boards_act_publish_{owner_id}_zebra").click().run()
    published = boards.read(owner_id, "zebra")
    assert (published.author, published.revision, len(published.board.tiles)) == ("ana", 3, 1)
    with_history(app, zebra).button(key=f"boards_act_restore_1_{owner_id}_zebra").click().run()
    assert [tile.id for tile in boards.read(owner_id, "zebra").board.tiles] == ["figure", "bars"]


def test_a_certified_board_says_so_until_it_is_changed(tiny_served: Tiny, boards: BoardStore, zebra: Stored) -> None:
    let_in(boards, zebra, "bob", VIEW)
    boss = page(tiny_served, "boss", zebra)
    boss.button(key=f"boards_act_certify_{zebra.address}").click().run()
    assert told(boss) == [f"“{TITLE}” is certified."]
    assert [*marks(tiny_served.database)] == [zebra.address]
    assert "Certified by Boss on" in everything(page(tiny_served, "bob", zebra))
    assert "Certified by Boss on" in everything(tiny_served.open_page(SHARED, "bob"))
    boards.rename(zebra.owner_id, "zebra", "Zebra, changed", "boss")
    assert marks(tiny_served.database) == {}
    assert "Certified by" not in everything(page(tiny_served, "bob", zebra))


def test_nobody_certifies_what_they_have_not_seen(tiny_served: Tiny, boards: BoardStore, zebra: Stored) -> None:
    app = page(tiny_served, "boss", zebra)
    boards.rename(zebra.owner_id, "zebra", "Zebra, changed", "root")
    app.button(key=f"boards_act_certify_{zebra.address}").click().run()
    assert told(app) == ["The board has changed since you opened it; look at it again before you certify it."]
    assert marks(tiny_served.database) == {}


def test_a_board_is_opened_once_a_visit_and_new_until_then(
    tiny_served: Tiny, boards: BoardStore, zebra: Stored
) -> None:
    let_in(boards, zebra, "bob", VIEW)
    bob = number(tiny_served, "bob")
    shared = tiny_served.open_page(SHARED, "bob")
    assert "New" in everything(shared)
    opened = page(tiny_served, "bob", zebra)
    opened.run()
    opened.selectbox(key="filter_period").select("last_year").run()
    assert uses(tiny_served.database, bob)[zebra.address].opens == 1
    opened.switch_page(SHARED).run()
    assert "blue-badge[New]" not in everything(opened)
    opened.switch_page(BOARD)
    opened.query_params["id"] = zebra.address
    opened.run()
    assert uses(tiny_served.database, bob)[zebra.address].opens == 2


def test_files_that_are_made_later_ask_for_the_right_again(
    tiny_served: Tiny, boards: BoardStore, zebra: Stored
) -> None:
    database = tiny_served.database
    check = checker(database, boards, Guest(find_account(database, "bob")), zebra)
    let_in(boards, zebra, "bob", VIEW, EXPORT)
    check(EXPORT)
    let_in(boards, zebra, "bob", VIEW)
    check(VIEW)
    with pytest.raises(MingjingError, match="look at this board, but not take it"):
        check(EXPORT)
    let_in(boards, zebra, "bob")
    with pytest.raises(MingjingError, match="not shared with you"):
        check(VIEW)
    let_in(boards, zebra, "bob", VIEW, EXPORT)
    disable(database, number(tiny_served, "bob"), "root")
    with pytest.raises(MingjingError, match="not shared with you"):
        check(EXPORT)
    enable(database, number(tiny_served, "bob"), "root")
    boards.delete(zebra.owner_id, "zebra")
    with pytest.raises(MingjingError, match="not shared with you"):
        check(VIEW)
