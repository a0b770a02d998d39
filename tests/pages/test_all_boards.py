"""Every board of everybody, as an administrator looks after them."""

from collections.abc import Iterator

import pytest

from dashboards.model import Dashboard, Tile
from dashboards.store import BoardStore
from dashboards.witness import Notes
from datasource.people.accounts import disable, enable
from datasource.people.audit import Action, newest
from datasource.people.board_uses import certify, marks
from tests.pages.conftest import Tiny
from tests.pages.test_workspace import at, number, told

PAGE = "pages/admin/boards.py"


@pytest.fixture
def boards(tiny_served: Tiny) -> Iterator[BoardStore]:
    """A board of Ana, who has left, and one of the boss."""
    store = BoardStore(tiny_served.database.folder, witness=Notes(tiny_served.database))
    for login, title in (("ana", "Left behind"), ("boss", "Looked after")):
        slug = title.lower().replace(" ", "-")
        tile = Tile(id="a", x=0, y=0, w=2, h=2, text="a")
        store.save(Dashboard(id=slug, title=title, tiles=(tile,)), number(tiny_served, login), 0, login)
    disable(tiny_served.database, number(tiny_served, "ana"), "root")
    yield store
    enable(tiny_served.database, number(tiny_served, "ana"), "root")
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_only_administrators_get_in(tiny_served: Tiny, boards: BoardStore, login: str) -> None:
    refused = "This page is not for your role; ask an administrator if you need it."
    assert told(tiny_served.open(PAGE, login)) == [refused]


def test_the_table_says_whose_boards_there_are_and_who_has_left(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "root", PAGE)
    table = app.dataframe[0].value
    assert sorted(zip(table["Title"], table["Owner"], strict=True)) == [
        ("Left behind", "Ana (has left)"),
        ("Looked after", "Boss"),
    ]
    assert [*table["Tiles"]] == [*table["Revisions"]] == [1, 1]
    assert [*table["Last opened"]] == [*table["Certified"]] == ["—", "—"]
    app.button_group(key="boards_only_all").set_value("left").run()
    assert [*app.dataframe[0].value["Title"]] == ["Left behind"]


def test_one_board_is_passed_on_with_its_mark(tiny_served: Tiny, boards: BoardStore) -> None:
    old, boss = f"{number(tiny_served, 'ana')}-left-behind", number(tiny_served, "boss")
    certify(tiny_served.database, old, "root")
    app = at(tiny_served, "root", PAGE)
    app.selectbox(key="boards_act_all").select(old).run()
    app.selectbox(key="boards_act_all_heir").select(boss)
    app.button(key="boards_act_all_pass").click().run()
    assert told(app) == ["1 board now belongs to Boss."]
    assert [one.slug for one in boards.list_mine(boss)] == ["left-behind", "looked-after"]
    assert [*marks(tiny_served.database)] == [f"{boss}-left-behind"]
    (entry,) = newest(tiny_served.database, 1)
    assert (entry.actor, entry.action, entry.object) == ("root", Action.BOARDS_PASSED_ON, "ana -> boss")


def test_a_board_is_moved_to_its_owner_s_trash(tiny_served: Tiny, boards: BoardStore) -> None:
    boss = number(tiny_served, "boss")
    app = at(tiny_served, "root", PAGE)
    app.selectbox(key="boards_act_all").select(f"{boss}-looked-after").run()
    app.button(key="boards_act_all_trash").click().run()
    assert told(app) == ["The board is in the trash of its owner, who can restore it under My boards."]
    assert boards.list_mine(boss) == ()
    assert boards.trash(boss)[0].title == "Looked after"


def test_who_is_no_longer_an_administrator_does_nothing(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "root", PAGE)
    app.session_state["sign_in.session"] = tiny_served.sessions["boss"]
    app.button(key="boards_act_all_trash").click().run()
    assert len(boards.list_all()) == 2


def test_people_who_left_boards_behind_are_named(tiny_served: Tiny, boards: BoardStore) -> None:
    app = at(tiny_served, "root", "pages/admin/people.py")
    assert told(app) == ["Boards of people who have left, to be passed on: Ana (1)."]
