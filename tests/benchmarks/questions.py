"""The questions that are measured: those of the ready pages and of three boards, and others that people ask."""

from pathlib import Path

from dashboards.compile import compile_chart, opening_view
from dashboards.model import Dashboard
from dashboards.parse import parse
from datasource.question import Query, read_query

MEASURED = Path(__file__).resolve().parent / "measured"
_YEAR = {"from": "2025-07-01", "to": "2026-06-30"}
_MONTH = {"preset": "this_month"}
_MONTHLY = {"field": "date", "grain": "month"}
_KPIS = (
    "new_customers",
    "new_contacts",
    "new_opportunities",
    "new_opportunity_amount",
    "contract_count",
    "contract_amount",
    "received_amount",
    "follow_ups",
)
_ASKED: dict[str, dict[str, object]] = {
    **{f"cockpit/{name}": {"metrics": [name], "period": _MONTH, "compare": "previous"} for name in _KPIS},
    "cockpit/trend": {
        "metrics": ["contract_amount", "received_amount"],
        "by": [_MONTHLY],
        "period": {"preset": "this_year"},
        "compare": "last_year",
    },
    "cockpit/ranking": {
        "metrics": ["contract_amount"],
        "by": ["owner"],
        "period": {"preset": "this_year"},
        "sort": [{"by": "contract_amount", "desc": True}],
        "limit": 10,
    },
    "funnel/snapshot": {
        "metrics": ["open_opportunities", "open_amount", "weighted_amount"],
        "by": ["stage"],
        "where": [{"field": "pipeline", "op": "eq", "value": "新客户销售流程"}],
        "period": {"preset": "this_year"},
        "totals": True,
    },
    "funnel/cumulative": {
        "metrics": ["reached_opportunities", "reached_amount"],
        "by": ["stage"],
        "where": [{"field": "pipeline", "op": "eq", "value": "新客户销售流程"}],
        "period": {"preset": "this_year"},
        "totals": True,
    },
    "customers/by-employee": {
        "metrics": ["new_customers", "dealt_customers", "deal_rate", "contract_amount", "received_amount"],
        "by": ["department", "owner"],
        "period": {"preset": "this_year"},
        "totals": True,
    },
    "asked/follow-ups": {"metrics": ["follow_ups"]},
    "asked/follow-ups-by-owner": {"metrics": ["follow_ups"], "by": ["owner"], "period": _YEAR},
    "asked/follow-ups-by-channel-and-month": {"metrics": ["follow_ups"], "by": ["channel", _MONTHLY]},
    "asked/follow-ups-by-month": {"metrics": ["follow_ups"], "by": [_MONTHLY]},
    "asked/follow-ups-by-industry-of-two-channels": {
        "metrics": ["follow_ups"],
        "by": ["industry"],
        "where": [{"field": "channel", "op": "in", "value": ["电话", "微信"]}],
    },
    "asked/customers-followed-by-team": {
        "metrics": ["customers_followed", "follow_ups"],
        "by": ["sales_team"],
        "period": _YEAR,
        "totals": True,
    },
    "asked/win-rate-by-team-and-month": {
        "metrics": ["won_amount", "win_rate"],
        "by": ["sales_team", _MONTHLY],
        "period": _YEAR,
    },
    "asked/products-of-the-best-regions": {
        "metrics": ["won_amount"],
        "by": ["region", "product"],
        "period": _YEAR,
        "top": {"field": "region", "n": 5, "by": "won_amount"},
    },
    "asked/best-customers-and-others": {
        "metrics": ["contract_amount", "contract_count"],
        "by": ["customer"],
        "top": {"field": "customer", "n": 10, "by": "contract_amount"},
        "sort": [{"by": "contract_amount", "desc": True}],
    },
    "asked/effort-and-money-by-month": {
        "metrics": ["new_leads", "new_opportunities", "won_amount", "received_amount", "follow_ups"],
        "by": [_MONTHLY],
        "period": _YEAR,
    },
    "asked/cycle-by-industry": {
        "metrics": ["cycle_days", "cycle_days_median", "dealt_customers_period"],
        "by": ["industry"],
        "period": _YEAR,
    },
}


def questions() -> dict[str, Query]:
    """Every measured question by name, `where/what`."""
    boards = [parse(path.read_bytes(), path.name) for path in sorted(MEASURED.glob("*.yaml"))]
    return {
        **{name: query for board in boards for name, query in board_questions(board).items()},
        **{name: read_query(asked) for name, asked in _ASKED.items()},
    }


def board_questions(board: Dashboard) -> dict[str, Query]:
    """What `board` asks when it is opened, by board and tile."""
    view = opening_view(board.controls)
    return {f"{board.id}/{tile.id}": compile_chart(tile.chart, view) for tile in board.tiles if tile.chart}
