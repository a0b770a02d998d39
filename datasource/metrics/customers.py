"""Metrics of customers, contacts, leads and follow-ups, the public pool and satisfaction (reports 2.1)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.metrics.pool import POOL_METRICS
from datasource.metrics.visits import VISIT_METRICS
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_

_DEALT = Condition("first_deal_date", Op.NOT_NULL)
_FOLLOW_UP = Condition("kind", Op.EQ, "follow_up")

CUSTOMER_METRICS = (
    Metric(
        "new_customers",
        N_("New customers"),
        N_("Customers entered in the period."),
        Aggregate("customers", How.COUNT),
        Unit.COUNT,
        date="created_date",
    ),
    Metric(
        "customer_count",
        N_("Customers in the books"),
        N_("Customers entered by the end of the period and not deleted; today, also those entered on an unknown day."),
        Aggregate("customers", How.COUNT),
        Unit.COUNT,
        date="created_date",
        as_of=True,
    ),
    Metric(
        "dealt_customers",
        N_("Dealt customers (cohort)"),
        N_("Of the customers entered in the period, those with a first effective contract by now."),
        Aggregate("customers", How.COUNT, where=(_DEALT,)),
        Unit.COUNT,
        date="created_date",
    ),
    Metric(
        "dealt_customers_period",
        N_("Dealt customers (period)"),
        N_("Customers whose first effective contract was placed in the period."),
        Aggregate("first_deals", How.COUNT),
        Unit.COUNT,
        date="first_deal_date",
    ),
    Metric(
        "deal_rate",
        N_("Deal rate"),
        N_("Share of the customers entered in the period that have dealt by now."),
        Combination(Join.RATIO, "dealt_customers", "new_customers"),
        Unit.RATE,
    ),
    Metric(
        "deal_rate_period",
        N_("Deal rate (period)"),
        N_("Customers that dealt for the first time in the period per customer entered in it; may exceed 100 %."),
        Combination(Join.RATIO, "dealt_customers_period", "new_customers"),
        Unit.RATE,
    ),
    Metric(
        "cycle_days",
        N_("Deal cycle (mean)"),
        N_("Mean days from entering a customer to its first effective contract, by the day of that contract."),
        Aggregate("first_deals", How.MEAN, "cycle_days"),
        Unit.DAYS,
        date="first_deal_date",
        higher_is_better=False,
    ),
    Metric(
        "cycle_days_median",
        N_("Deal cycle (median)"),
        N_("Median days from entering a customer to its first effective contract, by the day of that contract."),
        Aggregate("first_deals", How.MEDIAN, "cycle_days"),
        Unit.DAYS,
        date="first_deal_date",
        higher_is_better=False,
    ),
    Metric(
        "new_contacts",
        N_("New contacts"),
        N_("Contacts entered in the period."),
        Aggregate("contacts", How.COUNT),
        Unit.COUNT,
        date="created_date",
    ),
    Metric(
        "new_leads",
        N_("New leads"),
        N_("Leads entered in the period."),
        Aggregate("leads", How.COUNT),
        Unit.COUNT,
        date="created_date",
    ),
    Metric(
        "follow_ups",
        N_("Follow-ups"),
        N_("Activities of kind follow-up, not deleted, on any record."),
        Aggregate("activities", How.COUNT, where=(_FOLLOW_UP,)),
        Unit.COUNT,
        date="created_date",
    ),
    Metric(
        "customers_followed",
        N_("Customers followed"),
        N_("Distinct customers with a follow-up, counted through lead, contact or opportunity."),
        Aggregate("activities", How.DISTINCT, "customer_id", (_FOLLOW_UP,)),
        Unit.COUNT,
        date="created_date",
    ),
    *POOL_METRICS,
    *VISIT_METRICS,
)
