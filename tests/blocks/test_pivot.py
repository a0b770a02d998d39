"""A pivot's subtotals are asked of the engine, never added up."""

from typing import Any

from dashboards.compile import View, canonical_chart, compile_chart
from dashboards.model import Chart, Shelves
from dashboards.options import Options
from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Dimension, Grain, Period
from widgets.blocks.crossed import Crossed, crossed
from widgets.blocks.reading import worded

YEAR = View(period=Period.model_validate({"from": "2024-01-01", "to": "2024-12-31"}))
AREAS = {"label": "North", "members": ["East", "West"]}
SHELVES = Shelves(
    rows=(Dimension(field="department"), Dimension(field="owner")),
    columns=(Dimension(field="date", grain=Grain.QUARTER),),
    values=("won_amount", "win_rate"),
)


def pivot(tiny: Catalog, **more: Any) -> Crossed:
    chart = Chart(kind="pivot", shelves=SHELVES, **more)
    return crossed(chart, compile_chart(chart, YEAR), lambda query: answer(tiny, query))


def test_subtotals_and_totals_of_a_rate_are_worked_out_anew(tiny: Catalog) -> None:
    found = pivot(tiny)
    assert found.lines == (("East",), ("East", "Bob"), ("West",), ("West", "Dee"), ())
    heads = [(head.members, head.column.name) for head in found.heads]
    assert [heads[0], heads[2], heads[4]] == [
        (("2024-Q1",), "won_amount"),
        (("2024-Q2",), "won_amount"),
        ((), "won_amount"),
    ]
    amounts = [cells[::2] for cells in found.cells]
    assert amounts == [
        (100.0, None, 100.0),
        (100.0, None, 100.0),
        (None, 300.0, 300.0),
        (None, 300.0, 300.0),
        (100.0, 300.0, 400.0),
    ]
    rates = [cells[5] for cells in found.cells]  # East 1 of 2, West 1 of 1, all 2 of 3: no mean and no sum of rates
    assert rates == [0.5, 0.5, 1.0, 1.0, 2 / 3]


def test_a_cell_knows_the_members_of_its_row_and_of_its_column(tiny: Catalog) -> None:
    found = pivot(tiny)
    assert found.picked(1, 0) == {"department": "East", "owner": "Bob", "date": "2024-Q1"}
    assert found.picked(2, 4) == {"department": "West"}
    assert found.picked(4, None) == {}


def test_without_subtotals_only_what_was_asked_for_stands(tiny: Catalog) -> None:
    bare = pivot(tiny, options=Options(subtotals=False))
    assert bare.lines == (("East", "Bob"), ("West", "Dee"))
    assert len(bare.heads) == 4
    assert pivot(tiny, options=Options(subtotals=False), totals=True).lines[-1] == ()


def test_groups_of_members_make_lines_and_a_look_finds_a_calculation_alone(tiny: Catalog) -> None:
    share = {"id": "part", "label": "Share", "shown": {"metric": "won_amount", "as": "share_of_total"}}
    area = {"id": "area", "label": "Area", "groups": {"field": "department", "groups": [AREAS]}}
    shelves = {"rows": [{"field": "area"}], "values": ["won_amount", "part"]}
    looks = [{"field": "won_amount", "label": "Money"}, {"field": "part", "label": "Part"}]
    made = {"kind": "pivot", "shelves": shelves, "calculations": [share, area], "looks": looks}
    chart = Chart.model_validate(made)
    drawn = canonical_chart(chart)
    found = crossed(drawn, compile_chart(chart, YEAR), lambda query: answer(tiny, query))
    assert found.lines == (("North",), ())
    assert [column.label for column in worded(found.result.columns, drawn.looks)][1:] == ["Money", "Part"]
