"""What an edit does to the shelves, and what it is refused for."""

from dashboards.model import Shelves
from datasource.question import Dimension, Filter, Grain, Op
from tests.builder.palettes import SMALL
from widgets.builder.shelving import (
    Edit,
    Outcome,
    Shelf,
    apply,
    is_unset,
    pill_ids,
    replace,
    settled,
    unset,
    with_grain,
)

TEAM, PRODUCT, CLOSED = Dimension(field="sales_team"), Dimension(field="product"), Dimension(field="close_date")


def add(shelves: Shelves, shelf: Shelf, field: str, index: int = -1) -> Outcome:
    return apply(shelves, Edit(do="add", shelf=shelf, pill=field, index=index), SMALL)


def move(shelves: Shelves, source: Shelf, pill: str, shelf: Shelf, index: int = -1) -> Outcome:
    return apply(shelves, Edit(do="move", shelf=shelf, pill=pill, source=source, index=index), SMALL)


def test_a_dropped_field_stands_where_it_was_dropped() -> None:
    shelves = Shelves(columns=(TEAM, PRODUCT))
    assert add(shelves, Shelf.COLUMNS, "close_date", 1).shelves.columns == (TEAM, CLOSED, PRODUCT)
    assert add(shelves, Shelf.COLUMNS, "close_date").shelves.columns == (TEAM, PRODUCT, CLOSED)
    assert add(shelves, Shelf.COLUMNS, "close_date", 99).shelves.columns == (TEAM, PRODUCT, CLOSED)


def test_a_metric_is_refused_on_a_shelf_for_dimensions_and_the_reverse() -> None:
    outcome = add(Shelves(), Shelf.SIZE, "sales_team")
    assert outcome == Outcome(
        Shelves(), "Size takes metrics; Sales team is a dimension. Drop it on Columns, Rows, Colour or Filters."
    )
    assert add(Shelves(), Shelf.ROWS, "won_amount").refusal == (
        "Rows takes dimensions; Won amount is a metric. Drop it on Values or Size."
    )


def test_a_dimension_that_the_metric_cannot_reach_is_refused_with_the_reason() -> None:
    shelves = Shelves(values=("won_amount",))
    assert add(shelves, Shelf.COLUMNS, "channel") == Outcome(shelves, "won_amount has no channel.")
    assert add(shelves, Shelf.FILTERS, "channel").refusal == "won_amount has no channel."


def test_a_metric_that_cannot_reach_a_standing_dimension_or_filter_is_refused() -> None:
    assert add(Shelves(color=Dimension(field="channel")), Shelf.VALUES, "won_amount").refusal
    assert add(Shelves(filters=(unset("channel"),)), Shelf.VALUES, "won_amount").refusal


def test_a_dimension_that_cannot_group_may_still_filter_but_not_move_to_an_axis() -> None:
    shelves = Shelves(values=("win_rate",))
    assert add(shelves, Shelf.COLOR, "product").refusal == "win_rate has no product."
    filtered = add(shelves, Shelf.FILTERS, "product")
    assert filtered.refusal == ""
    assert move(filtered.shelves, Shelf.FILTERS, "product", Shelf.ROWS).refusal == "win_rate has no product."


def test_a_field_stands_once_on_columns_and_rows_but_may_colour_too() -> None:
    shelves = Shelves(columns=(TEAM, PRODUCT))
    assert add(shelves, Shelf.ROWS, "product").shelves == Shelves(columns=(TEAM,), rows=(PRODUCT,))
    assert add(shelves, Shelf.COLOR, "product").shelves == Shelves(columns=(TEAM, PRODUCT), color=PRODUCT)


def test_a_metric_stands_once_on_values_and_size() -> None:
    shelves = Shelves(values=("won_amount", "win_rate"))
    assert add(shelves, Shelf.SIZE, "win_rate").shelves == Shelves(values=("won_amount",), size="win_rate")


