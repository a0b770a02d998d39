"""The enumerations of the canonical tables; a member's value is what stands in the data."""

from enum import StrEnum


class Approval(StrEnum):
    """Approval status of a contract, receipt or invoice; effective = approved or not_required (rule R1)."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    NOT_REQUIRED = "not_required"


class Outcome(StrEnum):
    """How an opportunity stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    INVALID = "invalid"


class StageKind(StrEnum):
    """What being in a stage means for the opportunity's outcome."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    INVALID = "invalid"


class LeadStatus(StrEnum):
    """How far a lead has been handled."""

    NEW = "new"
    WORKING = "working"
    QUALIFIED = "qualified"
    CONVERTED = "converted"
    DEAD = "dead"


class ActivityKind(StrEnum):
    """What an activity records; only follow-ups count as follow-ups."""

    FOLLOW_UP = "follow_up"
    CHECK_IN = "check_in"
    TASK = "task"
    SYSTEM = "system"


class SubjectKind(StrEnum):
    """The kind of record that something is attached to."""

    LEAD = "lead"
    CUSTOMER = "customer"
    CONTACT = "contact"
    OPPORTUNITY = "opportunity"
    CONTRACT = "contract"
    RECEIPT = "receipt"


class PoolEventKind(StrEnum):
    """What happened to a customer between a person and the public pool."""

    INTO_POOL = "into_pool"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"


class PlanStatus(StrEnum):
    """How a receivable plan stands."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    VOIDED = "voided"


class TargetLevel(StrEnum):
    """Whose target it is."""

    COMPANY = "company"
    DEPARTMENT = "department"
    EMPLOYEE = "employee"


class TargetKind(StrEnum):
    """What the target is measured in."""

    CONTRACT_AMOUNT = "contract_amount"
    RECEIVED_AMOUNT = "received_amount"


class TicketEventKind(StrEnum):
    """A step in the life of a service ticket."""

    OPENED = "opened"
    FIRST_RESPONSE = "first_response"
    REPLIED = "replied"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"


class MemberAccess(StrEnum):
    """What a shared member may do with the customer."""

    READ = "read"
    WRITE = "write"


class RegionLevel(StrEnum):
    """Level of the region tree."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
