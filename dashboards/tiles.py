"""Short forms for the tiles that ready pages are made of."""

from dashboards.model import Chart, Comparison, Options, Shelves, Tile
from datasource.question import Dimension, Sort, Top

KPI_HEIGHT = 2


def kpi(  # noqa: PLR0913, PLR0917  (a place has four numbers)
    metric: str, x: int, y: int, w: int = 3, compare: Comparison | None = None, h: int = KPI_HEIGHT
) -> Tile:
    """A key figure, named by its metric; `compare` stands on a page whose filter bar does not offer a comparison.

    A card of three rows or more has a line below its number.
    """
    chart = Chart(kind="kpi", shelves=Shelves(values=(metric,)), compare=compare)
    return Tile(id=metric, x=x, y=y, w=w, h=h, chart=chart)


def over_time(kind: str, *metrics: str) -> Chart:
    """`metrics` by each one's own date, in the grain of the filter bar; their table has a total row."""
    return Chart(kind=kind, shelves=Shelves(columns=(Dimension(field="date"),), values=metrics), totals=True)


def by_date(*metrics: str) -> Chart:
    """`metrics` as a table, one row a bucket in order of time, with a total row."""
    return Chart(kind="table", shelves=Shelves(rows=(Dimension(field="date"),), values=metrics), totals=True)


def ranking(metric: str, dimension: str, n: int = 10) -> Chart:
    """The `n` members of `dimension` that lead in `metric`, as lying bars, best first."""
    return Chart(
        kind="bar",
        shelves=Shelves(rows=(Dimension(field=dimension),), values=(metric,)),
        top=Top(field=dimension, n=n, by=metric, others=False),
        sort=(Sort(by=metric, desc=True),),
    )


def leaders(by: str, dimension: str, *metrics: str, n: int = 12) -> Chart:
    """`metrics` of the `n` members of `dimension` that lead in `by`, side by side, the first metric's largest first."""
    return Chart(
        kind="bar",
        shelves=Shelves(rows=(Dimension(field=dimension),), values=metrics),
        top=Top(field=dimension, n=n, by=by, others=False),
        sort=(Sort(by=metrics[0], desc=True),),
    )


def shares(metric: str, dimension: str, part: str, n: int = 12) -> Chart:
    """`metric` of the `n` leading members of `dimension` in parts by `part`, as shares of 100 %."""
    return Chart(
        kind="stacked_bar",
        shelves=Shelves(rows=(Dimension(field=dimension),), color=Dimension(field=part), values=(metric,)),
        top=Top(field=dimension, n=n, by=metric, others=False),
        sort=(Sort(by=metric, desc=True),),
        options=Options(stack="normalize"),
    )


def mix(by: str, dimension: str, *metrics: str, n: int = 12) -> Chart:
    """`metrics` of the `n` members of `dimension` that lead in `by`, as shares of 100 %.

    The member with the largest first metric comes first.
    """
    return Chart(
        kind="stacked_bar",
        shelves=Shelves(rows=(Dimension(field=dimension),), values=metrics),
        top=Top(field=dimension, n=n, by=by, others=False),
        sort=(Sort(by=metrics[0], desc=True),),
        options=Options(stack="normalize"),
    )


def table(dimension: str, *metrics: str) -> Chart:
    """`metrics` per member of `dimension`, the first metric's largest first, with a total row."""
    shelves = Shelves(rows=(Dimension(field=dimension),), values=metrics)
    return Chart(kind="table", shelves=shelves, sort=(Sort(by=metrics[0], desc=True),), totals=True)
