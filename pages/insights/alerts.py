"""Alerts: what stands out by rules that people write, and what nobody has thought of watching."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

ALERTS = Dashboard(
    id="alerts",
    title=N_("Alerts"),
    description=N_("Numbers that need a look: by your own rules, and by what their past let expect."),
    controls=Controls(show=()),
    tiles=(Tile(id="alert_centre", x=0, y=0, w=12, h=20, panel="alert_centre"),),
)

show(ALERTS)
