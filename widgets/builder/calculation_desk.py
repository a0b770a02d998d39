"""What the form of a calculation works with, and the choices that several forms make alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboards.model import Chart
from datasource.calculation import Calculation
from widgets.builder.conditions import Ground
from widgets.builder.palette import Palette

Body = dict[str, Any] | Sequence[str]


@dataclass(frozen=True)
class Desk:
    """What a form works with: the calculation that is edited (None: a new one), the chart, its fields, session keys."""

    held: Calculation | None
    chart: Chart
    palette: Palette
    ground: Ground
    slot: str

    def part(self, body: str, key: str, otherwise: Any = None) -> Any:
        """What the edited calculation says there, or `otherwise`."""
        told = getattr(self.held, body, None) if self.held else None
        return getattr(told, key, otherwise) if told is not None else otherwise

    def names(self, holds: str) -> list[str]:
        """The fields on offer: those of the chart first, then what is near them, never the calculation itself."""
        shelves, palette = self.chart.shelves, self.palette
        first = shelves.metrics() if holds == "metric" else [part.field for part in shelves.dimensions()]
        near = {palette.by_name[name].subject for name in first if name in palette.by_name}
        known = sorted((one for one in palette.picks if one.holds == holds), key=lambda one: one.subject not in near)
        own = self.held.id if self.held else None
        offered = dict.fromkeys((*first, *(one.name for one in known)))
        return [name for name in offered if name in palette.by_name and name != own]

    def choose(self, key: str, label: str, names: Sequence[str], held: Any, empty: bool = False) -> str:
        """A select box of fields; an empty text while nothing is chosen."""
        at = names.index(held) if held in names else None if empty else 0
        return st.selectbox(label, names, at, self.palette.label, key=f"{self.slot}_{key}", placeholder="—") or ""
