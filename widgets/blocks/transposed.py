"""A table on its side: one row a number, one column a bucket, the total last; each row is written in its own unit."""

from typing import Any

import polars as pl
import streamlit as st

from datasource.result import Column, Result
from datasource.texts import _
from widgets.blocks.reading import worded
from widgets.charts.look import Look
from widgets.format import DASH, cell

INDEX = "_index"
FIRST = 180  # pixels of the column of names


def show_transposed(result: Result, look: Look, key: str) -> None:
    """Draw the rows of `result`, which has one dimension, as columns under that dimension's members."""
    member, *numbers = worded(result.columns)
    head = cell(member, look.language, look.currency)
    places = [head(value) for value in result.rows[member.name]]
    cells = [[*result.rows[number.name].cast(pl.Float64), (result.totals or {}).get(number.name)] for number in numbers]
    names = [number.label for number in numbers]
    table = pl.DataFrame(cells, schema=dict.fromkeys([*places, _("Total")], pl.Float64), orient="row")
    named = table.insert_column(0, pl.Series(INDEX, names)).to_pandas().set_index(INDEX)
    first = {INDEX: st.column_config.Column("", width=FIRST, pinned=True)}
    st.dataframe(_written(named, numbers, look), key=key, column_config=first, placeholder=DASH)


def _written(table: Any, numbers: list[Column], look: Look) -> Any:
    """The table with each cell's text beside its number, in the unit of its row."""
    styled = table.style
    for number in numbers:
        writer = cell(number, look.language, look.currency)
        styled = styled.format(writer, subset=(number.label, slice(None)), na_rep=DASH)
    return styled
