"""The page Connect data as an administrator sees it, through all its steps, with the mistakes that people make."""

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from datasource.errors import MingjingError
from datasource.loaders.mapping import read_mapping
from datasource.loaders.progress import Progress
from datasource.loaders.readers.limits import USUAL
from datasource.loaders.suggest.keeping import Corner, Mappings
from datasource.people.accounts import find_account
from datasource.people.audit import Action, newest
from datasource.store import Store
from tests.pages.conftest import Tiny, served
from widgets.wizard import work

PAGE = "pages/admin/connect_data.py"
CUSTOMERS = "编号,客户名称,所属行业,负责人\nK1,甲公司,钢铁,王五\nK2,乙公司,纺织,李四\n"
DEALS = (
    "商机编号,商机名称,客户,阶段,金额,负责人,创建日期\n"
    "1,大单,甲公司,赢单,1200.50,王五,2024-02-01\n2,小单,乙公司,谈判,300,李四,2024-03-05\n"
)
BOTH = {"客户.csv": CUSTOMERS, "商机.csv": DEALS}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    """Mingjing over a folder without any data; only one folder is served at a time."""
    with served(tmp_path_factory.mktemp("fresh")) as tiny:
        yield tiny


@pytest.fixture
def corner(fresh: Tiny, monkeypatch: pytest.MonkeyPatch) -> Iterator[Corner]:
    yield from emptied(fresh, monkeypatch)


@pytest.fixture
def corner_beside(tiny_served: Tiny, monkeypatch: pytest.MonkeyPatch) -> Iterator[Corner]:
    yield from emptied(tiny_served, monkeypatch)


