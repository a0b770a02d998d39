"""Subjects of marketing: campaigns, advertising by day, and touches of leads and customers."""

from datasource.metrics.subjects.subject import Subject
from datasource.texts import N_

MARKETING_SUBJECTS = (
    Subject(
        "campaigns", N_("Campaigns"), "campaign_id",
        dates={"campaign_date": "start_date"},
        links={"users": "owner_id", "campaigns": "campaign_id"},
        columns=("spend_amount",),
        records=("name", "campaign_channel", "campaign_kind", "owner", "campaign_date", "end_date", "spend_amount"),
    ),
    Subject(
        "ad_stats", N_("Advertising"), "ad_stat_id",
        dates={"stat_date": "stat_date", "campaign_date": "campaign_id.start_date"},
        links={"users": "campaign_id.owner_id", "campaigns": "campaign_id"},
        own={"ad_platform": "platform", "keyword": "keyword"},
        columns=("impressions", "clicks", "cost_amount"),
        records=("stat_date", "ad_platform", "campaign", "keyword", "impressions", "clicks", "cost_amount"),
    ),
    Subject(
        "touches", N_("Touches"), "touch_id",
        dates={"touched_date": "touched_date"},
        links={
            "users": "customer_id.owner_id | lead_id.owner_id", "customers": "customer_id | lead_id.customer_id",
            "leads": "lead_id", "campaigns": "campaign_id", "contents": "content_id",
        },
        own={"touch_channel": "channel"},
        columns=("lead_id", "p_credit_amount"),
        records=("touched_date", "touch_channel", "campaign", "content", "customer", "owner"),
    ),
)  # fmt: skip
