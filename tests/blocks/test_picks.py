"""A click on a mark or a row narrows the records to exactly what the mark counts."""

from dataclasses import replace

import pytest

from datasource.question import Dimension, Filter, Grain, Op, Query, Top
from datasource.result import Column, Kind, Result
from tests.charts.answers import WON, answer
from widgets.blocks.chart import summary
from widgets.blocks.filter_text import filter_text
from widgets.blocks.picks import binned_filters, picked_filters, told_apart
from widgets.charts.look import Look

OWNER = Column("owner", "Owner", Kind.TEXT)
QUARTER = Column("close_date", "Closed", Kind.DATE, grain=Grain.QUARTER)
QUERY = Query(
    metrics=("won_amount",),
    by=(Dimension(field="close_date", grain=Grain.QUARTER), Dimension(field="owner")),
    top=Top(field="owner", n=2, by="won_amount"),
)


def ranked(*members: tuple[str | None, bool]) -> Result:
    rows = [
        {"close_date": "2017-Q1", "owner": owner, "won_amount": 100.0 * place, "_others": others}
        for place, (owner, others) in enumerate(members, start=1)
    ]
    return replace(answer((QUARTER, OWNER, WON), rows), query=QUERY)


def test_a_member_and_its_bucket_become_two_filters() -> None:
    result = ranked(("Mei", False), ("Others", True))
    assert picked_filters(result, {"close_date": "2017-Q1", "owner": "Mei"}) == (
        Filter(field="close_date", op=Op.EQ, value="2017-Q1"),
        Filter(field="owner", op=Op.EQ, value="Mei"),
    )


def test_the_rest_is_everybody_but_those_shown() -> None:
    result = ranked(("Mei", False), ("Tom", False), ("Others", True))
    assert picked_filters(result, {"owner": "Others"}) == (Filter(field="owner", op=Op.NOT_IN, value=("Mei", "Tom")),)


def test_a_real_member_called_others_stays_apart_from_the_rest() -> None:
    result = ranked(("Mei", False), ("Others", False), ("Others", True))
    assert told_apart(result)["owner"].to_list() == ["Mei", "Others", "Others …"]
    assert picked_filters(result, {"owner": "Others"}) == (Filter(field="owner", op=Op.EQ, value="Others"),)
    assert picked_filters(result, {"owner": "Others …"}) == (
        Filter(field="owner", op=Op.NOT_IN, value=("Mei", "Others")),
    )


def test_a_mark_without_a_member_asks_for_records_without_one() -> None:
    assert picked_filters(ranked((None, False)), {"owner": None}) == (Filter(field="owner", op=Op.IS_NULL),)


def test_what_the_query_does_not_group_by_is_no_filter() -> None:
    assert picked_filters(ranked(("Mei", False)), {"won_amount": 100.0, "_others": False}) == ()


def test_the_summary_names_the_largest_real_member() -> None:
    result = ranked(("Mei", False), ("Tom", False), ("Others", True))
    told = summary(result, Look(currency="USD"))
    assert told == "Won amount for 3 groups; the most Won amount: Q1 2017 Tom, $200.00."


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (Filter(field="owner", op=Op.EQ, value="Mei"), "Owner: Mei"),
        (Filter(field="owner", op=Op.NOT_IN, value=("Mei", "Tom")), "Owner: all but Mei, Tom"),
        (Filter(field="owner", op=Op.IN, value=tuple("abcdefg")), "Owner: a, b, c, d, e, 2 more"),
        (Filter(field="owner", op=Op.IS_NULL), "Owner: none"),
        (Filter(field="outcome", op=Op.EQ, value="won"), "Outcome: Won"),
    ],
)
def test_a_filter_reads_as_words(ask: Filter, expected: str) -> None:
    assert filter_text(ask, "en") == expected


@pytest.mark.parametrize(
    ("shown", "filters"),
    [
        ("(-∞, 0)", (Filter(field="amount", op=Op.LT, value=0.0),)),
        (
            "[0, 1000)",
            (Filter(field="amount", op=Op.GTE, value=0.0), Filter(field="amount", op=Op.LT, value=1000.0)),
        ),
        ("[1000, ∞)", (Filter(field="amount", op=Op.GTE, value=1000.0),)),
        ("Unknown", (Filter(field="amount", op=Op.IS_NULL),)),
    ],
)
def test_a_bin_of_a_number_becomes_its_edges(shown: str, filters: tuple[Filter, ...]) -> None:
    sizes = Column("amount", "Amount", Kind.NUMBER)
    query = Query(metrics=("won_amount",), by=(Dimension(field="amount", bins=(0, 1000)),))
    result = replace(answer((sizes, WON), [{"amount": shown, "won_amount": 1.0}]), query=query)
    assert picked_filters(result, {"amount": shown}) == filters


def test_a_bar_of_a_histogram_asks_for_all_of_its_members() -> None:
    result = ranked(("Mei", False), ("Tom", False), (None, False))
    assert binned_filters(result, result.rows.select("owner").head(2)) == (
        Filter(field="owner", op=Op.IN, value=("Mei", "Tom")),
    )
    assert binned_filters(result, result.rows.select("owner").tail(1)) == (Filter(field="owner", op=Op.IS_NULL),)
