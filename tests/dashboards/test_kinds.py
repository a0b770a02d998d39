"""Chart kinds: what fits, what is missing, what is proposed first."""

import pytest

from dashboards.kinds import _TAKE_OFF, _TOO_FEW, _TOO_MANY, _WRONG_TYPE, KINDS, SHELVES, Room, fitting, missing, traits
from dashboards.model import Shelves
from datasource.question import Dimension, Grain

TEAM, PRODUCT = Dimension(field="sales_team"), Dimension(field="product")
QUARTER = Dimension(field="close_date", grain=Grain.QUARTER)


def test_the_agreed_kinds_stand_in_their_order() -> None:
    first = ["bar", "stacked_bar", "line", "area", "pie", "scatter", "kpi", "table", "funnel"]
    then = ["combo", "pareto", "waterfall", "treemap", "donut", "gauge", "map"]
    more = ["grouped_bar", "full_bar", "horizontal_bar", "step", "stacked_area", "bubble", "heatmap", "calendar"]
    last = ["histogram", "box", "bullet", "slope", "radar", "packed", "world_map", "pivot", "detail"]
    assert list(KINDS) == [*first, *then, *more, *last]
    assert all(name == kind.name for name, kind in KINDS.items())


@pytest.mark.parametrize(
    ("shelves", "first"),
    [
        (Shelves(values=("won_amount",)), "kpi"),
        (Shelves(values=("won_amount",), columns=(TEAM,)), "bar"),
        (Shelves(values=("won_amount",), columns=(TEAM,), color=PRODUCT), "stacked_bar"),
        (Shelves(values=("won_amount",), columns=(QUARTER,)), "line"),
        (Shelves(values=("won_amount",), columns=(Dimension(field="date"),), color=PRODUCT), "line"),
        (Shelves(values=("won_amount",), color=PRODUCT), "pie"),
        (Shelves(values=("won_amount",), columns=(Dimension(field="stage"),)), "funnel"),
        (Shelves(values=("won_amount", "win_rate"), columns=(TEAM,), size="won_count"), "scatter"),
        (Shelves(values=("won_amount",), rows=(TEAM, PRODUCT)), "table"),
        (Shelves(values=("won_amount", "win_rate"), columns=(QUARTER,)), "line"),
        (Shelves(values=("won_amount",), columns=(Dimension(field="region"),)), "bar"),
    ],
)
def test_the_kind_that_suits_the_shelves_is_proposed_first(shelves: Shelves, first: str) -> None:
    assert fitting(shelves)[0] == first


def test_nothing_is_proposed_for_empty_shelves() -> None:
    assert fitting(Shelves()) == ()


def test_missing_fields_are_named_one_sentence_each() -> None:
    assert missing("bar", Shelves()) == ("Put a metric on Values.", "Put a dimension on Columns or Rows.")
    assert missing("scatter", Shelves(columns=(TEAM,), values=("won_amount",))) == ("Put two metrics on Values.",)


def test_fields_too_many_are_named() -> None:
    crowded = Shelves(columns=(TEAM,), values=("won_amount",), size="won_count")
    assert missing("bar", crowded) == ("Take the metric off Size.",)
    assert missing("bar", Shelves(columns=(TEAM,), rows=(PRODUCT,), values=("won_amount",))) == (
        "Keep at most 1 on Columns and Rows together.",
    )


def test_a_colour_stands_beside_one_metric_only() -> None:
    assert missing("bar", Shelves(columns=(TEAM,), color=PRODUCT, values=("won_amount",))) == ()
    assert missing("bar", Shelves(columns=(TEAM,), values=("won_amount", "lost_amount"))) == ()
    assert missing("bar", Shelves(columns=(TEAM,), color=PRODUCT, values=("won_amount", "lost_amount"))) != ()


def test_a_pie_is_cut_by_colour_or_by_columns() -> None:
    assert missing("pie", Shelves(color=PRODUCT, values=("won_amount",))) == ()
    assert missing("pie", Shelves(columns=(PRODUCT,), values=("won_amount",))) == ()


