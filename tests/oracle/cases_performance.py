"""Questions of contracts collected and invoiced, split credit and receivables, with the same asked in SQL."""

from tests.oracle.cases import MONTHS, OWN, PLACE, YEAR, Question

OWED = """coalesce(sum(outstanding), 0), count(*), coalesce(sum(outstanding) FILTER (late > 0), 0),
    coalesce(sum(outstanding) FILTER (age = 'not_due'), 0), coalesce(sum(outstanding) FILTER (age = '1-30'), 0),
    coalesce(sum(outstanding) FILTER (age = '31-60'), 0), coalesce(sum(outstanding) FILTER (age = '61-90'), 0),
    coalesce(sum(outstanding) FILTER (age = 'over_90'), 0),
    coalesce(sum(outstanding) FILTER (late > 0), 0) / sum(outstanding)"""
OWED_METRICS = [
    "receivable_amount", "receivable_count", "overdue_amount", "receivable_not_due", "overdue_1_30", "overdue_31_60",
    "overdue_61_90", "overdue_over_90", "overdue_share",
]  # fmt: skip

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
    "credit by kind of record": (
        {"metrics": ["split_credit_amount", "split_share_count"], "by": ["split_record"]},
        "SELECT kind, coalesce(sum(allocated), 0), count(*) FROM {credits} GROUP BY 1",
    ),
    "credit by whom it is allocated to": (
        {
            "metrics": [
                "split_contract_amount", "split_received_amount", "split_won_amount", "split_share_count",
                "split_record_count", "incomplete_split_count",
            ],
            "by": ["owner"],
            "period": YEAR,
        },
        f"""SELECT owner, coalesce(sum(allocated) FILTER (kind = 'contract'), 0),
            coalesce(sum(allocated) FILTER (kind = 'receipt'), 0),
            coalesce(sum(allocated) FILTER (kind = 'opportunity'), 0), count(*), count(DISTINCT record_key),
            count(DISTINCT record_key) FILTER (split_status = 'incomplete')
        FROM {{credits}} x {OWN} WHERE day BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "do the rates add up": (
        {"metrics": ["split_record_count", "split_share_count"], "by": ["split_status"]},
        "SELECT split_status, count(DISTINCT record_key), count(*) FROM {credits} GROUP BY 1",
    ),
    "receivables by owner": (
        {"metrics": OWED_METRICS, "by": ["owner"]},
        f"SELECT owner, {OWED} FROM {{instalments}} x {OWN} WHERE outstanding > 0 GROUP BY 1",
    ),
    "receivables by age": (
        {"metrics": ["receivable_amount", "receivable_count"], "by": ["ageing"]},
        "SELECT age, sum(outstanding), count(*) FROM {instalments} WHERE outstanding > 0 GROUP BY 1",
    ),
    "receivables by customer": (
        {"metrics": ["receivable_amount"], "by": ["customer"], "period": YEAR},
        f"""SELECT coalesce(customer, 'Unknown'), sum(outstanding) FROM {{instalments}} x {PLACE}
        WHERE outstanding > 0 AND due_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "instalments due by month": (
        {"metrics": ["planned_amount"], "by": [MONTHS]},
        """SELECT grain_label(due_date, 'month'), coalesce(sum(amount), 0)
        FROM {instalments} GROUP BY 1""",
    ),
}  # fmt: skip
