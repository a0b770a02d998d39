"""A drawing of numbers with their intervals, for panels; a click on a bar says its name."""

from collections.abc import Callable

import polars as pl

from datasource.result import Column
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.charts.intervals import NAME, VALUE, intervals
from widgets.format import cell

BAR, FRAME = 34, 96  # pixels of one bar, of axis and legend


def show_intervals(  # noqa: PLR0913, PLR0917  (what is drawn, and what a click does)
    key: str,
    label: str,
    measure: Column,
    rows: pl.DataFrame,
    reading: Reading,
    on_pick: Callable[[str], None] | None = None,
    others: tuple[str, ...] = (),
) -> None:
    """Draw `rows` (see `widgets.charts.intervals`), in their order; `key` is unique on the page."""
    look = reading.look
    spec = intervals(label, measure, others, look, clicks=on_pick is not None)
    write = cell(measure, look.language, look.currency)
    best = rows.drop_nulls(VALUE).sort(VALUE, descending=True).head(1)
    told = ", ".join(f"{name} {write(value)}" for name, value in best.select(NAME, VALUE).iter_rows())
    take = None if on_pick is None else lambda mark: on_pick(str(mark.get(NAME, "")))
    height = FRAME + BAR * rows[NAME].n_unique()
    name = f"{measure.label}, {label}"
    show_drawing(rows.with_row_index("order"), spec, look, key, name, f"{measure.label}: {told}", height, take)
