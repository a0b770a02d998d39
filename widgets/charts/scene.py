"""A chart laid beside the columns of its answer: which column stands on the axis, which colours, which are measured."""

from dataclasses import dataclass, replace
from functools import cached_property

from dashboards.kinds import missing
from dashboards.model import Chart
from dashboards.options import FieldLook, NumberFormat
from datasource.errors import MingjingError, unknown
from datasource.metrics.defined import given_name
from datasource.question import Dimension
from datasource.result import Column, Kind, Unit
from datasource.texts import _
from widgets.charts.look import Look, look_name
from widgets.format import HABIT


@dataclass(frozen=True)
class Scene:
    """What one drawing needs. `compared` are the base and change columns of the measures, when the answer has them.

    `cross` is the second dimension on columns and rows, `second` the measures of the axis on the right, `hints` those
    of the tooltip alone; `target` is what the options measure against: a column, a number, or nothing.
    """

    chart: Chart
    look: Look
    axis: Column | None
    series: Column | None
    measures: tuple[Column, ...]
    size: Column | None
    compared: tuple[Column, ...]
    cross: Column | None = None
    facet: Column | None = None
    detail: tuple[Column, ...] = ()
    second: tuple[Column, ...] = ()
    hints: tuple[Column, ...] = ()
    target: Column | float | None = None

    @property
    def dimensions(self) -> tuple[Column, ...]:
        """The columns whose values tell one mark from another, and that a click picks."""
        placed = (self.axis, self.cross, self.series, self.facet, *self.detail)
        return tuple(dict.fromkeys(column for column in placed if column is not None))

    @cached_property
    def looks(self) -> dict[str, FieldLook]:
        """How fields are called and written, by the names that people gave them."""
        return {given_name(look.field): look for look in self.chart.looks}

    def form(self, column: Column) -> NumberFormat:
        """How the numbers of a column are written; a change is always a share."""
        found = self.looks.get(look_name(column))
        return HABIT if found is None or column.part == "change" else found.number

    @property
    def member(self) -> Column:
        """The dimension on the axis; raises `MingjingError` for a chart that has none."""
        if self.axis is None:
            raise MingjingError(_("Put a dimension on Columns or Rows."))
        return self.axis

    @property
    def lying(self) -> bool:
        """Whether bars lie: asked for by the rows shelf, or because the names do not fit side by side."""
        if self.chart.shelves.rows or self.chart.kind == "horizontal_bar":
            return True
        return self.look.shape.crowded and self.axis is not None and self.axis.kind is not Kind.DATE

    @property
    def groups(self) -> tuple[tuple[Column, ...], ...]:
        """The measures by unit, at most two groups: one for each value axis."""
        units = list(dict.fromkeys(measure.unit for measure in self.measures))
        if len(units) > 2:
            raise MingjingError(
                _("A chart has room for two units; put the other metrics into a table or another chart.")
            )
        return tuple(tuple(measure for measure in self.measures if measure.unit is unit) for unit in units)

    @property
    def unit(self) -> Unit | None:
        """The one unit of all measures; raises `MingjingError` when they differ."""
        if len(self.groups) > 1:
            raise MingjingError(_("This kind of chart adds its parts up, so its metrics need the same unit."))
        return self.measures[0].unit


def scene(chart: Chart, columns: tuple[Column, ...], look: Look) -> Scene:
    """The chart with its columns; `MingjingError` when the shelves do not fit the kind or a column is missing."""
    if gaps := missing(chart.kind, chart.shelves):
        raise MingjingError(" ".join(gaps))
    shelves, known = chart.shelves, {column.name: column for column in columns}
    measures = tuple(_column(name, known) for name in shelves.values)
    axes, target = (*shelves.columns, *shelves.rows), chart.options.target
    return Scene(
        chart=chart,
        look=replace(look, palette=chart.options.palette or look.palette),
        axis=_of(axes[0], known) if axes else None,
        series=_of(shelves.color, known) if shelves.color else None,
        measures=measures,
        size=_column(shelves.size, known) if shelves.size else None,
        compared=tuple(column for column in columns if column.part != "value" and column.metric in shelves.values),
        cross=_of(axes[1], known) if len(axes) > 1 else None,
        facet=_of(shelves.facet, known) if shelves.facet else None,
        detail=tuple(_of(dimension, known) for dimension in shelves.detail),
        second=tuple(_column(name, known) for name in shelves.second),
        hints=tuple(_column(name, known) for name in shelves.hints),
        target=_column(target, known) if isinstance(target, str) else target,
    )


def _of(dimension: Dimension, known: dict[str, Column]) -> Column:
    return _column(dimension.field, known)


def _column(name: str, known: dict[str, Column]) -> Column:
    if name not in known:
        raise MingjingError(unknown("column of the answer", name, known))
    return known[name]
