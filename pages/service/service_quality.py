"""Service quality: what goes wrong more often than chance allows, with which product, and how long customers wait."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi
from datasource.question import Period
from datasource.texts import N_
from widgets.shell.page import show

SERVICE_QUALITY = Dashboard(
    id="service-quality",
    title=N_("Service quality"),
    description=N_("Rates of what could have gone wrong, with the limits of what chance alone does."),
    controls=Controls(
        show=("period", "department", "owner", "region", "industry"), period=Period(preset="last_365_days")
    ),
    tiles=(
        kpi("escalation_rate", x=0, y=0, compare="previous"),
        kpi("reopen_rate", x=3, y=0, compare="previous"),
        kpi("sla_met_rate", x=6, y=0, compare="previous"),
        kpi("resolution_hours_median", x=9, y=0, compare="previous"),
        Tile(id="rates", x=0, y=2, w=12, h=14, panel="service_rates"),
        Tile(id="problems", x=0, y=16, w=12, h=7, panel="service_problems"),
        Tile(id="times", x=0, y=23, w=12, h=9, panel="service_times"),
    ),
)  # fmt: skip

show(SERVICE_QUALITY)
