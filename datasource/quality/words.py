"""Tables, columns, aspects and rules as a reader calls them; everything here is a msgid until it is told."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.metrics.registry import DIMENSIONS
from datasource.metrics.subjects.every import SUBJECTS
from datasource.quality.rules.rule import Aspect, Rule, Severity
from datasource.query.records import COLUMN_LABELS
from datasource.texts import N_, _

ASPECT_LABELS: Mapping[Aspect, str] = MappingProxyType(
    {
        Aspect.COMPLETENESS: N_("Completeness"),
        Aspect.VALIDITY: N_("Validity"),
        Aspect.UNIQUENESS: N_("Uniqueness"),
        Aspect.TIMELINESS: N_("Timeliness"),
        Aspect.CONSISTENCY: N_("Consistency"),
    }
)
SEVERITY_LABELS: Mapping[Severity, str] = MappingProxyType(
    {Severity.HIGH: N_("Numbers are wrong"), Severity.MEDIUM: N_("Numbers may mislead"), Severity.LOW: N_("Minor")}
)
_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "ad_stats": N_("Advertising figures"),
        "campaigns": N_("Campaigns"),
        "exchange_rates": N_("Exchange rates"),
        "feedback": N_("Feedback"),
        "opportunity_lines": N_("Products of opportunities"),
        "products": N_("Products"),
        "quotations": N_("Quotations"),
        "stage_events": N_("Stays in a stage"),
        "stages": N_("Stages"),
        "users": N_("Employees"),
        "campaign_members": N_("Members of campaigns"),
        "contents": N_("Contents"),
        "customer_members": N_("Team members of customers"),
        "departments": N_("Departments"),
        "owner_events": N_("Changes of owner"),
        "pipelines": N_("Pipelines"),
        "product_categories": N_("Product categories"),
        "regions": N_("Regions"),
        "ticket_events": N_("Ticket history"),
        "touches": N_("Marketing touches"),
        "web_visits": N_("Visits of the website"),
    }
)
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "annual_revenue_amount": N_("Annual revenue"),
        "birth_date": N_("Birth date"),
        "budget_amount": N_("Budget"),
        "campaign_id": N_("Campaign"),
        "challenge_amount": N_("Challenge"),
        "clicks": N_("Clicks"),
        "close_date": N_("Close date"),
        "contact_id": N_("Contact"),
        "contract.order_date": N_("Order date"),
        "contract_id": N_("Contract"),
        "converted_date": N_("Day of conversion"),
        "created_date": N_("Created"),
        "customer_id": N_("Customer"),
        "deal.created_date": N_("Opportunity created"),
        "decided_at": N_("Decided"),
        "department_id": N_("Department"),
        "discount": N_("Discount"),
        "due_date": N_("Due date"),
        "employee_count": N_("Employees"),
        "end_date": N_("Last day"),
        "entered_date": N_("Entered the stage"),
        "expected_close_date": N_("Expected close date"),
        "first_response_at": N_("First response"),
        "founded_year": N_("Year founded"),
        "hired_date": N_("First working day"),
        "impressions": N_("Times shown"),
        "industry": N_("Industry"),
        "is_active": N_("Active"),
        "is_dealt_flag": N_("Dealt mark"),
        "issue_date": N_("Invoice date"),
        "kind": N_("Kind"),
        "lead_id": N_("Lead"),
        "left_date": N_("Left"),
        "level": N_("Level"),
        "list_price_amount": N_("List price"),
        "login": N_("Login"),
        "loss_reason": N_("Loss reason"),
        "manager_id": N_("Manager"),
        "opportunity_id": N_("Opportunity"),
        "order_date": N_("Order date"),
        "outcome": N_("Outcome"),
        "owner_id": N_("Owner"),
        "parent_id": N_("Parent company"),
        "pipeline_id": N_("Pipeline"),
        "product_category_id": N_("Product category"),
        "product_id": N_("Product"),
        "receipt_id": N_("Receipt"),
        "receivable_plan_id": N_("Instalment"),
        "received_date": N_("Received date"),
        "region_id": N_("Region"),
        "resolved_at": N_("Resolved"),
        "closed_at": N_("Closed"),
        "satisfaction": N_("Satisfaction"),
        "score": N_("Score"),
        "sla_hours": N_("Hours allowed"),
        "source": N_("Source"),
        "source_key": N_("Number in the source"),
        "stage_id": N_("Stage"),
        "start_date": N_("First day"),
        "ticket_id": N_("Ticket"),
        "unit_cost_amount": N_("Unit cost"),
        "valid_until_date": N_("Valid until"),
        "visit_date": N_("Visit date"),
        "win_probability": N_("Win probability"),
    }
)


def table_text(table: str) -> str:
    """A table as the reader calls it."""
    return _(SUBJECTS[table].label) if table in SUBJECTS else _(_TABLES.get(table, table))


def column_text(column: str) -> str:
    """A column as the reader calls it; one that has no words of its own is told by its name."""
    known = _COLUMNS.get(column) or COLUMN_LABELS.get(column)
    if known is None and column in DIMENSIONS:
        known = DIMENSIONS[column].label
    return _(known) if known is not None else column.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def rule_text(rule: Rule) -> str:
    """What is wrong with a row that breaks `rule`, in the reader's language."""
    named = {"column": column_text(rule.columns[0]), "other": column_text(rule.columns[-1])}
    return _(rule.sentence).format(**named)
