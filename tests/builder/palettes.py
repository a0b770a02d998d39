"""A small palette: three metrics, five dimensions, two pairs that do not go together."""

from widgets.builder.palette import Palette, Pick

NEVER = {("won_amount", "channel"), ("follow_ups", "product")}
ONLY_FILTERS = {("win_rate", "product")}


def why_not(metric: str, dimension: str, grouping: bool) -> str | None:
    """One sentence for the pairs above."""
    refused = (metric, dimension) in NEVER or (grouping and (metric, dimension) in ONLY_FILTERS)
    return f"{metric} has no {dimension}." if refused else None


def _metric(name: str, label: str) -> Pick:
    return Pick(name, label, "", "Sales", "metric")


def _dimension(name: str, label: str, **kind: bool) -> Pick:
    return Pick(name, label, "", "Other", "dimension", **kind)


SMALL = Palette(
    (
        _metric("won_amount", "Won amount"),
        _metric("win_rate", "Win rate"),
        _metric("follow_ups", "Follow-ups"),
        _dimension("sales_team", "Sales team"),
        _dimension("product", "Product"),
        _dimension("channel", "Channel"),
        _dimension("close_date", "Closed", is_date=True),
        _dimension("amount", "Amount", is_number=True),
    ),
    why_not,
)
