"""Who else may see a board, and what they may do with it: data that stands in the board's own file."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field, field_validator, model_validator

from datasource.question import Frozen


class Right(StrEnum):
    """What a person may do with a board of somebody else; each is given apart, and each takes in seeing it."""

    VIEW = "view"
    EXPORT = "export"
    EDIT = "edit"
    RESHARE = "reshare"


class Terms(Frozen):
    """What is allowed, and the last day on which it is; None has no end. `since` is the day on which it was given."""

    may: tuple[Right, ...] = Field(default=(Right.VIEW, Right.EXPORT), min_length=1)
    until: date | None = None
    since: date | None = None


class Grant(Terms):
    """Terms for one login, one department (with all below it) or one role, named by `to`."""

    to: str = Field(min_length=1, max_length=200)

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


class Share(Frozen):
    """Who else may see the board: everyone who may sign in, or people (logins), departments (ids) and roles."""

    everyone: Terms | None = None
    people: tuple[Grant, ...] = ()
    departments: tuple[Grant, ...] = ()
    roles: tuple[Grant, ...] = ()

    @field_validator("everyone", mode="before")
    @classmethod
    def _from_truth(cls, value: Any) -> Any:
        if isinstance(value, bool):
            return {} if value else None
        return value

    def rights(self, login: str, role: str, departments: Collection[str], today: date) -> frozenset[Right]:
        """What a person may do with the board; `departments` are the ids of the person's own and those above it."""
        valid = self.terms(login, role, departments, today)
        return frozenset(right for one in valid for right in (Right.VIEW, *one.may))

    def terms(self, login: str, role: str, departments: Collection[str], today: date) -> tuple[Terms, ...]:
        """All that lets a person in today, by name, department, role or everyone."""
        named = [grant for grant in self.people if grant.to == login]
        named += [grant for grant in self.departments if grant.to in departments]
        named += [grant for grant in self.roles if grant.to == role]
        terms = [*named, *((self.everyone,) if self.everyone else ())]
        return tuple(one for one in terms if one.until is None or today <= one.until)
