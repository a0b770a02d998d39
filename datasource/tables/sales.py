"""Opportunities, their stages, products and quotations."""

from datetime import date, datetime

from sqlmodel import SQLModel

from datasource.tables.columns import choice, count, day, flag, key, moment, money, number, ref, source_key, text
from datasource.tables.enums import Approval, Outcome, StageKind


class Pipeline(SQLModel, table=True):
    """One row per sales pipeline (stage group)."""

    __tablename__ = "pipelines"
    pipeline_id: int = key("Key of the pipeline.")
    source_key: str | None = source_key()
    name: str = text("Name of the pipeline.", required=True)
    position: int | None = count("Order among the pipelines.")


class Stage(SQLModel, table=True):
    """One row per stage of a pipeline, closing stages included."""

    __tablename__ = "stages"
    stage_id: int = key("Key of the stage.")
    source_key: str | None = source_key()
    pipeline_id: int | None = ref("pipelines.pipeline_id", "Pipeline it belongs to.")
    name: str = text("Name of the stage.", required=True)
    position: int | None = count("Order within the pipeline.")
    kind: StageKind | None = choice(StageKind, "Open, won, lost or invalid.")
    win_probability: float | None = number("Chance to win as the company states it.", "fraction")


class Opportunity(SQLModel, table=True):
    """One row per opportunity (deal)."""

    __tablename__ = "opportunities"
    opportunity_id: int = key("Key of the opportunity.")
    source_key: str | None = source_key()
    name: str | None = text("Name of the deal.")
    customer_id: int | None = ref("customers.customer_id", "Customer it is with.")
    contact_id: int | None = ref("contacts.contact_id", "Person it is with.")
    campaign_id: int | None = ref("campaigns.campaign_id", "Campaign that brought it.")
    lead_id: int | None = ref("leads.lead_id", "Lead it came from.")
    pipeline_id: int | None = ref("pipelines.pipeline_id", "Pipeline it moves through.")
    stage_id: int | None = ref("stages.stage_id", "Stage it is in now.")
    outcome: Outcome | None = choice(Outcome, "Open, won, lost or invalid.")
    amount: int | None = money("Amount of the deal: expected while open, agreed when won.")
    currency: str | None = text("Currency of the original amount.", length=3)
    original_amount: int | None = money("Amount in the original currency's minor units.")
    source: str | None = text("Where it came from.")
    loss_reason: str | None = text("Why it was lost.")
    owner_id: int | None = ref("users.user_id", "Employee in charge.")
    created_at: datetime | None = moment("Time it was entered.")
    created_date: date | None = day("Day it was entered.")
    expected_close_date: date | None = day("Day it is expected to close; never stands in for the close date.")
    closed_at: datetime | None = moment("Time it was won, lost or dropped.")
    close_date: date | None = day("Day it was won, lost or dropped.")
    is_deleted: bool | None = flag("Deleted in the source; kept, and left out of every metric.")


class OpportunityLine(SQLModel, table=True):
    """One row per product on an opportunity."""

    __tablename__ = "opportunity_lines"
    opportunity_line_id: int = key("Key of the line.")
    source_key: str | None = source_key()
    opportunity_id: int | None = ref("opportunities.opportunity_id", "Opportunity it belongs to.")
    product_id: int | None = ref("products.product_id", "Product offered.")
    quantity: float | None = number("Quantity.", "quantity")
    unit_price_amount: int | None = money("Price of one unit.")
    amount: int | None = money("Amount of the line after discount.")


class StageEvent(SQLModel, table=True):
    """One row per stay of an opportunity in a stage: entered, left, and what was true at that time."""

    __tablename__ = "stage_events"
    stage_event_id: int = key("Key of the stay.")
    source_key: str | None = source_key()
    opportunity_id: int | None = ref("opportunities.opportunity_id", "Opportunity.")
    stage_id: int | None = ref("stages.stage_id", "Stage it stayed in.")
    entered_at: datetime | None = moment("Time it entered the stage.")
    entered_date: date | None = day("Day it entered the stage.")
    left_at: datetime | None = moment("Time it left the stage; empty while it is there.")
    left_date: date | None = day("Day it left the stage; empty while it is there.")
    amount: int | None = money("Amount of the deal at the time.")
    close_date: date | None = day("Expected or actual close date at the time.")
    owner_id: int | None = ref("users.user_id", "Owner at the time.")


class Quotation(SQLModel, table=True):
    """One row per quotation."""

    __tablename__ = "quotations"
    quotation_id: int = key("Key of the quotation.")
    source_key: str | None = source_key()
    opportunity_id: int | None = ref("opportunities.opportunity_id", "Opportunity quoted for.")
    customer_id: int | None = ref("customers.customer_id", "Customer quoted to.")
    owner_id: int | None = ref("users.user_id", "Employee who quoted.")
    status: Approval | None = choice(Approval, "Approval status.")
    amount: int | None = money("Quoted amount.")
    discount: float | None = number("Discount granted.", "fraction")
    created_at: datetime | None = moment("Time it was made.")
    created_date: date | None = day("Day it was made.")
    valid_until_date: date | None = day("Last day it is valid.")


class ProductCategory(SQLModel, table=True):
    """One row per product category; the tree runs through `parent_id`."""

    __tablename__ = "product_categories"
    product_category_id: int = key("Key of the category.")
    source_key: str | None = source_key()
    name: str = text("Name of the category.", required=True)
    parent_id: int | None = ref("product_categories.product_category_id", "Category above.")


class Product(SQLModel, table=True):
    """One row per product."""

    __tablename__ = "products"
    product_id: int = key("Key of the product.")
    source_key: str | None = source_key()
    name: str = text("Name of the product.", required=True)
    code: str | None = text("Product number.")
    product_category_id: int | None = ref("product_categories.product_category_id", "Category it belongs to.")
    unit: str | None = text("Unit of sale.", length=32)
    list_price_amount: int | None = money("List price of one unit.")
    unit_cost_amount: int | None = money("Cost of one unit.")
    is_active: bool | None = flag("Still on sale.", default=True)
