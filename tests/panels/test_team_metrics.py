"""What the dictionary says of a kept calculation in one line."""

from typing import Any

import pytest

from datasource.calculation import Calculation
from datasource.result import Unit
from widgets.panels.team_metrics import readable

NORTH = {"field": "sales_team", "op": "in", "value": ("North",)}


@pytest.mark.parametrize(
    ("body", "told", "unit"),
    [
        ({"ratio": {"of": "won_amount", "to": "won_count"}}, "won_amount ÷ won_count", Unit.MONEY),
        (
            {"formula": {"subject": "contracts", "text": "amount * 2", "how": "mean"}},
            "mean(contracts: amount * 2), by order_date",
            Unit.MONEY,
        ),
        ({"buckets": {"field": "amount", "edges": (10, 20)}}, "amount: 10, 20", None),
        (
            {"groups": {"field": "sales_team", "groups": ({"label": "Up", "members": ("N", "E")},), "others": "Rest"}},
            "sales_team: Up = N, E; Rest",
            None,
        ),
        (
            {"cases": {"subject": "opportunities", "cases": ({"label": "Up", "where": (NORTH,)},)}},
            "opportunities: Up where sales_team in North",
            None,
        ),
    ],
)
def test_a_calculation_reads_as_one_line(body: dict[str, Any], told: str, unit: Unit | None) -> None:
    one = Calculation.model_validate({"id": "mine", "label": "Mine", **body})
    assert readable(one) == (told, unit)


def test_one_that_stands_on_a_field_that_is_gone_says_so() -> None:
    one = Calculation.model_validate({"id": "mine", "label": "Mine", "ratio": {"of": "won_amont", "to": "won_count"}})
    assert readable(one) == (
        "define.0.ratio.of: Unknown metric 'won_amont'. Did you mean 'won_amount'?",
        None,
    )
