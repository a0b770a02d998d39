"""The tables of the app database that concern the quality of the data. Times are naive and mean UTC."""

from pydantic import NaiveDatetime
from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from datasource.people.rows import KEY, AppTable


class MergeRow(AppTable, table=True):
    """One row per decision about records that may be one; `is_withdrawn` takes it back."""

    __tablename__ = "merges"

    merge_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    table: str = Field(max_length=40, index=True)
    verdict: str = Field(max_length=20)
    is_withdrawn: bool = False
    decided_by: str = Field(max_length=100)
    decided_at: NaiveDatetime


class MergeMemberRow(AppTable, table=True):
    """One row per record of a decision, by its id in the source."""

    __tablename__ = "merge_members"

    merge_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="merges.merge_id")
    source_key: str = Field(primary_key=True, max_length=190)
    is_survivor: bool = False


class QualityScoreRow(AppTable, table=True):
    """One row per version of the data that was scored; `body` holds the scores as JSON and outlives the version."""

    __tablename__ = "quality_scores"

    version: str = Field(primary_key=True, max_length=60)
    loaded_at: NaiveDatetime = Field(index=True)
    body: str = Field(sa_type=Text)
