"""Subjects of shared credit and of what customers still owe."""

from datasource.metrics.subjects.subject import Subject
from datasource.texts import N_

PERFORMANCE_SUBJECTS = (
    Subject(
        "split_credits", N_("Shares of credit"), "split_credit_id",
        dates={"record_date": "record_date"},
        links={
            "users": (
                "owner_id | contract_id.owner_id | contract_id.customer_id.owner_id | receipt_id.owner_id"
                " | receipt_id.contract_id.owner_id | opportunity_id.owner_id | opportunity_id.customer_id.owner_id"
            ),
            "customers": (
                "contract_id.customer_id | receipt_id.customer_id | receipt_id.contract_id.customer_id"
                " | opportunity_id.customer_id"
            ),
        },
        own={"split_record": "split_record", "split_status": "split_status"},
        columns=("is_counted", "split_key", "record_name", "record_amount", "allocated_amount"),
        records=(
            "record_date", "split_record", "record_name", "customer", "owner", "record_amount", "rate", "coefficient",
            "allocated_amount", "split_status",
        ),
    ),
    Subject(
        "receivable_plans", N_("Instalments"), "receivable_plan_id",
        dates={"due_date": "due_date", "order_date": "contract_id.order_date"},
        links={
            "users": "owner_id | contract_id.owner_id | customer_id.owner_id | contract_id.customer_id.owner_id",
            "customers": "customer_id | contract_id.customer_id", "contracts": "contract_id",
        },
        own={"ageing": "ageing"},
        columns=("is_due", "amount", "received_amount", "outstanding_amount", "days_overdue", "contract_number"),
        numbers={"amount": "amount"},
        records=(
            "due_date", "ageing", "days_overdue", "contract_number", "number", "customer", "owner", "amount",
            "received_amount", "outstanding_amount",
        ),
    ),
)  # fmt: skip
