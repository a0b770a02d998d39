"""Chart + filter bar → Query: the one place where a drawing becomes a question."""

from dashboards.kinds import is_date
from dashboards.model import Chart, Comparison, Controls
from datasource.question import Calculation, Dimension, Filter, Frozen, Grain, Period, Query, Sort, read_query


class View(Frozen):
    """What the filter bar says at this moment; the same for every tile of a page."""

    period: Period | None = None
    grain: Grain | None = None
    compare: Comparison | None = None
    where: tuple[Filter, ...] = ()


def opening_view(controls: Controls) -> View:
    """The view that a board opens with."""
    return View(period=controls.period, grain=controls.grain, compare=controls.compare, where=controls.where)


def compile_chart(chart: Chart, view: View) -> Query:
    """The question behind a chart: dimensions of columns, rows and colour; values, then size; all filters of both.

    A date without a grain takes the view's. The chart's own comparison goes before the view's; without a period,
    there is none. Raises `InvalidInput` when the shelves make no question (no metric, a field twice with
    different grains, a ranked field that is not shown).
    """
    shelves = chart.shelves
    by = dict.fromkeys(_grained(dimension, view.grain) for dimension in shelves.dimensions())
    compare = chart.compare or view.compare
    question = {
        "metrics": shelves.metrics(),
        "by": tuple(by),
        "where": tuple(dict.fromkeys((*shelves.filters, *view.where))),
        "having": chart.having,
        "period": view.period,
        "compare": compare if view.period else None,
        "top": chart.top,
        "sort": chart.sort or _ranked(chart, tuple(by)),
        "limit": chart.limit,
        "totals": chart.totals,
        "define": needed(chart),
    }
    return read_query(question)


def needed(chart: Chart) -> tuple[Calculation, ...]:
    """The calculations that the chart's shelves, filters and ranking stand on, in the order in which it has them."""
    by_id = {one.id: one for one in chart.calculations}
    shelves = chart.shelves
    named = [*shelves.metrics(), *(part.field for part in shelves.dimensions())]
    named += [part.field for part in (*shelves.filters, *chart.having)]
    wanted = [*named, *((chart.top.field, chart.top.by) if chart.top else ())]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in by_id and name not in found:
            found.add(name)
            wanted += by_id[name].fields()
    return tuple(one for one in chart.calculations if one.id in found)


def _ranked(chart: Chart, by: tuple[Dimension, ...]) -> tuple[Sort, ...]:
    """A chart of nothing but ranked members shows them by rank unless it asks for another order."""
    top = chart.top
    if top is None or len(by) != 1 or top.by not in chart.shelves.metrics():
        return ()
    return (Sort(by=top.by, desc=True),)


def _grained(dimension: Dimension, grain: Grain | None) -> Dimension:
    if grain is None or dimension.grain is not None or not is_date(dimension):
        return dimension
    return Dimension(field=dimension.field, grain=grain)
