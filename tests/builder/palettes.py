"""A small palette: four metrics, five dimensions, two pairs that do not go together."""

from datasource.calculation import Aggregated
from widgets.builder.palette import Number, Palette, Pick

NEVER = {("won_amount", "channel"), ("follow_ups", "product")}
ONLY_FILTERS = {("win_rate", "product")}


def why_not(metric: str, dimension: str, grouping: bool) -> str | None:
    """One sentence for the pairs above."""
    refused = (metric, dimension) in NEVER or (grouping and (metric, dimension) in ONLY_FILTERS)
    return f"{metric} has no {dimension}." if refused else None


def why_not_within(subject: str, dimension: str) -> str | None:
    """Deals have no channel."""
    return "Deals have no channel." if (subject, dimension) == ("opportunities", "channel") else None


def _metric(name: str, label: str, unit: str, plain: Aggregated | None = None) -> Pick:
    return Pick(name, label, "", "Sales", "metric", unit=unit, plain=plain)


def _dimension(name: str, label: str, is_date: bool = False, is_number: bool = False) -> Pick:
    return Pick(name, label, "", "Other", "dimension", is_date=is_date, is_number=is_number)


SMALL = Palette(
    (
        _metric("won_amount", "Won amount", "money"),
        _metric("win_rate", "Win rate", "rate"),
        _metric("follow_ups", "Follow-ups", "count"),
        _metric(
            "new_opportunity_amount",
            "Deal amount",
            "money",
            Aggregated(subject="opportunities", field="amount", how="sum"),
        ),
        _dimension("sales_team", "Sales team"),
        _dimension("product", "Product"),
        _dimension("channel", "Channel"),
        _dimension("close_date", "Closed", is_date=True),
        _dimension("amount", "Amount", is_number=True),
    ),
    why_not,
    (Number("opportunities", "amount", "Deals", "Amount", "money"),),
    {"opportunities": "Deals"},
    why_not_within,
)
