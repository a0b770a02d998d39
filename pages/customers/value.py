"""Customer value: what customers will bring, what they leave after goods and service, how few bring most."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi
from datasource.question import Period
from datasource.texts import N_
from widgets.shell.page import show

VALUE = Dashboard(
    id="value",
    title=N_("Customer value"),
    description=N_("Predicted as of the last night; profit and concentration are those of the period."),
    controls=Controls(
        show=("period", "department", "owner", "region", "industry", "segment"),
        period=Period(preset="last_365_days"),
    ),
    tiles=(
        kpi("predicted_value", x=0, y=0),
        kpi("contract_amount", x=3, y=0),
        kpi("margin_rate", x=6, y=0),
        kpi("customer_count", x=9, y=0),
        Tile(id="customer_value", x=0, y=2, w=12, h=24, panel="customer_value"),
    ),
)  # fmt: skip

show(VALUE)
