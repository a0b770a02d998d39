"""A part of a page that runs by itself speaks the language of the page."""

from collections.abc import Callable
from contextvars import Context
from functools import partial

import pytest
import streamlit as st

from datasource.texts import language, use_language
from widgets.state.fragment import fragment


def test_a_fragment_that_runs_again_in_a_thread_of_its_own_keeps_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    again: list[Callable[[], str]] = []

    def alone(part: Callable[..., str], run_every: float | None = None) -> Callable[..., None]:
        assert run_every == 3
        return lambda *asked, **named: again.append(partial(part, *asked, **named))

    def speak(mark: str, *, twice: bool) -> str:
        return language() + mark * (1 + twice)

    monkeypatch.setattr(st, "fragment", alone)
    begun = Context()
    begun.run(use_language, "vi")
    begun.run(fragment(speak, run_every=3), "!", twice=True)
    assert [Context().run(one) for one in again] == ["vi!!"]
