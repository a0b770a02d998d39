"""What a drawing is called, and what it says to those who cannot see it.

The browser builds a drawing anew when its name changes, and only swaps its rows when it does not: so the name tells
what is drawn, the same under every filter, and the sentence with the numbers stands beside it, heard and not seen.
"""

from html import escape

import streamlit as st

from dashboards.options import FieldLook
from datasource.result import Result
from datasource.texts import _
from widgets.blocks.reading import worded

STYLE = (
    "[data-testid=stElementContainer]:has(>[data-testid=stHtml]>.spoken)"
    "{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
)


def drawing_name(result: Result, looks: tuple[FieldLook, ...] = ()) -> str:
    """The name of a drawing: its metrics, and by what they are told."""
    columns = worded(result.columns, looks)
    metrics = ", ".join(column.label for column in columns if column.metric and column.part == "value")
    fields = ", ".join(column.label for column in columns if not column.metric)
    return _("{metrics} by {fields}").format(metrics=metrics, fields=fields) if fields else metrics


def speak(text: str) -> None:
    """Say `text` to screen readers, at this place of the page."""
    st.html(f'<p class="spoken">{escape(text)}</p>')
