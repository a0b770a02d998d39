"""A ready page as the beginning of a person's own board: panels become charts that say the same, or are left out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboards.layout import compact
from dashboards.model import Chart, Dashboard, Options, Share, Shelves, Tile
from dashboards.names import BOARD_PANELS
from dashboards.tiles import by_date, over_time, ranking, table
from datasource.question import Calculation, Dimension
from datasource.texts import N_


@dataclass(frozen=True)
class Copied:
    """The board, and how many panels of the page it does not have."""

    board: Dashboard
    left_out: int


def customised(page: Dashboard, panels: Collection[str] = BOARD_PANELS) -> Copied:
    """`page` as a board that is shared with nobody; `panels` names those that boards may hold, which stay."""
    tiles = [_kept(tile, panels) for tile in page.tiles]
    found = tuple(tile for tile in tiles if tile is not None)
    board = page.model_copy(update={"tiles": found, "share": Share()})
    left_out = len(tiles) - len(found)
    return Copied(compact(board, "") if left_out else board, left_out)


def _kept(tile: Tile, panels: Collection[str]) -> Tile | None:
    if tile.panel is None or tile.panel in panels:
        return tile
    if tile.panel not in CHARTS:
        return None
    title, chart = CHARTS[tile.panel]
    return tile.model_copy(update={"panel": None, "chart": chart, "title": tile.title or title})


def _by(kind: str, field: str, *metrics: str, labels: bool = False) -> Chart:
    return Chart(
        kind=kind, shelves=Shelves(rows=(Dimension(field=field),), values=metrics), options=Options(labels=labels)
    )


def _share_of(field: str, metric: str) -> Chart:
    return Chart(kind="donut", shelves=Shelves(color=Dimension(field=field), values=(metric,)), totals=True)


def _card(metric: str) -> Chart:
    return Chart(kind="kpi", shelves=Shelves(values=(metric,)))


def _growth(metric: str) -> Chart:
    """A metric by date, with its change to the bucket before and to the year before on a second axis."""
    changes = (
        Calculation.model_validate(
            {"id": "change_before", "label": N_("Change"), "shown": {"metric": metric, "as": "change"}}
        ),
        Calculation.model_validate(
            {
                "id": "change_year",
                "label": N_("Change to last year"),
                "shown": {"metric": metric, "as": "change_last_year"},
            }
        ),
    )
    shelves = Shelves(columns=(Dimension(field="date"),), values=(metric,), second=("change_before", "change_year"))
    return Chart(kind="combo", shelves=shelves, calculations=changes, options=Options(marks=True))


_STAGES = Chart(
    kind="funnel",
    shelves=Shelves(columns=(Dimension(field="stage"),), values=("reached_opportunities",)),
    options=Options(labels=True),
)
_STALLED = Chart(
    kind="table",
    shelves=Shelves(
        rows=(Dimension(field="owner"),),
        values=("idle_opportunities", "overdue_opportunities", "slow_opportunities", "open_amount"),
    ),
    totals=True,
)
_MIX = Chart(
    kind="treemap",
    shelves=Shelves(
        rows=(Dimension(field="product_category"),), color=Dimension(field="product_group"), values=("sold_amount",)
    ),
)
_CUSTOMERS = ("customer_count", "dealt_customers", "deal_rate", "contract_amount")
_AGES = ("receivable_amount", "receivable_not_due", "overdue_1_30", "overdue_31_60", "overdue_61_90", "overdue_over_90")
_GROWING = {
    "contract_count": N_("Contract count"),
    "contract_amount": N_("Contract amount"),
    "received_amount": N_("Received amount"),
}

CHARTS: Mapping[str, tuple[str, Chart]] = MappingProxyType(
    {
        "mini_funnel": (N_("Sales funnel"), _STAGES),
        "funnel": (N_("Sales funnel"), _STAGES),
        "dwell": (N_("Days in each stage"), _by("horizontal_bar", "stage", "dwell_days", labels=True)),
        "stalled": (N_("Stalled deals by employee"), _STALLED),
        "funnel_depth": (N_("Days in each stage"), _by("horizontal_bar", "stage", "dwell_days", labels=True)),
        "sales_forecast": (N_("Received amount"), over_time("line", "received_amount")),
        "pipeline_forecast": (N_("Expected amount"), over_time("bar", "expected_amount")),
        "attribution": (N_("Campaigns"), table("campaign", "campaign_cost", "campaign_leads", "campaign_won_amount")),
        "compare_segments": (N_("By source"), table("source", "new_opportunities", "won_count", "win_rate")),
        "lead_scores": (N_("Leads by grade"), table("lead_grade", "new_leads", "mean_lead_score")),
        "deal_scores": (N_("By stage"), table("stage", "open_opportunities", "mean_win_chance", "expected_amount")),
        "churn": (N_("By segment"), table("segment", "customer_count", "mean_churn_risk", "revenue_at_risk")),
        "customer_value": (
            N_("By segment"),
            table("segment", "customer_count", "predicted_value", "contract_amount", "contract_count"),
        ),
        "cohorts": (N_("By segment"), table("segment", "customer_count", "dealt_customers", "contract_amount")),
        "segments": (N_("By segment"), table("segment", "customer_count", "dealt_customers", "deal_rate")),
        "drivers": (N_("By source"), table("source", "won_count", "lost_count", "win_rate")),
        "look_alikes": (N_("By industry"), table("industry", "customer_count", "dealt_customers", "deal_rate")),
        "next_actions": (N_("By suggested step"), table("deal_suggestion", "open_opportunities", "open_amount")),
        "explained_change": (N_("Contract amount"), _growth("contract_amount")),
        "alerts": (N_("Contract amount"), over_time("line", "contract_amount")),
        "alert_centre": (N_("Contract amount"), over_time("line", "contract_amount", "received_amount")),
        "regression": (N_("By industry"), table("industry", "won_count", "win_rate", "cycle_days")),
        "feedback": (N_("By product"), table("product", "feedback_count", "feedback_score", "visits")),
        "service_rates": (N_("Escalations and reopened tickets"), over_time("line", "escalation_rate", "reopen_rate")),
        "service_problems": (
            N_("By product"),
            table("product", "tickets_opened", "escalation_rate", "reopen_rate", "sla_met_rate"),
        ),
        "service_times": (
            N_("By priority"),
            table("ticket_priority", "tickets_opened", "first_response_hours_median", "resolution_hours_median"),
        ),
        "leaders": (N_("Contract amount by employee"), ranking("contract_amount", "owner", 8)),
        "leaderboards": (N_("Contract amount by employee"), ranking("contract_amount", "owner", 20)),
        "goal_brief": (
            N_("Goal attainment"),
            Chart(kind="gauge", shelves=Shelves(values=("contract_amount", "target_amount"))),
        ),
        "goal_gauge": (
            N_("Goal attainment"),
            Chart(kind="gauge", shelves=Shelves(values=("contract_amount", "target_amount"))),
        ),
        "goal_months": (N_("Contract amount and target"), over_time("grouped_bar", "contract_amount", "target_amount")),
        "goal_table": (N_("By department"), table("department", "contract_amount", "target_amount", "attainment")),
        "goal_people": (N_("By employee"), table("owner", "contract_amount", "target_amount", "attainment")),
        "channels": (N_("Follow-ups by channel"), _by("horizontal_bar", "channel", "follow_ups", labels=True)),
        "channel_table": (N_("All channels"), table("channel", "follow_ups", "customers_followed")),
        "conversion": (
            N_("Deal rate of cohorts and of periods"),
            over_time("line", "deal_rate", "deal_rate_period"),
        ),
        "conversion_table": (
            N_("Conversion by period"),
            by_date("new_customers", "dealt_customers", "deal_rate", "deal_rate_period"),
        ),
        "portrait_map": (N_("Customers by province"), _by("map", "region", "customer_count")),
        "portrait_places": (N_("By province"), table("region", *_CUSTOMERS)),
        "portrait_industry": (N_("Industry"), _by("bar", "industry", "customer_count", "dealt_customers")),
        "portrait_company_size": (N_("Company size"), _by("bar", "company_size", "customer_count", "dealt_customers")),
        "portrait_level_all": (N_("Level: all customers"), _share_of("level", "customer_count")),
        "portrait_level_dealt": (N_("Level: dealt customers"), _share_of("level", "dealt_customers")),
        "portrait_source_all": (N_("Source: all customers"), _share_of("source", "customer_count")),
        "portrait_source_dealt": (N_("Source: dealt customers"), _share_of("source", "dealt_customers")),
        "portrait_by_industry": (N_("By industry"), table("industry", *_CUSTOMERS)),
        "portrait_by_company_size": (N_("By company size"), table("company_size", *_CUSTOMERS)),
        "portrait_by_level": (N_("By level"), table("level", *_CUSTOMERS)),
        "portrait_by_source": (N_("By source"), table("source", *_CUSTOMERS)),
        "product_sales": (
            N_("Sales, cost and margin"),
            table("product", "sold_amount", "sold_quantity", "sold_cost", "margin_amount", "margin_rate"),
        ),
        "category_mix": (N_("Sold amount"), _MIX),
        **{f"growth_{name}": (label, _growth(name)) for name, label in _GROWING.items()},
        **{f"growth_table_{name}": (N_("By date"), by_date(name)) for name in _GROWING},
        "ageing_receivable_amount": ("", _card("receivable_amount")),
        "ageing_overdue_amount": ("", _card("overdue_amount")),
        "ageing_overdue_share": ("", _card("overdue_share")),
        "ageing_receivable_count": ("", _card("receivable_count")),
        "ageing_bars": (N_("Receivable by age"), _by("horizontal_bar", "ageing", "receivable_amount", labels=True)),
        "ageing_owners": (N_("Overdue by employee"), ranking("overdue_amount", "owner")),
        "ageing_by_owner": (N_("By employee"), table("owner", *_AGES)),
        "ageing_by_customer": (N_("By customer"), table("customer", *_AGES)),
    }
)
"""The panels that a chart can stand for, with the title (a msgid) that the chart gets where its tile has none."""
