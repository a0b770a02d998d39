"""Step 2: which company it is, and what each table is."""

from functools import lru_cache
from zoneinfo import available_timezones

import streamlit as st
from babel.numbers import list_currencies

from datasource.loaders.mapping.kinds import canonical
from datasource.loaders.suggest.draft import Draft
from datasource.loaders.suggest.drafting import drafted_as, with_references
from datasource.loaders.suggest.met import Met
from datasource.loaders.suggest.suggest import suggest_as
from datasource.texts import N_, _, language, plural
from widgets import format as form
from widgets.state.session import widget_value
from widgets.wizard.asking import pick, slot, write
from widgets.wizard.looking import Looked, looked
from widgets.wizard.seat import Seat
from widgets.wizard.wording import table_text

KINDS = {
    "text": N_("Text"),
    "whole": N_("Whole number"),
    "number": N_("Decimal"),
    "money": N_("Money"),
    "date": N_("Date"),
    "time": N_("Time"),
    "flag": N_("Yes or no"),
    "id": N_("Id"),
    "empty": N_("Empty"),
}
"""What the profile takes a column for."""
_EXAMPLES = 3


def show_tables(seat: Seat) -> None:
    """The company, the preset that fits, and each table with what it becomes."""
    found = looked(seat)
    for refused in found.refused:
        named = refused.reason if refused.origin in refused.reason else f"{refused.origin}: {refused.reason}"
        st.warning(form.as_typed(named))
    if not found.met:
        st.error(_("None of these files holds a table that can be read; go back and bring others."))
    else:
        _preset(seat, found)
        _company(seat)
        if not seat.draft.is_given:
            _nulls(seat, found)
            for number, one in enumerate(found.met):
                _table(seat, found, one, number)
    _ways(seat, found)


def _preset(seat: Seat, found: Looked) -> None:
    """The shipped mapping that fits comes first; it can be left for one's own."""
    if seat.draft.saved:
        st.info(_("The saved mapping '{name}' is taken as it is.").format(name=seat.draft.saved))
        return
    fits = found.preset
    if fits is None:
        return
    title, name = form.as_typed(fits.title), fits.name
    with st.container(border=True):
        if seat.draft.preset:
            st.markdown(_("The ready mapping for **{title}** is taken as it is.").format(title=title))
            st.button(_("Map the columns myself"), key=slot("own"), on_click=lambda: _take(seat, ""))
        else:
            st.markdown(
                _("These look like an export of **{title}**, for which there is a ready mapping.").format(title=title)
            )
            label = _("Take the ready mapping")
            st.button(label, key=slot("preset"), type="primary", on_click=lambda: _take(seat, name))


def _take(seat: Seat, preset: str) -> None:
    seat.put(lambda draft: draft.with_(preset=preset, name=draft.name or preset))


def _company(seat: Seat) -> None:
    draft = seat.draft
    left, middle, right, last = st.columns([3, 2, 3, 2])
    with left:
        write(slot("company"), _("Company"), draft.company, lambda text: seat.put(lambda now: _named(now, text)))
    with middle:
        take = lambda code: seat.put(lambda now: now.with_(currency=code))  # noqa: E731
        pick(slot("currency"), _("Currency"), _currencies(), draft.currency, take)
    with right:
        take = lambda zone: seat.put(lambda now: now.with_(timezone=zone))  # noqa: E731
        pick(slot("timezone"), _("Time zone"), _zones(), draft.timezone, take)
    with last:
        write(
            slot("name"),
            _("Short name"),
            draft.name,
            lambda text: seat.put(lambda now: now.with_(name=text.lower())),
            help=_("Of the mapping: a-z, 0-9, _ and -. A later load under this name makes a new version of the data."),
        )


def _named(draft: Draft, company: str) -> Draft:
    """With the company's name; the short name follows it until there is one."""
    short = "".join(mark if mark.isascii() and mark.isalnum() else "_" for mark in company.lower()).strip("_")
    return draft.with_(company=company, name=draft.name or (short[:40] if short[:1].isalpha() else "crm"))


def _nulls(seat: Seat, found: Looked) -> None:
    met = {word for one in found.met for column in one.table.columns for word, _count in column.null_words}
    options = sorted(met | set(seat.draft.nulls))
    if not options:
        return
    key = slot("nulls")
    st.multiselect(
        _("Words that mean empty"),
        options,
        list(seat.draft.nulls),
        key=key,
        on_change=lambda: seat.put(lambda draft: draft.with_(nulls=tuple(widget_value(key) or ()))),
    )


def _table(seat: Seat, found: Looked, met: Met, number: int) -> None:
    draft = next(one for one in seat.draft.tables if one.name == met.name)
    with st.container(border=True):
        about, choice = st.columns([3, 2], vertical_alignment="center")
        with about:
            st.markdown(f"**{form.as_typed(met.name)}**  \n:small[:gray[{_account(met)}]]")
        with choice:
            sure = {name: suggest_as(met.table, name).sure for name in canonical()}
            options = ["", *sorted(sure, key=lambda name: -sure[name])]
            pick(
                slot("table", str(number)),
                _("What one row is"),
                options,
                draft.table,
                lambda name: _become(seat, found, met, name),
                told=lambda name: _offer(name, sure.get(name, 0.0)),
            )
        with st.expander(_("Look at its columns")):
            _profile(met)


def _offer(name: str, sure: float) -> str:
    if not name:
        return _("Leave this table out")
    return f"{table_text(name)} · {sure:.0%}" if sure else table_text(name)


def _become(seat: Seat, found: Looked, met: Met, canonical_name: str) -> None:
    def changed(draft: Draft) -> Draft:
        return with_references(draft.with_table(drafted_as(met, canonical_name)), found.met)

    seat.put(changed)


def _account(met: Met) -> str:
    table = met.table
    rows = plural("{count} row", "{count} rows", table.kept)
    columns = plural("{count} column", "{count} columns", len(table.columns))
    told = f"{form.as_typed(met.file or met.database_table)} · {rows} · {columns}"
    if table.rejected:
        told += " · " + plural("{count} row cannot be read", "{count} rows cannot be read", table.rejected)
    return told


def _profile(met: Met) -> None:
    columns = met.table.columns
    st.dataframe(
        {
            _("Column"): [one.name for one in columns],
            _("Seems to be"): [_(KINDS[one.kind]) for one in columns],
            _("Filled cells"): [form.number(one.filled, None, language()) for one in columns],
            _("Different"): [form.number(one.distinct, None, language()) for one in columns],
            _("Least"): [one.least for one in columns],
            _("Greatest"): [one.most for one in columns],
            _("Examples"): ["; ".join(one.examples[:_EXAMPLES]) for one in columns],
        },
        hide_index=True,
    )


def _ways(seat: Seat, found: Looked) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("Back"), key=slot("tables_back")):
            seat.go(1)
        given = seat.draft.is_given
        if st.button(_("Next"), key=slot("tables_next"), type="primary", disabled=not found.met):
            seat.go(4 if given else 3)


@lru_cache(maxsize=1)
def _currencies() -> tuple[str, ...]:
    first = ("CNY", "USD", "EUR", "GBP", "JPY", "VND", "HKD", "TWD", "SGD", "KRW")
    return (*first, *sorted(code for code in list_currencies() if code.isalpha() and code not in first))


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))
