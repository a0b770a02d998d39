"""Names that are gone: found wherever a board may name a field, and replaced everywhere at once."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.dump import dump
from dashboards.model import Chart, Controls, Dashboard, FilterTile, Options, Shelves, Tile
from dashboards.names import Names
from dashboards.options import FieldLook
from dashboards.parse import parse_shape
from dashboards.repair import Lost, lost_names, proposed, repaired
from datasource.calculation import Calculation
from datasource.question import Dimension, Filter, Op, Period, Sort, Top
from tests.dashboards import boards

NAMES = Names(
    metrics=frozenset({"won_amount", "won_count", "win_rate"}),
    dimensions=frozenset({"owner", "region", "close_date", "amount"}),
)
KNOWN = [*NAMES.metrics, *NAMES.dimensions]
NEAR = ["won_amt", "won_amounts", "win_rates", "ownr", "regions", "close_dat", "qqqqqqqq", "won_amount__base"]


def board(chart: Chart, controls: Controls | None = None, *more: Tile) -> Dashboard:
    tile = Tile(id="a", x=0, y=0, w=6, h=6, chart=chart)
    return Dashboard(id="b", title="B", controls=controls or Controls(), tiles=(tile, *more))


def bar(value: str = "won_amount", row: str = "owner") -> Chart:
    return Chart(kind="bar", shelves=Shelves(rows=(Dimension(field=row),), values=(value,)))


def everywhere(metric: str, field: str) -> Dashboard:
    """A board that names the metric and the field in every place that there is."""
    at = Dimension(field=field)
    calculations = [
        {"id": "part", "label": "Part", "ratio": {"of": metric, "to": "won_count"}},
        {"id": "both", "label": "Both", "sum": [metric, "won_count"]},
        {"id": "less", "label": "Less", "difference": {"of": "won_count", "less": metric}},
        {
            "id": "here",
            "label": "Here",
            "within": {"metric": metric, "where": [{"field": field, "op": "eq", "value": "A"}]},
        },
        {"id": "share", "label": "Share", "shown": {"metric": metric, "as": "running_total", "along": field}},
        {"id": "band", "label": "Band", "buckets": {"field": field, "edges": [1, 2]}},
        {"id": "team", "label": "Team", "groups": {"field": field, "groups": [{"label": "G", "members": ["A"]}]}},
        {
            "id": "kind",
            "label": "Kind",
            "cases": {
                "subject": "opportunities",
                "cases": [{"label": "C", "where": [{"field": field, "op": "eq", "value": "A"}]}],
            },
        },
    ]
    chart = Chart(
        kind="combo",
        shelves=Shelves(
            columns=(at,),
            values=(metric, "part"),
            second=(metric,),
            color=at,
            size=metric,
            detail=(at,),
            hints=(metric,),
            facet=at,
            filters=(Filter(field=field, op=Op.EQ, value=metric),),
        ),
        calculations=tuple(Calculation.model_validate(one) for one in calculations),
        having=(Filter(field=metric, op=Op.GT, value=1),),
        period=Period.model_validate({"preset": "this_year", "field": field}),
        top=Top(field=field, n=3, by=metric),
        sort=(Sort(by=f"{metric}__change"), Sort(by=field)),
        options=Options(target=metric),
        looks=(FieldLook(field=metric), FieldLook(field=field)),
    )
    controls = Controls(
        show=("period", field),
        period=Period.model_validate({"preset": "this_year", "field": field}),
        where=(Filter(field=field, op=Op.EQ, value=field),),
    )
    picker = Tile(id="f", x=6, y=0, w=6, h=2, filter=FilterTile(field=field))
    period = Tile(id="p", x=6, y=2, w=6, h=2, filter=FilterTile(field="period", style="period"))
    return board(chart, controls, picker, period)


def test_a_name_that_is_gone_is_told_with_the_nearest_and_every_place() -> None:
    assert lost_names(board(bar("won_amt")), NAMES) == (
        Lost("metric", "won_amt", "won_amount", ("tiles[0].chart.shelves.values[0]",)),
    )


def test_a_name_that_nothing_resembles_has_no_proposal() -> None:
    [lost] = lost_names(board(bar(row="qqqqqqqq")), NAMES)
    assert (lost.better, proposed((lost,))) == ("", {})


def test_the_nearest_of_a_dimension_is_a_dimension() -> None:
    [lost] = lost_names(board(bar(row="amounts")), NAMES)
    assert lost.better == "amount"


def test_what_exists_stays_as_it_is() -> None:
    whole = everywhere("won_amount", "owner")
    assert lost_names(whole, NAMES) == ()
    assert repaired(whole, {}) == whole


def test_names_are_replaced_in_every_place_and_values_stay() -> None:
    broken = everywhere("won_amt", "ownr")
    lost = lost_names(broken, NAMES)
    assert [(one.key, one.better) for one in lost] == [
        (("dimension", "ownr"), "owner"),
        (("metric", "won_amt"), "won_amount"),
    ]
    mended = repaired(broken, proposed(lost))
    text = dump(mended)
    assert "ownr\n" in text.split("controls:")[1]  # the value of the bar's filter, which is data
    assert mended.controls.where == (Filter(field="owner", op=Op.EQ, value="ownr"),)
    assert lost_names(mended, NAMES) == ()
    whole = everywhere("won_amount", "owner")
    assert mended.tiles[1:] == whole.tiles[1:]
    assert mended.tiles[0].chart is not None
    assert whole.tiles[0].chart is not None
    assert mended.tiles[0].chart.calculations == whole.tiles[0].chart.calculations
    assert mended.tiles[0].chart.sort == whole.tiles[0].chart.sort


def test_calculations_of_the_chart_are_names_of_its_own() -> None:
    own = Calculation.model_validate({"id": "won_amt", "label": "Won", "sum": ["won_amount", "won_count"]})
    chart = bar("won_amt").model_copy(update={"calculations": (own,)})
    assert lost_names(board(chart), NAMES) == ()


def test_what_would_stand_twice_stands_once() -> None:
    chart = bar().model_copy(update={"shelves": Shelves(values=("won_amount", "won_amt"))})
    mended = repaired(board(chart), {("metric", "won_amt"): "won_amount"})
    assert mended.tiles[0].chart is not None
    assert mended.tiles[0].chart.shelves.values == ("won_amount",)


def test_a_mended_board_is_a_file_again() -> None:
    mended = repaired(everywhere("won_amt", "ownr"), {("metric", "won_amt"): "won_amount"})
    assert parse_shape(dump(mended)) == mended


@given(st.lists(st.sampled_from([*KNOWN, *NEAR]), min_size=2, max_size=2))
def test_after_the_proposals_no_name_with_a_proposal_is_unknown(chosen: list[str]) -> None:
    broken = everywhere(*chosen)
    lost = lost_names(broken, NAMES)
    left = lost_names(repaired(broken, proposed(lost)), NAMES)
    assert {one.key for one in left} == {one.key for one in lost if not one.better}


@given(boards.boards)
def test_any_board_is_mended_as_far_as_there_are_proposals(one: Dashboard) -> None:
    lost = lost_names(one, NAMES)
    mended = repaired(one, proposed(lost))
    assert not {found.key for found in lost_names(mended, NAMES)} & proposed(lost).keys()
    assert repaired(one, {}) is one
