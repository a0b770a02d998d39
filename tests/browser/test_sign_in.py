"""The door in a real browser: strangers, a cookie that lasts, and a sign-out that reaches every tab."""

import secrets
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from datasource.people.accounts import NewAccount, add_account, find_account, set_password
from datasource.people.database import open_app_database
from datasource.people.sessions import live_sessions
from tests.browser.conftest import Visit
from tests.browser.kit import sign_in
from tests.browser.serving import PASSWORD, App, free_port, running

OUT = "Sign out"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """`streamlit run Home.py` over a data folder that holds accounts and nothing else."""
    data = tmp_path_factory.mktemp("bare")
    database = open_app_database(data)
    for login in ("anna", "bo", "cy"):
        added = add_account(database, NewAccount(login, login.title()), "operator", "one time")
        if login != "bo":
            set_password(database, added.account.account_id, PASSWORD, "operator")
    database.engine.dispose()
    port = free_port()
    start = ("env", f"MINGJING_DATA={data}", sys.executable, "-m", "streamlit", "run", "Home.py")
    with running([*start, "--server.port", str(port)], port, data / "server.log"):
        yield App(f"http://127.0.0.1:{port}", data)


def test_a_stranger_gets_the_sign_in_page_at_every_address(bare: App, visit: Visit) -> None:
    for path in ("/", "/sales_funnel", "/people", "/no_such_page"):
        page = visit(bare).open(path)
        expect(page.get_by_label("Login")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)


def test_a_sign_in_survives_reload_and_new_tab_and_ends_everywhere(bare: App, visit: Visit) -> None:
    visitor = visit(bare)
    one = visitor.sign_in("anna")
    one.reload()
    expect(_way_out(one)).to_be_visible()
    two = visitor.context.new_page()
    two.goto(bare.url)
    expect(_way_out(two)).to_be_visible()
    stolen = [(cookie["name"], cookie["value"]) for cookie in visitor.context.cookies()]
    _way_out(one).click()
    expect(one.get_by_label("Login")).to_be_visible()
    _way_out(two).click()
    expect(two.get_by_label("Login")).to_be_visible()
    thief = visit(bare)
    thief.context.add_cookies([{"name": name, "value": value, "url": bare.url} for name, value in stolen])
    expect(thief.open("/").get_by_label("Login")).to_be_visible()


def test_another_person_signs_in_at_the_same_tab_and_stays(bare: App, visit: Visit) -> None:
    page = visit(bare).sign_in("anna")
    _way_out(page).click()
    expect(page.get_by_label("Login")).to_be_visible()
    sign_in(page, "cy", PASSWORD)
    page.wait_for_timeout(1000)  # the browser changes its ticket for the cookie
    page.reload()
    expect(page.get_by_role("button", name="Sign out Cy")).to_be_visible()


def test_the_cookie_is_out_of_reach_of_scripts(bare: App, visit: Visit) -> None:
    page = visit(bare).sign_in("anna")
    cookie = next(one for one in page.context.cookies() if one["name"].startswith("mingjing_"))
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert "mingjing_" not in page.evaluate("document.cookie")


def test_a_one_time_password_must_be_replaced_before_anything_is_shown(bare: App, visit: Visit) -> None:
    visitor = visit(bare)
    page = visitor.open("/people")
    sign_in_form = page.get_by_test_id("stForm")
    sign_in_form.get_by_label("Login").fill("bo")
    sign_in_form.get_by_label("Password", exact=True).fill("one time")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose a password of your own")).to_have_count(1)
    expect(_way_out(page)).to_have_count(0)
    chosen = secrets.token_urlsafe(12)
    page.get_by_label("New password", exact=True).fill(chosen)
    page.get_by_label("New password again").fill(chosen)
    page.get_by_role("button", name="Change password").click()
    expect(_way_out(page)).to_be_visible()
    visitor.wait_for_cookie()
    page.reload()
    expect(_way_out(page)).to_be_visible()


def test_a_reset_on_the_command_line_reaches_the_browser(bare: App, visit: Visit) -> None:
    page = visit(bare).sign_in("anna")
    database = open_app_database(bare.data)
    anna = find_account(database, "anna").account_id
    set_password(database, anna, PASSWORD, "operator")
    assert live_sessions(database, anna) == ()
    database.engine.dispose()
    _way_out(page).click()
    expect(page.get_by_label("Login")).to_be_visible()
    sign_in(page, "anna", PASSWORD)


def test_the_server_tells_strangers_nothing(bare: App, visit: Visit) -> None:
    request = visit(bare).context.request
    assert request.get(f"{bare.url}/_stcore/metrics").status == 404
    assert request.get(f"{bare.url}/healthz").json() == {"status": "ok"}
    made_up = request.post(f"{bare.url}/sign-in/cookie", data={"ticket": "made up"})
    assert (made_up.status, made_up.headers.get("set-cookie")) == (403, None)
    home = request.get(bare.url)
    assert "frame-ancestors 'self'" in home.headers["content-security-policy"]
    assert home.headers["x-content-type-options"] == "nosniff"


def _way_out(page: Page) -> Locator:
    return page.get_by_role("button", name=OUT)
