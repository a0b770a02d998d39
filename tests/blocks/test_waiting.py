"""A report that takes long: the page says how far it is, the reader may leave it, and all wait for one calculation."""

from threading import Event
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from datasource.analytics.pace import step
from datasource.errors import MingjingError
from widgets.blocks import waiting

GATE = Event()
CALLS: list[str] = []


class Slow:
    """Stands for a reading whose reports wait for `GATE`."""

    shared, viewer = "store", "anna"

    def report(self, make: Any, *about: str) -> str:
        CALLS.append(*about)
        return str(make(*about))


def slow(word: str) -> str:
    while not GATE.wait(0.01):
        step(1, 4)
    return word.upper()


def broken(_word: str) -> str:
    raise MingjingError("Too little is known.")


def page(make: str) -> None:
    from importlib import import_module  # noqa: PLC0415  (the page is run as a script of its own)

    import streamlit as st  # noqa: PLC0415

    from datasource.errors import MingjingError  # noqa: PLC0415
    from widgets.blocks.waiting import awaited  # noqa: PLC0415

    here = import_module("tests.blocks.test_waiting")

    try:
        found = awaited(here.Slow(), "panel", getattr(here, make), "word")
    except MingjingError as error:
        st.error(str(error))
    else:
        st.write(found or "not yet")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.05)
    GATE.clear()
    CALLS.clear()


def opened(make: str) -> AppTest:
    return AppTest.from_function(page, kwargs={"make": make}).run()


def test_a_quick_report_is_shown_at_once() -> None:
    GATE.set()
    assert [one.value for one in opened("slow").markdown] == ["WORD"]


def test_readers_of_one_report_wait_for_one_calculation() -> None:
    first, second = opened("slow"), opened("slow")
    assert [one.value for one in (*first.markdown, *second.markdown)] == ["not yet", "not yet"]
    GATE.set()
    assert [one.value for one in first.run().markdown] == ["WORD"]
    assert CALLS == ["word"]


def test_a_cancelled_report_ends_and_can_be_started_again() -> None:
    app = opened("slow")
    app.button(key="panel_cancel").click().run()
    app.run()
    assert [one.value for one in app.info] == ["The calculation was cancelled."]
    GATE.set()
    app.button(key="panel_again").click().run()
    assert [one.value for one in app.markdown] == ["WORD"]
    assert CALLS == ["word", "word"]


def test_what_a_report_refuses_is_said_on_the_page() -> None:
    assert [one.value for one in opened("broken").error] == ["Too little is known."]
