"""Labels: those that would lie over each other are left out, the weightier one stays."""

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension
from datasource.result import Column, Kind, Unit
from tests.charts.drawing import spec_texts
from widgets.charts.look import Look
from widgets.charts.marks import draw

OWNER = Column("owner", "Owner", Kind.TEXT)
WON = Column("won_amount", "Won", Kind.NUMBER, Unit.MONEY, metric="won_amount")
RATE = Column("win_rate", "Win rate", Kind.NUMBER, Unit.RATE, metric="win_rate")
COUNT = Column("won_count", "Deals", Kind.NUMBER, Unit.COUNT, metric="won_count")
SOURCE = Column("source", "Source", Kind.TEXT)
LABELS = Options(labels=True, legend=False, axes=False)


def test_of_dots_that_lie_together_the_largest_is_named() -> None:
    shelves = Shelves(rows=(Dimension(field="owner"),), values=("won_amount", "win_rate"), size="won_count")
    spec = draw(Chart(kind="bubble", shelves=shelves, options=LABELS), (OWNER, WON, RATE, COUNT), Look())
    rows = [
        {"owner": "small", "won_amount": 100.0, "win_rate": 0.50, "won_count": 1.0},
        {"owner": "large", "won_amount": 101.0, "win_rate": 0.51, "won_count": 9.0},
        {"owner": "apart", "won_amount": 900.0, "win_rate": 0.90, "won_count": 2.0},
        {"owner": "alone", "won_amount": 10.0, "win_rate": 0.10, "won_count": 1.0},
    ]
    assert set(spec_texts(spec, rows, Look())) & {row["owner"] for row in rows} == {"large", "apart", "alone"}


def test_of_numbers_over_one_member_those_keep_clear_of_a_larger_one() -> None:
    shelves = Shelves(columns=(Dimension(field="owner"),), color=Dimension(field="source"), values=("won_count",))
    spec = draw(Chart(kind="line", shelves=shelves, options=LABELS), (OWNER, SOURCE, COUNT), Look())
    rows = [
        {"owner": owner, "source": source, "won_count": count}
        for owner in ("a", "b")
        for source, count in (("web", 100.0), ("fair", 99.0), ("call", 5.0))
    ]
    assert sorted(text for text in spec_texts(spec, rows, Look()) if text.isdigit()) == ["100"] * 4 + ["5"] * 4
