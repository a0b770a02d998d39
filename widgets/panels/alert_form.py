"""The form of an alert: what is watched, when it fires, who is told; beside it, what it would have told."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from datasource.alerts.keeping import KeptRule, add_rule, change_rule
from datasource.alerts.rule import AUDIENCES, LEAST_ROLE, LONGEST_NAME, AlertRule, Audience
from datasource.alerts.telling import tell
from datasource.analytics.alert_rules import Measure, Side
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import metric
from datasource.people.account import Account
from datasource.people.accounts import list_accounts
from datasource.people.database import AppDatabase
from datasource.reports.bucketed import entity_fields, watchable_metrics
from datasource.result import Unit
from datasource.scope import Viewer
from datasource.texts import _
from widgets.blocks.members import member_text
from widgets.blocks.reading import Reading
from widgets.panels.alert_draft import DRAFT, Draft, draft_of
from widgets.panels.alert_notices import kept_for
from widgets.panels.alert_trial import show_trial
from widgets.panels.alert_words import GRAINS, MEANS, MEASURES, SIDES, field_text, metric_text
from widgets.state.session import Key, Slot, hold_widget, widget_value

KEY = Slot.ALERT_FORM.value
FIRST = (
    "contract_amount", "received_amount", "won_amount", "new_leads", "new_opportunities", "new_customers", "win_rate",
    "open_amount", "overdue_amount", "tickets_opened",
)  # fmt: skip
SAID: Key[str] = Key(Slot.ALERT_TRIAL, str)
"""Why the alert could not be saved, told once."""


def begin(kept: KeptRule | None) -> None:
    """Begin to write a new alert, or to change a kept one."""
    DRAFT.set(draft_of(kept))


def show_form(reading: Reading, kept: KeptRule | None, close: Callable[[], None]) -> None:
    """The form for a new alert, or the one that is changed; `close` leads back to the list."""
    draft = DRAFT.get()
    if draft.rule_id != (kept.rule_id if kept else 0):
        begin(kept)
        draft = DRAFT.get()
    st.markdown(f"**{_('New alert') if kept is None else _('Change the alert')}**")
    left, right = st.columns((2, 3), gap="large")
    with left:
        _what(draft, reading)
        _when(draft, reading)
    with right:
        show_trial(draft, reading)
    _whom(draft, reading)
    _saving(draft, reading, close)


def _what(draft: Draft, reading: Reading) -> None:
    """What is watched."""
    _pick(draft, "metric", _("Metric"), {one: metric_text(one) for one in reading.report(metrics)})
    fields = {"": _("The whole"), **{one: field_text(one) for one in entity_fields(draft.metric)}}
    _pick(draft, "by", _("Watch each … by itself"), fields)
    _several(draft, "filters", _("Only records with"), {one: label for one, label in fields.items() if one}, _("All"))
    for one in draft.filters:
        offered = {member: member_text(one, member) for member in reading.shared.values(one, reading.viewer)}
        offered |= {member: member for member in draft.members.get(one, [])}
        slot = f"{KEY}_members_{one}"
        hold_widget(slot, list(draft.members.get(one, [])))
        st.multiselect(
            field_text(one), list(offered), format_func=offered.__getitem__, key=slot, placeholder=_("All"),
            on_change=_put_members, args=(draft, one, slot),
        )  # fmt: skip
    _side_by_side(draft, "grain", _("How often"), {grain: _(label) for grain, label in GRAINS.items()})


def _when(draft: Draft, reading: Reading) -> None:
    """When it fires and when it is calm again."""
    _pick(draft, "measure", _("Fires on"), {one: _(label) for one, label in MEASURES.items()})
    st.caption(_(MEANS[draft.measure]))
    sides = {one: _(label) for one, label in SIDES.items()}
    if draft.measure is Measure.VALUE:
        sides.pop(Side.EITHER)
    _side_by_side(draft, "side", _("Fires when"), sides)
    left, right = st.columns(2)
    with left:
        _number(draft, "limit", _limit_label(draft, reading))
    with right:
        _number(draft, "calm", _("Calm again at"), _("the limit itself"))
    st.caption(
        _(
            "Between the limit and the calm value nothing is said, so that a number that wavers about the limit does"
            " not ring each time."
        )
    )
    if draft.measure is not Measure.VALUE:
        label = _("Ignore differences below ({unit})").format(unit=_unit(draft, reading))
        _number(draft, "floor", label, _("none is too small"))


def _whom(draft: Draft, reading: Reading) -> None:
    """Who is told; each of their own rows."""
    database, account = kept_for(reading)
    left, right = st.columns((2, 3), gap="large")
    with left:
        _text(draft, "name", _("Name of the alert"), _suggested(draft))
    with right:
        _audience(draft, database, account)


def _audience(draft: Draft, database: AppDatabase, account: Account) -> None:
    allowed = {one: _(label) for one, label in AUDIENCES.items() if account.role.at_least(LEAST_ROLE[one])}
    if len(allowed) == 1:
        return
    _side_by_side(draft, "audience", _("Who is told"), allowed)
    if draft.audience is Audience.PEOPLE:
        people = {one.account_id: one.name for one in list_accounts(database) if one.is_active}
        people = {number: name for number, name in people.items() if number != account.account_id}
        draft.people = [one for one in draft.people if one in people]
        _several(draft, "people", _("People"), people, _("Names"))
    if draft.audience is not Audience.ME:
        st.caption(_("Everybody is told of the records that they may see themselves, and of no others."))


def _saving(draft: Draft, reading: Reading, close: Callable[[], None]) -> None:
    if SAID.get():
        st.error(SAID.get())
        SAID.clear()
    with st.container(horizontal=True, gap="small"):
        st.button(_("Save the alert"), key=f"{KEY}_save", type="primary", on_click=_save, args=(draft, reading, close))
        st.button(_("Cancel"), key=f"{KEY}_cancel", on_click=_leave, args=(close,))


def _save(draft: Draft, reading: Reading, close: Callable[[], None]) -> None:
    """Keep the rule and judge it for its writer at once; what stands against it is said, and nothing is lost."""
    database, account = kept_for(reading)
    try:
        rule: AlertRule = draft.rule(draft.name.strip() or _suggested(draft))
        kept = (
            change_rule(database, account, draft.rule_id, rule) if draft.rule_id else add_rule(database, account, rule)
        )
    except MingjingError as error:
        SAID.set(str(error))
        return
    tell(database, reading.shared.catalog, kept, [account])
    _leave(close)


def _leave(close: Callable[[], None]) -> None:
    DRAFT.clear()
    close()


def metrics(catalog: Catalog, viewer: Viewer) -> tuple[str, ...]:  # noqa: ARG001  (a report's two firsts)
    """Every metric that can be watched, the usual ones first."""
    return tuple(sorted(watchable_metrics(), key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)))


def _unit(draft: Draft, reading: Reading) -> str:
    """What the metric's numbers are typed in."""
    match metric(draft.metric).unit:
        case Unit.MONEY:
            return reading.look.currency
        case Unit.RATE:
            return "%"
        case Unit.DAYS:
            return _("days")
        case Unit.HOURS:
            return _("hours")
        case _:
            return _("number")


