"""Service tickets: how many come in, how fast they are answered and resolved, and whether promises are kept."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, over_time, ranking, table
from datasource.texts import N_
from widgets.shell.page import show

COUNTS = ("tickets_opened", "open_tickets", "tickets_resolved")
PROMISES = ("sla_met_rate", "escalation_rate", "reopen_rate")
TIMES = ("first_response_hours", "first_response_hours_median", "resolution_hours", "resolution_hours_median")
SHORT = ("tickets_opened", "first_response_hours_median", "resolution_hours_median", *PROMISES)

TICKETS = Dashboard(
    id="service-tickets",
    title=N_("Service tickets"),
    controls=Controls(
        show=("period", "grain", "department", "owner", "product", "ticket_channel", "ticket_priority"),
    ),
    tiles=(
        kpi("tickets_opened", x=0, y=0, compare="previous"),
        kpi("open_tickets", x=3, y=0, compare="previous"),
        kpi("first_response_hours_median", x=6, y=0, compare="previous"),
        kpi("resolution_hours_median", x=9, y=0, compare="previous"),
        kpi("tickets_resolved", x=0, y=2, compare="previous"),
        kpi("sla_met_rate", x=3, y=2, compare="previous"),
        kpi("escalation_rate", x=6, y=2, compare="previous"),
        kpi("reopen_rate", x=9, y=2, compare="previous"),
        Tile(
            id="volume", title=N_("Tickets opened and resolved"), x=0, y=4, w=7, h=6,
            chart=over_time("bar", "tickets_opened", "tickets_resolved"),
        ),
        Tile(
            id="promises", title=N_("Service level and escalations"), x=7, y=4, w=5, h=6,
            chart=over_time("line", *PROMISES),
        ),
        Tile(
            id="times", title=N_("Hours to the first answer and to the resolution (median)"), x=0, y=10, w=7, h=6,
            chart=over_time("line", "first_response_hours_median", "resolution_hours_median"),
        ),
        Tile(
            id="products", title=N_("Products with the most tickets"), x=7, y=10, w=5, h=6,
            chart=ranking("tickets_opened", "product"),
        ),
        Tile(id="by_product", title=N_("By product"), x=0, y=16, w=12, h=8, chart=table("product", *SHORT)),
        Tile(id="by_channel", title=N_("By channel"), x=0, y=24, w=12, h=5, chart=table("ticket_channel", *SHORT)),
        Tile(id="by_priority", title=N_("By priority"), x=0, y=29, w=12, h=5, chart=table("ticket_priority", *SHORT)),
        Tile(id="by_category", title=N_("By category"), x=0, y=34, w=12, h=5, chart=table("ticket_category", *SHORT)),
        Tile(
            id="by_owner", title=N_("By handler"), x=0, y=39, w=12, h=6,
            chart=table("owner", *COUNTS, *TIMES, "sla_breached", *PROMISES),
        ),
    ),
)  # fmt: skip

show(TICKETS)
