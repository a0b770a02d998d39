"""Kept calculations without a mouse: kept, shared, used by another, changed for everybody, deleted."""

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.library import Library
from dashboards.model import Dashboard, Shelves, Tile
from dashboards.store import BoardStore
from dashboards.stored import address_of
from datasource.calculation import Calculation, Formula, Ratio
from datasource.people.audit import Action, newest
from datasource.people.drafts import drop_draft
from tests.pages.conftest import Tiny
from tests.pages.test_builder_clicks import chart, in_dialog
from tests.pages.test_dictionary import DICTIONARY
from tests.pages.test_workspace import BOARD, BUILDER, CARD, MINE, at, number, steady, told

TODAY = date(2026, 6, 1)
FEE = Calculation(id="fee", label="Fee", formula=Formula(subject="contracts", text="amount * 0.1", how="sum"))


@pytest.fixture
def library(tiny_served: Tiny) -> Iterator[Library]:
    """The library behind the pages; afterwards empty, without boards and charts in the making."""
    yield Library(tiny_served.database.folder)
    for file in (tiny_served.database.folder / "dashboards" / "calculations").glob("*.yaml"):
        file.unlink()
    store = BoardStore(tiny_served.database.folder)
    for login in tiny_served.sessions:
        drop_draft(tiny_served.database, number(tiny_served, login))
    for stored in store.list_all():
        store.delete(stored.owner_id, stored.slug)


@pytest.fixture
def fee(tiny_served: Tiny, library: Library) -> str:
    """A team metric of the boss; its name."""
    return library.keep(number(tiny_served, "boss"), FEE, shared=True, today=TODAY).name


def edit(app: AppTest, name: str) -> AppTest:
    opened: AppTest = app.button(key=f"builder_calculation_edit_{name}").click().run()
    assert not opened.exception
    return opened


def captions(app: AppTest) -> list[str]:
    return [one.value.replace("\\", "") for one in app.caption]


def acts(tiny: Tiny) -> list[Action]:
    return [entry.action for entry in newest(tiny.database) if entry.action.startswith("metric_")]


def card_of(tiny: Tiny, login: str, name: str, library: Library) -> str:
    """A board with the team metric as one key figure, of the person called so; its address."""
    owner = number(tiny, login)
    kept = library.find(owner, name)
    assert kept is not None
    card = CARD.model_copy(update={"shelves": Shelves(values=("fee",)), "calculations": (kept.copy,)})
    board = Dashboard(id="fees", title="Fees", tiles=(Tile(id="fee", x=0, y=0, w=4, h=3, chart=card),))
    BoardStore(tiny.database.folder).save(board, owner, 0, login)
    return address_of(owner, "fees")


def figure(app: AppTest) -> str:
    assert not app.exception
    (card,) = app.metric
    return card.value


def test_a_calculation_is_kept_for_oneself_and_then_shared(tiny_served: Tiny, library: Library) -> None:
    app = at(tiny_served, "ana", BUILDER)
    steady(app.multiselect, "builder_list_values").select("won_amount").run()
    edit(app, "")
    in_dialog(app, app.selectbox, "_ratio_to").select("won_count").run()
    in_dialog(app, app.text_input, "_label").input("Per deal").run()
    in_dialog(app, app.button, "_keep_mine").click().run()
    me = number(tiny_served, "ana")
    assert [(one.name, one.entry.shared) for one in library.offered(me)] == [(f"{me}/per_deal", False)]
    assert library.offered(number(tiny_served, "boss")) == ()
    assert chart(tiny_served, "ana").calculations[0].saved == f"{me}/per_deal"
    edit(app, "per_deal")
    assert "One of your kept calculations." in captions(app)
    in_dialog(app, app.button, "_keep_shared").click().run()
    (kept,) = library.offered(number(tiny_served, "boss"))
    assert kept.entry.calculation.ratio == Ratio(of="won_amount", to="won_count")
    assert acts(tiny_served)[0] is Action.METRIC_SHARED


def test_a_team_metric_is_put_on_a_shelf_as_a_copy(tiny_served: Tiny, fee: str) -> None:
    app = at(tiny_served, "ana", BUILDER)
    values = steady(app.multiselect, "builder_list_values")
    assert "Fee · Team metrics (Boss)" in values.options
    values.select(fee).run()
    made = chart(tiny_served, "ana")
    assert (made.shelves.values, made.calculations) == (("fee",), (FEE.model_copy(update={"saved": fee}),))
    assert fee not in steady(app.multiselect, "builder_list_values").options
    app.button(key="builder_undo").click().run()
    assert chart(tiny_served, "ana").calculations == ()


