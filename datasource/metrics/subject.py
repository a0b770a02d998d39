"""Subjects: the tables that metrics count, with what each row of them can reach.

A subject names its links to other tables as paths of references, many rows to one, so that following a link never
multiplies a row. `a | b` takes the first that is not empty: a receipt without owner has its contract's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from datasource.texts import N_


@dataclass(frozen=True)
class Lines:
    """Where the products of a subject's rows stand: the table of lines and its reference back."""

    table: str
    parent: str


@dataclass(frozen=True)
class Subject:
    """One kind of fact.

    `dates` maps each date role to its path; rows are sorted by the first. `links` maps a table to the path of the
    reference that leads there. `own` maps a dimension to this table's own column where that comes first.
    `columns` are further columns of the table that metrics aggregate or filters compare. `records` are the dimensions
    and columns that a list of its records shows unless told otherwise.
    """

    table: str
    label: str
    key: str
    dates: Mapping[str, str]
    links: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    lines: Lines | None = None
    amounts: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @property
    def record_table(self) -> str:
        """The canonical table whose rows stand behind a number: the opportunity's for its stages."""
        return "opportunities" if self.key == "opportunity_id" else self.table


_SUBJECTS = (
    Subject(
        "customers", N_("Customers"), "customer_id",
        dates={"created_date": "created_date", "first_deal_date": "first_deal_date"},
        links={"users": "owner_id", "customers": "customer_id"},
        columns=("cycle_days",),
        numbers={"employee_count": "employee_count", "annual_revenue": "annual_revenue_amount"},
        records=("name", "level", "industry", "region", "source", "owner", "created_date", "first_deal_date"),
    ),
    Subject(
        "contacts", N_("Contacts"), "contact_id",
        dates={"created_date": "created_date"},
        links={"users": "owner_id | customer_id.owner_id", "customers": "customer_id"},
        records=("name", "customer", "post", "phone", "owner", "created_date"),
    ),
    Subject(
        "leads", N_("Leads"), "lead_id",
        dates={"created_date": "created_date", "converted_date": "converted_date"},
        links={"users": "owner_id", "customers": "customer_id", "campaigns": "campaign_id"},
        own={"source": "source", "industry": "industry", "lead_status": "status"},
        records=("name", "contact_name", "source", "lead_status", "owner", "created_date", "converted_date"),
    ),
    Subject(
        "opportunities", N_("Opportunities"), "opportunity_id",
        dates={
            "close_date": "close_date", "created_date": "created_date", "expected_close_date": "expected_close_date",
        },
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "opportunities": "opportunity_id",
            "stages": "stage_id", "pipelines": "pipeline_id", "campaigns": "campaign_id",
        },
        columns=("outcome", "amount", "weighted_amount"),
        numbers={"amount": "amount"},
        lines=Lines("opportunity_lines", "opportunity_id"),
        amounts=("amount", "weighted_amount"),
        records=("name", "customer", "owner", "pipeline", "stage", "outcome", "amount", "created_date", "close_date"),
    ),
    Subject(
        "stage_reach", N_("Stages reached"), "opportunity_id",
        dates={"created_date": "created_date", "close_date": "close_date"},
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "opportunities": "opportunity_id",
            "stages": "stage_id", "pipelines": "pipeline_id",
        },
        columns=("amount", "opportunity_id"),
        records=("name", "customer", "owner", "pipeline", "stage", "outcome", "amount", "created_date", "close_date"),
    ),
    Subject(
        "stage_stays", N_("Stays in a stage"), "opportunity_id",
        dates={
            "entered_date": "entered_date", "left_date": "left_date", "close_date": "close_date",
            "created_date": "created_date", "expected_close_date": "expected_close_date",
        },
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "opportunities": "opportunity_id",
            "stages": "stage_id", "pipelines": "pipeline_id", "campaigns": "campaign_id",
        },
        columns=("outcome", "amount", "weighted_amount"),
        numbers={"amount": "amount"},
        lines=Lines("opportunity_lines", "opportunity_id"),
        amounts=("amount", "weighted_amount"),
        records=("name", "customer", "owner", "pipeline", "stage", "outcome", "amount", "created_date", "close_date"),
    ),
    Subject(
        "contracts", N_("Contracts"), "contract_id",
        dates={"order_date": "order_date", "created_date": "created_date"},
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "contracts": "contract_id",
            "opportunities": "opportunity_id",
        },
        columns=("is_effective", "amount", "outstanding_amount"),
        numbers={"amount": "amount"},
        lines=Lines("contract_lines", "contract_id"),
        amounts=("amount", "outstanding_amount"),
        records=("number", "name", "customer", "owner", "status", "amount", "outstanding_amount", "order_date"),
    ),
    Subject(
        "receipts", N_("Receipts"), "receipt_id",
        dates={"received_date": "received_date", "order_date": "contract_id.order_date"},
        links={
            "users": "owner_id | contract_id.owner_id | customer_id.owner_id | contract_id.customer_id.owner_id",
            "customers": "customer_id | contract_id.customer_id", "contracts": "contract_id",
        },
        columns=("is_effective", "amount"),
        numbers={"amount": "amount"},
        records=("number", "customer", "owner", "status", "amount", "method", "received_date"),
    ),
    Subject(
        "invoices", N_("Invoices"), "invoice_id",
        dates={"issue_date": "issue_date", "order_date": "contract_id.order_date"},
        links={
            "users": "owner_id | contract_id.owner_id | customer_id.owner_id | contract_id.customer_id.owner_id",
            "customers": "customer_id | contract_id.customer_id", "contracts": "contract_id",
        },
        columns=("is_effective", "amount"),
        numbers={"amount": "amount"},
        records=("number", "customer", "owner", "status", "amount", "issue_date"),
    ),
    Subject(
        "activities", N_("Activities"), "activity_id",
        dates={"created_date": "created_date"},
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "opportunities": "opportunity_id",
        },
        own={"channel": "channel", "activity_kind": "kind"},
        columns=("kind", "customer_id"),
        records=("created_at", "channel", "activity_kind", "customer", "owner", "content"),
    ),
    Subject(
        "targets", N_("Targets"), "target_id",
        dates={"month_date": "month_date"},
        links={"users": "owner_id"},
        columns=("level", "kind", "target_amount"),
        records=("owner", "month_date", "target_amount"),
    ),
)  # fmt: skip
SUBJECTS: Mapping[str, Subject] = {subject.table: subject for subject in _SUBJECTS}
