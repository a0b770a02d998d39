"""What the server does besides Streamlit's own: session cookie, health answer, headers, the word at the start.

A fresh sign-in holds a ticket. The page posts it here and gets the session's token as a cookie that no script can read;
a post that another site makes a browser send never reaches the ticket, because it cannot be JSON.
"""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import streamlit as st
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from datasource.people.first_start import start_notice
from datasource.people.sessions import redeem_ticket
from datasource.refresh.alerting import AlertClock
from datasource.refresh.nightly import Nightly
from datasource.refresh.schedule import Schedule
from widgets.charts.strip import trust_drawings
from widgets.shell.door import app_database, cookie_name, settings
from widgets.shell.menu import menu

SIGN_IN_PATH = "/sign-in/cookie"
MAX_TICKET_BYTES = 512
HIDDEN = ("/_stcore/metrics",)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; worker-src 'self' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; "
        "connect-src 'self' data: blob:; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@cache
def headers() -> dict[str, str]:
    """The headers of every answer; pages of the hosts in the settings, and of no others, may stand in frames."""
    hosts = " ".join(f"https://{host}" for host in settings().embed_hosts)
    policy = HEADERS["Content-Security-Policy"]
    return {**HEADERS, "Content-Security-Policy": f"{policy}; frame-src 'self' {hosts}".rstrip()}


async def set_cookie(request: Request) -> Response:
    """Exchange the ticket in the body `{"ticket": …}` for the session cookie: 204, or 403 when it is no good."""
    ticket = await _ticket(request)
    database = await run_in_threadpool(app_database)
    redeemed = await run_in_threadpool(redeem_ticket, database, ticket) if ticket else None
    if redeemed is None:
        return Response(status_code=403)
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        cookie_name(database),
        redeemed.token,
        max_age=redeemed.seconds,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


async def health(_request: Request) -> Response:
    """200 while the app database answers, else 503; says nothing more to anybody."""
    try:
        await run_in_threadpool(_ask_database)
    except SQLAlchemyError:
        return JSONResponse({"status": "no database"}, status_code=503)
    return JSONResponse({"status": "ok"})


async def to_start(request: Request) -> Response:
    """The first page of the menu has no path in Streamlit, which calls its name a page that does not exist."""
    return RedirectResponse(f"./?{request.url.query}".rstrip("?"))


class Guarded:
    """Adds the security headers to every answer and hides what is nobody's business."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [(name.lower().encode(), value.encode()) for name, value in headers().items()]
                message["headers"] = [*message["headers"], *(pair for pair in added if pair[0] not in present)]
            await send(message)

        hidden = scope["path"].rstrip("/").endswith(HIDDEN)
        inner = Response(status_code=404) if hidden else self.app
        await inner(scope, receive, send_guarded)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object] | None]:
    """Before the first request: whoever started the server learns how to sign in, unless `make run` has said so.

    While it serves, the data are refreshed, the models learn anew and alerts are judged as the settings say.
    """
    trust_drawings()
    PagesManager.uses_pages_directory = False  # or the first visitor's pages are guessed from the folder pages/
    if not os.environ.get("MINGJING_GREETED"):
        sys.stdout.write(await run_in_threadpool(lambda: start_notice(app_database())))
        sys.stdout.flush()
    database = await run_in_threadpool(app_database)
    clocks = (Schedule(settings(), database), Nightly(settings(), database), AlertClock(settings(), database))
    for clock in clocks:
        clock.start()
    try:
        yield None
    finally:
        for clock in clocks:
            clock.stop()


START_PATH = f"/{Path(menu().sections[0].pages[0].file).stem.replace('_', '-')}"
ROUTES = (
    Route(SIGN_IN_PATH, set_cookie, methods=["POST"]),
    Route("/healthz", health, methods=["GET"]),
    Route(START_PATH, to_start, methods=["GET"]),
)
MIDDLEWARE = (Middleware(Guarded),)


async def _ticket(request: Request) -> str | None:
    given = request.headers
    if given.get("content-type") != "application/json" or not given.get("content-length", "").isdigit():
        return None
    if int(given["content-length"]) > MAX_TICKET_BYTES:
        return None
    try:
        body = json.loads(await request.body())
    except ValueError:
        return None
    ticket = body.get("ticket") if isinstance(body, dict) else None
    return ticket if isinstance(ticket, str) else None


def _ask_database() -> None:
    with app_database().engine.connect() as connection:
        connection.execute(text("SELECT 1"))
