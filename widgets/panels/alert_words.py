"""Alert rules and notices in words."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.alerts.notices import Told
from datasource.alerts.rule import AlertRule
from datasource.analytics.alert_rules import Measure, Side
from datasource.metrics.registry import DIMENSIONS, is_dimension, is_metric, metric
from datasource.periods.buckets import bucket_label
from datasource.question import Grain
from datasource.result import Unit
from datasource.texts import N_, _
from widgets.blocks.filter_text import filter_text
from widgets.blocks.members import member_text
from widgets.blocks.reading import Reading
from widgets.format import bucket, compact, number, signed_rate

GRAINS: Mapping[Grain, str] = MappingProxyType(
    {Grain.DAY: N_("Each day"), Grain.WEEK: N_("Each week"), Grain.MONTH: N_("Each month")}
)
MEASURES: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.DEVIATION: N_("Unlike its past"),
        Measure.VALUE: N_("A fixed limit"),
        Measure.CHANGE: N_("Change to the one before"),
        Measure.YEAR_CHANGE: N_("Change to last season"),
    }
)
MEANS: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.DEVIATION: N_(
            "The value is compared with what its own past lets expect, trend and season included; the limit counts"
            " usual errors. 2.9 sees nine in ten jumps of five such errors."
        ),
        Measure.VALUE: N_("The value itself is compared with the limit."),
        Measure.CHANGE: N_("The change in per cent from the day, week or month before is compared with the limit."),
        Measure.YEAR_CHANGE: N_(
            "The change in per cent from the same week or month a year before, and of days from a week before, is"
            " compared with the limit."
        ),
    }
)
SIDES: Mapping[Side, str] = MappingProxyType(
    {Side.ABOVE: N_("Too high"), Side.BELOW: N_("Too low"), Side.EITHER: N_("Either way")}
)
FIRES: Mapping[tuple[Measure, Side], str] = MappingProxyType(
    {
        (Measure.VALUE, Side.ABOVE): N_("{limit} or more"),
        (Measure.VALUE, Side.BELOW): N_("{limit} or less"),
        (Measure.CHANGE, Side.ABOVE): N_("up by {limit} or more from the one before"),
        (Measure.CHANGE, Side.BELOW): N_("down by {limit} or more from the one before"),
        (Measure.CHANGE, Side.EITHER): N_("up or down by {limit} or more from the one before"),
        (Measure.YEAR_CHANGE, Side.ABOVE): N_("up by {limit} or more from last season"),
        (Measure.YEAR_CHANGE, Side.BELOW): N_("down by {limit} or more from last season"),
        (Measure.YEAR_CHANGE, Side.EITHER): N_("up or down by {limit} or more from last season"),
        (Measure.DEVIATION, Side.ABOVE): N_("more than its past lets expect (limit {limit})"),
        (Measure.DEVIATION, Side.BELOW): N_("less than its past lets expect (limit {limit})"),
        (Measure.DEVIATION, Side.EITHER): N_("unlike what its past lets expect (limit {limit})"),
    }
)


def metric_text(name: str) -> str:
    """The metric's label; its name where it is gone."""
    return _(metric(name).label) if is_metric(name) else name


def field_text(field: str) -> str:
    """The dimension's label."""
    return _(DIMENSIONS[field].label) if is_dimension(field) and field in DIMENSIONS else field


def amount_text(name: str, value: float, reading: Reading) -> str:
    """A number of the metric, short."""
    unit = metric(name).unit if is_metric(name) else Unit.NUMBER
    value = round(value) if unit is Unit.COUNT else value
    return compact(value, unit, reading.look.language, reading.look.currency)


def limit_text(rule: AlertRule, reading: Reading, limit: float) -> str:
    """The limit in the unit that it is meant in."""
    if rule.measure is Measure.VALUE:
        return amount_text(rule.metric, limit, reading)
    if rule.measure is Measure.DEVIATION:
        return number(abs(limit), Unit.NUMBER, reading.look.language, decimals=1)
    return number(abs(limit) / 100, Unit.RATE, reading.look.language, decimals=0)


def rule_text(rule: AlertRule, reading: Reading) -> str:
    """What a rule watches and when it fires, in one line; members of its filters that the reader may not see as …"""
    what = metric_text(rule.metric)
    if rule.by:
        what = _("{metric}, one by one: {field}").format(metric=what, field=field_text(rule.by))
    fires = _(FIRES[rule.measure, rule.side]).format(limit=limit_text(rule, reading, rule.limit))
    parts = [what, _(GRAINS[rule.grain]), fires, *(_filter(rule, at, reading) for at in range(len(rule.where)))]
    return " · ".join(parts)


def entity_text(field: str, entity: str) -> str:
    """The member that is told of; the whole is that of all records that the person may see."""
    return member_text(field, entity) if field else _("The whole")


def notice_text(told: Told, reading: Reading) -> str:
    """What happened, in one sentence."""
    rule, language = told.rule, reading.look.language
    when = bucket(bucket_label(told.since, rule.grain), rule.grain, language)
    value = amount_text(rule.metric, told.value, reading)
    if not told.fired:
        return _("{metric} in {bucket}: {value}, calm again").format(
            metric=metric_text(rule.metric), bucket=when, value=value
        )
    said = _("{metric} in {bucket}: {value}, {compared}")
    return said.format(metric=metric_text(rule.metric), bucket=when, value=value, compared=compared_text(told, reading))


def compared_text(told: Told, reading: Reading) -> str:
    """What the value of a notice was compared with."""
    rule, language = told.rule, reading.look.language
    compared = amount_text(rule.metric, told.compared, reading)
    match rule.measure:
        case Measure.VALUE:
            return _("limit {limit}").format(limit=compared)
        case Measure.DEVIATION:
            return _("expected about {expected}").format(expected=compared)
        case _:
            change = signed_rate(told.measured / 100, language)
            return _("{change} from {before}").format(change=change, before=compared)


def _filter(rule: AlertRule, at: int, reading: Reading) -> str:
    ask = rule.where[at]
    if ask.field not in DIMENSIONS:
        return f"{ask.field}: …"
    values = ask.value if isinstance(ask.value, tuple) else (ask.value,)
    members = [one for one in values if isinstance(one, str)]
    seen = all(reading.shared.is_member(ask.field, one, reading.viewer) for one in members)
    return filter_text(ask, reading.look.language) if seen else f"{field_text(ask.field)}: …"
