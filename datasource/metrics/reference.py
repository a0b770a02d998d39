"""Where a metric's rule differs from that of Wukong CRM's BI, from which many companies move over.

Whoever moves compares numbers first. Each entry says what the reference does instead; `alternative` names the metric
that counts by the reference's own rule, where there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from datasource.texts import N_


@dataclass(frozen=True)
class Difference:
    """What Wukong counts instead (a msgid), and the metric that counts so; empty when none does."""

    says: str
    alternative: str = ""


DIFFERENCES: Mapping[str, Difference] = MappingProxyType(
    {
        "deal_rate": Difference(N_("Wukong cuts the rate to whole percents instead of rounding it.")),
        "follow_ups": Difference(
            N_("Wukong also counts deleted records, and only those written on a customer itself.")
        ),
        "customers_followed": Difference(
            N_("Wukong counts only follow-ups written on the customer itself, not those on its lead, contact or deal.")
        ),
        "cycle_days": Difference(
            N_("Wukong takes the latest deal instead of the first, and adds up averages for a total.")
        ),
        "dealt_customers_period": Difference(
            N_("Wukong counts the customers entered in the period that have dealt by now, whenever that was."),
            "dealt_customers",
        ),
        "deal_rate_period": Difference(
            N_("Wukong divides the customers entered in the period that have dealt by now by all entered in it."),
            "deal_rate",
        ),
        "pool_entered_customers": Difference(
            N_("Wukong counts moves: a customer twice when it came twice."), "pool_entries"
        ),
        "pool_claimed_customers": Difference(
            N_("Wukong counts moves, and assigned customers with those claimed."), "pool_claims"
        ),
        "satisfaction_score": Difference(N_("Wukong shows the share of each answer, no score.")),
        "visits": Difference(N_("Wukong counts a product's visits by the day of the order, not by that of the visit.")),
        "win_rate": Difference(
            N_("Wukong divides the opportunities of a period that are won by now by all that were entered in it."),
            "win_rate_cohort",
        ),
    }
)
