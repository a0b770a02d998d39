"""Every metric on the tiny company, worked out by hand from `tests/tiny_crm` (the working stands beside the number)."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.metrics.registry import METRICS
from datasource.query import answer
from datasource.question import Dimension, Period, Query

GOLDEN: dict[str, float] = {
    "new_customers": 5,  # Acme, Beta, Core, Dune, Echo; Fake is deleted
    "customer_count": 5,
    "dealt_customers": 2,  # Acme (C4, C1) and Echo (C2); Beta's contract is pending, Core's voided
    "dealt_customers_period": 2,
    "deal_rate": 0.4,  # 2 of 5
    "deal_rate_period": 0.4,  # Acme and Echo dealt for the first time, 5 were entered
    "cycle_days": 96,  # Acme 10 Jan → 30 Jan = 20, Echo 1 Dec 2023 → 21 May 2024 = 172; (20 + 172) / 2
    "cycle_days_median": 96,
    "new_contacts": 3,
    "new_leads": 2,
    "mean_churn_risk": 0.4,  # Acme 0.2, Echo 0.6; nothing is predicted of the others
    "revenue_at_risk": 200,  # 20 + 180
    "predicted_value": 220,  # 150 + 70; Fake is deleted
    "mean_win_chance": 0.375,  # O3 0.5, O5 0.25
    "expected_amount": 50.01,  # 40.01 + 10
    "mean_lead_score": 0.3,  # L1; L2 is converted
    "attributed_amount": 100.01,  # touches 1 and 4; 999 is not there
    "follow_ups": 4,  # activities 1, 2, 3, 5; 4 is a system note, 6 deleted
    "customers_followed": 2,  # Acme twice, Core once, one without customer
    "pool_entries": 3,  # Beta by Dee and again by Bob, Dune by Cid
    "pool_entered_customers": 2,  # Beta, Dune
    "pool_claims": 2,  # Beta by Bob, Core by nobody known
    "pool_claimed_customers": 2,
    "pool_assignments": 1,  # Beta to Bob
    "pool_assigned_customers": 1,
    "visits": 5,
    "visits_answered": 4,  # visit 4 has no answer
    "satisfaction_score": 4.0,  # (5 + 4 + 2 + 5) / 4
    "visits_very_satisfied": 2,  # visits 1 and 5
    "visits_satisfied": 1,
    "visits_neutral": 0,
    "visits_dissatisfied": 1,
    "visits_very_dissatisfied": 0,
    "very_satisfied_share": 0.5,  # 2 of 4 answers
    "satisfied_share": 0.25,
    "neutral_share": 0.0,
    "dissatisfied_share": 0.25,
    "very_dissatisfied_share": 0.0,
    "new_opportunities": 6,
    "new_opportunity_amount": 580.01,  # 100 + 50 + 80.01 + 300 + 40 + 10
    "open_opportunities": 2,  # O3, O5
    "open_amount": 120.01,
    "weighted_amount": 48.01,  # O3 80.01 × 0.5 = 40.005 → 40.01 (half up); O5 40 × 0.2 = 8
    "won_count": 2,
    "lost_count": 1,
    "closed_count": 3,  # invalid O6 is neither
    "won_amount": 400,
    "lost_amount": 50,
    "win_rate": 2 / 3,
    "won_of_created": 2,  # O1, O4
    "win_rate_cohort": 2 / 6,
    "avg_won_amount": 200,
    "stays": 9,  # Qualify: O1 … O6; Propose: O1, O3, O4
    "ongoing_stays": 2,  # O3 in Propose, O5 in Qualify
    "dwell_days": 422 / 9,  # Qualify 8, 38, 14, 58, 90 (till today), 1; Propose 21, 112 (till today), 80
    "dwell_days_median": 38,  # the fifth of 1, 8, 14, 21, 38, 58, 80, 90, 112
    "slow_stays": 3,  # Qualify's benchmark is 14 (of 1, 8, 14, 38, 58); O2, O4, O5. Propose: 2 ended, no benchmark
    "days_over_benchmark": 144,  # 24 + 44 + 76
    "idle_opportunities": 2,  # O3 126 days since it was entered (Core's follow-up was before), O5 90
    "overdue_opportunities": 0,  # none has an expected close date
    "slow_opportunities": 1,  # O5 90 days against 2 × 14; Propose has no benchmark
    "reached_opportunities": 6,
    "contract_count": 3,  # C1, C2, C4
    "contract_amount": 420,
    "outstanding_amount": 240,  # C1 100 − 60 = 40, C2 300 − 100 = 200, C4 20 − 20 = 0
    "received_amount": 180,  # 60 + 100 + 20; 40 was rejected
    "receipt_count": 3,
    "invoiced_amount": 100,  # the invoice of 300 is pending
    "received_on_contracts": 180,  # C1 60, C2 100, C4 20
    "collection_rate": 180 / 420,
    "invoiced_on_contracts": 100,  # C1
    "received_not_invoiced_amount": 120,  # C2 100 − 0, C4 20 − 0; C1 60 − 100 is below 0
    "invoiced_not_received_amount": 40,  # C1 100 − 60
    "split_contract_amount": 106,  # C1: Bob 100 × 0.7 × 1 = 70, Cid 100 × 0.3 × 1.2 = 36; C3 is pending
    "split_received_amount": 54,  # receipt 1: Bob 60 × 0.5 = 30, Dee 60 × 0.4 × 1 = 24
    "split_won_amount": 240,  # O4: Dee 300 × 0.6 = 180, Bob 300 × 0.4 × 0.5 = 60; O3 is open
    "split_share_count": 6,  # all but those of C3 and O3
    "split_record_count": 3,  # C1, receipt 1, O4
    "incomplete_split_count": 1,  # receipt 1: 0.5 + 0.4
    "planned_amount": 420,  # C1 50 + 50, C2 100 + 200, C4 20; a voided one, C3 pending and C5 voided are left out
    "receivable_amount": 240,  # C1: 60 pays all of 1 and 10 of 2, 40 left; C2: 3 has 100 left, 4 has 200 − 100
    "receivable_count": 3,  # 2, 3, 4
    "overdue_amount": 140,  # 2 since 31 May, 3 since 31 March; 4 is due today
    "overdue_share": 140 / 240,
    "receivable_not_due": 100,  # 4, due today
    "overdue_1_30": 40,  # 2, due 31 May: 30 days
    "overdue_31_60": 0,
    "overdue_61_90": 0,
    "overdue_over_90": 100,  # 3, due 31 March: 91 days
    "target_amount": 200,  # Bob's 50 + 150; company rows and received targets are others
    "attainment": 2.1,  # 420 / 200
}
GOLDEN |= {  # products sold and trips
    "sold_lines": 3,  # two on C1, one on C2; C3 is pending
    "sold_contracts": 2,  # C1, C2; C4 has no lines
    "sold_quantity": 6.5,  # 2 Box + 1.5 App on C1, 3 App on C2
    "sold_amount": 400,  # 40 + 60 + 300
    "sold_cost": 230.01,  # Box 2 × 15 = 30, App on C2 3 × 66.67 = 200.01; App on C1 is not known
    "costed_amount": 340,  # 40 + 300
    "margin_amount": 109.99,  # (40 − 30) + (300 − 200.01)
    "margin_rate": 109.99 / 340,
    "trips": 3,
}
NEEDS_RECORD = {"split_credit_amount": {"contract": 106.0, "receipt": 54.0, "opportunity": 240.0}}
GOLDEN |= {  # service tickets; T1 and T2 of Acme, T3 of Echo, T4 of Core (no handler), T5 of Beta
    "tickets_opened": 5,
    "open_tickets": 2,  # T3, T4
    "tickets_resolved": 3,  # T1, T2, T5
    "first_response_hours": 11 / 6,  # T1 1, T2 4, T4 0.5; T3 has none, T5's lies before it was opened
    "first_response_hours_median": 1,
    "resolution_hours": 98 / 3,  # T1 24, T2 28 Feb 9:00 → 2 Mar 9:00 = 72, T5 2
    "resolution_hours_median": 24,
    "sla_met": 1,  # T1: exactly its 24 hours
    "sla_breached": 2,  # T2: 72 of 48; T3: open, due on 2 June
    "sla_judged": 3,  # T4 was opened today with 8 hours: its limit had not passed when today began; T5 has none
    "sla_met_rate": 1 / 3,
    "escalated_tickets": 2,  # T2, T3
    "escalation_rate": 0.4,
    "reopened_tickets": 1,  # T2
    "once_resolved_tickets": 3,
    "reopen_rate": 1 / 3,
    "feedback_count": 3,
    "feedback_score": 6,  # 9 and 3; the third gave none
}
GOLDEN |= {  # marketing; L1 came by Search 24, L2 by Fair 24
    "answered_leads": 1,  # L1
    "lead_answer_rate": 0.5,
    "lead_response_hours_median": 0.5,  # L1, from 9:00 to 9:30
    "qualified_leads": 1,  # L2 stands as converted
    "converted_leads": 1,
    "lead_conversion_rate": 0.5,
    "campaign_cost": 120,  # Fair 24 its 90; Search 24 tells none, so its advertising: 10 + 20
    "campaign_leads": 2,
    "campaign_qualified_leads": 1,
    "campaign_opportunities": 2,  # O1, O2
    "campaign_won": 1,  # O1
    "campaign_won_amount": 100,
    "cost_per_campaign_lead": 60,  # 120 / 2
    "campaign_yield": 100 / 120,
    "ad_impressions": 1600,
    "ad_clicks": 30,
    "ad_cost": 30,  # the third row's is not known
    "ad_click_rate": 30 / 1600,
    "cost_per_click": 1,
    "touches": 4,
    "touched_leads": 2,  # L1 twice, L2; the fourth touched a customer
}
GOLDEN |= {  # the office
    "work_logs": 4,
    "work_logs_commented": 2,  # logs 1, 4
    "work_logs_not_commented": 2,  # 2 with none, 3 without a count
    "log_comment_rate": 0.5,
    "log_days": 15,  # 24 to 28 June 2024 is Monday to Friday; Ann, Bob, Dee; Cid is gone, since when is not known
    "missing_log_days": 12,  # Ann 5; Bob wrote on 24 and 28: 3; Dee on 26: 4
    "missing_log_rate": 0.8,
    "approvals_submitted": 5,  # request 6 is a draft
    "approvals_approved": 2,  # 1, and 4 which needed none
    "approvals_rejected": 1,
    "approvals_pending": 1,
    "approval_decision_hours": 27,  # 6 (request 1) and 48 (request 2); a withdrawal is no decision
    "requested_amount": 200.5,  # 80.50 + 20 + 100
    "approved_amount": 100,
    "requested_days": 4.5,  # 2 + 1.5 + 1
    "approved_days": 3.5,
}
GOLDEN |= {  # goals
    "received_target_amount": 30,  # Bob's January
    "received_attainment": 6.0,  # 180 / 30
    "company_target_amount": 50,
    "company_attainment": 8.4,  # 420 / 50
    "company_received_target_amount": 90,
    "company_received_attainment": 2.0,  # 180 / 90
}
NEEDS_HOLDER = {
    "goal_amount": {"Bob": 200.0, "East": 220.0, "Team A": 150.0, "Tiny": 50.0},  # Bob 50 + 150, East 60 + 160
    "goal_stretch_amount": {"Bob": 240.0, "East": 70.0, "Team A": None, "Tiny": None},  # Bob 60 + 180
    "goal_challenge_amount": {"Bob": 300.0, "East": None, "Team A": None, "Tiny": None},  # Bob 75 + 225
    "received_goal_amount": {"Bob": 30.0, "Tiny": 90.0},
    "received_goal_stretch_amount": {"Bob": 36.0, "Tiny": None},
    "received_goal_challenge_amount": {"Bob": None, "Tiny": None},
}
NEEDS_STAGE = {"reached_amount": {"Qualify": 580.01, "Propose": 480.01, "Won": 400.0}}


def test_every_metric_has_a_golden_value() -> None:
    assert set(GOLDEN) | set(NEEDS_STAGE) | set(NEEDS_RECORD) | set(NEEDS_HOLDER) == set(METRICS)


@pytest.mark.parametrize(("name", "value"), GOLDEN.items())
def test_metric_over_everything(tiny: Catalog, name: str, value: float) -> None:
    rows = answer(tiny, Query(metrics=(name,), totals=True))
    assert rows.rows[name].to_list() == pytest.approx([value])
    assert rows.totals == pytest.approx({name: value})


@pytest.mark.parametrize(("name", "values"), NEEDS_STAGE.items())
def test_metric_by_stage(tiny: Catalog, name: str, values: dict[str, float]) -> None:
    rows = answer(tiny, Query(metrics=(name,), by=(Dimension(field="stage"),)))
    assert dict(rows.rows.iter_rows()) == pytest.approx(values)


@pytest.mark.parametrize(("name", "values"), NEEDS_HOLDER.items())
def test_metric_by_holder_of_the_target(tiny: Catalog, name: str, values: dict[str, float | None]) -> None:
    rows = answer(tiny, Query(metrics=(name,), by=(Dimension(field="goal_holder"),)))
    assert dict(rows.rows.iter_rows()) == values


@pytest.mark.parametrize(("name", "values"), NEEDS_RECORD.items())
def test_metric_by_split_record(tiny: Catalog, name: str, values: dict[str, float]) -> None:
    rows = answer(tiny, Query(metrics=(name,), by=(Dimension(field="split_record"),)))
    assert dict(rows.rows.iter_rows()) == pytest.approx(values)


BY_OWNER: dict[str, dict[str, float | None]] = {
    "new_customers": {"Bob": 2, "Cid": 1, "Dee": 1, "—": 1},
    "won_amount": {"Bob": 100.0, "Dee": 300.0},
    "win_rate": {"Bob": 0.5, "Dee": 1.0},
    "received_amount": {"Bob": 80.0, "Dee": 100.0},
    "new_contacts": {"Bob": 1, "Cid": 1, "—": 1},
    "follow_ups": {"Bob": 2, "Cid": 1, "Dee": 1},
    "pool_entries": {"Bob": 1, "Cid": 1, "Dee": 1},
    "pool_claims": {"Bob": 1, "—": 1},
    "pool_entered_customers": {"Bob": 1, "Cid": 1, "Dee": 1},  # Beta twice: by Dee, later by Bob
    "visits": {"Bob": 2, "Cid": 1, "Dee": 1, "—": 1},  # visit 4 without visitor is with Core's owner
    "satisfaction_score": {"Bob": 4.5, "Cid": None, "Dee": 2.0, "—": 5.0},
    "outstanding_amount": {"Bob": 40.0, "Dee": 200.0},
    "split_contract_amount": {"Bob": 70.0, "Cid": 36.0},
    "split_received_amount": {"Bob": 30.0, "Dee": 24.0},
    "split_won_amount": {"Bob": 60.0, "Dee": 180.0},
    "receivable_amount": {"Bob": 40.0, "Dee": 200.0},
    "received_not_invoiced_amount": {"Bob": 20.0, "Dee": 100.0},
    "feedback_count": {"Bob": 1, "Dee": 2},  # F1 about Dee's ticket, F2 and F3 of the customers' owners
    "tickets_opened": {"Bob": 1, "Cid": 1, "Dee": 3},  # T4 without a handler is its customer's owner's, Cid
    "missing_log_days": {"Ann": 5, "Bob": 3, "Dee": 4},
}


@pytest.mark.parametrize(("name", "values"), BY_OWNER.items())
def test_metric_by_owner(tiny: Catalog, name: str, values: dict[str, float | None]) -> None:
    rows = answer(tiny, Query(metrics=(name,), by=(Dimension(field="owner"),)))
    assert dict(rows.rows.iter_rows()) == values


BY_PRODUCT: dict[str, dict[str, float | None]] = {
    "sold_contracts": {"App": 2, "Box": 1},
    "sold_quantity": {"App": 4.5, "Box": 2.0},
    "sold_cost": {"App": 200.01, "Box": 30.0},
    "margin_amount": {"App": 99.99, "Box": 10.0},
    "margin_rate": {"App": 0.3333, "Box": 0.25},  # 99.99 of 300: the 60 without a cost stay out
}


@pytest.mark.parametrize(("name", "values"), BY_PRODUCT.items())
def test_metric_by_product(tiny: Catalog, name: str, values: dict[str, float | None]) -> None:
    rows = answer(tiny, Query(metrics=(name,), by=(Dimension(field="product"),)))
    assert dict(rows.rows.iter_rows()) == pytest.approx(values)


IN_FEBRUARY: dict[str, float | None] = {
    "new_customers": 2,  # Beta, Core
    "dealt_customers": 0,
    "deal_rate": 0.0,
    "won_amount": 100,  # O1 on 10 Feb
    "win_rate": 1.0,
    "contract_amount": 100,  # C1 on 11 Feb
    "received_amount": 80,  # 60 on 20 Feb, 20 on 1 Feb
    "follow_ups": 2,  # 22 and 24 Feb
    "customers_followed": 1,
    "pool_entries": 1,  # Beta on 8 Feb
    "pool_claimed_customers": 2,  # Beta on 15 Feb, Core on 25 Feb
    "visits": 1,  # 10 Feb
    "satisfaction_score": 5.0,
    "deal_rate_period": 0.0,  # none of 2
    "target_amount": 150,
    "cycle_days": None,  # nobody dealt for the first time in February
    "open_opportunities": 3,  # at the end of 29 Feb: O2, O3 in Qualify, O4 in Qualify
    "open_amount": 380.01,  # 50 + 80.01 + 250 (O4's amount at the time)
    "sold_cost": 30,  # the Box on C1; the App's cost is not known
    "trips": 1,
    "weighted_amount": 76.0,  # all three in Qualify: 10 + 16.00 + 50
    "tickets_opened": 2,  # T1, T2
    "feedback_score": 9,  # F1
    "attributed_amount": 40.01,  # touch 4
    "open_tickets": 1,  # at the end of 29 February: T2, resolved on 2 March
    "tickets_resolved": 1,  # T1
    "sla_met_rate": 0.5,
    "resolution_hours": 24,
    "missing_log_days": 0,  # before the company's first log
    "approvals_submitted": 2,
}


@pytest.mark.parametrize(("name", "value"), IN_FEBRUARY.items())
def test_metric_in_february(tiny: Catalog, name: str, value: float | None) -> None:
    period = Period(start=date(2024, 2, 1), end=date(2024, 2, 29))
    assert answer(tiny, Query(metrics=(name,), period=period)).rows[name].to_list() == pytest.approx([value])
