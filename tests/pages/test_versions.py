"""A board's versions on its page: the draft and its badge, publishing with a note, history, joining, the text."""

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.drafts import Editing
from dashboards.dump import dump
from dashboards.model import Chart, Dashboard, Grant, Right, Share, Shelves, Terms, Tile
from dashboards.store import BoardStore, Stored
from datasource.people.account import Role
from datasource.people.accounts import Change, change_account, find_account
from tests.pages.conftest import Tiny
from tests.pages.test_workspace import BOARD, MINE, at, edit, steady, told

CARD = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))


@pytest.fixture
def boards(tiny_served: Tiny) -> Iterator[BoardStore]:
    """The store behind the pages, emptied afterwards."""
    store = BoardStore(tiny_served.database.folder)
    yield store
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)


@pytest.fixture
def won(tiny_served: Tiny, boards: BoardStore) -> Stored:
    """A board of the boss with one key figure."""
    owner = find_account(tiny_served.database, "boss").account_id
    tile = Tile(id="won", title="Won", x=0, y=0, w=4, h=3, chart=CARD)
    return boards.save(Dashboard(id="won", title="Won", tiles=(tile,)), owner, 0, "boss")


def page(tiny: Tiny, stored: Stored, login: str = "boss") -> AppTest:
    """The board's page with every panel open."""
    app = at(tiny, login, BOARD, id=f"{stored.owner_id}-{stored.slug}")
    for panel in ("publish", "history", "text"):
        app.session_state[key(stored, f"panel_{panel}")] = True
    return app.run()


def begin(boards: BoardStore, stored: Stored, **changes: str) -> Editing:
    """The boss's draft with other texts of the board."""
    editing = boards.open_draft(stored.owner_id, stored.slug, stored.owner_id)
    board = editing.board.model_copy(update=changes)
    return boards.keep_draft(stored.owner_id, stored.slug, stored.owner_id, editing.changed(board))


def key(stored: Stored, what: str) -> str:
    return f"boards_act_{what}_{stored.owner_id}_{stored.slug}"


def lines(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.markdown)


def has(app: AppTest, name: str) -> bool:
    return any(one.key == name for one in app.button)


