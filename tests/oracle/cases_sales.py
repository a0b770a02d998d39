"""Questions of stages, stalled deals, cohorts of deals and customers in the books, with the same asked in SQL."""

from tests.oracle.cases import MONTHS, OWN, YEAR, Question

STAYS_METRICS = [
    "stays", "ongoing_stays", "dwell_days", "dwell_days_median", "slow_stays", "days_over_benchmark",
]  # fmt: skip
STAYS = """count(*), count(*) FILTER (stay_end = 'still_there'), avg(stay_days), median(stay_days),
    count(*) FILTER (days_over > 0), sum(days_over)"""
STALLED_METRICS = ["idle_opportunities", "overdue_opportunities", "slow_opportunities"]
STALLED = """count(*) FILTER (days_without_activity >= 30), count(*) FILTER (days_past_close > 0),
    count(*) FILTER (stage_age > 2)"""

SALES_CASES: dict[str, tuple[Question, str]] = {
    "stays in stages by stage": (
        {"metrics": STAYS_METRICS, "by": ["stage"]},
        f"SELECT stage, {STAYS} FROM {{dwells}} GROUP BY 1",
    ),
    "stays in stages of a year by owner and how they ended": (
        {"metrics": STAYS_METRICS, "by": ["owner", "stay_end"], "period": YEAR},
        f"""SELECT owner, stay_end, {STAYS} FROM {{dwells}} x {OWN}
        WHERE until_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1, 2""",
    ),
    "deals that stand still": (
        {"metrics": STALLED_METRICS},
        f"SELECT {STALLED} FROM {{standing}}",
    ),
    "deals entered and those of them won by now, by month of a year": (
        {
            "metrics": ["new_opportunities", "won_of_created", "win_rate_cohort"],
            "by": ["owner", MONTHS],
            "period": YEAR,
        },
        f"""SELECT owner, grain_label(created_date, 'month'), count(*), count(*) FILTER (outcome = 'won'),
        count(*) FILTER (outcome = 'won') / count(*) FROM {{deals}} x {OWN}
        WHERE created_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1, 2""",
    ),
    "customers in the books at the end of a year by owner": (
        {"metrics": ["customer_count"], "by": ["owner"], "period": YEAR},
        f"SELECT owner, count(*) FROM {{customers}} x {OWN} WHERE created_date <= '2020-12-31' GROUP BY 1",
    ),
}
