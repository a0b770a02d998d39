"""Departments, users and what belongs to the organisation's own work."""

from datetime import date, datetime

from sqlmodel import SQLModel

from datasource.tables.columns import (
    choice,
    count,
    day,
    flag,
    key,
    long_text,
    moment,
    money,
    number,
    ref,
    source_key,
    text,
)
from datasource.tables.enums import Approval, TargetKind, TargetLevel


class Department(SQLModel, table=True):
    """One row per department; the tree runs through `parent_id`."""

    __tablename__ = "departments"
    department_id: int = key("Key of the department.")
    source_key: str | None = source_key()
    name: str = text("Name of the department.", required=True)
    parent_id: int | None = ref("departments.department_id", "Department above; empty for the company itself.")
    head_id: int | None = ref("users.user_id", "User who leads the department.", cyclic=True)
    position: int | None = count("Order among its siblings.")


class User(SQLModel, table=True):
    """One row per CRM user (employee), former staff included."""

    __tablename__ = "users"
    user_id: int = key("Key of the user.")
    source_key: str | None = source_key()
    name: str = text("Full name as shown.", required=True)
    login: str | None = text("Name the user signs in with in the CRM.")
    email: str | None = text("E-mail address.")
    phone: str | None = text("Phone number as entered.")
    department_id: int | None = ref("departments.department_id", "Department the user belongs to.")
    manager_id: int | None = ref("users.user_id", "User this one reports to.")
    title: str | None = text("Job title.")
    hired_date: date | None = day("First working day.")
    left_date: date | None = day("Last working day; empty while employed.")
    is_active: bool | None = flag("Whether the user still works here.", default=True)


class WorkLog(SQLModel, table=True):
    """One row per work log (daily, weekly or monthly report)."""

    __tablename__ = "work_logs"
    work_log_id: int = key("Key of the work log.")
    source_key: str | None = source_key()
    owner_id: int | None = ref("users.user_id", "User who wrote it.")
    category: str | None = text("Daily, weekly or monthly.")
    content: str | None = long_text("What was written.")
    comment_count: int | None = count("Comments it received.")
    created_at: datetime | None = moment("Time it was written.")
    created_date: date | None = day("Day it was written.")


class ApprovalRequest(SQLModel, table=True):
    """One row per request for approval in the office (leave, expenses, travel …)."""

    __tablename__ = "approvals"
    approval_id: int = key("Key of the request.")
    source_key: str | None = source_key()
    owner_id: int | None = ref("users.user_id", "User who submitted it.")
    category: str | None = text("Kind of request.")
    status: Approval | None = choice(Approval, "Where the request stands.")
    amount: int | None = money("Money asked for, where the category has money.")
    days: float | None = number("Days asked for, where the category has days.", "days")
    created_at: datetime | None = moment("Time it was submitted.")
    created_date: date | None = day("Day it was submitted.")
    decided_at: datetime | None = moment("Time it was decided.")


class Trip(SQLModel, table=True):
    """One row per business trip."""

    __tablename__ = "trips"
    trip_id: int = key("Key of the trip.")
    source_key: str | None = source_key()
    owner_id: int | None = ref("users.user_id", "User who travelled.")
    approval_id: int | None = ref("approvals.approval_id", "Request that allowed the trip.")
    customer_id: int | None = ref("customers.customer_id", "Customer visited.")
    start_date: date | None = day("First day of the trip.")
    end_date: date | None = day("Last day of the trip.")
    cost_amount: int | None = money("Cost of the trip.")


class Target(SQLModel, table=True):
    """One row per holder, kind and month; a year's target is the sum of its months."""

    __tablename__ = "targets"
    target_id: int = key("Key of the target.")
    source_key: str | None = source_key()
    level: TargetLevel | None = choice(TargetLevel, "Company, department or employee.")
    kind: TargetKind | None = choice(TargetKind, "Contract amount or received amount.")
    department_id: int | None = ref("departments.department_id", "Department that holds it, at level department.")
    owner_id: int | None = ref("users.user_id", "Employee who holds it, at level employee.")
    month_date: date | None = day("First day of the month.")
    target_amount: int | None = money("Target to reach.")
    stretch_amount: int | None = money("Second tier.")
    challenge_amount: int | None = money("Third tier.")
    year_amount: int | None = money("Year target as stated by the source, to check the months against.")


class SplitCredit(SQLModel, table=True):
    """One row per share of a record's amount that is credited to one employee."""

    __tablename__ = "split_credits"
    split_credit_id: int = key("Key of the share.")
    source_key: str | None = source_key()
    opportunity_id: int | None = ref("opportunities.opportunity_id", "Opportunity whose amount is split.")
    contract_id: int | None = ref("contracts.contract_id", "Contract whose amount is split.")
    receipt_id: int | None = ref("receipts.receipt_id", "Receipt whose amount is split.")
    owner_id: int | None = ref("users.user_id", "Employee credited.")
    rate: float | None = number("Share of the amount; the rates of one record add up to 1.", "fraction")
    coefficient: float | None = number("Weight applied to the share.", "factor")
