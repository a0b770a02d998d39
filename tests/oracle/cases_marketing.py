"""Questions of leads, campaigns, advertising and touches, with the same thing asked in SQL."""

from tests.oracle.cases import MONTHS, OWN, YEAR, Question

HANDLED_METRICS = [
    "new_leads", "answered_leads", "lead_answer_rate", "lead_response_hours_median", "qualified_leads",
    "converted_leads", "lead_conversion_rate",
]  # fmt: skip
HANDLED = """count(*), count(first_response_at), count(first_response_at) / count(*), median(hours),
    count(*) FILTER (status IN ('qualified', 'converted')), count(*) FILTER (status = 'converted'),
    count(*) FILTER (status = 'converted') / count(*)"""
BROUGHT_METRICS = ["campaign_opportunities", "campaign_won", "campaign_won_amount"]
BROUGHT = """count(*), count(*) FILTER (outcome = 'won'), coalesce(sum(amount) FILTER (outcome = 'won'), 0)"""
AD_METRICS = ["ad_impressions", "ad_clicks", "ad_cost", "ad_click_rate", "cost_per_click"]
ADS = """sum(impressions), sum(clicks), sum(cost_amount), sum(clicks) / nullif(sum(impressions), 0),
    sum(cost_amount) / nullif(sum(clicks), 0)"""
WHOLE = "SELECT sum(spend) AS cost FROM {campaigns}"
LEADS = "SELECT count(*) AS leads FROM {handled_leads} WHERE campaign_id > 0"
WON = "SELECT coalesce(sum(amount) FILTER (outcome = 'won'), 0) AS won FROM {campaign_deals}"

MARKETING_CASES: dict[str, tuple[Question, str]] = {
    "how leads are handled, by owner": (
        {"metrics": HANDLED_METRICS, "by": ["owner"]},
        f"SELECT owner, {HANDLED} FROM {{handled_leads}} x {OWN} GROUP BY 1",
    ),
    "how leads are handled in a year, by the platform of their campaign": (
        {"metrics": HANDLED_METRICS, "by": ["ad_platform"], "period": YEAR},
        f"""SELECT ad_platform, {HANDLED} FROM {{handled_leads}}
        WHERE created_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "what campaigns cost, by kind": (
        {"metrics": ["campaign_cost"], "by": ["campaign_kind"]},
        "SELECT shown(kind), sum(spend) FROM {campaigns} GROUP BY 1",
    ),
    "leads of the campaigns of a year, by campaign": (
        {"metrics": ["campaign_leads", "campaign_qualified_leads"], "by": ["campaign"], "period": YEAR},
        """SELECT campaign, count(*), count(*) FILTER (status IN ('qualified', 'converted')) FROM {handled_leads}
        WHERE campaign_id > 0 AND campaign_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "deals of the campaigns, by campaign": (
        {"metrics": BROUGHT_METRICS, "by": ["campaign"]},
        f"SELECT campaign, {BROUGHT} FROM {{campaign_deals}} GROUP BY 1",
    ),
    "deals of the campaigns of a year, by owner and month of the campaign": (
        {"metrics": BROUGHT_METRICS, "by": ["owner", MONTHS], "period": YEAR},
        f"""SELECT owner, grain_label(campaign_date, 'month'), {BROUGHT} FROM {{campaign_deals}} x {OWN}
        WHERE campaign_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1, 2""",
    ),
    "campaigns over everything": (
        {"metrics": ["campaign_cost", "campaign_leads", "cost_per_campaign_lead", "campaign_yield"]},
        f"SELECT cost, leads, cost / nullif(leads, 0), won / nullif(cost, 0) FROM ({WHOLE}), ({LEADS}), ({WON})",
    ),
    "advertising by platform and keyword": (
        {"metrics": AD_METRICS, "by": ["ad_platform", "keyword"]},
        f"SELECT where_shown, bought_for, {ADS} FROM {{advertising}} GROUP BY 1, 2",
    ),
    "advertising by campaign in a year": (
        {"metrics": AD_METRICS, "by": ["campaign"], "period": YEAR},
        f"""SELECT campaign, {ADS} FROM {{advertising}} WHERE stat_date BETWEEN '2020-01-01' AND '2020-12-31'
        GROUP BY 1""",
    ),
    "touches by channel": (
        {"metrics": ["touches", "touched_leads"], "by": ["touch_channel"]},
        "SELECT touched_by, count(*), count(DISTINCT lead_id) FROM {touching} GROUP BY 1",
    ),
    "touches by owner": (
        {"metrics": ["touches"], "by": ["owner"]},
        f"SELECT owner, count(*) FROM {{touching}} x {OWN} GROUP BY 1",
    ),
}
