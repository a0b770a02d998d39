"""An alert rule as people write it: which number, in which buckets, how far is too far, and who is told."""

from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from datasource.analytics.alert_rules import Measure, Rule, Side, check
from datasource.errors import MingjingError
from datasource.metrics.registry import is_metric
from datasource.people.account import Role
from datasource.question import Filter, Frozen, Grain
from datasource.reports.bucketed import entity_fields, is_watchable
from datasource.texts import N_, _

LONGEST_NAME = 100


class Audience(StrEnum):
    """Who is told: the writer alone, people by name, or everyone; each of what they may see themselves."""

    ME = "me"
    PEOPLE = "people"
    EVERYONE = "everyone"


LEAST_ROLE = {Audience.ME: Role.READER, Audience.PEOPLE: Role.ANALYST, Audience.EVERYONE: Role.MANAGER}
"""The least role that may let so many be told."""
AUDIENCES = {Audience.ME: N_("Only me"), Audience.PEOPLE: N_("Chosen people"), Audience.EVERYONE: N_("Everyone")}


class AlertRule(Frozen):
    """One rule. `by` is the dimension each of whose members is watched by itself, empty for the whole.

    `limit` and `calm` are in the metric's unit (money major, rates fractions) for values, in per cent for changes and
    in spreads for deviations; `at_least` is in the metric's unit. `people` are account numbers.
    """

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    metric: str
    by: str = ""
    where: tuple[Filter, ...] = ()
    grain: Grain = Grain.WEEK
    measure: Measure = Measure.DEVIATION
    side: Side = Side.EITHER
    limit: float
    calm: float | None = None
    at_least: float = 0.0
    audience: Audience = Audience.ME
    people: tuple[int, ...] = ()

    @field_validator("name")
    @classmethod
    def _tidy(cls, name: str) -> str:
        return " ".join(name.split())

    @model_validator(mode="after")
    def _nobody_else(self) -> Self:
        if self.audience is not Audience.PEOPLE and self.people:
            raise ValueError("people are named only where people are told")
        return self

    @property
    def test(self) -> Rule:
        """When it fires and when it is calm again."""
        return Rule(self.measure, self.side, self.limit, self.calm, self.at_least)

    def says_the_same(self, other: "AlertRule") -> bool:
        """Whether both would fire on the same days: they differ in name and audience at most."""
        told = {"name": "", "audience": Audience.ME, "people": ()}
        return self.model_copy(update=told) == other.model_copy(update=told)


def check_rule(rule: AlertRule, role: Role) -> None:
    """Raise `MingjingError` with the first thing that stands against `rule`, written by somebody of `role`."""
    if not rule.name:
        raise MingjingError(_("Give the alert a name, so that those who are told know what it is about."))
    if not is_metric(rule.metric) or not is_watchable(rule.metric):
        raise MingjingError(_("'{name}' has no date, so it cannot be told bucket by bucket.").format(name=rule.metric))
    fields = entity_fields(rule.metric)
    if rule.by and rule.by not in fields:
        raise MingjingError(_("'{name}' cannot be split by '{field}'.").format(name=rule.metric, field=rule.by))
    _check_test(rule)
    if not role.at_least(LEAST_ROLE[rule.audience]):
        raise MingjingError(_("Your role lets you write alerts for yourself alone, or for chosen people."))
    if rule.audience is Audience.PEOPLE and not rule.people:
        raise MingjingError(_("Choose at least one person to be told, or keep the alert to yourself."))


def _check_test(rule: AlertRule) -> None:
    check(rule.test)
    if rule.measure is Measure.VALUE:
        if rule.side is Side.EITHER:
            raise MingjingError(_("Say whether the value is to be above or below its limit."))
    elif rule.side is Side.BELOW and rule.limit >= 0:
        raise MingjingError(_("A fall has a limit below zero, such as -20."))
    elif rule.side is not Side.BELOW and rule.limit <= 0:
        raise MingjingError(_("The limit of a change or a deviation must lie above zero."))
