"""What counts by now has had longer to ripen in an older period: no ready page compares it with the period before.

The deals, leads and campaigns of a year ago had a year more to be won: beside them, the running year looks worse.
"""

import ast

from widgets.shell.menu import MENU, menu

RIPENS = {
    "win_rate_cohort",
    "dealt_customers",
    "deal_rate",
    "lead_conversion_rate",
    "campaign_leads",
    "campaign_won_amount",
    "campaign_yield",
    "collection_rate",
    "outstanding_amount",
}


def _compared(file: str) -> set[str]:
    """The metrics of the page's cards that show a change."""
    calls = [
        node for node in ast.walk(ast.parse((MENU.parent / file).read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "kpi"
        and isinstance(call.args[0], ast.Constant)
        and any(keyword.arg == "compare" for keyword in call.keywords)
    }


def test_no_card_compares_what_the_period_before_had_longer_to_bring() -> None:
    files = [entry.file for section in menu().sections for entry in section.pages]
    compared = {file: _compared(file) for file in files}
    assert "win_rate" in compared["sales/win_rate.py"]
    assert {file: names & RIPENS for file, names in compared.items() if names & RIPENS} == {}