@pytest.mark.parametrize(
    ("kind", "fits", "refused", "sentence"),
    [
        (
            "combo",
            Shelves(columns=(QUARTER,), values=("won_amount", "win_rate")),
            Shelves(columns=(QUARTER,), color=TEAM, values=("won_amount",)),
            "Take the dimension off Colour.",
        ),
        (
            "pareto",
            Shelves(rows=(PRODUCT,), values=("won_amount",)),
            Shelves(rows=(PRODUCT,), values=("won_amount", "lost_amount")),
            "Keep at most 1 on Values.",
        ),
        ("waterfall", Shelves(columns=(TEAM,), values=("won_amount",)), Shelves(columns=(TEAM,)), "Put a metric"),
        ("treemap", Shelves(columns=(PRODUCT,), color=TEAM, values=("won_amount",)), Shelves(), "Put a metric"),
        (
            "donut",
            Shelves(color=PRODUCT, values=("won_amount",)),
            Shelves(columns=(TEAM,), color=PRODUCT, values=("won_amount",)),
            "Take the dimensions off",
        ),
        (
            "gauge",
            Shelves(values=("won_amount", "lost_amount")),
            Shelves(columns=(TEAM,), values=("win_rate",)),
            "Take the dimensions off Columns and Rows.",
        ),
        (
            "map",
            Shelves(columns=(Dimension(field="region"),), values=("won_amount", "won_count")),
            Shelves(columns=(TEAM,), values=("won_amount",)),
            "Put the region or the city on Columns or Rows.",
        ),
    ],
)
def test_each_later_kind_takes_its_shelves_and_says_what_else_it_needs(
    kind: str, fits: Shelves, refused: Shelves, sentence: str
) -> None:
    assert missing(kind, fits) == ()
    assert any(told.startswith(sentence) for told in missing(kind, refused))


def test_a_kind_tells_the_widest_room_of_a_shelf() -> None:
    assert KINDS["line"].room("columns") == Room(1, 1)
    assert KINDS["line"].room("rows") == Room(0, 0)
    assert KINDS["kpi"].room("columns") == Room(0, 0)
    assert KINDS["scatter"].room("values") == Room(2, 2)


def test_each_limit_of_each_kind_has_its_sentence() -> None:
    for kind in KINDS.values():
        for form in kind.forms:
            for shelf in (*SHELVES, "axes"):
                room = getattr(form, shelf)
                assert room.low == 0 or (shelf, room.low) in _TOO_FEW
                assert room.high in (0, 16) or shelf in _TOO_MANY
                assert room.high > 0 or shelf in _TAKE_OFF
            assert all(wanted in _WRONG_TYPE for wanted in form.types)


REGION, DAY = Dimension(field="region"), Dimension(field="date", grain=Grain.DAY)
NO_BINS, SIZES = Dimension(field="amount"), Dimension(field="amount", bins=(0, 1000, 5000))
WON, LOST, RATE = "won_amount", "lost_amount", "win_rate"


@pytest.mark.parametrize(
    ("shelves", "first"),
    [
        (Shelves(values=(WON,)), ("kpi", "gauge", "table")),
        (Shelves(values=(WON, LOST)), ("kpi", "table", "gauge")),
        (Shelves(values=(WON,), columns=(TEAM,)), ("bar", "pareto", "treemap", "horizontal_bar")),
        (Shelves(values=(WON,), rows=(TEAM,)), ("bar", "pareto", "treemap", "horizontal_bar")),
        (Shelves(values=(WON, LOST), columns=(TEAM,)), ("grouped_bar", "horizontal_bar", "bar", "scatter")),
        (Shelves(values=(WON, LOST, RATE), columns=(TEAM,)), ("grouped_bar", "horizontal_bar", "radar")),
        (Shelves(values=(WON,), columns=(TEAM,), color=PRODUCT), ("stacked_bar", "bar", "full_bar", "grouped_bar")),
        (Shelves(values=(WON,), color=PRODUCT), ("pie", "donut", "treemap", "packed")),
        (Shelves(values=(WON,), columns=(QUARTER,)), ("line", "bar", "area", "step")),
        (Shelves(values=(WON,), columns=(DAY,)), ("line", "calendar", "bar", "area")),
        (Shelves(values=(WON,), columns=(QUARTER,), color=PRODUCT), ("line", "stacked_area", "area", "stacked_bar")),
        (Shelves(values=(WON, RATE), columns=(QUARTER,)), ("line", "combo", "area")),
        (Shelves(values=(WON,), second=(RATE,), columns=(QUARTER,)), ("combo",)),
        (Shelves(values=(WON,), columns=(Dimension(field="stage"),)), ("funnel", "bar", "waterfall")),
        (Shelves(values=(WON,), columns=(REGION,)), ("bar", "map", "pareto")),
        (Shelves(values=(WON, RATE), columns=(TEAM,), size=LOST), ("scatter", "bubble")),
        (Shelves(values=(WON,), columns=(TEAM,), rows=(PRODUCT,)), ("heatmap", "pivot", "table")),
        (Shelves(values=(WON, LOST), columns=(QUARTER,), rows=(TEAM, PRODUCT)), ("pivot", "table")),
        (Shelves(values=(WON,), rows=(TEAM, PRODUCT)), ("table", "pivot")),
        (Shelves(values=(WON,), columns=(SIZES,)), ("histogram", "bar", "line")),
        (Shelves(values=(WON,), detail=(PRODUCT,)), ("histogram", "box")),
        (Shelves(values=(WON,), columns=(TEAM,), detail=(PRODUCT,)), ("box", "slope", "line")),
        (Shelves(values=(WON,), columns=(TEAM,), facet=PRODUCT), ("bar", "horizontal_bar", "line")),
    ],
)
def test_what_is_suggested_first_for_common_shelves(shelves: Shelves, first: tuple[str, ...]) -> None:
    assert fitting(shelves)[: len(first)] == first


