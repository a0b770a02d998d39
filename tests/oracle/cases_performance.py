"""Questions of contracts collected and invoiced, split credit and receivables, with the same asked in SQL."""

from tests.oracle.cases import OWN, YEAR, Question

PERFORMANCE_CASES: dict[str, tuple[Question, str]] = {
    "collected and invoiced on contracts, by owner": (
        {
            "metrics": [
                "received_on_contracts", "collection_rate", "invoiced_on_contracts", "received_not_invoiced_amount",
                "invoiced_not_received_amount",
            ],
            "by": ["owner"],
            "period": YEAR,
        },
        f"""SELECT owner, coalesce(sum(paid), 0), CASE WHEN coalesce(sum(amount), 0) <> 0
            THEN coalesce(sum(paid), 0) / sum(amount) END, coalesce(sum(billed), 0),
            sum(greatest(paid - billed, 0)), sum(greatest(billed - paid, 0))
        FROM {{settled}} x {OWN} WHERE order_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
}  # fmt: skip
