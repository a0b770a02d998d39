"""What happens with customers day by day: activities, return visits, tickets, feedback; and the calendar."""

from datetime import date, datetime

from sqlalchemy import Date
from sqlmodel import Field, SQLModel

from datasource.tables.columns import choice, count, day, flag, key, long_text, moment, number, ref, source_key, text
from datasource.tables.enums import ActivityKind, SubjectKind, TicketEventKind


class Activity(SQLModel, table=True):
    """One row per activity (follow-up, check-in, system note) on any record."""

    __tablename__ = "activities"
    activity_id: int = key("Key of the activity.")
    source_key: str | None = source_key()
    kind: ActivityKind | None = choice(ActivityKind, "Only follow-ups count as follow-ups.")
    channel: str | None = text("How: phone, visit, e-mail, chat …")
    subject: SubjectKind | None = choice(SubjectKind, "Kind of record it was entered on.")
    lead_id: int | None = ref("leads.lead_id", "Lead it was entered on.")
    customer_id: int | None = ref(
        "customers.customer_id", "Customer it concerns, through lead, contact or opportunity."
    )
    contact_id: int | None = ref("contacts.contact_id", "Contact it was entered on.")
    opportunity_id: int | None = ref("opportunities.opportunity_id", "Opportunity it was entered on.")
    contract_id: int | None = ref("contracts.contract_id", "Contract it was entered on.")
    owner_id: int | None = ref("users.user_id", "Author.")
    content: str | None = long_text("What was noted.")
    created_at: datetime | None = moment("Time it was entered.")
    created_date: date | None = day("Day it was entered.")
    next_contact_at: datetime | None = moment("When the next contact was planned.")
    is_deleted: bool | None = flag("Deleted in the source; kept, and left out of every metric.")


class Visit(SQLModel, table=True):
    """One row per return visit, with the customer's satisfaction."""

    __tablename__ = "visits"
    visit_id: int = key("Key of the return visit.")
    source_key: str | None = source_key()
    customer_id: int | None = ref("customers.customer_id", "Customer visited.")
    contract_id: int | None = ref("contracts.contract_id", "Contract it was about.")
    contact_id: int | None = ref("contacts.contact_id", "Person asked.")
    owner_id: int | None = ref("users.user_id", "Employee who visited.")
    channel: str | None = text("How: in person, phone, message …")
    visit_date: date | None = day("Day of the visit.")
    satisfaction: int | None = count("Answer on the scale 1 (very dissatisfied) to 5 (very satisfied).")
    comment: str | None = long_text("What the customer said.")


class Ticket(SQLModel, table=True):
    """One row per service ticket."""

    __tablename__ = "tickets"
    ticket_id: int = key("Key of the ticket.")
    source_key: str | None = source_key()
    customer_id: int | None = ref("customers.customer_id", "Customer who asked.")
    contact_id: int | None = ref("contacts.contact_id", "Person who asked.")
    product_id: int | None = ref("products.product_id", "Product it is about.")
    owner_id: int | None = ref("users.user_id", "Handler.")
    channel: str | None = text("How it came in.")
    category: str | None = text("Kind of problem.")
    priority: str | None = text("Priority.")
    title: str | None = text("Subject line.")
    opened_at: datetime | None = moment("Time it was opened.")
    opened_date: date | None = day("Day it was opened.")
    first_response_at: datetime | None = moment("Time of the first answer.")
    resolved_at: datetime | None = moment("Time it was last resolved.")
    closed_at: datetime | None = moment("Time it was closed.")
    sla_hours: float | None = number("Hours allowed for the resolution.", "hours")
    is_escalated: bool | None = flag("Was escalated at least once.")
    reopen_count: int | None = count("Times it was reopened.")


class TicketEvent(SQLModel, table=True):
    """One row per step of a ticket."""

    __tablename__ = "ticket_events"
    ticket_event_id: int = key("Key of the step.")
    source_key: str | None = source_key()
    ticket_id: int | None = ref("tickets.ticket_id", "Ticket.")
    owner_id: int | None = ref("users.user_id", "Who did it.")
    kind: TicketEventKind | None = choice(TicketEventKind, "What happened.")
    event_at: datetime | None = moment("Time of the step.")
    event_date: date | None = day("Day of the step.")


class Feedback(SQLModel, table=True):
    """One row per rating or comment a customer gave."""

    __tablename__ = "feedback"
    feedback_id: int = key("Key of the feedback.")
    source_key: str | None = source_key()
    customer_id: int | None = ref("customers.customer_id", "Customer.")
    ticket_id: int | None = ref("tickets.ticket_id", "Ticket it is about.")
    product_id: int | None = ref("products.product_id", "Product it is about.")
    score: float | None = number("Score as given, on the scale 0 to 10.", "score")
    comment: str | None = long_text("What they wrote.")
    given_at: datetime | None = moment("Time it was given.")
    given_date: date | None = day("Day it was given.")


class CalendarDay(SQLModel, table=True):
    """One row per day; made by `datasource.periods`, never imported."""

    __tablename__ = "calendar"
    calendar_date: date = Field(primary_key=True, sa_type=Date, description="The day.")
    year: int | None = count("Calendar year.")
    quarter: int | None = count("Quarter of the calendar year, 1 to 4.")
    month: int | None = count("Month, 1 to 12.")
    fiscal_year: int | None = count("Fiscal year, named after the calendar year it starts in.")
    fiscal_quarter: int | None = count("Quarter of the fiscal year, 1 to 4.")
    iso_year: int | None = count("Year of the ISO week.")
    iso_week: int | None = count("ISO week, 1 to 53.")
    weekday: int | None = count("1 Monday to 7 Sunday.")
    is_workday: bool | None = flag("A working day: no weekend, no holiday, or a weekend day worked instead.")
    is_holiday: bool | None = flag("A public holiday.")
    holiday: str | None = text("Name of the holiday.")
    lunar_new_year_offset: int | None = count("Days since (negative: until) the nearest Lunar New Year.")
