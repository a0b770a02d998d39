"""The customer portrait (reports 2.4) in SQL: all customers of today by a member, those that dealt, what they signed.

No period cuts anything off. A contract stands with its customer's member, whoever of the two is seen.
"""

from tests.oracle.reports.grouped import Facts

FIELDS = ("region", "city", "industry", "level", "source", "company_size")
_MEMBERS = ", ".join(f"shown(of_it.{field}) AS {field}" for field in FIELDS)
_OF_IT = "FROM {rows} AS x LEFT JOIN customers AS of_it ON of_it.customer_key = x.customer_key"
PORTRAIT = Facts(
    parts={
        "customer": f"""SELECT x.owner_key, {_MEMBERS}, 1 AS customer, (x.first_deal_date IS NOT NULL)::INT AS dealt
            {_OF_IT.replace("{rows}", "{customers}")}""",
        "signed": f"""SELECT x.owner_key, {_MEMBERS}, x.amount AS signed {_OF_IT.replace("{rows}", "{contracts}")}""",
    },
    cells={
        "customer_count": "count(customer)",
        "dealt_customers": "count(customer) FILTER (dealt = 1)",
        "deal_rate": "sum(dealt) / nullif(count(customer), 0)",
        "contract_amount": "coalesce(sum(signed), 0)::BIGINT",
    },
    keys={field: f"x.{field}" for field in FIELDS},
)


def inside(text: str, province: str) -> str:
    """The same of the customers of one province alone."""
    return text.replace("FROM facts AS x", f"FROM facts AS x SEMI JOIN (SELECT '{province}' AS region) USING (region)")
