"""Tables and columns as the wizard calls them: the product's words, and its own for what no other page shows."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.loaders.suggest.synonyms import KEY
from datasource.quality import words
from datasource.quality.words import table_text
from datasource.texts import N_, _

__all__ = ["column_text", "table_text"]
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        KEY: N_("Its own id"),
        "access": N_("Access"),
        "approval_id": N_("Approval"),
        "category": N_("Category"),
        "content_id": N_("Content"),
        "converted_at": N_("Time of conversion"),
        "created_at": N_("Created (time)"),
        "currency": N_("Currency"),
        "entered_at": N_("Entered the stage (time)"),
        "event_at": N_("Time of the event"),
        "given_at": N_("Given (time)"),
        "given_date": N_("Given"),
        "has_attended": N_("Has attended"),
        "has_interacted": N_("Has interacted"),
        "has_registered": N_("Has registered"),
        "head_id": N_("Head"),
        "income_band": N_("Income band"),
        "is_deleted": N_("Is deleted"),
        "joined_at": N_("Joined (time)"),
        "joined_date": N_("Joined"),
        "keyword": N_("Keyword"),
        "left_at": N_("Left (time)"),
        "new_owner_id": N_("New owner"),
        "next_contact_at": N_("Next contact"),
        "occupation": N_("Occupation"),
        "old_owner_id": N_("Owner before"),
        "original_amount": N_("Amount in its own currency"),
        "platform": N_("Platform"),
        "pool_at": N_("Into the public pool"),
        "position": N_("Order"),
        "priority": N_("Priority"),
        "published_date": N_("Published"),
        "rate_date": N_("Day of the rate"),
        "seconds": N_("Seconds"),
        "sex": N_("Sex"),
        "stat_date": N_("Day"),
        "subject": N_("Kind of record"),
        "touched_at": N_("Touched (time)"),
        "touched_date": N_("Touched"),
        "unit": N_("Unit"),
        "user_id": N_("Employee"),
        "visited_at": N_("Visited (time)"),
        "visited_date": N_("Visited"),
    }
)


def column_text(column: str) -> str:
    """A canonical column, or a row's own id, as the reader calls it."""
    return _(_COLUMNS[column]) if column in _COLUMNS else words.column_text(column)
