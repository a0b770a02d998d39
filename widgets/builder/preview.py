"""The chart as it will look, redrawn after each edit; and what is still missing until it can be drawn."""

from dataclasses import replace

import streamlit as st

from dashboards.kinds import missing
from dashboards.model import Chart, Controls, Tile
from datasource.texts import _
from widgets.blocks.tile import show_tile
from widgets.builder.bench import Bench
from widgets.builder.chart_settings import finished
from widgets.builder.draft import Draft

HEIGHT = 440


def show_preview(draft: Draft, bench: Bench, *, exports: bool) -> None:
    """The chart over what the person may see, or what to do first."""
    chart = finished(draft.chart)
    with st.container(border=True, height=HEIGHT):
        if draft.empty:
            st.info(_("Drag a metric onto Values, then a dimension onto Columns or Colour; the chart appears here."))
        elif gaps := missing(chart.kind, chart.shelves):
            st.info(" ".join(gaps))
        else:
            show_drawn("builder-preview", draft.title, chart, draft.controls, bench, exports=exports)


def show_drawn(  # noqa: PLR0913  (a tile and what it is drawn under)
    tile_id: str, title: str, chart: Chart, controls: Controls, bench: Bench, *, exports: bool
) -> None:
    """One chart under what a board opens with; `exports` says whether it may be saved as a file."""
    tile = Tile(id=tile_id, title=title, x=0, y=0, w=12, h=7, chart=chart)
    show_tile(tile, replace(bench.opening(controls), exports=exports))
