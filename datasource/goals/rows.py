"""The tables of the app database that concern targets. Times are naive and mean UTC, money is in minor units."""

from datetime import date

from pydantic import NaiveDatetime
from sqlalchemy import BigInteger
from sqlmodel import Field

from datasource.people.rows import AppTable


class TargetEditRow(AppTable, table=True):
    """One row per month of a holder's fiscal year that was entered in the app; `is_withdrawn` gives it back."""

    __tablename__ = "target_edits"

    level: str = Field(primary_key=True, max_length=20)
    holder_id: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str = Field(primary_key=True, max_length=20)
    month_date: date = Field(primary_key=True)
    target_amount: int | None = Field(default=None, sa_type=BigInteger)
    stretch_amount: int | None = Field(default=None, sa_type=BigInteger)
    challenge_amount: int | None = Field(default=None, sa_type=BigInteger)
    year_amount: int | None = Field(default=None, sa_type=BigInteger)
    is_withdrawn: bool = False
    changed_by: str = Field(max_length=100)
    changed_at: NaiveDatetime


class RevisionRow(AppTable, table=True):
    """One row per thing that is edited as a whole: how often that was done, so that whoever keeps a copy can tell."""

    __tablename__ = "revisions"

    name: str = Field(primary_key=True, max_length=40)
    revision: int = Field(default=0, sa_type=BigInteger)