def test_every_trait_that_a_kind_likes_or_shuns_can_be_found() -> None:
    known = traits(Shelves(values=(WON,), columns=(TEAM,), rows=(PRODUCT,), color=TEAM, size=WON, second=(WON,)))
    known |= traits(Shelves(values=(WON, LOST, RATE), columns=(DAY, SIZES, REGION, Dimension(field="stage"))))
    known |= traits(Shelves(values=(WON, LOST), columns=(TEAM,), detail=(TEAM,))) | traits(Shelves())
    assert {trait for kind in KINDS.values() for trait in kind.likes | kind.shuns} <= known


@pytest.mark.parametrize(
    ("kind", "shelves", "told"),
    [
        ("calendar", Shelves(columns=(TEAM,), values=(WON,)), "Put a date by day on Columns."),
        ("calendar", Shelves(columns=(QUARTER,), values=(WON,)), "Put a date by day on Columns."),
        ("histogram", Shelves(columns=(TEAM,), values=(WON,)), "Put a number with bins on Columns."),
        (
            "histogram",
            Shelves(columns=(Dimension(field="amount"),), values=(WON,)),
            "Put a number with bins on Columns.",
        ),
        (
            "world_map",
            Shelves(columns=(Dimension(field="city"),), values=(WON,)),
            "Put the country or the region on Columns or Rows: the map joins its countries.",
        ),
        ("box", Shelves(columns=(TEAM,), values=(WON,)), "Put a dimension on Detail."),
        ("bubble", Shelves(columns=(TEAM,), values=(WON, LOST)), "Put a metric on Size."),
        ("heatmap", Shelves(columns=(TEAM,), values=(WON,)), "Put a dimension on Rows."),
        ("pivot", Shelves(columns=(TEAM,), values=(WON,)), "Put a dimension on Rows."),
        ("detail", Shelves(columns=(TEAM,), values=(WON, LOST)), "Keep at most 1 on Values."),
        ("bar", Shelves(columns=(TEAM,), values=(WON,), second=(RATE,)), "Take the metrics off Second axis."),
        ("pie", Shelves(color=TEAM, values=(WON,), facet=PRODUCT), "Take the dimension off Small multiples."),
        ("kpi", Shelves(values=(WON,), hints=(LOST,)), "Take the metrics off Tooltip."),
        ("bar", Shelves(columns=(TEAM,), values=(WON,), detail=(PRODUCT,)), "Take the dimensions off Detail."),
    ],
)
def test_a_kind_says_what_it_still_needs(kind: str, shelves: Shelves, told: str) -> None:
    assert missing(kind, shelves) == (told,)


def test_a_date_without_a_grain_will_do_for_a_calendar() -> None:
    assert missing("calendar", Shelves(columns=(Dimension(field="date"),), values=(WON,))) == ()
