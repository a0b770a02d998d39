"""Members that the product itself names, in the reader's language, and back again when one is clicked."""

import polars as pl

from datasource.metrics.team_segments import FIELD, segment_label
from datasource.texts import N_, _

COMMON = {"Unknown": N_("Unknown"), "Others": N_("Others")}
CODED = {
    "outcome": {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost"), "invalid": N_("Invalid")},
    "lead_status": {
        "new": N_("New"),
        "working": N_("Being worked on"),
        "qualified": N_("Qualified"),
        "converted": N_("Converted"),
        "dead": N_("Dead"),
    },
    "stay_end": {
        "advanced": N_("Advanced"),
        "moved_back": N_("Moved back"),
        "lost": N_("Lost"),
        "invalid": N_("Invalid"),
        "still_there": N_("Still there"),
    },
    "activity_kind": {
        "follow_up": N_("Follow-up"),
        "check_in": N_("Check-in"),
        "task": N_("Task"),
        "system": N_("System note"),
    },
    "maturity": {"mature": N_("Mature"), "immature": N_("Young")},
    "rate_line": {"cohort": N_("By cohort of entry"), "young_cohort": N_("Young cohorts"), "period": N_("Periods")},
    "pool_move": {"into_pool": N_("Into the pool"), "claimed": N_("Claimed"), "assigned": N_("Assigned")},
    "satisfaction": {
        "very_dissatisfied": N_("Very dissatisfied"),
        "dissatisfied": N_("Dissatisfied"),
        "neutral": N_("Neutral"),
        "satisfied": N_("Satisfied"),
        "very_satisfied": N_("Very satisfied"),
    },
    "split_record": {
        "contract": N_("Contract"),
        "receipt": N_("Receipt"),
        "opportunity": N_("Opportunity"),
    },
    "split_status": {
        "complete": N_("Adds up"),
        "incomplete": N_("Does not add up"),
    },
    "ageing": {
        "not_due": N_("Not due"),
        "1-30": N_("1–30 days"),
        "31-60": N_("31–60 days"),
        "61-90": N_("61–90 days"),
        "over_90": N_("Over 90 days"),
    },
    "owner_move": {
        "handed_over": N_("Handed over"),
        "into_pool": N_("Into the pool"),
        "claimed": N_("Claimed"),
        "assigned": N_("Assigned"),
    },
    "segment": {
        "Champions": N_("Champions"),
        "Loyal": N_("Loyal"),
        "Potentially loyal": N_("Potentially loyal"),
        "New": N_("New customer"),
        "Promising": N_("Promising"),
        "Need attention": N_("Need attention"),
        "About to sleep": N_("About to sleep"),
        "At risk": N_("At risk"),
        "Not to be lost": N_("Not to be lost"),
        "Asleep": N_("Asleep"),
    },
    "lifecycle_stage": {
        "Lead": N_("Not a customer yet"),
        "New": N_("New customer"),
        "Active": N_("Active customer"),
        "Loyal": N_("Loyal customer"),
        "At risk": N_("Customer at risk"),
        "Lost": N_("Lost customer"),
    },
    "feeling": {"positive": N_("Positive"), "negative": N_("Negative"), "unclear": N_("Unclear")},
    "ticket_sla": {"met": N_("Met"), "breached": N_("Breached"), "running": N_("Running")},
    "goal_level": {
        "company": N_("Company"),
        "department": N_("Department"),
        "employee": N_("Employee"),
    },
    "goal_kind": {"contract_amount": N_("Contract amount"), "received_amount": N_("Received amount")},
    "status": {
        "draft": N_("Draft"),
        "pending": N_("Pending"),
        "approved": N_("Approved"),
        "rejected": N_("Rejected"),
        "withdrawn": N_("Withdrawn"),
        "voided": N_("Voided"),
        "not_required": N_("No approval needed"),
    },
}
CODED["approval_status"] = CODED["status"]


def member_text(field: str, member: str) -> str:
    """How `member` of `field` is shown."""
    if field == FIELD:
        return segment_label(member)
    text = _known(field).get(member)
    return _(text) if text else member


def member_of(field: str, text: str) -> str:
    """The member of `field` that is shown as `text`."""
    return next((member for member, label in _known(field).items() if _(label) == text), text)


def shown_members(field: str) -> pl.Expr:
    """Column `field` with its members as they are shown."""
    known = {member: _(label) for member, label in _known(field).items()}
    return pl.col(field).replace(known)


def _known(field: str) -> dict[str, str]:
    return {**COMMON, **CODED.get(field, {})}