def test_a_change_of_anothers_team_metric_is_a_copy_of_ones_own(tiny_served: Tiny, library: Library, fee: str) -> None:
    app = at(tiny_served, "ana", BUILDER)
    steady(app.multiselect, "builder_list_values").select(fee).run()
    edit(app, "fee")
    assert "A team metric of Boss. A change makes a copy of your own in this chart." in captions(app)
    in_dialog(app, app.button, "_keep").click().run()
    assert chart(tiny_served, "ana").calculations[0].saved == fee
    edit(app, "fee")
    in_dialog(app, app.text_input, "_formula_text").input("amount * 0.2").run()
    in_dialog(app, app.button, "_keep").click().run()
    (copy,) = chart(tiny_served, "ana").calculations
    assert (copy.saved, copy.formula and copy.formula.text) == ("", "amount * 0.2")
    assert library.offered(number(tiny_served, "boss"))[0].entry.calculation == FEE


def test_the_owner_changes_it_here_or_everywhere(tiny_served: Tiny, library: Library, fee: str) -> None:
    app = at(tiny_served, "boss", BUILDER)
    steady(app.multiselect, "builder_list_values").select(fee).run()
    edit(app, "fee")
    in_dialog(app, app.text_input, "_formula_text").input("amount * 0.2").run()
    in_dialog(app, app.radio, "_reach").set_value("here").run()
    in_dialog(app, app.button, "_keep").click().run()
    assert chart(tiny_served, "boss").calculations[0].saved == ""
    assert library.offered(number(tiny_served, "boss"))[0].entry.calculation == FEE
    app.button(key="builder_undo").click().run()
    edit(app, "fee")
    in_dialog(app, app.text_input, "_formula_text").input("amount * 0.3").run()
    in_dialog(app, app.button, "_keep").click().run()
    (kept,) = library.offered(number(tiny_served, "boss"))
    assert kept.entry.calculation.formula == Formula(subject="contracts", text="amount * 0.3", how="sum")
    assert chart(tiny_served, "boss").calculations == (kept.copy,)
    assert acts(tiny_served)[0] is Action.METRIC_CHANGED


def test_a_changed_team_metric_shows_on_the_boards_of_both_at_the_next_click(
    tiny_served: Tiny, library: Library, fee: str
) -> None:
    boards = {login: card_of(tiny_served, login, fee, library) for login in ("boss", "root")}
    open_boards = {login: at(tiny_served, login, BOARD, id=address) for login, address in boards.items()}
    builder = at(tiny_served, "root", BUILDER)
    steady(builder.multiselect, "builder_list_values").select(fee).run()
    before = {figure(app) for app in open_boards.values()}
    assert len(before) == 1
    ten = FEE.model_copy(update={"formula": Formula(subject="contracts", text="amount", how="sum")})
    library.keep(number(tiny_served, "boss"), ten, shared=True, today=TODAY)
    after = {figure(app.run()) for app in open_boards.values()}
    assert len(after) == 1
    assert digits(*after) == 10 * digits(*before) != 0
    builder.run()
    assert chart(tiny_served, "root").calculations[0].formula == ten.formula


def digits(text: str) -> float:
    return float(text.replace("¥", "").replace(",", ""))


def test_deleting_one_tells_how_many_boards_use_it_and_they_keep_it(
    tiny_served: Tiny, library: Library, fee: str
) -> None:
    address = card_of(tiny_served, "root", fee, library)
    before = figure(at(tiny_served, "root", BOARD, id=address))
    app = at(tiny_served, "boss", BUILDER)
    steady(app.multiselect, "builder_list_values").select(fee).run()
    edit(app, "fee")
    in_dialog(app, app.button, "_drop").click().run()
    assert "1 board uses it and keeps its copy as it is now." in [one.value for one in app.warning]
    in_dialog(app, app.button, "_drop_yes").click().run()
    assert library.offered(number(tiny_served, "boss")) == ()
    assert chart(tiny_served, "boss").calculations[0].id == "fee"
    assert figure(at(tiny_served, "root", BOARD, id=address)) == before
    assert acts(tiny_served)[0] is Action.METRIC_DELETED


