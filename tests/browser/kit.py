"""What a journey does again and again: visit, sign in, wait until the page is drawn, take a picture."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.serving import App

SCREENS = Path(__file__).resolve().parent.parent.parent / "build" / "screens"
DESKTOP = (1440, 900)
PHONE = (390, 844)
PATIENCE = 20_000  # milliseconds; CI has two busy cores
expect.set_options(timeout=PATIENCE)


@dataclass
class Visitor:
    """One person at a browser of their own: nothing is shared with another visitor. `foreign` should stay empty."""

    browser: Browser
    app: App
    size: tuple[int, int] = DESKTOP
    dark: bool = False
    language: str = "en"
    foreign: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        width, height = self.size
        self.context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if self.dark else "light",
            locale=self.language.replace("_", "-"),
            has_touch=self.size == PHONE,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._note_foreign)
        self.page = self.context.new_page()

    def open(self, path: str = "/") -> Page:
        """Go to a path of the app and wait until it is drawn."""
        self.page.goto(self.app.url + path)
        settled(self.page)
        return self.page

    def sign_in(self, login: str, path: str = "/") -> Page:
        """Sign in with the password that the app knows for `login`, and wait until the first page is drawn.

        The browser changes its ticket for a cookie after that, which redraws the page once; that is waited for as well,
        or it takes a list from under the pointer that has just opened it.
        """
        self.open(path)
        sign_in(self.page, login, self.app.password(login))
        self.wait_for_cookie()
        settled(self.page)
        return self.page

    def wait_for_cookie(self) -> None:
        """Wait until the browser has changed its ticket for the cookie."""
        for _attempt in range(PATIENCE // 50):
            if any(cookie["name"].startswith("mingjing_") for cookie in self.context.cookies()):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("The browser was given no session cookie.")

    def _note_foreign(self, request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme in {"http", "https", "ws", "wss"} and place.netloc != urlsplit(self.app.url).netloc:
            self.foreign.append(request.url)


def sign_in(page: Page, login: str, password: str) -> None:
    """Fill the sign-in form that is on the page, in any language, and wait until it is gone."""
    form = page.get_by_test_id("stForm")
    secret = form.locator("input[type=password]")
    form.locator("input[type=text]").first.fill(login)
    secret.fill(password)
    form.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    expect(secret).to_have_count(0)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page is connected, its script has ended and nothing is a skeleton any more."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def shot(page: Page, name: str) -> Path:
    """A picture of what the window shows, kept as build/screens/`name`.png."""
    path = SCREENS / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, animations="disabled")
    return path
