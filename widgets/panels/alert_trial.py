"""What an alert that is being written would have told in the last year: how often, when, of whom; and its course."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from datasource.alerts.judging import Judged, judge
from datasource.alerts.rule import AlertRule, Audience, check_rule
from datasource.analytics.alert_rules import Measure, Notice
from datasource.errors import MingjingError
from datasource.periods.buckets import bucket_label
from datasource.result import Column, Kind
from datasource.texts import N_, _, plural
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.charts.alarms import CALM, FIRED
from widgets.format import bucket, signed_rate
from widgets.panels.alert_course import Watched, show_course
from widgets.panels.alert_draft import Draft
from widgets.panels.alert_notices import kept_for
from widgets.panels.alert_words import amount_text, entity_text, field_text
from widgets.state.session import Slot

KEY = f"{Slot.ALERT_TRIAL.value}_shown"
NAMELESS = "—"
MOST = 200
WHEN = Column("bucket", N_("Bucket"), Kind.TEXT)
STATE = Column("state", N_("Signal"), Kind.TEXT)
AMOUNT = Column("value", N_("Value"), Kind.TEXT)


def show_trial(draft: Draft, reading: Reading) -> None:
    """The past under the rule as it stands in the form; one sentence where it cannot be tried yet."""
    st.markdown(f"**{_('What it would have told in the last year')}**")
    try:
        rule = draft.rule(NAMELESS).model_copy(update={"audience": Audience.ME, "people": ()})
        check_rule(rule, kept_for(reading)[1].role)
        judged = awaited(reading, KEY, judge, rule)
    except MingjingError as reason:
        st.info(str(reason))
        return
    if judged is None:
        return
    told = judged.of_the_year()
    st.markdown(_summary(judged, told))
    chosen = _listed(rule, judged, told, reading)
    entity = chosen if chosen in judged.seen.entities else next(iter(judged.seen.entities), "")
    _drawn(rule, judged, entity, reading)


def _summary(judged: Judged, told: tuple[tuple[str, Notice], ...]) -> str:
    fired = [(name, one) for name, one in told if one.fired]
    rings = sum(1 for said in judged.said.values() if said and said[-1].fired)
    times = plural("It would have fired **{count}** time", "It would have fired **{count}** times", len(fired))
    parts = [times]
    if judged.seen.by:
        names = len({name for name, _one in fired})
        whole = len(judged.seen.entities)
        parts.append(_("for {names} of {whole} watched").format(names=names, whole=whole))
    parts.append(plural("{count} rings now", "{count} ring now", rings) if rings else _("it is calm now"))
    unjudged = len(judged.seen.entities) - len(judged.said)
    if unjudged:
        parts.append(plural("{count} has too short a past", "{count} have too short a past", unjudged))
    return ", ".join(parts) + "."


def _listed(rule: AlertRule, judged: Judged, told: tuple[tuple[str, Notice], ...], reading: Reading) -> str:
    """The days on which it would have fired and been calm again; the member of the row that is chosen."""
    if not told:
        ringing = [name for name, said in judged.said.items() if said and said[-1].fired]
        return ringing[0] if ringing else ""
    whose = (Column("member", field_text(rule.by), Kind.TEXT),) if rule.by else ()
    compared = (Column("compared", _compared_label(rule), Kind.TEXT),) if rule.measure is not Measure.VALUE else ()
    rows = pl.DataFrame([_row(rule, name, one, reading) for name, one in told[:MOST]])
    show_table((WHEN, *whose, STATE, AMOUNT, *compared), rows, reading.look, f"{KEY}_table", lambda: None, sight=8)
    if len(told) > MOST:
        st.caption(plural("{count} older is not shown.", "{count} older are not shown.", len(told) - MOST))
    cell = clicked(f"{KEY}_table")
    row = cell.row if cell is not None and cell.row < min(len(told), MOST) else 0
    return told[row][0]


def _compared_label(rule: AlertRule) -> str:
    return N_("Expected") if rule.measure is Measure.DEVIATION else N_("Change")


def _row(rule: AlertRule, name: str, one: Notice, reading: Reading) -> dict[str, str]:
    is_expected = rule.measure is Measure.DEVIATION
    compared = (
        amount_text(rule.metric, one.compared, reading)
        if is_expected
        else signed_rate(one.measured / 100, reading.look.language)
    )
    row = {
        "bucket": bucket(bucket_label(one.day, rule.grain), rule.grain, reading.look.language),
        "member": entity_text(rule.by, name),
        "state": f"▲ {_('fires')}" if one.fired else f"○ {_('calm again')}",
        "value": amount_text(rule.metric, one.value, reading),
        "compared": compared,
    }
    left_out = {"member": not rule.by, "compared": rule.measure is Measure.VALUE}
    return {key: value for key, value in row.items() if not left_out.get(key)}


def _drawn(rule: AlertRule, judged: Judged, entity: str, reading: Reading) -> None:
    states = _states(judged, entity)
    limit = rule.limit if rule.measure is Measure.VALUE else None
    watched = Watched(rule.metric, rule.grain, rule.by, entity, rule.where)
    show_course(watched, reading, f"{KEY}_course", states, limit, expects=rule.measure is Measure.DEVIATION)
    st.caption(_("Triangle: fired; ring: calm again. Click a bucket to see its records."))


def _states(judged: Judged, entity: str) -> Mapping[str, str]:
    grain = judged.seen.grain
    return {bucket_label(one.day, grain): FIRED if one.fired else CALM for one in judged.said.get(entity, ())}
