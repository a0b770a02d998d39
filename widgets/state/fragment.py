"""Parts of a page that run by themselves, in the language of the run that drew them."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from datasource.texts import language, use_language

Asked = ParamSpec("Asked")
Made = TypeVar("Made")


def fragment(part: Callable[Asked, Made], run_every: float | None = None) -> Callable[Asked, Made]:
    """`part` as a fragment of Streamlit, run again every so many seconds where `run_every` says so.

    Streamlit runs a fragment by itself in a thread of its own, which knows no language: English would take the place of
    the reader's at the first click.
    """

    def speak(spoken: str, *asked: Asked.args, **named: Asked.kwargs) -> Made:
        use_language(spoken)
        return part(*asked, **named)

    alone = st.fragment(wraps(part)(speak), run_every=run_every)

    @wraps(part)
    def begin(*asked: Asked.args, **named: Asked.kwargs) -> Made:
        return alone(language(), *asked, **named)

    return begin
