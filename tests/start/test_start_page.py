"""The first page of the menu has an address like every other one."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.routing import Match

from widgets.shell.serving import ROUTES, to_start


@pytest.mark.parametrize(
    ("chosen", "place"), [(b"", "./"), (b"period=last_quarter&owner=Ann", "./?period=last_quarter&owner=Ann")]
)
def test_the_start_page_is_found_under_its_name_with_what_the_link_chooses(chosen: bytes, place: str) -> None:
    asked = {"type": "http", "method": "GET", "path": "/cockpit", "query_string": chosen, "headers": []}
    assert [route.endpoint for route in ROUTES if route.matches(asked)[0] is Match.FULL] == [to_start]
    answer = asyncio.run(to_start(Request(asked)))
    assert (answer.status_code, answer.headers["location"]) == (307, place)
