"""Short forms for the tiles that ready pages are made of."""

from dashboards.model import Chart, Comparison, Shelves, Tile
from datasource.question import Dimension, Sort, Top

KPI_HEIGHT = 2


def kpi(metric: str, x: int, y: int, w: int = 3, compare: Comparison | None = None) -> Tile:
    """A key figure, named by its metric; `compare` stands on a page whose filter bar does not offer a comparison."""
    chart = Chart(kind="kpi", shelves=Shelves(values=(metric,)), compare=compare)
    return Tile(id=metric, x=x, y=y, w=w, h=KPI_HEIGHT, chart=chart)


def over_time(kind: str, *metrics: str) -> Chart:
    """`metrics` by each one's own date, in the grain of the filter bar."""
    return Chart(kind=kind, shelves=Shelves(columns=(Dimension(field="date"),), values=metrics))


def ranking(metric: str, dimension: str, n: int = 10) -> Chart:
    """The `n` members of `dimension` that lead in `metric`, as lying bars, best first."""
    return Chart(
        kind="bar",
        shelves=Shelves(rows=(Dimension(field=dimension),), values=(metric,)),
        top=Top(field=dimension, n=n, by=metric, others=False),
        sort=(Sort(by=metric, desc=True),),
    )


def table(dimension: str, *metrics: str) -> Chart:
    """`metrics` per member of `dimension`, the first metric's largest first, with a total row."""
    shelves = Shelves(rows=(Dimension(field=dimension),), values=metrics)
    return Chart(kind="table", shelves=shelves, sort=(Sort(by=metrics[0], desc=True),), totals=True)
