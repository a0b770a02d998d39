"""The notices of a person: by day, newest first; one opens to its course, its records and the change explained."""

from collections.abc import Callable
from datetime import date
from itertools import groupby

import streamlit as st

from datasource.alerts.keeping import mute_rule, rules_for
from datasource.alerts.notices import Told, mark_read, notices_of, unread_count
from datasource.analytics.alert_rules import Measure
from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.people.database import AppDatabase
from datasource.periods.buckets import bucket_label
from datasource.texts import _, plural
from widgets.blocks.reading import Reading
from widgets.charts.alarms import CALM, FIRED
from widgets.controls import link
from widgets.controls.plain import plain
from widgets.format import bucket, day
from widgets.panels.alert_course import Watched, ask_records, show_course, show_explain_link
from widgets.panels.alert_words import entity_text, limit_text, notice_text
from widgets.panels.clock import local
from widgets.state.session import Slot, widget_value

KEY = Slot.ALERTS_LIST.value
PAGE_SIZE, NEWEST = 15, 3
ALERTS = "pages/insights/alerts.py"
LINES = (
    f"<style>[class*=st-key-{KEY}_open_] button,[class*=st-key-{KEY}_open_] button *"
    "{justify-content:flex-start;text-align:left}</style>"
)
"""Lines that can be clicked begin where all lines begin, also when they wrap."""


def kept_for(reading: Reading) -> tuple[AppDatabase, Account]:
    """Where alerts are kept, and whose these are; raises `MingjingError` where nobody is signed in."""
    if reading.seat is None:
        raise MingjingError(_("Sign in to see this page."))
    return reading.seat.database, reading.seat.account


def show_newest(reading: Reading) -> None:
    """The newest three notices, for the cockpit."""
    database, account = kept_for(reading)
    found, unread = notices_of(database, account, most=NEWEST), unread_count(database, account)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{_('Alerts')}**", width="stretch")
        if unread:
            st.badge(plural("{count} unread", "{count} unread", unread), color="orange")
        if st.button(_("All alerts"), key=f"{KEY}_all", type="tertiary", icon=":material/arrow_forward:"):
            st.switch_page(ALERTS)
    if not found:
        st.caption(_("Nothing to tell. Alerts that you write on the page Alerts report here."))
    for told in found:
        st.markdown(_line(told, reading))


def show_notices(reading: Reading) -> None:
    """All notices, or the unread ones, page by page."""
    database, account = kept_for(reading)
    unread = unread_count(database, account)
    only = _head(database, account, unread)
    found = notices_of(database, account, unread=only)
    if not found:
        st.info(
            _("You have read everything.")
            if only
            else _("Nothing has been told yet. Write an alert under My alerts; it is judged with each new data.")
        )
        return
    pages = -(-len(found) // PAGE_SIZE)
    chosen = min(widget_value(Slot.ALERTS_PAGE.value) or 1, pages)
    shown = found[(chosen - 1) * PAGE_SIZE : chosen * PAGE_SIZE]
    opened = link.own("notice")
    st.html(LINES)
    for told_on, group in groupby(shown, key=_day):
        st.markdown(f"**{day(told_on, reading.look.language)}**")
        with st.container(gap="xsmall"):
            for told in group:
                _show(told, reading, is_open=opened == str(told.notice_id))
    if pages > 1:
        st.pagination(pages, key=Slot.ALERTS_PAGE.value)


def _head(database: AppDatabase, account: Account, unread: int) -> bool:
    """How many are unread, and the ways to see only these and to be done with them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        text = plural("{count} unread notice", "{count} unread notices", unread)
        st.markdown(f"**{text}**", width="stretch")
        only = st.toggle(_("Unread only"), key=f"{KEY}_unread")
        st.button(
            _("Mark all as read"), key=f"{KEY}_read", disabled=not unread, on_click=mark_read, args=(database, account)
        )
    return only


def _day(told: Told) -> date:
    at = local(told.told_at)
    assert at is not None, "every notice has its moment"
    return at.date()


def _line(told: Told, reading: Reading) -> str:
    """A notice in one line: its sign, its rule, of whom, what happened."""
    sign = ":red[▲]" if told.fired else ":green[○]"
    name = plain(told.rule.name) if told.is_read else f"**{plain(told.rule.name)}**"
    whose = f" · {plain(entity_text(told.rule.by, told.entity))}" if told.rule.by else ""
    over = ""
    if told.over is not None:
        when = bucket(bucket_label(told.over, told.rule.grain), told.rule.grain, reading.look.language)
        over = f" :green-badge[{plain(_('calm since {bucket}').format(bucket=when))}]"
    return f"{sign} {name}{whose} — {plain(notice_text(told, reading))}{over}"


def _show(told: Told, reading: Reading, *, is_open: bool) -> None:
    with st.container(border=is_open, gap="small"):
        st.button(
            _line(told, reading), key=f"{KEY}_open_{told.notice_id}", type="tertiary",
            help=_("Close") if is_open else _("Show its course"),
            on_click=_turn, args=(told, reading, is_open),
        )  # fmt: skip
        if is_open:
            _opened(told, reading)


def _turn(told: Told, reading: Reading, is_open: bool) -> None:
    """Open a notice, which is read by that, or close it."""
    if is_open:
        link.drop_own("notice")
        return
    database, account = kept_for(reading)
    mark_read(database, account, [told.notice_id])
    link.put_own("notice", str(told.notice_id))


def _opened(told: Told, reading: Reading) -> None:
    rule = told.rule
    watched = Watched(rule.metric, rule.grain, rule.by, told.entity, rule.where)
    states = {bucket_label(told.since, rule.grain): FIRED if told.fired else CALM}
    if told.over is not None:
        states[bucket_label(told.over, rule.grain)] = CALM
    limit = rule.limit if rule.measure is Measure.VALUE else None
    expects = rule.measure is Measure.DEVIATION
    try:
        show_course(watched, reading, f"{KEY}_course_{told.notice_id}", states, limit, expects=expects)
    except MingjingError as reason:
        st.info(str(reason))
        return
    st.caption(_told(told, reading))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Show the records"), key=f"{KEY}_records_{told.notice_id}", icon=":material/table_rows:",
            on_click=ask_records, args=(watched, told.since),
        )  # fmt: skip
        show_explain_link(watched, told.since, reading)
        _muting(told, reading)


def _told(told: Told, reading: Reading) -> str:
    """What the drawing marks."""
    parts = [_("Triangle: fired; ring: calm again. Click a bucket to see its records.")]
    if told.rule.measure is Measure.VALUE:
        parts.append(_("The line is the limit."))
    if told.rule.measure is Measure.DEVIATION:
        limit = limit_text(told.rule, reading, told.rule.limit)
        parts.append(_("Dashed: what its past lets expect; {limit} usual errors off it, it fires.").format(limit=limit))
    return " ".join(parts)


def _muting(told: Told, reading: Reading) -> None:
    database, account = kept_for(reading)
    kept = next((one for one in rules_for(database, account) if one.rule_id == told.rule_id), None)
    if kept is None:
        return
    label = _("Hear of this alert again") if kept.is_muted else _("Mute this alert")
    st.button(
        label, key=f"{KEY}_mute_{told.notice_id}", icon=":material/notifications_off:",
        on_click=muting(reading, kept.rule_id, muted=not kept.is_muted),
    )  # fmt: skip


def muting(reading: Reading, rule_id: int, *, muted: bool) -> Callable[[], None]:
    """What a click does that mutes a rule for the reader, or lets it be heard again."""
    database, account = kept_for(reading)
    return lambda: mute_rule(database, account, rule_id, muted=muted)
