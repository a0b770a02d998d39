"""Chart + filter bar → Query: the one place where a drawing becomes a question."""

from dashboards.kinds import is_date
from dashboards.model import Chart, Comparison, Controls
from datasource.metrics.defined import canonical, canonical_names, named, renamed
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

    A date without a grain takes the view's, a calendar's the day. The chart's own period and comparison go before the
    view's; without a period there is no comparison, and a chart that shows metrics as something else takes none from
    the view. Calculations go by their canonical names, as in `canonical_chart`. Raises `InvalidInput` when the shelves
    make no question (no metric, a field twice with different grains, a ranked field that is not shown, a calculation
    that cannot be).
    """
    shelves = chart.shelves
    grain = Grain.DAY if chart.kind == "calendar" else view.grain
    by = dict.fromkeys(_grained(dimension, grain) for dimension in shelves.dimensions())
    define = needed(chart)
    period = chart.period or view.period
    compare = chart.compare or (None if _shows(define, shelves.metrics()) else view.compare)
    question = {
        "metrics": asked_metrics(chart),
        "by": tuple(by),
        "where": tuple(dict.fromkeys((*shelves.filters, *view.where))),
        "having": chart.having,
        "period": period,
        "compare": compare if period else None,
        "top": chart.top,
        "sort": chart.sort or _ranked(chart, tuple(by)),
        "limit": chart.limit,
        "totals": chart.totals,
        "define": define,
    }
    return canonical(read_query(question))


def asked_metrics(chart: Chart) -> tuple[str, ...]:
    """The metrics of the shelves, and the one that the numbers are measured against."""
    target = chart.options.target
    return tuple(dict.fromkeys((*chart.shelves.metrics(), *((target,) if isinstance(target, str) else ()))))


def needed(chart: Chart) -> tuple[Calculation, ...]:
    """The calculations that the chart's shelves, filters and ranking stand on, in the order in which it has them."""
    by_id = {one.id: one for one in chart.calculations}
    shelves = chart.shelves
    named = [*asked_metrics(chart), *(part.field for part in shelves.dimensions())]
    named += [part.field for part in (*shelves.filters, *chart.having)]
    wanted = [*named, *((chart.top.field, chart.top.by) if chart.top else ())]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in by_id and name not in found:
            found.add(name)
            wanted += by_id[name].fields()
    return tuple(one for one in chart.calculations if one.id in found)


def _shows(define: tuple[Calculation, ...], metrics: tuple[str, ...]) -> bool:
    """Whether any of `metrics` shows another one, worked out from the whole answer."""
    return any(one.shown is not None and one.id in metrics for one in define)


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


def canonical_chart(chart: Chart) -> Chart:
    """`chart` with its calculations under the names that the columns of its answer have, for those who draw it."""
    names = canonical_names(chart.calculations)
    if not names:
        return chart
    columns = names | {
        f"{name}__{part}": f"{new}__{part}" for name, new in names.items() for part in ("base", "change")
    }
    shelves = chart.shelves
    listed = {
        key: tuple(names.get(name, name) for name in getattr(shelves, key)) for key in ("values", "second", "hints")
    }
    changes = {
        "shelves": renamed(shelves, names).model_copy(
            update={**listed, "size": names.get(shelves.size or "", shelves.size)}
        ),
        "calculations": named(chart.calculations, names),
        "having": tuple(renamed(ask, names) for ask in chart.having),
        "top": chart.top and renamed(chart.top, names).model_copy(update={"by": names.get(chart.top.by, chart.top.by)}),
        "sort": tuple(one.model_copy(update={"by": columns.get(one.by, one.by)}) for one in chart.sort),
        "looks": tuple(renamed(look, names) for look in chart.looks),
    }
    target = chart.options.target
    if isinstance(target, str):
        changes["options"] = chart.options.model_copy(update={"target": names.get(target, target)})
    return chart.model_copy(update=changes)
