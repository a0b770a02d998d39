"""A pivot table: rows × columns with subtotals, heads that stay in sight, and the records behind each cell."""

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart
from dashboards.options import FieldLook
from datasource.result import Column, Kind
from datasource.texts import _, plural
from widgets.blocks import drill
from widgets.blocks.acts import Acts
from widgets.blocks.cell_texts import Css, with_texts
from widgets.blocks.crossed import Crossed, Head, Members
from widgets.blocks.export.sheet import Sheet, answer_sheet
from widgets.blocks.links import marked_key
from widgets.blocks.looks import form_of, looks_by_name
from widgets.blocks.members import member_text
from widgets.blocks.picks import picked_filters
from widgets.blocks.reading import Reading, worded
from widgets.blocks.table import LINE, rule_css
from widgets.charts.highlight import rule_of
from widgets.charts.look import Look, look_name
from widgets.charts.theme import colours
from widgets.format import DASH, cell
from widgets.state.session import widget_value

HEAD = 92  # pixels of a tile above and around its table


def show_pivot(  # noqa: PLR0913, PLR0917  (what is shown, where, and what a click does)
    pivot: Crossed, chart: Chart, reading: Reading, key: str, room: int, acts: Acts | None = None
) -> None:
    """Draw `pivot`; a click on a cell asks for its records, with the members of its row and of its column.

    On boards it does what `acts` say of these members.

    One that is higher than the `room` of its tile, in pixels, fills it and is scrolled.
    """
    lines, heads = pivot.left_out
    if lines:
        st.caption(plural("{count} more row is not shown.", "{count} more rows are not shown.", lines))
    if heads:
        st.caption(plural("{count} more column is not shown.", "{count} more columns are not shown.", heads))
    key = marked_key(key, acts.marked) if acts else key
    names = told_apart(_names(pivot, reading.look, chart.looks))
    table = _frame(pivot, names)
    texts = _texts(pivot, reading.look, chart.looks)
    high = (len(pivot.lines) + table.columns.nlevels) * LINE + 2
    filled = high > room - HEAD
    with st.container(height="stretch", key=f"filling_{key}") if filled else nullcontext():
        st.dataframe(
            with_texts(table, texts, None, _styles(pivot, reading.look, chart.looks)),
            hide_index=True,
            key=key,
            column_config={str(table.columns[place]): {"pinned": True} for place in range(len(pivot.rows))},
            on_select=lambda: _clicked(pivot, [name[-1] for name in names], key, acts),
            selection_mode=["single-row", "single-cell"],
            placeholder=DASH,
            height="stretch" if filled else high,
        )


def pivot_sheet(title: str, pivot: Crossed, reading: Reading, looks: tuple[FieldLook, ...]) -> Sheet:
    """The pivot as a file, in the shape of the page: subtotals at the head of their groups, the total last."""
    plain = answer_sheet(title, pivot.result, reading, looks)
    heads = [" · ".join(name for name in names if name) for names in _names(pivot, reading.look, looks)]
    labels = worded(pivot.rows, looks)
    firsts = [replace(column, name=f"r{place}", kind=Kind.TEXT) for place, column in enumerate(labels)]
    numbers = [
        replace(head.column, name=f"c{place}", label=heads[len(labels) + place])
        for place, head in enumerate(pivot.heads)
    ]
    columns = (*firsts, *numbers)
    rows = [
        [*_row_texts(pivot, line, reading.look), *cells] for line, cells in zip(pivot.lines, pivot.cells, strict=True)
    ]
    schema = {column.name: pl.Float64() if column.kind is Kind.NUMBER else pl.String() for column in columns}
    made = pl.DataFrame(rows, schema=schema, orient="row", strict=False)
    grand = bool(pivot.lines) and pivot.lines[-1] == ()
    total = made.row(-1, named=True) if grand else None
    return replace(plain, columns=columns, rows=made[:-1] if grand else made, total=total)


def _frame(pivot: Crossed, names: list[tuple[str, ...]]) -> Any:
    """The numbers with the members of each line before them; heads of several lines where columns are crossed."""
    rows = [
        [*(("" if place >= len(line) else str(line[place] or "")) for place in range(len(pivot.rows))), *cells]
        for line, cells in zip(pivot.lines, pivot.cells, strict=True)
    ]
    places = [f"c{place}" for place in range(len(names))]
    kinds = [pl.String() if place < len(pivot.rows) else pl.Float64() for place in range(len(names))]
    table = pl.DataFrame(rows, schema=dict(zip(places, kinds, strict=True)), orient="row", strict=False).to_pandas()
    heads = {place: name[-1] if len(name) == 1 else name for place, name in zip(places, names, strict=True)}
    table.columns = table.columns.map(heads.get)  # tuples become heads of several lines
    return table


