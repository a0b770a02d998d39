"""Accounts without a contract most like a chosen set of customers: the set, its test, the list with reasons."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from datasource.errors import MingjingError
from datasource.question import Dimension
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.reports.look_alikes import FIELDS, SETS, LookAlikes, WonSet, look_alike_accounts, members_of, pickable
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.chart import show_chart
from widgets.blocks.customer_link import CUSTOMER_360, PARAM
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import compact, number, percent
from widgets.state.session import Slot, hold_widget, widget_value

KEY = Slot.LOOK_ALIKES.value
LIST = f"{KEY}_list"
PARAMS = ("set", "like", "like_industry", "like_level")
HEIGHT = 280
SURE = 1.645
MOST = 1000
"""Accounts that are listed: who would read on?"""
HEAD = (Column("label", N_("Account"), Kind.TEXT), Column("owner", N_("Owner"), Kind.TEXT))
LIKENESS = {
    "nearest": Column("likeness", N_("Likeness"), Kind.NUMBER, Unit.RATE),
    "learned": Column("likeness", N_("Times as like as the mean"), Kind.NUMBER, Unit.NUMBER),
}
WHY = Column("why", N_("What makes it like the set"), Kind.TEXT)
SHOWN = ("industry", "company_size", "region", "source", "level")
GAINS = (
    Column("share", N_("First share of the accounts"), Kind.TEXT),
    Column("found", N_("Hidden members found"), Kind.NUMBER, Unit.RATE, metric="found"),
    Column("industry", N_("Found by industry alone"), Kind.NUMBER, Unit.RATE, metric="industry"),
    Column("drawn", N_("Found by lot"), Kind.NUMBER, Unit.RATE, metric="drawn"),
)
GAINED = Chart(kind="line", shelves=Shelves(columns=(Dimension(field="share"),), values=("found", "industry", "drawn")))


def show_look_alikes(reading: Reading) -> None:
    """The accounts like the set that is chosen; a sentence says why where none are listed."""
    asked = _asked(reading)
    try:
        found = awaited(reading, KEY, look_alike_accounts, asked, reading.view.period, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    _test(found, reading)
    if found.withheld:
        st.info(_(found.withheld))
    else:
        _list(found, reading)
    for field, why in found.left_out.items():
        told = _("{field} was left out: {why}.")
        st.caption(told.format(field=plain(_field_names(found)[field]), why=", ".join(_(one) for one in why)))
    st.caption(_(CUSTOMER_PAST.sentence))
    show_method_card(found.card, reading.look.language)


def _asked(reading: Reading) -> WonSet:
    """The set as the controls say; customers by hand stand in the address too."""
    st.markdown(f"**{_('Find the like of these customers')}**")
    kind = choose(_("Customers to find the like of"), Slot.LOOK_ALIKES_SET.value, "set", _labels(SETS))
    if kind == "picked":
        names = {str(key): name for key, name in reading.report(pickable).items()}
        ids = _several(_("Customers"), Slot.LOOK_ALIKES_PICKED.value, "like", names, _("Choose five or more customers"))
        return WonSet("picked", picked=tuple(int(one) for one in ids))
    told = _("The period says when they bought; the filters narrow the list below, not this set.")
    left, right = st.columns((1, 1), gap="medium")
    with left:
        industries = _narrowed(reading, "industry", _("Industry of the set"), Slot.LOOK_ALIKES_INDUSTRY.value)
    with right:
        levels = _narrowed(reading, "level", _("Level of the set"), Slot.LOOK_ALIKES_LEVEL.value)
    st.caption(told)
    return WonSet(kind, industries, levels)


def _labels(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _(text) for name, text in texts.items()}


def _narrowed(reading: Reading, field: str, label: str, slot: str) -> tuple[str, ...]:
    members = reading.report(members_of, field)
    return _several(label, slot, f"like_{field}", {one: one for one in members}, _("All"))


def _several(label: str, slot: str, name: str, options: Mapping[str, str], none: str) -> tuple[str, ...]:
    """A list of which several may be chosen; the choice stands in the address as `name`."""
    asked = [one for one in link.own_values(name) if one in options]
    hold_widget(slot, asked)
    st.multiselect(
        label, list(options), format_func=options.__getitem__, key=slot, placeholder=none,
        on_change=lambda: link.put_own_values(name, widget_value(slot)),
    )  # fmt: skip
    return tuple(sorted(asked))


def _test(found: LookAlikes, reading: Reading) -> None:
    """How early hidden members of the set came, beside their industries and a draw by lot."""
    language, measured = reading.look.language, found.tested.measured
    with st.container(horizontal=True, vertical_alignment="top", gap="large"):
        st.metric(_("Customers in the set"), number(found.chosen, Unit.COUNT, language))
        st.metric(_("They bought for"), compact(found.spent, Unit.MONEY, language, reading.look.currency))
        told = _("Hidden members of the set in the first tenth of the list, over their share among all accounts.")
        st.metric(_("Lift of the first tenth"), _times(measured.lift, language), help=told)
        st.metric(_("Lift by industry alone"), _times(measured.industry_lift, language))
        show_proof(found.base, reading, KEY)
    st.markdown(f"**{_('Put to the test: hidden members of the set')}**")
    left, right = st.columns((3, 2), gap="medium", vertical_alignment="center")
    gains = measured.gains.select(
        pl.Series("share", [percent(one, language, 0) for one in measured.gains["share"]]),
        "found",
        "industry",
        pl.col("share").alias("drawn"),
    )
    with left:
        told_result = replace(found.base, columns=GAINS, rows=gains, totals=None)
        show_chart(GAINED, told_result, reading, f"{KEY}_gains", HEIGHT, lambda _mark: None)
    with right:
        st.markdown(_said(found, language))


def _said(found: LookAlikes, language: str) -> str:
    measured = found.tested.measured
    first = max(round(measured.others / 10), 1)
    if found.tested.in_turn:
        hidden = _("Each of the {hidden} members was hidden once among {others} accounts without a contract.")
    else:
        hidden = _(
            "The {hidden} members who became customers last were hidden among {others} accounts without a contract."
        )
    told = _(
        "The first {first} of the list held {found} of them; taking the industries of the set would have found"
        " {industry}, a draw by lot {drawn}."
    )
    sure = _("That is beyond chance.") if measured.surer >= SURE else _("So small a difference may be chance.")
    sure = "" if found.withheld else sure
    count = {name: number(value, Unit.COUNT, language) for name, value in (
        ("hidden", measured.hidden), ("others", measured.others), ("first", first),
        ("found", round(measured.lift * measured.hidden / 10)),
        ("industry", round(measured.industry_lift * measured.hidden / 10)), ("drawn", round(measured.hidden / 10)),
    )}  # fmt: skip
    return f"{hidden.format(**count)} {told.format(**count)} {sure}".rstrip()


def _list(found: LookAlikes, reading: Reading) -> None:
    title = _("Accounts most like the set")
    fields = tuple(name for name in SHOWN if found.accounts[name].drop_nulls().len())
    columns = (
        HEAD[0], LIKENESS[found.tested.way], WHY, HEAD[1],
        *(Column(name, FIELDS[name], Kind.TEXT) for name in fields),
    )  # fmt: skip
    best = found.accounts.head(MOST)
    labels = _field_names(found)
    why = [_why(row, labels, reading.look.language) for row in best.iter_rows(named=True)]
    rows = best.with_columns(pl.Series("why", why, pl.String), pl.col("likeness").round(4))
    told = replace(found.base, columns=columns, rows=rows.select(one.name for one in columns), totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(LIST, title, reading, lambda: answer_sheet(title, told, reading))
    if rows.is_empty():
        st.info(_("No account without a contract passes the filters."))
        return
    show_table(columns, told.rows, reading.look, LIST, lambda: None)
    st.caption(
        plural(
            "{count} account without a contract, the most alike first. Click it to open it.",
            "{count} accounts without a contract, the most alike first. Click one to open it.",
            found.accounts.height,
        )
        + told_most(rows.height, found.accounts.height, reading.look.language)
    )
    picked = clicked(LIST)
    if picked is not None and picked.row < rows.height:
        label = _("Open {customer} in Customer 360").format(customer=plain(rows["label"][picked.row]))
        key = str(rows["customer_id"][picked.row])
        st.page_link(CUSTOMER_360, label=label, icon="🔎", query_params={PARAM: key})


def _field_names(found: LookAlikes) -> dict[str, str]:
    return {**_labels(FIELDS), **found.own}


def _why(row: Mapping[str, object], labels: Mapping[str, str], language: str) -> str:
    """The fields that make an account like the set, with what it has there."""
    told = []
    for field in row["reasons"] if isinstance(row["reasons"], list) else ():
        value = row[field]
        shown = number(value, Unit.NUMBER, language, decimals=0) if isinstance(value, float) else value
        told.append(f"{labels[field]}: {_('not known') if value is None else shown}")
    return " · ".join(told)


def told_most(shown: int, there: int, language: str) -> str:
    """That a list shows the first so many only; nothing where it shows all."""
    if shown == there:
        return ""
    return " " + _("The first {count} are listed.").format(count=number(shown, Unit.COUNT, language))


def _times(value: float, language: str) -> str:
    return f"{number(value, Unit.NUMBER, language, decimals=1)}×"
