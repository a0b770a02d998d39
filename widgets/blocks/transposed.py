"""A table on its side: one row a number, one column a bucket, the total last; each row is written in its own unit."""

from typing import Any

import pandas as pd
import streamlit as st

from datasource.result import Column, Result
from datasource.texts import _
from widgets.blocks.reading import worded
from widgets.charts.look import Look
from widgets.format import DASH, cell


def show_transposed(result: Result, look: Look, key: str) -> None:
    """Draw the rows of `result`, which has one dimension, as columns under that dimension's members."""
    member, *numbers = worded(result.columns)
    head = cell(member, look.language, look.currency)
    members = [head(value) for value in result.rows[member.name]]
    totals = result.totals or {}
    table = pd.DataFrame(
        [[*result.rows[number.name], totals.get(number.name)] for number in numbers],
        index=[number.label for number in numbers],
        columns=[*members, _("Total")],
        dtype=float,
    )
    first = {_INDEX: st.column_config.Column("", width=FIRST, pinned=True)}
    heads = {name: st.column_config.Column(name) for name in table.columns}
    st.dataframe(_written(table, numbers, look), key=key, column_config={**first, **heads}, placeholder=DASH)


_INDEX = "_index"
FIRST = 180  # pixels of the column of names


def _written(table: pd.DataFrame, numbers: list[Column], look: Look) -> Any:
    """The table with each cell's text beside its number, in the unit of its row."""
    styled = table.style
    for number in numbers:
        writer = cell(number, look.language, look.currency)
        styled = styled.format(writer, subset=(number.label, slice(None)), na_rep=DASH)
    return styled
