"""What a calculation asks for and no record has is told, with the nearest member."""

from collections.abc import Sequence
from typing import Any

import pytest

from datasource.calculation import Calculation
from tests.builder.palettes import SMALL
from widgets.builder.unheld import MOST_LISTED, unheld

TEAMS = ("North", "South", "Unknown")


def told(members: Sequence[str] = TEAMS, **body: Any) -> tuple[str, ...]:
    one = Calculation.model_validate({"id": "mine", "label": "Mine", **body})
    return unheld(one, SMALL, lambda _field: members)


def within(op: str, value: Any) -> dict[str, Any]:
    return {"within": {"metric": "won_amount", "where": [{"field": "sales_team", "op": op, "value": value}]}}


def formula(text: str) -> dict[str, Any]:
    return {"formula": {"subject": "opportunities", "text": text, "how": "sum"}}


NORHT = ("No record that you may see has Sales team “Norht”. Did you mean 'North'?",)


@pytest.mark.parametrize(
    "body",
    [
        within("in", ["North", "Norht"]),
        within("not_in", ["Norht"]),
        {"groups": {"field": "sales_team", "groups": [{"label": "A", "members": ["Norht", "South"]}]}},
        formula("if(sales_team = 'Norht', amount, 0)"),
        formula("if('Norht' != sales_team and amount > 5, amount, if(sales_team = 'Norht', 1, 0))"),
    ],
)
def test_a_member_that_no_record_has_is_told_once_with_the_nearest(body: dict[str, Any]) -> None:
    assert told(**body) == NORHT


def test_another_case_is_near_and_something_else_is_not() -> None:
    assert told(**within("in", ["NORTH"])) == (
        "No record that you may see has Sales team “NORTH”. Did you mean 'North'?",
    )
    assert told(**within("in", ["Zürich"])) == ("No record that you may see has Sales team “Zürich”.",)


@pytest.mark.parametrize(
    "body",
    [
        within("in", ["North", "South"]),
        within("contains", "orh"),
        within("is_null", None),
        formula("if(sales_team = '', amount, 0)"),
        formula("if(contains(sales_team, 'Norht'), amount, 0)"),
        formula("if(close_date = '2017-03-05', amount, 0)"),
        formula("if(no_such_field = 'Norht', amount, 0)"),
        {"ratio": {"of": "won_amount", "to": "follow_ups"}},
    ],
)
def test_what_records_have_and_what_asks_for_no_member_is_not_told(body: dict[str, Any]) -> None:
    assert told(**body) == ()


@pytest.mark.parametrize("count", [0, MOST_LISTED])
def test_nothing_is_told_where_the_members_are_not_known(count: int) -> None:
    assert told([f"Team {number}" for number in range(count)], **within("in", ["Norht"])) == ()
