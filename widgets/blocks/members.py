"""Members that the product itself names, in the reader's language, and back again when one is clicked."""

import polars as pl

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
    "activity_kind": {
        "follow_up": N_("Follow-up"),
        "check_in": N_("Check-in"),
        "task": N_("Task"),
        "system": N_("System note"),
    },
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


def member_text(field: str, member: str) -> str:
    """How `member` of `field` is shown."""
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
