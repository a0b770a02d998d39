"""Subjects of the products sold and of business trips."""

from datasource.metrics.subjects.subject import Subject
from datasource.texts import N_

PRODUCT_SUBJECTS = (
    Subject(
        "contract_lines", N_("Contract lines"), "contract_line_id",
        dates={"order_date": "contract_id.order_date", "created_date": "contract_id.created_date"},
        links={
            "users": "contract_id.owner_id | contract_id.customer_id.owner_id",
            "customers": "contract_id.customer_id", "contracts": "contract_id", "products": "product_id",
        },
        columns=(
            "is_effective", "contract_id", "contract_number", "quantity", "amount", "cost_amount", "costed_amount",
            "margin_amount",
        ),
        numbers={"amount": "amount"},
        records=(
            "contract_number", "customer", "owner", "product", "product_category", "quantity", "unit_price_amount",
            "amount", "cost_amount", "margin_amount", "order_date",
        ),
    ),
)  # fmt: skip
TRIP_SUBJECTS = (
    Subject(
        "trips", N_("Business trips"), "trip_id",
        dates={"start_date": "start_date"},
        links={"users": "owner_id | customer_id.owner_id", "customers": "customer_id"},
        records=("owner", "customer", "start_date", "end_date", "cost_amount"),
    ),
)  # fmt: skip
