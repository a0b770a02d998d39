"""Campaigns, touches, contents, advertising and what people did on the web."""

from datetime import date, datetime

from sqlmodel import SQLModel

from datasource.tables.columns import count, day, flag, key, moment, money, number, ref, source_key, text


class Campaign(SQLModel, table=True):
    """One row per marketing campaign."""

    __tablename__ = "campaigns"
    campaign_id: int = key("Key of the campaign.")
    source_key: str | None = source_key()
    name: str = text("Name of the campaign.", required=True)
    channel: str | None = text("Channel it runs on.")
    kind: str | None = text("Kind of campaign.")
    owner_id: int | None = ref("users.user_id", "Employee in charge.")
    start_date: date | None = day("First day.")
    end_date: date | None = day("Last day.")
    budget_amount: int | None = money("Budget.")
    cost_amount: int | None = money("Actual cost.")


class Touch(SQLModel, table=True):
    """One row per contact between a lead or customer and the company's marketing."""

    __tablename__ = "touches"
    touch_id: int = key("Key of the touch.")
    source_key: str | None = source_key()
    lead_id: int | None = ref("leads.lead_id", "Lead touched.")
    customer_id: int | None = ref("customers.customer_id", "Customer touched.")
    campaign_id: int | None = ref("campaigns.campaign_id", "Campaign behind it.")
    content_id: int | None = ref("contents.content_id", "Content behind it.")
    channel: str | None = text("Channel.")
    touched_at: datetime | None = moment("Time of the touch.")
    touched_date: date | None = day("Day of the touch.")


class CampaignMember(SQLModel, table=True):
    """One row per person reached by a campaign, and how far they went."""

    __tablename__ = "campaign_members"
    campaign_member_id: int = key("Key of the membership.")
    source_key: str | None = source_key()
    campaign_id: int | None = ref("campaigns.campaign_id", "Campaign.")
    lead_id: int | None = ref("leads.lead_id", "Lead reached.")
    contact_id: int | None = ref("contacts.contact_id", "Contact reached.")
    has_registered: bool | None = flag("Registered.")
    has_attended: bool | None = flag("Attended.")
    has_interacted: bool | None = flag("Asked, voted, downloaded or replied.")
    joined_at: datetime | None = moment("Time they were added.")
    joined_date: date | None = day("Day they were added.")


class Content(SQLModel, table=True):
    """One row per piece of content."""

    __tablename__ = "contents"
    content_id: int = key("Key of the content.")
    source_key: str | None = source_key()
    title: str = text("Title.", required=True)
    kind: str | None = text("Article, video, white paper, webinar …")
    published_date: date | None = day("Day it was published.")
    cost_amount: int | None = money("Cost of making it.")


class WebVisit(SQLModel, table=True):
    """One row per visit of a known person to the company's site or content."""

    __tablename__ = "web_visits"
    web_visit_id: int = key("Key of the visit.")
    source_key: str | None = source_key()
    lead_id: int | None = ref("leads.lead_id", "Lead who came.")
    customer_id: int | None = ref("customers.customer_id", "Customer who came.")
    content_id: int | None = ref("contents.content_id", "Content viewed.")
    channel: str | None = text("Channel they came by.")
    seconds: float | None = number("Time spent.", "seconds")
    visited_at: datetime | None = moment("Time of the visit.")
    visited_date: date | None = day("Day of the visit.")


class AdStat(SQLModel, table=True):
    """One row per day, platform, campaign and keyword."""

    __tablename__ = "ad_stats"
    ad_stat_id: int = key("Key of the row.")
    source_key: str | None = source_key()
    stat_date: date | None = day("Day.")
    platform: str | None = text("Advertising platform.")
    campaign_id: int | None = ref("campaigns.campaign_id", "Campaign.")
    keyword: str | None = text("Keyword.")
    impressions: int | None = count("Times shown.")
    clicks: int | None = count("Times clicked.")
    cost_amount: int | None = money("Cost.")
