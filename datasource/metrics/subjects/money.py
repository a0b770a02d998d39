"""Subjects of contracts, receipts, invoices and targets."""

from datasource.metrics.subjects.subject import Lines, Subject
from datasource.texts import N_

_OF_A_CONTRACT = (
    "amount", "outstanding_amount", "received_amount", "invoiced_amount", "received_not_invoiced_amount",
    "invoiced_not_received_amount",
)  # fmt: skip

MONEY_SUBJECTS = (
    Subject(
        "contracts", N_("Contracts"), "contract_id",
        dates={"order_date": "order_date", "created_date": "created_date"},
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "contracts": "contract_id",
            "opportunities": "opportunity_id", "campaigns": "opportunity_id.campaign_id",
        },
        columns=("is_effective", *_OF_A_CONTRACT),
        numbers={"amount": "amount"},
        lines=Lines("contract_lines", "contract_id"),
        amounts=_OF_A_CONTRACT,
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
        "targets", N_("Targets"), "target_id",
        dates={"month_date": "month_date"},
        links={"users": "owner_id", "departments": "department_id"},
        own={"goal_holder": "holder", "goal_level": "level", "goal_kind": "kind"},
        columns=(
            "level", "kind", "target_amount", "stretch_amount", "challenge_amount", "year_amount", "year_gap_amount",
        ),
        records=(
            "goal_holder", "goal_level", "goal_kind", "month_date", "target_amount", "stretch_amount",
            "challenge_amount", "year_amount", "year_gap_amount",
        ),
    ),
)  # fmt: skip
