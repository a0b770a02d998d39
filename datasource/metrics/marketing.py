"""Metrics of marketing: how leads are handled, what campaigns cost and brought, advertising, touches (reports 2.10)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_

_OF_A_CAMPAIGN = Condition("campaign_id", Op.GT, 0)
_QUALIFIED = Condition("status", Op.IN, ("qualified", "converted"))
_CONVERTED = Condition("status", Op.EQ, "converted")


def _leads(name: str, label: str, definition: str, date: str, *where: Condition) -> Metric:
    return Metric(name, label, definition, Aggregate("leads", How.COUNT, "", where), Unit.COUNT, date)


def _deals(name: str, label: str, definition: str, how: How, *where: Condition) -> Metric:
    """Opportunities that campaigns brought, by the day their campaign began."""
    measured = Aggregate("opportunities", how, "amount" if how is How.SUM else "", (_OF_A_CAMPAIGN, *where))
    return Metric(name, label, definition, measured, Unit.MONEY if how is How.SUM else Unit.COUNT, "campaign_date")


def _ads(name: str, label: str, definition: str, column: str, unit: Unit = Unit.COUNT) -> Metric:
    """A sum of the advertising figures; of nothing known it is unknown, so that no ratio takes it for free."""
    measured = Aggregate("ad_stats", How.KNOWN_SUM, column)
    return Metric(name, label, definition, measured, unit, "stat_date", higher_is_better=None)


def _ratio(  # noqa: PLR0913, PLR0917  (a metric has that much to say)
    name: str, label: str, definition: str, parts: tuple[str, str], unit: Unit, higher_is_better: bool | None = True
) -> Metric:
    return Metric(name, label, definition, Combination(Join.RATIO, *parts), unit, higher_is_better=higher_is_better)


MARKETING_METRICS = (
    _leads(
        "answered_leads", N_("Answered leads"), N_("Of the leads entered in the period, those contacted by now."),
        "created_date", Condition("first_response_at", Op.NOT_NULL),
    ),
    _ratio(
        "lead_answer_rate", N_("Lead answer rate"),
        N_("Share of the leads entered in the period that were contacted by now."),
        ("answered_leads", "new_leads"), Unit.RATE,
    ),
    Metric(
        "lead_response_hours_median", N_("First response to leads (median)"),
        N_("Median hours from entering a lead to its first contact, of the leads entered in the period and answered."),
        Aggregate("leads", How.MEDIAN, "first_response_hours"), Unit.HOURS, "created_date", higher_is_better=False,
    ),
    _leads(
        "qualified_leads", N_("Qualified leads"),
        N_("Of the leads entered in the period, those that stand as qualified or converted now."),
        "created_date", _QUALIFIED,
    ),
    _leads(
        "converted_leads", N_("Converted leads"),
        N_("Of the leads entered in the period, those that have become a customer by now."),
        "created_date", _CONVERTED,
    ),
    _ratio(
        "lead_conversion_rate", N_("Lead conversion rate"),
        N_("Share of the leads entered in the period that have become a customer by now."),
        ("converted_leads", "new_leads"), Unit.RATE,
    ),
    Metric(
        "campaign_cost", N_("Campaign cost"),
        N_(
            "Cost of the campaigns that began in the period: the actual cost, or where none is told what their "
            "advertising cost. Unknown, not 0, where no cost is known."
        ),
        Aggregate("campaigns", How.KNOWN_SUM, "spend_amount"), Unit.MONEY, "campaign_date", higher_is_better=None,
    ),
    _leads(
        "campaign_leads", N_("Leads of campaigns"),
        N_("Leads until now of the campaigns that began in the period."), "campaign_date", _OF_A_CAMPAIGN,
    ),
    _leads(
        "campaign_qualified_leads", N_("Qualified leads of campaigns"),
        N_("Leads of the campaigns that began in the period that stand as qualified or converted now."),
        "campaign_date", _OF_A_CAMPAIGN, _QUALIFIED,
    ),
    _deals(
        "campaign_opportunities", N_("Opportunities of campaigns"),
        N_("Opportunities until now of the campaigns that began in the period."), How.COUNT,
    ),
    _deals(
        "campaign_won", N_("Won deals of campaigns"),
        N_("Opportunities of the campaigns that began in the period that were won by now."), How.COUNT,
        Condition("outcome", Op.EQ, "won"),
    ),
    _deals(
        "campaign_won_amount", N_("Won amount of campaigns"),
        N_("Amount of the opportunities of the campaigns that began in the period that were won by now."), How.SUM,
        Condition("outcome", Op.EQ, "won"),
    ),
    _ratio(
        "cost_per_campaign_lead", N_("Cost per lead"),
        N_("Cost of the campaigns that began in the period per lead they have brought by now."),
        ("campaign_cost", "campaign_leads"), Unit.MONEY, higher_is_better=False,
    ),
    _ratio(
        "campaign_yield", N_("Won per money spent"),
        N_("Won amount by now of the campaigns that began in the period, over their cost: 2 is twice what was spent."),
        ("campaign_won_amount", "campaign_cost"), Unit.NUMBER,
    ),
    _ads(
        "ad_impressions", N_("Impressions"), N_("How often advertisements were shown in the period."), "impressions",
    ),
    _ads("ad_clicks", N_("Clicks"), N_("How often advertisements were clicked in the period."), "clicks"),
    _ads(
        "ad_cost", N_("Advertising cost"), N_("What advertisements cost in the period, by day."),
        "cost_amount", Unit.MONEY,
    ),
    _ratio(
        "ad_click_rate", N_("Click rate (CTR)"), N_("Clicks per impression of the advertisements in the period."),
        ("ad_clicks", "ad_impressions"), Unit.RATE,
    ),
    _ratio(
        "cost_per_click", N_("Cost per click (CPC)"), N_("Advertising cost per click in the period."),
        ("ad_cost", "ad_clicks"), Unit.MONEY, higher_is_better=False,
    ),
    Metric(
        "touches", N_("Touches"), N_("Contacts of leads and customers with the company's marketing in the period."),
        Aggregate("touches", How.COUNT), Unit.COUNT, "touched_date",
    ),
    Metric(
        "touched_leads", N_("Touched leads"), N_("Distinct leads that marketing touched in the period."),
        Aggregate("touches", How.DISTINCT, "lead_id"), Unit.COUNT, "touched_date",
    ),
)  # fmt: skip
