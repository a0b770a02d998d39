"""What belongs to one customer, a part at a time: the timeline of every touch, and a list of each kind of record."""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.metrics.subjects.every import SUBJECTS
from datasource.question import Records
from datasource.reports.customer_360 import Customer360
from datasource.reports.timeline import KINDS, PAGE_SIZE, timeline
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.members import member_text
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.controls import link
from widgets.format import DASH
from widgets.state.session import Slot, forget, hold_widget, widget_value

PART = "part"
TOUCHES = "touches"
TIMELINE = "timeline"
LISTS: Mapping[str, str] = MappingProxyType(
    {
        "contacts": N_("Contacts"),
        "opportunities": N_("Opportunities"),
        "contracts": N_("Contracts"),
        "receipts": N_("Receipts"),
        "invoices": N_("Invoices"),
        "tickets": N_("Tickets"),
        "visits": N_("Satisfaction"),
    }
)
KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "activity": N_("Activities"),
        "visit": N_("Return visits"),
        "ticket": N_("Tickets"),
        "opportunity": N_("Opportunities"),
        "contract": N_("Contracts"),
        "receipt": N_("Receipts"),
        "invoice": N_("Invoices"),
        "pool": N_("Public pool"),
        "owner": N_("Changes of owner"),
    }
)
ON_DAY: Mapping[str, str] = MappingProxyType(
    {"opened_date": N_("Opened"), "resolved_date": N_("Resolved"), "entered_date": N_("Entered the stage")}
)
"""What happened where no member tells it: the day that the touch stands on does."""
MOVES = frozenset({"pool", "owner"})
TOUCH_COLUMNS = (
    Column("day", N_("Day"), Kind.DATE),
    Column("kind", N_("Kind"), Kind.TEXT),
    Column("event", N_("What happened"), Kind.TEXT),
    Column("what", N_("About"), Kind.TEXT),
    Column("detail", N_("Detail"), Kind.TEXT),
    Column("owner", N_("Employee"), Kind.TEXT),
    Column("amount", N_("Amount"), Kind.NUMBER, Unit.MONEY),
)


def choose_part() -> str:
    """The part that the address names; the timeline where it names none that is known."""
    labels = {TIMELINE: N_("Timeline"), **LISTS}
    asked = link.own(PART)
    chosen = asked if asked in labels else TIMELINE
    slot = Slot.CUSTOMER_PART.value
    hold_widget(slot, chosen)
    st.segmented_control(
        _("Part"),
        list(labels),
        format_func=lambda part: _(labels[part]),
        key=slot,
        required=True,
        on_change=_turn,
        label_visibility="collapsed",
    )
    if asked and asked != chosen:
        st.info(_("“{part}” is no part of this page; the timeline stands instead.").format(part=asked))
    return chosen


def choose_kinds() -> tuple[str, ...]:
    """The kinds of touches that the address names; none means all."""
    slot = Slot.CUSTOMER_KINDS.value
    picked = tuple(kind for kind in KINDS if kind in link.own(TOUCHES).split(","))
    hold_widget(slot, list(picked))
    st.pills(
        _("Kinds of touches"),
        list(KINDS),
        selection_mode="multi",
        format_func=lambda kind: _(KIND_LABELS[kind]),
        key=slot,
        on_change=_pick,
        label_visibility="collapsed",
    )
    return picked


def show_part(reading: Reading, found: Customer360, part: str, kinds: tuple[str, ...]) -> None:
    """One part: the timeline of the `kinds` picked, or the list of one kind of record."""
    if part == TIMELINE:
        _timeline(reading, found, kinds)
    else:
        _list(reading, found, part)


def _turn() -> None:
    forget((Slot.CUSTOMER_PAGE.value,))
    link.put_own(PART, widget_value(Slot.CUSTOMER_PART.value))


def _timeline(reading: Reading, found: Customer360, kinds: tuple[str, ...]) -> None:
    key = int(found.profile.rows["customer_id"][0])
    shown = reading.report(timeline, key, kinds, _page())
    _count(plural("{count} touch", "{count} touches", shown.count), shown.count)
    if not shown.count:
        st.info(_("Nothing of these kinds has happened that you may see; choose other kinds."))
        return
    show_table(TOUCH_COLUMNS, _worded(shown.rows), reading.look, f"{Slot.CUSTOMER_LIST}_{TIMELINE}")
    _pages(shown.count)


def _pick() -> None:
    forget((Slot.CUSTOMER_PAGE.value,))
    picked = widget_value(Slot.CUSTOMER_KINDS.value)
    if picked:
        link.put_own(TOUCHES, ",".join(picked))
    else:
        link.drop_own(TOUCHES)


def _worded(rows: pl.DataFrame) -> pl.DataFrame:
    """The touches in the reader's language; a move tells who had the customer and who got it."""
    told = [_event(row["state_of"], row["state"]) for row in rows.iter_rows(named=True)]
    is_move = pl.col("kind").is_in(list(MOVES))
    move = pl.format("{} → {}", pl.col("what").fill_null(DASH), pl.col("detail").fill_null(DASH))
    return rows.with_columns(
        pl.when(is_move).then(move).otherwise("what").alias("what"),
        pl.when(~is_move).then("detail").alias("detail"),
        pl.col("kind").replace({kind: _(label) for kind, label in KIND_LABELS.items()}),
        pl.Series("event", told, dtype=pl.String),
    )


def _event(field: str, member: str | None) -> str | None:
    if member is not None:
        return member_text(field, member)
    return _(ON_DAY[field]) if field in ON_DAY else None


def _list(reading: Reading, found: Customer360, subject: str) -> None:
    shown = tuple(name for name in SUBJECTS[subject].records if name != "customer")
    ask = Records(subject=subject, columns=shown, where=(found.only,), page=_page(), page_size=PAGE_SIZE)
    page = reading.records(ask)
    _count(plural("{count} record", "{count} records", page.row_count), page.row_count)
    if not page.row_count:
        st.info(_("There is none that you may see."))
        return
    show_table(page.columns, page.rows, reading.look, f"{Slot.CUSTOMER_LIST}_{subject}")
    _pages(page.row_count)


def _count(text: str, count: int) -> None:
    if count:
        st.caption(text)


def _page() -> int:
    return widget_value(Slot.CUSTOMER_PAGE.value) or 1


def _pages(count: int) -> None:
    pages = -(-count // PAGE_SIZE)
    if pages > 1:
        st.pagination(pages, key=Slot.CUSTOMER_PAGE.value)
