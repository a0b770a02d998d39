"""Approvals: what is asked for, what is decided how fast, and what it costs in money and days."""

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.tiles import kpi, over_time, table
from datasource.question import Dimension, Sort
from datasource.texts import N_
from widgets.shell.page import show

COUNTS = ("approvals_submitted", "approvals_approved", "approvals_rejected", "approvals_pending")
SIZES = ("approval_decision_hours", "requested_amount", "approved_amount", "requested_days", "approved_days")

APPROVALS = Dashboard(
    id="approvals",
    title=N_("Approvals"),
    controls=Controls(
        show=("period", "grain", "department", "owner", "approval_category")
    ),
    tiles=(
        kpi("approvals_submitted", x=0, y=0, compare="previous"),
        kpi("approvals_approved", x=3, y=0, compare="previous"),
        kpi("approvals_pending", x=6, y=0, compare="previous"),
        kpi("approval_decision_hours", x=9, y=0, compare="previous"),
        Tile(
            id="volume", title=N_("Requests by their outcome so far"), x=0, y=2, w=7, h=6,
            chart=over_time("stacked_bar", "approvals_approved", "approvals_pending", "approvals_rejected"),
        ),
        Tile(
            id="money", title=N_("Money asked for and approved"), x=7, y=2, w=5, h=6,
            chart=over_time("bar", "requested_amount", "approved_amount"),
        ),
        Tile(
            id="categories", title=N_("By request category"), x=0, y=8, w=12, h=6,
            chart=table("approval_category", *COUNTS, *SIZES),
        ),
        Tile(
            id="employees", title=N_("By employee and request category"), x=0, y=14, w=12, h=9,
            chart=Chart(
                kind="table",
                shelves=Shelves(
                    rows=(Dimension(field="owner"), Dimension(field="approval_category")), values=(*COUNTS, *SIZES)
                ),
                sort=(Sort(by="owner"),),
                totals=True,
            ),
        ),
    ),
)  # fmt: skip

show(APPROVALS)