def emptied(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Iterator[Corner]:
    """The administrator's own folder, empty before and after; the page waits until work is done."""
    monkeypatch.setattr(work, "PATIENCE", 60)
    made = Corner(tiny.database.folder, find_account(tiny.database, "root").account_id, USUAL)
    made.clear()
    yield made
    made.clear()
    work.forget(str(made.folder))


def give(corner: Corner, files: dict[str, str]) -> None:
    for name, text in files.items():
        corner.uploads.take(name, BytesIO(text.encode()))


def at(tiny: Tiny, login: str = "root") -> AppTest:
    return tiny.open("Home.py", login).switch_page(PAGE).run()


def opened(tiny: Tiny, *presses: str) -> AppTest:
    """The page after its buttons were pressed; the company is named on the way."""
    page = at(tiny)
    for press in presses:
        page.button(key=f"wizard_{press}").click().run()
        if press == "look" and page.text_input:
            page.text_input[0].input("明天公司").run()
        assert not page.exception
    return page


def told(page: AppTest) -> str:
    return "\n".join(one.value.replace("\\", "") for one in (*page.error, *page.warning, *page.info))


def select(page: AppTest, label: str, value: str) -> None:
    next(one for one in page.selectbox if one.label == label).select(value).run()
    assert not page.exception


def test_only_administrators_get_in(fresh: Tiny) -> None:
    page = fresh.open(PAGE, "boss")
    assert [one.value for one in page.error] == ["This page is not for your role; ask an administrator if you need it."]
    assert not page.button


def test_before_there_is_data_the_menu_says_where_to_bring_it_in(fresh: Tiny, corner: Corner) -> None:
    assert corner.read() is None
    told = "There is no data yet; an administrator brings it in on the page Connect data."
    assert told in [one.value for one in at(fresh).sidebar.warning]


def test_files_become_data_in_five_steps(fresh: Tiny, corner: Corner) -> None:
    give(corner, BOTH)
    page = opened(fresh, "look", "tables_next", "columns_next", "check_next", "load")
    assert "明天公司 is served from now on" in page.success[0].value
    folder = fresh.database.folder
    store = Store(folder)
    assert (store.manifest().source, store.manifest().company) == ("crm", "明天公司")
    deals = store.read("opportunities")
    assert deals.select("name", "outcome", "amount").rows() == [("大单", "won", 120050), ("小单", "open", 30000)]
    names = deals.join(store.read("customers"), on="customer_id").select("name", pl.col("name_right")).rows()
    assert sorted(names) == [("大单", "甲公司"), ("小单", "乙公司")]
    assert sorted(store.read("users")["name"]) == ["李四", "王五"]
    assert read_mapping(Mappings(folder).path("crm")).company == "明天公司"
    entry = newest(fresh.database, 1)[0]
    assert (entry.actor, entry.action, entry.object) == ("root", Action.DATA_CONNECTED, "crm")
    page.button(key="wizard_done").click().run()
    assert not corner.folder.exists()
    again = at(fresh)
    assert again.selectbox(key="wizard_saved_1").options == ["A new one, suggested", "Saved: crm"]


def test_whoever_comes_back_finds_everything_as_it_was(fresh: Tiny, corner: Corner) -> None:
    give(corner, BOTH)
    page = opened(fresh, "look", "tables_next")
    select(page, "Table", "商机")
    select(page, "Amount", "")
    other = at(fresh)
    select(other, "Table", "商机")
    assert next(one for one in other.selectbox if one.label == "Amount").value == ""
    assert next(one for one in other.selectbox if one.label == "Stage").value == "阶段"


def test_an_empty_file_a_broken_archive_and_a_page_of_the_web_are_told_by_their_names(
    fresh: Tiny, corner: Corner
) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", CUSTOMERS)
    give(corner, {"page.csv": "<!doctype html><html></html>"})
    corner.uploads.take("broken.zip", BytesIO(packed.getvalue()[:60]))
    page = opened(fresh, "look")
    assert "page.csv" in told(page)
    assert "broken.zip" in told(page)
    assert str(fresh.database.folder) not in told(page)
    assert "None of these files holds a table" in told(page)
    assert page.button(key="wizard_tables_next").disabled


def test_a_column_chosen_twice_holds_everything_up(fresh: Tiny, corner: Corner) -> None:
    give(corner, {"客户.csv": CUSTOMERS})
    page = opened(fresh, "look", "tables_next")
    select(page, "Source", "所属行业")
    assert "'所属行业' of 客户 is chosen for Industry, Source; it can stand for one of them only." in told(page)
    assert page.button(key="wizard_columns_next").disabled


def test_day_or_month_must_be_said_before_it_goes_on(fresh: Tiny, corner: Corner) -> None:
    give(corner, {"deals.csv": "Deal Name,Amount,Close Date,Stage\nA,5,03/04/2024,Won\nB,6,05/04/2024,Lost\n"})
    page = opened(fresh, "look", "tables_next")
    assert "day or the month stands first in 'Close Date'" in told(page)
    for box in [one for one in page.selectbox if "which stands first" in one.label]:
        page.selectbox(key=str(box.key)).select("day").run()
    assert not page.button(key="wizard_columns_next").disabled
    page.button(key="wizard_columns_next").click().run()
    assert "There is no table of Customers" in told(page)
    assert page.metric[0].value == "5"


def test_a_preset_that_fits_is_offered_first(fresh: Tiny, corner: Corner) -> None:
    give(
        corner,
        {
            "opportunities.csv": "name\nx\n",
            "accounts.csv": "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
            "Acme,retail,1996,1100.04,2822,Kenya,\n",
            "products.csv": "product,series,sales_price\nGTX,GTX,550\n",
            "sales_teams.csv": "sales_agent,manager,regional_office\nAnna,Dustin,Central\n",
            "sales_pipeline.csv": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,"
            "close_value\n1,Anna,GTX,Acme,Won,2016-10-20,2017-03-01,1054\n",
        },
    )
    page = opened(fresh, "look")
    assert any("look like an export of" in one.value and "Maven" in one.value for one in page.markdown)
    page.button(key="wizard_preset").click().run()
    page.button(key="wizard_tables_next").click().run()
    assert not page.exception
    assert page.metric[1].value == "0"
    assert page.button(key="wizard_check_next").disabled is False


def test_beginning_anew_removes_the_files(fresh: Tiny, corner: Corner) -> None:
    give(corner, BOTH)
    page = opened(fresh, "look")
    page.button(key="wizard_anew").click().run()
    assert not page.exception
    assert not corner.folder.exists()
    assert page.button(key="wizard_look").disabled


def test_what_failed_is_tried_again_only_when_somebody_asks(corner: Corner) -> None:
    def fail(_progress: Progress) -> None:
        raise MingjingError("no")

    place = str(corner.folder)
    assert work.awaited(work.begin(place, "load", "a", fail)).error == "no"
    assert work.awaited(work.begin(place, "load", "a", lambda _progress: 1)).error == "no"
    work.retry(place)
    assert work.awaited(work.begin(place, "load", "a", lambda _progress: 1)).result == 1


def test_names_of_files_are_no_paths(tmp_path: Path) -> None:
    corner = Corner(tmp_path, 1, USUAL)
    assert corner.uploads.take("../../etc/客户.csv", BytesIO(b"a\n1\n")) == "客户.csv"
    assert corner.uploads.take("C:\\temp\\x\x00.csv", BytesIO(b"a\n1\n")) == "x.csv"
    held = sorted(path.relative_to(tmp_path).parts[:3] for path in tmp_path.rglob("*") if path.is_file())
    assert {one[:3] for one in held} == {("wizard", "1", "files")}
    assert [place.origin for place in corner.uploads.places()] == ["客户.csv", "x.csv"]


def test_tables_of_a_connection_are_tried_like_files(
    fresh: Tiny, corner: Corner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as shop:
        shop.execute("create table clients (id integer primary key, name text, industry text)")
        shop.execute("insert into clients values (1, 'Acme', 'Steel'), (2, 'Zeta', null)")
        shop.execute("create table secrets (password text)")
        shop.commit()
    monkeypatch.setenv("MINGJING_SHOP_URL", f"sqlite:///{tmp_path / 'shop.db'}")
    page = at(fresh)
    select(page, "Where from", "shop")
    page.multiselect[0].select("clients").run()
    for press in ("look", "tables_next", "columns_next"):
        if press == "tables_next":
            page.text_input[0].input("Shop").run()
        page.button(key=f"wizard_{press}").click().run()
        assert not page.exception
    assert page.metric[0].value == "2"
    assert "table: clients" in next((corner.folder / "mapping").glob("*.yaml")).read_text("utf-8")


def test_open_stages_are_put_into_their_order_by_hand(fresh: Tiny, corner: Corner) -> None:
    stages = ("谈判", "初访", "报价")
    deals = "".join(
        f"{row},单{row},甲公司,{stage},300,王五,2024-03-05\n" for row, stage in enumerate((*stages, "赢单"))
    )
    give(corner, {"商机.csv": DEALS.splitlines()[0] + "\n" + deals})
    page = opened(fresh, "look", "tables_next")
    page.button(key="wizard_stage_0_1_-1").click().run()
    assert [one.value for one in page.markdown if " · " in one.value] == ["1 · 初访", "2 · 谈判", "3 · 报价"]
    assert [page.button(key=f"wizard_stage_0_{end}").disabled for end in ("0_-1", "2_1")] == [True, True]
    for press in ("columns_next", "check_next", "load", "done"):
        page.button(key=f"wizard_{press}").click().run()
        assert not page.exception
    found = Store(fresh.database.folder).read("stages").sort("position").select("name", "position", "kind")
    assert found.rows() == [("初访", 1, "open"), ("谈判", 2, "open"), ("报价", 3, "open"), ("赢单", 4, "won")]


def test_records_that_nobody_knows_replace_those_of_the_same_name_only_on_request(fresh: Tiny, corner: Corner) -> None:
    def customers(letter: str) -> dict[str, str]:
        return {"客户.csv": "编号,客户名称\n" + "".join(f"{letter}{row},{letter}公司{row}\n" for row in range(12))}

    give(corner, customers("A"))
    opened(fresh, "look", "tables_next", "columns_next", "check_next", "load", "done")
    assert Store(fresh.database.folder).manifest().tables["customers"].rows == 12
    give(corner, customers("B"))
    page = opened(fresh, "look", "tables_next", "columns_next")
    assert "none of the customers that" in told(page)
    assert page.button(key="wizard_check_next").disabled
    [box] = [one for one in page.checkbox if one.label == "These records take the place of all that are served"]
    box.check().run()
    for press in ("check_next", "load"):
        page.button(key=f"wizard_{press}").click().run()
    assert Store(fresh.database.folder).read("customers")["name"].str.starts_with("B").all()


def test_data_of_another_crm_is_tried_but_not_loaded_over_what_is_served(
    tiny_served: Tiny, corner_beside: Corner
) -> None:
    give(corner_beside, BOTH)
    before = Store(tiny_served.database.folder).manifest().version
    page = opened(tiny_served, "look", "tables_next", "columns_next", "check_next")
    assert page.button(key="wizard_load").disabled
    assert "This installation holds the data of" in told(page)
    assert Store(tiny_served.database.folder).manifest().version == before
