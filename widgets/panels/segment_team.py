"""The team's segments: what each says and how many customers it holds for the reader; saving one made by hand."""

from collections.abc import Callable

import streamlit as st

from datasource.errors import MingjingError
from datasource.metrics.registry import DIMENSIONS
from datasource.metrics.team_segments import FIELD
from datasource.people.accounts import list_accounts
from datasource.people.team_segments import (
    LONGEST,
    KeptSegment,
    delete_segment,
    kept_segments,
    may_change,
    rename_segment,
)
from datasource.question import Filter, Op, Query
from datasource.reports.team_segments import condition_fields, customers_in
from datasource.result import Kind, Unit
from datasource.texts import _, plural
from widgets.blocks import drill
from widgets.blocks.members import member_text
from widgets.blocks.reading import Reading
from widgets.blocks.seat import Seat
from widgets.controls.plain import plain
from widgets.format import day
from widgets.panels.notice import Notice, attempt
from widgets.panels.segment_keeping import conditions_text, show_keep
from widgets.state.session import Slot, forget, widget_value

KEY = f"{Slot.SEGMENTS.value}_team"
ROWS = 4
AT_LEAST, AT_MOST = Op.GTE.value, Op.LTE.value


def show_team(reading: Reading) -> None:
    """Every segment by name, and below them a new one by conditions for those who may save."""
    st.caption(
        _(
            "A team segment is a named set of customers. Every page whose numbers belong to customers offers it among"
            " its filters, and charts of the builder filter by the field Team segment; each reader sees their own data."
        )
    )
    seat = reading.seat
    if seat is None:
        return
    kept = sorted((one for one in kept_segments(seat.database) if one.gone_at is None), key=lambda one: one.label)
    names = {one.account_id: one.name for one in list_accounts(seat.database)} if kept else {}
    for one in kept:
        _segment(one, names.get(one.owner_id, ""), seat, reading)
    if not kept:
        st.info(_("Nobody has saved a segment yet; choose a group of another part, or conditions below."))
    if seat.may_save:
        _by_hand(reading)


def _segment(one: KeptSegment, owner: str, seat: Seat, reading: Reading) -> None:
    language = reading.look.language
    with st.container(border=True, key=f"{KEY}_{one.key}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(one.label)}**", width="stretch")
            _count((Filter(field=FIELD, op=Op.IN, value=(str(one.key),)),), reading, f"{KEY}_{one.key}_count")
            if may_change(seat.account, one.owner_id):
                with st.popover("", icon=":material/edit:", type="tertiary", key=f"{KEY}_{one.key}_change"):
                    _rename(one, reading)
                    _delete(one, reading)
        st.markdown(plain(conditions_text(one.where, reading)))
        told = _("From {owner}, {day}").format(owner=owner, day=day(one.saved_at.date(), language))
        st.caption(plain(told))


def _count(where: tuple[Filter, ...], reading: Reading, key: str) -> None:
    """How many customers in the reader's data meet the conditions; a click lists them. What cannot be said is said."""
    try:
        count = reading.report(customers_in, where)
    except MingjingError as refusal:
        st.caption(plain(str(refusal)))
        return
    text = plural("{count} customer", "{count} customers", count)
    query = Query(metrics=("customer_count",))
    st.button(text, key=key, type="tertiary", on_click=drill.ask_behind, args=(query, where), disabled=not count)


def _rename(one: KeptSegment, reading: Reading) -> None:
    slot = f"{KEY}_{one.key}_label"
    st.text_input(_("Name of the segment"), value=one.label, max_chars=LONGEST, key=slot)
    if st.button(_("Rename"), key=f"{KEY}_{one.key}_rename_do"):
        attempt(_renaming(one, reading, slot))


def _renaming(one: KeptSegment, reading: Reading, slot: str) -> Callable[[], Notice]:
    def rename() -> Notice:
        seat = _seat(reading)
        rename_segment(seat.database, seat.account, one.key, widget_value(slot) or "")
        forget((slot,))
        return Notice(_("It is renamed, and every filter that names it follows."))

    return rename


def _delete(one: KeptSegment, reading: Reading) -> None:
    st.divider()
    st.caption(_("Boards and links that filter by it will show a sentence instead of numbers."))
    if st.button(_("Delete the segment"), key=f"{KEY}_{one.key}_delete_do"):
        attempt(_deleting(one, reading))


def _deleting(one: KeptSegment, reading: Reading) -> Callable[[], Notice]:
    def delete() -> Notice:
        seat = _seat(reading)
        delete_segment(seat.database, seat.account, one.key)
        return Notice(_("“{label}” is deleted.").format(label=one.label))

    return delete


def _seat(reading: Reading) -> Seat:
    if reading.seat is None:
        raise MingjingError(_("Only analysts and above save team segments."))
    return reading.seat.again()


def _by_hand(reading: Reading) -> None:
    st.markdown(f"**{_('A new segment by conditions')}**")
    where: tuple[Filter, ...] = ()
    for place in range(ROWS):
        part = _condition(place, reading)
        if part is None:
            break
        where = (*where, part)
    if not where:
        st.caption(_("Choose a field; all conditions hold together."))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_keep(where, "", reading, "hand")
        _count(where, reading, f"{KEY}_hand_count")


def _condition(place: int, reading: Reading) -> Filter | None:
    slot = f"{KEY}_{place}"
    what, which = st.columns((2, 3), gap="small")
    with what:
        field = st.selectbox(
            _("Field"), condition_fields(), index=None, format_func=lambda name: _(DIMENSIONS[name].label),
            placeholder=_("Field") if place == 0 else _("And also …"), key=f"{slot}_field",
            label_visibility="collapsed",
        )  # fmt: skip
    with which:
        if field is None:
            return None
        return _number(field, slot) if DIMENSIONS[field].kind is Kind.NUMBER else _words(field, slot, reading)


def _words(field: str, slot: str, reading: Reading) -> Filter | None:
    members = st.multiselect(
        _("Chosen members"), reading.shared.values(field, reading.viewer),
        format_func=lambda member: member_text(field, member), placeholder=_("Chosen members"),
        key=f"{slot}_{field}_members", label_visibility="collapsed",
    )  # fmt: skip
    return Filter(field=field, op=Op.IN, value=tuple(members)) if members else None


def _number(field: str, slot: str) -> Filter | None:
    signs = {AT_LEAST: _("at least"), AT_MOST: _("at most")}
    with st.container(horizontal=True, gap="small"):
        sign = st.segmented_control(
            _("Condition"), list(signs), format_func=signs.__getitem__, default=AT_LEAST, required=True,
            key=f"{slot}_{field}_sign", label_visibility="collapsed",
        )  # fmt: skip
        value = st.number_input(
            _("Value"), value=None, key=f"{slot}_{field}_value", label_visibility="collapsed", width=180,
            placeholder="%" if DIMENSIONS[field].unit is Unit.RATE else _("Value"),
        )  # fmt: skip
    if value is None or sign is None:
        return None
    unit = DIMENSIONS[field].unit
    return Filter(field=field, op=Op(sign), value=value / 100 if unit is Unit.RATE else value)
