"""From three exported files with Chinese names to data of one's own, in a browser, with the keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account, set_password
from datasource.people.database import open_app_database
from datasource.store import Store
from tests.browser.conftest import Visit
from tests.browser.kit import DESKTOP, PHONE, Visitor, settled, shot
from tests.browser.serving import PASSWORD, App, mingjing

FILES = {
    "客户.csv": "客户编号,客户名称,所属行业,负责人,创建日期\n"
    "K1,甲钢铁有限公司,钢铁,王五,2024-01-05\nK2,乙纺织厂,纺织,李四,2024-01-06\nK3,丙软件公司,软件,王五,2024-02-10\n",
    "商机.csv": "商机编号,商机名称,客户名称,阶段,金额,负责人,创建日期,预计成交日期\n"
    "1,轧机升级,甲钢铁有限公司,赢单,\"￥120,000.50\",王五,2024-02-01,2024-03-01\n"
    "2,纱线合同,乙纺织厂,谈判,30000,李四,2024-03-05,2024-06-01\n3,云迁移,丙软件公司,输单,8000,王五,2024-03-06,2024-05-01\n",
    "合同.csv": "合同编号,合同名称,客户名称,合同金额,签约日期,负责人\n"
    "H-1,轧机升级合同,甲钢铁有限公司,120000.50,2024-03-01,王五\n",
}  # fmt: skip
SIZES = [pytest.param(DESKTOP, False, "en", id="1440"), pytest.param(PHONE, True, "zh_CN", id="390-dark-zh")]


@contextmanager
def empty_app(folder: Path, language: str) -> Iterator[App]:
    """Mingjing over a folder without data, with one administrator."""
    data = folder / "data"
    data.mkdir()
    database = open_app_database(data)
    new = NewAccount("root", "Root", Role.ADMINISTRATOR, ScopeKind.ALL, language)
    account = add_account(database, new, "operator", "one time").account
    set_password(database, account.account_id, PASSWORD, "operator")
    database.engine.dispose()
    with mingjing(data, folder / "server.log", "--empty") as app:
        yield app


@pytest.mark.parametrize(("size", "dark", "language"), SIZES)
def test_three_files_become_data_of_ones_own(
    visit: Visit, tmp_path: Path, size: tuple[int, int], dark: bool, language: str
) -> None:
    with empty_app(tmp_path, language) as app:
        visitor = visit(app, size, dark, language)
        walk(visitor, tmp_path, f"wizard/{size[0]}-{'dark' if dark else 'light'}")


def walk(visitor: Visitor, tmp_path: Path, mark: str) -> None:
    """All five steps, the page loaded anew in the middle."""
    page = visitor.sign_in("root", "/connect-data")
    files = [tmp_path / name for name in FILES]
    for path in files:
        path.write_text(FILES[path.name], "utf-8")
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text("📄 合同.csv")).to_be_visible()
    settled(page)
    shot(page, f"{mark}-1-files")
    press(page, "wizard_look")
    company = page.locator(".st-key-wizard_company_1 input")
    company.fill("明天公司")
    company.press("Enter")
    settled(page)
    shot(page, f"{mark}-2-tables")
    press(page, "wizard_tables_next")
    shot(page, f"{mark}-3-columns")
    page.reload()
    settled(page)
    press(page, "wizard_columns_next")
    shot(page, f"{mark}-4-check")
    press(page, "wizard_check_next")
    shot(page, f"{mark}-5-load")
    press(page, "wizard_load")
    expect(page.get_by_test_id("stAlertContentSuccess").first).to_contain_text("明天公司")
    settled(page)
    shot(page, f"{mark}-6-loaded")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    store = Store(visitor.app.data)
    assert store.read("contracts")["amount"].to_list() == [12000050]
    assert store.read("opportunities")["outcome"].to_list() == ["won", "open", "lost"]
    assert store.read("opportunities")["amount"].to_list() == [12000050, 3000000, 800000]
    press(page, "wizard_done")
    expect(page.locator(".st-key-wizard_look button")).to_be_disabled()
    assert not list((visitor.app.data / "wizard").glob("*/*"))


def press(page: Page, key: str) -> None:
    """Press a button by the keyboard alone."""
    button = page.locator(f".st-key-{key} button")
    expect(button).to_be_enabled(timeout=30_000)
    button.focus()
    button.press("Enter")
    page.wait_for_timeout(300)
    settled(page)