def _limit_label(draft: Draft, reading: Reading) -> str:
    match draft.measure:
        case Measure.VALUE:
            return _("Limit ({unit})").format(unit=_unit(draft, reading))
        case Measure.DEVIATION:
            return _("Limit (usual errors)")
        case _:
            return _("Limit ({unit})").format(unit="%")


def _pick(draft: Draft, name: str, label: str, options: Mapping[Any, str]) -> None:
    slot = f"{KEY}_{name}"
    hold_widget(slot, getattr(draft, name))
    st.selectbox(
        label, list(options), format_func=lambda one: options.get(one, str(one)), key=slot,
        on_change=_put, args=(draft, name, slot),
    )  # fmt: skip


def _several(draft: Draft, name: str, label: str, options: Mapping[Any, str], empty: str) -> None:
    slot = f"{KEY}_{name}"
    hold_widget(slot, list(getattr(draft, name)))
    st.multiselect(
        label, list(options), format_func=lambda one: options.get(one, str(one)), key=slot, placeholder=empty,
        on_change=_put, args=(draft, name, slot),
    )  # fmt: skip


def _side_by_side(draft: Draft, name: str, label: str, options: Mapping[Any, str]) -> None:
    slot = f"{KEY}_{name}"
    hold_widget(slot, getattr(draft, name))
    st.segmented_control(
        label, list(options), format_func=options.__getitem__, key=slot, required=True,
        on_change=_put, args=(draft, name, slot),
    )  # fmt: skip


def _number(draft: Draft, name: str, label: str, empty: str = "") -> None:
    slot = f"{KEY}_{name}"
    hold_widget(slot, getattr(draft, name))
    st.number_input(label, key=slot, placeholder=empty or None, value=None, on_change=_put, args=(draft, name, slot))


def _text(draft: Draft, name: str, label: str, empty: str) -> None:
    slot = f"{KEY}_{name}"
    hold_widget(slot, getattr(draft, name))
    st.text_input(label, key=slot, max_chars=LONGEST_NAME, placeholder=empty, on_change=_put, args=(draft, name, slot))


def _suggested(draft: Draft) -> str:
    """The name of an alert that was given none."""
    return f"{metric_text(draft.metric)}: {_(SIDES[draft.side])}"


def _put(draft: Draft, name: str, slot: str) -> None:
    draft.put(name, widget_value(slot))


def _put_members(draft: Draft, field: str, slot: str) -> None:
    draft.members[field] = list(widget_value(slot) or [])
