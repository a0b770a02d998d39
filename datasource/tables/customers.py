"""Customers, the people at them, and who may see them."""

from datetime import date, datetime

from sqlmodel import SQLModel

from datasource.tables.columns import choice, count, day, flag, key, moment, money, ref, source_key, text
from datasource.tables.enums import LeadStatus, MemberAccess, PoolEventKind, RegionLevel, SubjectKind


class Region(SQLModel, table=True):
    """One row per region; countries hold provinces, provinces hold cities."""

    __tablename__ = "regions"
    region_id: int = key("Key of the region.")
    source_key: str | None = source_key()
    name: str = text("Name of the region.", required=True)
    parent_id: int | None = ref("regions.region_id", "Region above.")
    level: RegionLevel | None = choice(RegionLevel, "Country, province or city.")
    adcode: str | None = text("Six-digit code of the People's Republic's administrative division.", length=12)


class Customer(SQLModel, table=True):
    """One row per customer (account); an empty owner means that it lies in the public pool."""

    __tablename__ = "customers"
    customer_id: int = key("Key of the customer.")
    source_key: str | None = source_key()
    name: str = text("Name of the company or person.", required=True)
    code: str | None = text("Customer number as printed on documents.")
    phone: str | None = text("Phone number as entered.")
    website: str | None = text("Web address.")
    industry: str | None = text("Industry.")
    level: str | None = text("Importance, as the company grades it.")
    source: str | None = text("Where the customer came from.")
    company_size: str | None = text("Size band.")
    employee_count: int | None = count("People working at the customer.")
    annual_revenue_amount: int | None = money("Yearly revenue of the customer.")
    founded_year: int | None = count("Year the customer was founded.")
    region_id: int | None = ref("regions.region_id", "Where the customer sits.")
    parent_id: int | None = ref("customers.customer_id", "Company that owns this one.")
    owner_id: int | None = ref("users.user_id", "Employee in charge; empty in the public pool.")
    created_at: datetime | None = moment("Time the customer was entered.")
    created_date: date | None = day("Day the customer was entered.")
    is_dealt_flag: bool | None = flag(
        "The source's own manual 'dealt' mark; never overwrites the deal date.", default=None
    )
    next_contact_at: datetime | None = moment("When the next contact is due.")
    pool_at: datetime | None = moment("When it last went into the public pool.")
    birth_date: date | None = day("Birth date, where customers are persons.")
    sex: str | None = text("Sex, where customers are persons.", length=32)
    occupation: str | None = text("Occupation, where customers are persons.")
    income_band: str | None = text("Income band, where customers are persons.")
    is_deleted: bool | None = flag("Deleted in the source; kept, and left out of every metric.")


class Contact(SQLModel, table=True):
    """One row per person at a customer."""

    __tablename__ = "contacts"
    contact_id: int = key("Key of the contact.")
    source_key: str | None = source_key()
    customer_id: int | None = ref("customers.customer_id", "Customer the person works at.")
    name: str | None = text("Full name.")
    post: str | None = text("Job title.")
    phone: str | None = text("Phone number as entered.")
    email: str | None = text("E-mail address.")
    is_primary: bool | None = flag("Main contact of the customer.", default=None)
    owner_id: int | None = ref("users.user_id", "Employee in charge; empty = the customer's owner.")
    created_at: datetime | None = moment("Time the contact was entered.")
    created_date: date | None = day("Day the contact was entered.")
    is_deleted: bool | None = flag("Deleted in the source; kept, and left out of every metric.")


class Lead(SQLModel, table=True):
    """One row per lead."""

    __tablename__ = "leads"
    lead_id: int = key("Key of the lead.")
    source_key: str | None = source_key()
    name: str | None = text("Company or person.")
    contact_name: str | None = text("Person to speak to.")
    phone: str | None = text("Phone number as entered.")
    email: str | None = text("E-mail address.")
    source: str | None = text("Where the lead came from.")
    industry: str | None = text("Industry.")
    status: LeadStatus | None = choice(LeadStatus, "How far it has been handled.")
    campaign_id: int | None = ref("campaigns.campaign_id", "Campaign that brought it.")
    customer_id: int | None = ref("customers.customer_id", "Customer it was converted to.")
    owner_id: int | None = ref("users.user_id", "Employee in charge.")
    created_at: datetime | None = moment("Time the lead was entered.")
    created_date: date | None = day("Day the lead was entered.")
    first_response_at: datetime | None = moment("Time of the first contact.")
    converted_at: datetime | None = moment("Time it became a customer.")
    converted_date: date | None = day("Day it became a customer.")
    is_deleted: bool | None = flag("Deleted in the source; kept, and left out of every metric.")


class CustomerMember(SQLModel, table=True):
    """One row per customer and user with shared access; they see the customer and its children read-only."""

    __tablename__ = "customer_members"
    customer_member_id: int = key("Key of the share.")
    source_key: str | None = source_key()
    customer_id: int | None = ref("customers.customer_id", "Customer shared.")
    user_id: int | None = ref("users.user_id", "User it is shared with.")
    access: MemberAccess | None = choice(MemberAccess, "What the CRM lets the member do.")


class PoolEvent(SQLModel, table=True):
    """One row per move of a customer into or out of the public pool."""

    __tablename__ = "pool_events"
    pool_event_id: int = key("Key of the move.")
    source_key: str | None = source_key()
    customer_id: int | None = ref("customers.customer_id", "Customer moved.")
    owner_id: int | None = ref("users.user_id", "Who gave it up (into the pool) or got it (claimed, assigned).")
    kind: PoolEventKind | None = choice(PoolEventKind, "Into the pool, claimed or assigned.")
    event_at: datetime | None = moment("Time of the move.")
    event_date: date | None = day("Day of the move.")


class OwnerEvent(SQLModel, table=True):
    """One row per change of owner of a record."""

    __tablename__ = "owner_events"
    owner_event_id: int = key("Key of the change.")
    source_key: str | None = source_key()
    subject: SubjectKind | None = choice(SubjectKind, "Kind of record.")
    subject_key: int | None = count("Key of the record within its kind.")
    old_owner_id: int | None = ref("users.user_id", "Owner before.")
    new_owner_id: int | None = ref("users.user_id", "Owner after; empty = public pool.")
    event_at: datetime | None = moment("Time of the change.")
    event_date: date | None = day("Day of the change.")
