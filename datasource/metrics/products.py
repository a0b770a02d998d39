"""Metrics of the products sold, counted on the lines of effective contracts (reports 2.5)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_

_EFFECTIVE = Condition("is_effective", Op.EQ, True)


def _lines(how: How, column: str = "") -> Aggregate:
    return Aggregate("contract_lines", how, column, (_EFFECTIVE,))


PRODUCT_METRICS = (
    Metric(
        "sold_lines",
        N_("Lines sold"),
        N_("Lines of effective contracts, by order date."),
        _lines(How.COUNT),
        Unit.COUNT,
        date="order_date",
    ),
    Metric(
        "sold_contracts",
        N_("Contracts with products"),
        N_("Distinct effective contracts with a line of the product, by order date."),
        _lines(How.DISTINCT, "contract_id"),
        Unit.COUNT,
        date="order_date",
    ),
    Metric(
        "sold_quantity",
        N_("Quantity sold"),
        N_("Quantity on the lines of effective contracts, by order date."),
        _lines(How.SUM, "quantity"),
        Unit.NUMBER,
        date="order_date",
    ),
    Metric(
        "sold_amount",
        N_("Product sales amount"),
        N_("Amount of the lines of effective contracts after discount, by order date."),
        _lines(How.SUM, "amount"),
        Unit.MONEY,
        date="order_date",
    ),
    Metric(
        "sold_cost",
        N_("Cost of sales"),
        N_("Quantity times the unit cost at the time, over the lines whose cost is known; none known, no number."),
        _lines(How.KNOWN_SUM, "cost_amount"),
        Unit.MONEY,
        date="order_date",
        higher_is_better=None,
    ),
    Metric(
        "costed_amount",
        N_("Product sales with known cost"),
        N_("Amount of the lines whose cost is known: what margins are a share of."),
        _lines(How.KNOWN_SUM, "costed_amount"),
        Unit.MONEY,
        date="order_date",
    ),
    Metric(
        "margin_amount",
        N_("Margin"),
        N_("Amount less cost, over the lines whose cost is known; none known, no number."),
        _lines(How.KNOWN_SUM, "margin_amount"),
        Unit.MONEY,
        date="order_date",
    ),
    Metric(
        "margin_rate",
        N_("Margin rate"),
        N_("Margin out of the sales whose cost is known."),
        Combination(Join.RATIO, "margin_amount", "costed_amount"),
        Unit.RATE,
    ),
)