def _names(pivot: Crossed, look: Look, looks: tuple[FieldLook, ...]) -> list[tuple[str, ...]]:
    """The lines of each column's head, all of the same height."""
    several = len({head.column.name for head in pivot.heads}) > 1 or not pivot.columns
    high = len(pivot.columns) + several
    names = [("",) * (high - 1) + (column.label,) for column in worded(pivot.rows, looks)]
    return [*names, *(_head(head, pivot, look, looks, several) for head in pivot.heads)]


def told_apart(names: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The heads with signs of no width at their ends: a click tells the lowest line of a head and nothing else."""
    return [
        (*name[:-1], name[-1] + format(place, "b").replace("0", "\u200b").replace("1", "\u200c"))
        for place, name in enumerate(names)
    ]


def _head(head: Head, pivot: Crossed, look: Look, looks: tuple[FieldLook, ...], several: bool) -> tuple[str, ...]:
    told = [member(column, value, look) for column, value in zip(pivot.columns, head.members, strict=False)]
    if not head.members and pivot.columns:
        told = [_("Total"), *[""] * (len(pivot.columns) - 1)]
    return (*told, *((worded((head.column,), looks)[0].label,) if several else ()))


def member(column: Column, value: Any, look: Look) -> str:
    """A member as the reader writes it."""
    if column.kind is Kind.TEXT and value is not None:
        return member_text(column.name, str(value))
    return cell(column, look.language, look.currency)(value)


def _row_texts(pivot: Crossed, line: Members, look: Look) -> list[str]:
    told = [member(column, value, look) for column, value in zip(pivot.rows, line, strict=False)]
    empty = len(pivot.rows) - len(told)
    return [*told, *([_("Total"), *[""] * (empty - 1)] if empty else [])]


def _texts(pivot: Crossed, look: Look, looks: tuple[FieldLook, ...]) -> dict[int, list[str]]:
    firsts = [_row_texts(pivot, line, look) for line in pivot.lines]
    texts = {place: [row[place] for row in firsts] for place in range(len(pivot.rows))}
    for place, head in enumerate(pivot.heads):
        write = cell(head.column, look.language, look.currency, form_of(head.column, looks))
        texts[len(pivot.rows) + place] = [write(cells[place]) for cells in pivot.cells]
    return texts


def _styles(pivot: Crossed, look: Look, looks: tuple[FieldLook, ...]) -> dict[tuple[int, int], Css]:
    """Subtotals and totals look like such, outer members step back below their subtotal, rules colour their cells."""
    shades, width = colours(look), len(pivot.rows)
    heavy: Css = (("font-weight", "600"), ("color", shades.ink), ("background-color", shades.grid))
    by_field = {name: one for name, one in looks_by_name(looks).items() if one.highlights}
    found: dict[tuple[int, int], Css] = {}
    above: Members = ()
    for row, (line, cells) in enumerate(zip(pivot.lines, pivot.cells, strict=True)):
        if len(line) < width:
            found |= {(row, place): heavy for place in range(width + len(cells))}
        repeated = next((at for at, (one, other) in enumerate(zip(line, above, strict=False)) if one != other), None)
        for place in range(min(len(line), len(above)) if repeated is None else repeated):
            found.setdefault((row, place), (("color", shades.quiet),))
        above = line
        for place, (head, value) in enumerate(zip(pivot.heads, cells, strict=True)):
            rule = rule_of(by_field.get(look_name(head.column)), value)
            if rule is not None:
                found[row, width + place] = rule_css(rule, look)
            elif not head.members and pivot.columns:
                found[row, width + place] = heavy
    return found


def _clicked(pivot: Crossed, names: list[str], key: str, acts: Acts | None) -> None:
    event = widget_value(key)
    if event is None:
        return
    head: int | None = None
    if event.selection.cells:
        line, name = event.selection.cells[0]
        place = names.index(str(name)) if str(name) in names else 0
        head = place - len(pivot.rows) if place >= len(pivot.rows) else None
    elif event.selection.rows:
        line = event.selection.rows[0]
    else:
        return
    picked = picked_filters(pivot.result, pivot.picked(int(line), head))
    if acts is not None:
        acts.take(picked)
        return
    query = pivot.result.query
    if head is not None:
        own = pivot.heads[head].column.metric
        query = query.model_copy(update={"metrics": (own, *(one for one in query.metrics if one != own))})
    drill.ask_behind(query, picked)