def test_a_shelf_for_one_pill_swaps_it_wherever_the_new_one_is_dropped() -> None:
    shelves = Shelves(columns=(PRODUCT,), color=TEAM)
    assert add(shelves, Shelf.COLOR, "close_date", 0).shelves.color == CLOSED
    assert move(shelves, Shelf.COLUMNS, "product", Shelf.COLOR).shelves == Shelves(color=PRODUCT)


def test_adding_a_field_again_moves_it_and_keeps_its_settings() -> None:
    monthly = Dimension(field="close_date", grain=Grain.MONTH)
    shelves = Shelves(columns=(monthly, TEAM), filters=(Filter(field="product", op=Op.IN, value=("A",)),))
    assert add(shelves, Shelf.COLUMNS, "close_date").shelves.columns == (TEAM, monthly)
    assert add(shelves, Shelf.COLOR, "close_date").shelves.color == monthly
    assert add(shelves, Shelf.FILTERS, "product").shelves.filters == shelves.filters


def test_a_moved_pill_keeps_its_grain_and_its_place() -> None:
    monthly = Dimension(field="close_date", grain=Grain.MONTH)
    shelves = Shelves(columns=(monthly,), rows=(TEAM,))
    assert move(shelves, Shelf.COLUMNS, "close_date", Shelf.ROWS, 0).shelves == Shelves(rows=(monthly, TEAM))


def test_pills_are_reordered_on_their_shelf() -> None:
    shelves = Shelves(values=("won_amount", "win_rate", "follow_ups"))
    moved = move(shelves, Shelf.VALUES, "follow_ups", Shelf.VALUES, 0).shelves
    assert moved.values == ("follow_ups", "won_amount", "win_rate")


def test_a_pill_that_has_gone_is_named() -> None:
    edit = Edit(do="remove", shelf=Shelf.ROWS, pill="sales_team")
    assert apply(Shelves(), edit, SMALL) == Outcome(Shelves(), "Sales team no longer stands there.")
    assert move(Shelves(), Shelf.ROWS, "sales_team", Shelf.COLUMNS).refusal == "Sales team no longer stands there."


def test_a_field_that_no_longer_exists_can_be_removed_but_not_added() -> None:
    shelves = Shelves(rows=(Dimension(field="old"),))
    assert add(Shelves(), Shelf.ROWS, "old").refusal == "There is no field 'old' any more."
    assert apply(shelves, Edit(do="remove", shelf=Shelf.ROWS, pill="old"), SMALL).shelves == Shelves()


def test_two_filters_of_one_field_are_told_apart() -> None:
    low, high = Filter(field="amount", op=Op.GTE, value=1), Filter(field="amount", op=Op.LTE, value=9)
    shelves = Shelves(filters=(low, high))
    assert pill_ids(shelves, Shelf.FILTERS) == ("amount", "amount#2")
    other = Filter(field="amount", op=Op.LTE, value=5)
    assert replace(shelves, Shelf.FILTERS, "amount#2", other).filters == (low, other)
    removed = apply(shelves, Edit(do="remove", shelf=Shelf.FILTERS, pill="amount"), SMALL).shelves
    assert removed.filters == (high,)


def test_a_fresh_filter_says_nothing_and_is_left_out_of_the_question() -> None:
    told = Filter(field="product", op=Op.IN, value=("A",))
    shelves = Shelves(filters=(unset("sales_team"), told, Filter(field="product", op=Op.CONTAINS, value="")))
    assert [is_unset(part) for part in shelves.filters] == [True, False, True]
    assert settled(shelves).filters == (told,)


def test_the_grain_of_a_date_is_the_same_wherever_it_stands() -> None:
    yearly = Dimension(field="close_date", grain=Grain.YEAR)
    shelves = with_grain(Shelves(columns=(TEAM, CLOSED), color=CLOSED), yearly)
    assert (shelves.columns, shelves.color) == ((TEAM, yearly), yearly)
