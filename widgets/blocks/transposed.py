"""A table on its side: one row a number, one column a bucket, the total last; each row is written in its own unit."""

import polars as pl
import streamlit as st

from datasource.result import Result
from datasource.texts import _
from widgets.blocks.cell_texts import with_texts
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
    names, width = [number.label for number in numbers], len(places) + 1
    writers = [cell(number, look.language, look.currency) for number in numbers]
    told = {place: [write(row[place]) for write, row in zip(writers, cells, strict=True)] for place in range(width)}
    table = pl.DataFrame(cells, schema=dict.fromkeys([*places, _("Total")], pl.Float64), orient="row")
    named = table.insert_column(0, pl.Series(INDEX, names)).to_pandas().set_index(INDEX)
    first = {INDEX: st.column_config.Column("", width=FIRST, pinned=True)}
    st.dataframe(with_texts(named, told), key=key, column_config=first, placeholder=DASH)
