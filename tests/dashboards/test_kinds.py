"""Chart kinds: what fits, what is missing, what is proposed first."""

import pytest

from dashboards.kinds import _TAKE_OFF, _TOO_FEW, _TOO_MANY, KINDS, SHELVES, Room, fitting, missing
from dashboards.model import Shelves
from datasource.question import Dimension, Grain

TEAM, PRODUCT = Dimension(field="sales_team"), Dimension(field="product")
QUARTER = Dimension(field="close_date", grain=Grain.QUARTER)


def test_the_first_cut_has_the_agreed_kinds() -> None:
    assert list(KINDS) == ["bar", "stacked_bar", "line", "area", "pie", "scatter", "kpi", "table", "funnel"]
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
