"""Which look holds for which column: a shown metric has a look of its own beside the metric that it shows."""

from dashboards.compile import View, canonical_chart, compile_chart
from dashboards.model import Chart, Shelves
from dashboards.options import FieldLook, NumberFormat
from datasource.calculation import Calculation
from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Dimension
from datasource.scope import OPERATOR
from widgets.blocks.looks import form_of, looks_by_name
from widgets.blocks.reading import worded
from widgets.charts.look import look_name

SHARE = Calculation.model_validate(
    {"id": "part", "label": "Part", "shown": {"metric": "won_amount", "as": "share_of_total"}}
)
RATIO = Calculation.model_validate({"id": "each", "label": "Each", "ratio": {"of": "won_amount", "to": "won_count"}})
FULL = NumberFormat(style="full")
CHART = Chart(
    kind="table",
    shelves=Shelves(rows=(Dimension(field="owner"),), values=("won_amount", "part", "each")),
    calculations=(SHARE, RATIO),
    looks=(FieldLook(field="won_amount", label="Won"), FieldLook(field="each", number=FULL)),
)


def test_each_column_has_the_look_of_its_own_field(tiny: Catalog) -> None:
    columns = answer(tiny, compile_chart(CHART, View()), OPERATOR).columns
    for looks in (CHART.looks, canonical_chart(CHART).looks):
        assert [look_name(column) for column in columns] == ["owner", "won_amount", "part", "each"]
        assert [column.label for column in worded(columns, looks)] == ["Owner", "Won", "Part", "Each"]
        assert [form_of(column, looks) == FULL for column in columns] == [False, False, False, True]
        assert looks_by_name(looks).keys() == {"won_amount", "each"}


def test_what_a_metric_is_compared_with_goes_by_the_metric(tiny: Catalog) -> None:
    chart = CHART.model_copy(
        update={"compare": "previous", "calculations": (), "shelves": Shelves(values=("won_amount",))}
    )
    query = compile_chart(
        chart.model_copy(update={"period": None}), View.model_validate({"period": {"preset": "this_year"}})
    )
    columns = answer(tiny, query, OPERATOR).columns
    assert {look_name(column) for column in columns} == {"won_amount"}
    assert [column.label for column in worded(columns, CHART.looks)] == ["Won", "Won before", "Change of Won"]
