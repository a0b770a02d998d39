"""An alert being written: what stands in the form, kept in the session until it is saved or thrown away."""

from dataclasses import dataclass, field, fields
from typing import Any

from pydantic import ValidationError

from datasource.alerts.keeping import KeptRule
from datasource.alerts.rule import LONGEST_NAME, AlertRule, Audience
from datasource.analytics.alert_rules import Measure, Side
from datasource.analytics.anomalies import CLEAR
from datasource.errors import MingjingError
from datasource.metrics.registry import is_metric, metric
from datasource.question import Filter, Grain, Op
from datasource.reports.bucketed import entity_fields
from datasource.result import Unit
from datasource.texts import _
from widgets.state.session import Key, Slot

HABIT = {Measure.DEVIATION: CLEAR, Measure.CHANGE: 30.0, Measure.YEAR_CHANGE: 30.0, Measure.VALUE: None}
"""The limit that a measure begins with, above zero."""


@dataclass
class Draft:
    """The fields of the form. `limit`, `calm` and `floor` are as typed: rates of fixed limits in per cent, falls as
    positive numbers.
    """

    rule_id: int = 0
    name: str = ""
    metric: str = "contract_amount"
    by: str = ""
    filters: list[str] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)
    grain: Grain = Grain.WEEK
    measure: Measure = Measure.DEVIATION
    side: Side = Side.EITHER
    limit: float | None = CLEAR
    calm: float | None = None
    floor: float | None = None
    audience: Audience = Audience.ME
    people: list[int] = field(default_factory=list)

    def put(self, name: str, value: Any) -> None:
        """Take another value for a field; those that no longer fit begin anew."""
        setattr(self, name, value)
        if name == "metric":
            self.by, self.filters, self.members, self.floor = "", [], {}, None
        if name in {"metric", "measure"}:
            self.limit, self.calm = HABIT[self.measure], None
            if self.measure is Measure.VALUE and self.side is Side.EITHER:
                self.side = Side.BELOW

    @property
    def factor(self) -> float:
        """How many of the typed limit are one of the metric's own."""
        return 100.0 if self.measure is Measure.VALUE and metric(self.metric).unit is Unit.RATE else 1.0

    @property
    def sign(self) -> float:
        """Falls are typed without their minus."""
        return -1.0 if self.measure is not Measure.VALUE and self.side is Side.BELOW else 1.0

    def rule(self, name: str) -> AlertRule:
        """The rule that stands in the form, called `name`; raises `MingjingError` for what is missing."""
        if self.limit is None:
            raise MingjingError(_("Give the limit at which the alert is to fire."))
        where = [
            Filter(field=one, op=Op.IN, value=tuple(self.members[one])) for one in self.filters if self.members.get(one)
        ]
        calm = None if self.calm is None else self.sign * self.calm / self.factor
        floor = (
            0.0
            if self.measure is Measure.VALUE
            else (self.floor or 0.0) / (100.0 if metric(self.metric).unit is Unit.RATE else 1.0)
        )
        try:
            return AlertRule(
                name=name,
                metric=self.metric,
                by=self.by,
                where=tuple(where),
                grain=self.grain,
                measure=self.measure,
                side=self.side,
                limit=self.sign * self.limit / self.factor,
                calm=calm,
                at_least=floor,
                audience=self.audience,
                people=tuple(self.people) if self.audience is Audience.PEOPLE else (),
            )
        except ValidationError:
            told = _("Give the alert a name of {most} characters at most.")
            raise MingjingError(told.format(most=LONGEST_NAME)) from None


def draft_of(kept: KeptRule | None) -> Draft:
    """What the form begins with: a kept rule; a new one, also where the metric or fields of the kept one are gone."""
    if kept is None:
        return Draft()
    rule = kept.rule
    fields_of_it = {*(ask.field for ask in rule.where), *([rule.by] if rule.by else [])}
    if not is_metric(rule.metric) or not fields_of_it <= set(entity_fields(rule.metric)):
        return Draft(rule_id=kept.rule_id, name=rule.name)
    plain = {one.name for one in fields(Draft)} & set(AlertRule.model_fields) - {"limit", "calm", "people"}
    made = Draft(rule_id=kept.rule_id, **{name: getattr(rule, name) for name in plain})
    made.filters = [ask.field for ask in rule.where]
    made.members = {ask.field: [str(one) for one in _values(ask)] for ask in rule.where}
    made.limit = made.sign * rule.limit * made.factor
    made.calm = None if rule.calm is None else made.sign * rule.calm * made.factor
    rates = 100.0 if metric(rule.metric).unit is Unit.RATE else 1.0
    made.floor = rule.at_least * rates or None
    made.people = list(rule.people)
    return made


def _values(ask: Filter) -> tuple[object, ...]:
    return ask.value if isinstance(ask.value, tuple) else (ask.value,)


DRAFT: Key[Draft] = Key(Slot.ALERT_DRAFT, Draft)
