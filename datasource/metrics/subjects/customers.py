"""Subjects of customers, contacts, leads and activities."""

from datasource.metrics.subjects.subject import Lines, Subject
from datasource.metrics.subjects.visits import POOL_AND_VISIT_SUBJECTS
from datasource.texts import N_

CUSTOMER_SUBJECTS = (
    Subject(
        "customers", N_("Customers"), "customer_id",
        dates={
            "created_date": "created_date", "first_deal_date": "first_deal_date",
            "last_contact_date": "last_contact_date",
        },
        links={"users": "owner_id", "customers": "customer_id"},
        owners={"created_date": "created_owner_id", "first_deal_date": "deal_owner_id"},
        lasts=("created_date", ""),
        columns=("cycle_days", "p_risk_amount"),
        numbers={
            "employee_count": "employee_count", "annual_revenue": "annual_revenue_amount",
            "days_without_contact": "days_without_contact", "days_past_contact": "days_past_contact",
            "churn_risk": "p_churn_risk", "customer_value": "p_predicted_amount",
            "contract_recency": "p_recency", "contract_frequency": "p_frequency", "contract_total": "p_money_amount",
            "contract_mean": "p_basket_amount", "contract_tenure": "p_tenure", "contract_year": "p_year_amount",
            "follow_ups_year": "p_follow_ups", "tickets_year": "p_tickets",
        },
        records=("name", "level", "industry", "region", "source", "owner", "created_date", "first_deal_date"),
    ),
    Subject(
        "first_deals", N_("First deals"), "customer_id",
        dates={"first_deal_date": "first_deal_date", "created_date": "created_date"},
        links={"users": "owner_id", "customers": "customer_id"},
        owners={"created_date": "created_owner_id", "first_deal_date": "deal_owner_id"},
        columns=("cycle_days",),
        numbers={"employee_count": "employee_count", "annual_revenue": "annual_revenue_amount"},
        lines=Lines("first_deal_lines", "customer_id"),
        wholes=("cycle_days",),
        records=("name", "region", "source", "owner", "created_date", "first_deal_date", "cycle_days"),
    ),
    Subject(
        "contacts", N_("Contacts"), "contact_id",
        dates={"created_date": "created_date"},
        links={"users": "owner_id | customer_id.owner_id", "customers": "customer_id"},
        records=("name", "customer", "post", "phone", "owner", "created_date"),
    ),
    Subject(
        "leads", N_("Leads"), "lead_id",
        dates={
            "created_date": "created_date", "converted_date": "converted_date",
            "campaign_date": "campaign_id.start_date",
        },
        links={"users": "owner_id", "customers": "customer_id", "campaigns": "campaign_id"},
        owners={"created_date": "created_owner_id", "converted_date": "converted_owner_id"},
        own={"source": "source", "industry": "industry", "lead_status": "status", "lead_grade": "p_lead_grade"},
        columns=("campaign_id", "first_response_at", "first_response_hours"),
        numbers={"lead_score": "p_lead_score"},
        records=("name", "contact_name", "source", "lead_status", "owner", "created_date", "converted_date"),
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
    *POOL_AND_VISIT_SUBJECTS,
)  # fmt: skip