def test_what_stands_on_another_calculation_of_the_chart_is_not_kept(tiny_served: Tiny, library: Library) -> None:
    app = at(tiny_served, "ana", BUILDER)
    steady(app.multiselect, "builder_list_values").select("won_amount").run()
    for label, to in (("Per deal", "won_count"), ("Twice", "per_deal")):
        edit(app, "")
        in_dialog(app, app.selectbox, "_ratio_of").select("won_amount").run()
        in_dialog(app, app.selectbox, "_ratio_to").select(to).run()
        in_dialog(app, app.text_input, "_label").input(label).run()
        in_dialog(app, app.button, "_keep" if to == "won_count" else "_keep_mine").click().run()
    assert "It stands on “Per deal” of this chart; only what stands on fields alone can be kept." in told(app)
    assert library.offered(number(tiny_served, "ana")) == ()


def test_the_dictionary_tells_what_a_team_metric_is_and_where_it_is_used(
    tiny_served: Tiny, library: Library, fee: str
) -> None:
    card_of(tiny_served, "root", fee, library)
    card_of(tiny_served, "boss", fee, library)
    page = at(tiny_served, "boss", DICTIONARY)
    assert [one.label for one in page.expander] == ["Fee"]
    assert page.code[0].value == "sum(contracts: amount * 0.1), by order_date"
    assert {"Money · From Boss · saved Jun 1, 2026", "2 boards use it"} <= set(captions(page))
    assert [link.proto.label for link in page.get("page_link")].count("Fees") == 1
    page.text_input(key="dictionary_search").set_value("from boss amount * 0.1").run()
    assert [one.label for one in page.expander] == ["Fee"]
    page.text_input(key="dictionary_search").set_value("win_rate").run()
    assert [one.label for one in page.expander] == []


@pytest.mark.parametrize("login", ["boss", "root"])
def test_managers_and_administrators_certify_there_and_take_it_back(
    tiny_served: Tiny, library: Library, fee: str, login: str
) -> None:
    page = at(tiny_served, login, DICTIONARY)
    key = f"team_metric_certify_{fee.replace('/', '_')}"
    page.button(key=key).click().run()
    assert [one.value for one in page.success] == ["“Fee” is certified\\."]
    entry = library.offered(number(tiny_served, "ana"))[0].entry
    assert entry.certified_by == login
    assert entry.certified_on is not None
    assert [one.label for one in page.expander] == ["Fee ✓"]
    builder = at(tiny_served, "ana", BUILDER)
    assert "Fee · Team metrics (Boss ✓)" in steady(builder.multiselect, "builder_list_values").options
    page.button(key=key).click().run()
    assert library.offered(number(tiny_served, "ana"))[0].entry.certified_by == ""
    assert acts(tiny_served)[:2] == [Action.METRIC_NOT_CERTIFIED, Action.METRIC_CERTIFIED]


@pytest.mark.parametrize("login", ["bob", "ana"])
def test_readers_and_analysts_do_not_certify(tiny_served: Tiny, fee: str, login: str) -> None:
    page = at(tiny_served, login, DICTIONARY)
    assert [one.label for one in page.expander] == ["Fee"]
    assert not [one for one in page.button if one.key and one.key.startswith("team_metric_certify_")]


def test_what_was_changed_since_it_was_looked_at_is_not_certified(
    tiny_served: Tiny, library: Library, fee: str
) -> None:
    page = at(tiny_served, "root", DICTIONARY)
    library.keep(number(tiny_served, "boss"), FEE.model_copy(update={"label": "Fees"}), shared=True, today=TODAY)
    page.button(key=f"team_metric_certify_{fee.replace('/', '_')}").click().run()
    assert not page.exception
    assert [one.value for one in page.error] == ["This team metric has been changed meanwhile; look at it again\\."]
    assert library.offered(number(tiny_served, "boss"))[0].entry.certified_by == ""


def test_a_private_calculation_stands_in_nobodys_dictionary(tiny_served: Tiny, library: Library) -> None:
    library.keep(number(tiny_served, "boss"), FEE, shared=False, today=TODAY)
    assert not at(tiny_served, "boss", DICTIONARY).expander


def test_a_reader_keeps_nothing(tiny_served: Tiny, fee: str) -> None:
    for page in (BUILDER, MINE):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            at(tiny_served, "bob", page)
