"""Subjects of opportunities and their stages."""

from datasource.metrics.subjects.subject import Lines, Subject
from datasource.texts import N_

_STANDING = {name: name for name in ("days_without_activity", "days_in_stage", "stage_age", "days_past_close")}
SALES_SUBJECTS = (
    Subject(
        "opportunities", N_("Opportunities"), "opportunity_id",
        dates={
            "close_date": "close_date", "created_date": "created_date", "expected_close_date": "expected_close_date",
            "campaign_date": "campaign_id.start_date",
        },
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "opportunities": "opportunity_id",
            "stages": "stage_id", "pipelines": "pipeline_id", "campaigns": "campaign_id",
        },
        owners={
            "created_date": "created_owner_id | customer_id.owner_id",
            "close_date": "close_owner_id | customer_id.owner_id",
        },
        own={"deal_suggestion": "p_next_action"},
        columns=("outcome", "amount", "weighted_amount", "p_expected_amount", "campaign_id"),
        numbers={"amount": "amount", **_STANDING, "win_chance": "p_win_chance"},
        lines=Lines("opportunity_lines", "opportunity_id"),
        amounts=("amount", "weighted_amount", "p_expected_amount"),
        records=("name", "customer", "owner", "pipeline", "stage", "outcome", "amount", "created_date", "close_date"),
    ),
    Subject(
        "stage_dwell", N_("Stays in a stage"), "opportunity_id",
        dates={
            "until_date": "until_date", "entered_date": "entered_date", "created_date": "created_date",
            "close_date": "close_date",
        },
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "opportunities": "opportunity_id",
            "stages": "stage_id", "pipelines": "pipeline_id", "campaigns": "campaign_id",
        },
        own={"stay_end": "stay_end"},
        columns=("is_ongoing", "days_over_benchmark"),
        numbers={"amount": "amount", "stay_days": "stay_days", "benchmark_days": "benchmark_days"},
        repeats=True,
        records=(
            "name", "customer", "owner", "stage", "stay_days", "benchmark_days", "stay_end", "entered_date",
            "until_date", "amount",
        ),
    ),
    Subject(
        "stage_reach", N_("Stages reached"), "opportunity_id",
        dates={"created_date": "created_date", "close_date": "close_date"},
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "opportunities": "opportunity_id",
            "stages": "stage_id", "pipelines": "pipeline_id",
        },
        owners={
            "created_date": "created_owner_id | customer_id.owner_id",
            "close_date": "close_owner_id | customer_id.owner_id",
        },
        columns=("amount", "opportunity_id"),
        records=("name", "customer", "owner", "pipeline", "stage", "outcome", "amount", "created_date", "close_date"),
    ),
    Subject(
        "stage_stays", N_("Opportunities over time"), "opportunity_id",
        dates={
            "entered_date": "entered_date", "left_date": "left_date", "close_date": "close_date",
            "created_date": "created_date", "expected_close_date": "expected_close_date",
        },
        links={
            "users": "owner_id | customer_id.owner_id", "customers": "customer_id", "opportunities": "opportunity_id",
            "stages": "stage_id", "pipelines": "pipeline_id", "campaigns": "campaign_id",
        },
        columns=("outcome", "amount", "weighted_amount", "begins_deal", "ends_deal"),
        numbers={"amount": "amount", **_STANDING},
        lines=Lines("opportunity_lines", "opportunity_id"),
        amounts=("amount", "weighted_amount"),
        lasts=("entered_date", "left_date"),
        records=("name", "customer", "owner", "pipeline", "stage", "outcome", "amount", "created_date", "close_date"),
    ),
)  # fmt: skip