def test_a_draft_is_badged_published_with_a_note_and_found_in_the_history(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    assert not has(page(tiny_served, won), key(won, "publish"))
    begin(boards, won, title="Won so far")
    app = page(tiny_served, won)
    assert "Draft differs from what is published" in lines(app)
    assert "title “Won” → “Won so far”" in lines(app)
    app.text_input(key=key(won, "note")).set_value("Clearer title").run()
    app.button(key=key(won, "publish")).click().run()
    assert told(app) == ["“Won so far” is published; readers see it now."]
    assert "Draft differs" not in lines(app)
    assert "Clearer title" in lines(app)
    assert boards.read(won.owner_id, "won").board.title == "Won so far"
    app.button(key=key(won, "restore_1")).click().run()
    assert told(app) == ["“Won so far” is again as in revision 1; the version before stays in the history."]
    assert boards.read(won.owner_id, "won").board == won.board
    assert [note.restored for note in boards.revisions(won.owner_id, "won")] == [1, 0, 0]


def test_readers_see_what_is_published_and_no_tools(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    boards.share(won.owner_id, "won", won.board.share.model_validate({"people": ["bob"]}), "boss")
    begin(boards, boards.read(won.owner_id, "won"), title="Not yet")
    app = page(tiny_served, won, "bob")
    assert told(app) == []
    assert "Not yet" not in lines(app) + "".join(str(one.value) for one in app.title)
    tools = [one.key for one in app.button if one.key and one.key.startswith("boards_")]
    assert tools == [f"boards_act_star_{won.owner_id}-won"]


def test_who_published_in_between_is_told_and_both_versions_are_joined(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    editing = begin(boards, won, title="Mine", description="Mine too")
    boards.save(won.board.model_copy(update={"title": "Theirs", "icon": "🏆"}), won.owner_id, 1, "root")
    app = page(tiny_served, won)
    assert told(app) == ["root published this board since you began your draft. Join the two, then publish."]
    assert "title “Won” → “Mine”" in lines(app)
    assert "title “Won” → “Theirs”" in lines(app)
    name = f"{won.owner_id}_won_{editing.number}_2"
    app.radio(key=f"boards_act_side_{name}_0").set_value("mine").run()
    app.button(key=f"boards_act_join_{name}").click().run()
    assert told(app) == ["Your draft now holds both versions; look at it, then publish."]
    app.button(key=key(won, "publish")).click().run()
    joined = boards.read(won.owner_id, "won").board
    assert (joined.title, joined.description, joined.icon) == ("Mine", "Mine too", "🏆")


def test_a_draft_is_discarded(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    begin(boards, won, title="Mine")
    app = page(tiny_served, won)
    app.button(key=key(won, "discard")).click().run()
    assert told(app) == ["Your draft is gone; the board is as it is published."]
    assert not boards.open_draft(won.owner_id, "won", won.owner_id).differs


def test_a_draft_that_cannot_be_read_says_so_and_goes(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    begin(boards, won, title="Mine")
    folder = tiny_served.database.folder / "dashboards" / str(won.owner_id)
    (folder / "won.drafts" / f"{won.owner_id}.json").write_text("{", "utf-8")
    app = page(tiny_served, won)
    assert "discard it" in told(app)[0]
    app.button(key=key(won, "discard")).click().run()
    assert told(app) == ["Your draft is gone; the board is as it is published."]


def test_the_text_of_a_draft_is_edited_and_its_problems_are_told_by_line(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    app = page(tiny_served, won)
    box = key(won, "text_0_1")
    app.text_area(key=box).set_value("version: 1\nid: won\ntitle: 5\n").run()
    assert "won\\.yaml\\:3\\: title\\: must be a text" in lines(app)
    app.button(key=key(won, "take_text")).click().run()
    assert told(app) == ["won.yaml:3: title: must be a text, not 5; put quotes around it"]
    text = dump(won.board).replace("title: Won\n", "title: As text\n", 1).replace("id: won\n", "id: other\n", 1)
    app.text_area(key=box).set_value(text + "share:\n  everyone: true\n").run()
    app.button(key=key(won, "take_text")).click().run()
    assert told(app) == ["The draft is as the text says. The board keeps its id “won”. “Won” is shared with everyone."]
    draft = boards.open_draft(won.owner_id, "won", won.owner_id)
    assert (draft.board.title, draft.board.id) == ("As text", "won")
    shared = boards.read(won.owner_id, "won").board
    assert shared == won.board.model_copy(update={"share": Share(everyone=Terms(since=date.today()))})


def test_an_editor_without_the_right_to_share_on_changes_no_sharing_by_text(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    given = Share(people=(Grant(to="ana", may=(Right.EDIT, Right.EXPORT)),))
    boards.share(won.owner_id, "won", given, "boss")
    stored = boards.read(won.owner_id, "won")
    app = page(tiny_served, stored, "ana")
    text = dump(stored.board).split("share:")[0].replace("title: Won\n", "title: As text\n", 1)
    app.text_area(key=key(stored, "text_0_2")).set_value(text + "share:\n  everyone: true\n").run()
    app.button(key=key(stored, "take_text")).click().run()
    assert told(app) == [
        "The draft is as the text says. Whom the board is shared with was left as it is: "
        "You may not share this board; ask its owner."
    ]
    ana = find_account(tiny_served.database, "ana").account_id
    assert boards.open_draft(won.owner_id, "won", ana).board.title == "As text"
    assert boards.read(won.owner_id, "won") == stored
    boards.drop_draft(won.owner_id, "won", ana)


def test_two_savers_of_one_chart_join_what_does_not_collide(tiny_served: Tiny, boards: BoardStore, won: Stored) -> None:
    app = at(tiny_served, "boss", MINE)
    edit(app)
    boards.save(won.board.model_copy(update={"description": "Checked"}), won.owner_id, won.revision, "root")
    steady(app.multiselect, "builder_list_values").select("win_rate").run()
    app.button(key="builder_save").click().run()
    assert "values\\: Win rate added" in lines(app)
    app.button(key=f"boards_act_join_{won.owner_id}_won_2").click().run()
    assert told(app) == ["Saved on the board “Won”."]
    joined = boards.read(won.owner_id, "won").board
    assert joined.description == "Checked"
    assert joined.tiles[0].chart == Chart(kind="kpi", shelves=Shelves(values=("won_amount", "win_rate")))


def test_who_lost_the_right_to_edit_cannot_publish_what_still_stands_on_the_screen(
    tiny_served: Tiny, boards: BoardStore, won: Stored
) -> None:
    begin(boards, won, title="Mine")
    app = page(tiny_served, won)
    change_account(tiny_served.database, won.owner_id, Change(role=Role.READER), "root")
    try:
        app.button(key=key(won, "publish")).click().run()
    finally:
        change_account(tiny_served.database, won.owner_id, Change(role=Role.MANAGER), "root")
    assert boards.read(won.owner_id, "won") == won


def test_closed_panels_cost_nothing(
    tiny_served: Tiny, boards: BoardStore, won: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(boards, won, title="Mine")
    asked: list[str] = []
    for part in ("show_publish", "show_history", "show_text"):
        monkeypatch.setattr(f"widgets.builder.versions.{part}", lambda *_given, part=part: asked.append(part))
    app = at(tiny_served, "boss", BOARD, id=f"{won.owner_id}-won")
    assert "Draft differs from what is published" in lines(app)
    assert asked == []
