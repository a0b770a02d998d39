"""What might be done next with quiet deals and customers: suggestions, their trial, and what each action went with."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.options import FieldLook, NumberFormat
from datasource.analytics.next_action.suggest import sentence_of
from datasource.errors import MingjingError
from datasource.question import Query
from datasource.reports.exceptions import STUDIED
from datasource.reports.next_action import WHOM, NextActions, next_actions
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.customer_link import CUSTOMER_360, PARAM
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.intervals import show_intervals
from widgets.blocks.members import member_text
from widgets.blocks.method_card import show_method_card
from widgets.blocks.picks import member_filter
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import compact, day, number, percent
from widgets.state.session import Slot

KEY = Slot.NEXT_ACTION.value
PARAMS = ("whom",)
SINCE = {
    "0": N_("ordered within 90 days"),
    "1": N_("ordered 91 to 180 days ago"),
    "2": N_("ordered 181 to 365 days ago"),
    "3": N_("ordered over a year ago"),
}
"""Group of a customer → how long ago its last order was."""
LABEL = {"deals": N_("Open deal"), "customers": N_("Customer")}
MONEY = (
    Column("value", N_("Expected value"), Kind.NUMBER, Unit.MONEY),
    Column("range", N_("95 % range"), Kind.TEXT),
)
WORTH = {"deals": N_("Amount"), "customers": N_("Mean order")}
WHOLE = tuple(FieldLook(field=name, number=NumberFormat(decimals=0)) for name in ("value", "worth"))
EFFECTS = (
    Column("action", N_("Action"), Kind.TEXT),
    Column("group", N_("Among"), Kind.TEXT),
    Column("with_it", N_("Success with it"), Kind.TEXT),
    Column("without", N_("Success left alone"), Kind.TEXT),
    Column("like", N_("Like for like (95 %)"), Kind.TEXT),
    Column("found", N_("Beyond chance"), Kind.TEXT),
)


def show_next_actions(reading: Reading) -> None:
    """Suggestions for deals or customers under the page's filters; a sentence says why where there are none."""
    labels = {name: _(kind.label) for name, kind in WHOM.items()}
    whom = choose(_("Suggestions for"), Slot.NEXT_ACTION_WHOM.value, "whom", labels)
    try:
        found = reading.report(next_actions, whom, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    st.caption(_("Suggestions, not promises: they tell what went with success before, and nobody drew lots."))
    _trial(found, reading)
    if found.withheld:
        st.info(_(found.withheld))
    else:
        _list(found, reading)
    _effects(found, reading)
    st.caption(_(STUDIED.sentence))
    show_method_card(found.card, reading.look.language)


def _trial(found: NextActions, reading: Reading) -> None:
    """What following such suggestions went with in the held-back past, beside how many there are now."""
    language, trial = reading.look.language, found.trial
    with st.container(horizontal=True, vertical_alignment="top", gap="large"):
        st.metric(_("Suggestions"), number(found.actions.height, Unit.COUNT, language))
        if trial is not None:
            st.metric(
                _("More success where suggestions were followed"),
                _("{points} points").format(points=_points(trial.difference, language)),
                help=_("Difference, like for like, between quiet ones with and without the suggested action."),
            )
        if found.is_confirmed:
            total = compact(float(found.actions["value"].sum()), Unit.MONEY, language, reading.look.currency)
            st.metric(_("Expected from all of them"), total, help=_("Sum of the expected values in the list."))
        show_proof(found.base, reading, KEY)
    st.markdown(_tried(found, language))


def _tried(found: NextActions, language: str) -> str:
    trial = found.trial
    if trial is None:
        return _(
            "**Not tried yet:** before the newest third of the past too little was known to suggest anything, so"
            " suggestions could not be tried on it. What one may bring is not told."
        )
    facts = {
        "day": day(trial.cut, language),
        "followed": number(trial.followed, Unit.COUNT, language),
        "others": number(trial.others, Unit.COUNT, language),
        "low": _points(trial.low, language),
        "high": _points(trial.high, language),
    }
    told = _(
        "**Tried on the past from {day}:** followed {followed} times, not followed {others} times; success differed by"
        " {low} to {high} points (95 %)."
    )
    sure = (
        _("The range lies above zero.")
        if trial.low > 0
        else _("The range holds zero: it may be chance, so what a suggestion may bring is not told.")
    )
    return f"{told.format(**facts)} {sure}"


def _list(found: NextActions, reading: Reading) -> None:
    title = heading(found)
    key = f"{KEY}_{found.whom}_list"
    columns, rows = _columns(found), _rows(found, reading)
    told = replace(found.base, columns=columns, rows=rows.select(one.name for one in columns), totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(key, title, reading, lambda: answer_sheet(title, told, reading))
    show_table(columns, told.rows, reading.look, key, lambda: None, looks=WHOLE)
    counted = plural("{count} suggestion.", "{count} suggestions.", rows.height)
    st.caption(f"{counted} {_('Click a row to see what it stands on.')}")
    picked = clicked(key)
    if picked is not None and picked.row < found.actions.height:
        _behind(found, found.actions.row(picked.row, named=True))


def heading(found: NextActions) -> str:
    """What the list is and in which order it stands: by what is to be expected only where that is told."""
    if found.is_confirmed:
        return _("What might be done next, worth most first")
    return _("What might be done next, largest amounts first")


def _columns(found: NextActions) -> tuple[Column, ...]:
    head = (Column("label", LABEL[found.whom], Kind.TEXT), Column("action", N_("Suggested"), Kind.TEXT))
    tail = (
        Column("gain", N_("Success, like for like"), Kind.TEXT),
        Column("quiet", N_("Days quiet"), Kind.NUMBER, Unit.COUNT),
        Column("worth", WORTH[found.whom], Kind.NUMBER, Unit.MONEY),
        Column("owner", N_("Owner"), Kind.TEXT),
    )
    customer = (Column("customer", N_("Customer"), Kind.TEXT),) if found.whom == "deals" else ()
    return (*head, *(MONEY if found.is_confirmed else ()), *tail, *customer)


def _rows(found: NextActions, reading: Reading) -> pl.DataFrame:
    language, currency = reading.look.language, reading.look.currency
    ends = found.actions.select("low", "high").rows()
    told = [
        f"{compact(low, Unit.MONEY, language, currency)} – {compact(high, Unit.MONEY, language, currency)}"
        for low, high in ends
    ]
    more = [_("{points} points").format(points=_points(gain, language)) for gain in found.actions["gain"]]
    acts = [_action(one) for one in found.actions["action"]]
    return found.actions.with_columns(
        pl.Series("range", told, pl.String), pl.Series("gain", more, pl.String), pl.Series("action", acts, pl.String)
    )


def _behind(found: NextActions, row: Mapping[str, object]) -> None:
    """The sentence of one suggestion, and the ways to its record."""
    said = sentence_of({**row, "action": _action(str(row["action"]))}, found.hoped)
    st.info(plain(said), icon="💡")
    with st.container(horizontal=True, gap="small"):
        if row["customer_id"] is not None and row["customer"] is not None:
            label = _("Open {customer} in Customer 360").format(customer=plain(str(row["customer"])))
            st.page_link(CUSTOMER_360, label=label, icon="🔎", query_params={PARAM: str(row["customer_id"])})
        if found.whom == "deals":
            st.button(_("Show the records"), key=f"{KEY}_record", on_click=_open, args=(row,))


def _open(row: Mapping[str, object]) -> None:
    """Ask for the deal: its customer's open ones, of its owner."""
    fields = [field for field in ("customer", "owner") if row[field]]
    drill.ask_behind(Query(metrics=("open_amount",)), tuple(member_filter(field, row[field]) for field in fields))


def _effects(found: NextActions, reading: Reading) -> None:
    """What each action went with, over all and in each group."""
    language = reading.look.language
    hoped = {"deals": _("won within {days} days"), "customers": _("ordered again within {days} days")}[found.whom]
    told = _("What each action went with: {hoped}").format(hoped=hoped.format(days=found.horizon))
    st.markdown(f"**{told}**")
    effects = found.effects.with_columns(pl.Series("action", [_action(one) for one in found.effects["action"]]))
    whole = effects.filter(pl.col("group").is_null()).sort("difference", descending=True)
    measure = Column("value", _("Difference to those left alone, like for like"), Kind.NUMBER, Unit.RATE)
    bars = whole.select(
        pl.col("action").alias("name"), pl.col("difference").alias("value"), "low", "high", of=pl.lit("")
    )
    left, right = st.columns((1, 2), gap="medium")
    with left:
        show_intervals(f"{KEY}_{found.whom}_effects", _("Action"), measure, bars, reading)
    with right:
        key = f"{KEY}_{found.whom}_effect_table"
        show_table(EFFECTS, _effect_rows(found.whom, effects, language), reading.look, key)
    st.caption(_("Beyond chance: of what is found so, at most one in ten may be false (Benjamini and Hochberg)."))


def _effect_rows(whom: str, effects: pl.DataFrame, language: str) -> pl.DataFrame:
    """The effects in words; whether one is found is told of an action as a whole."""
    whole = pl.col("group").is_null()
    bounds = effects.select("difference", "low", "high").rows()
    with_it = effects.select("acted_rate", "acted").rows()
    without = effects.select("others_rate", "others").rows()
    rows = effects.with_columns(
        pl.Series("with_it", [_of(rate, count, language) for rate, count in with_it]),
        pl.Series("without", [_of(rate, count, language) for rate, count in without]),
        pl.Series("group", [_group(whom, group) for group in effects["group"]]),
        pl.Series("like", [_like(one, low, high, language) for one, low, high in bounds]),
        found=pl.when(whole & pl.col("found")).then(pl.lit(_("yes"))).when(whole).then(pl.lit(_("no"))),
    )
    return rows.select(one.name for one in EFFECTS)


def _group(whom: str, group: str | None) -> str:
    if group is None:
        return _("all")
    return _(SINCE[group]) if whom == "customers" else group


def _action(action: str) -> str:
    """A channel as it is called in the data; a kind of activity, or any contact, in words."""
    return _(member_text("activity_kind", action))


def _points(share: float, language: str) -> str:
    """A difference of shares in percentage points, with its sign."""
    sign = "+" if share > 0 else ""
    return f"{sign}{number(round(100 * share), Unit.COUNT, language)}"


def _of(rate: float, count: float, language: str) -> str:
    """A share and the number of looks it is of."""
    told = _("{share} of {count}")
    return told.format(share=percent(rate, language, 0), count=number(count, Unit.COUNT, language))


def _like(difference: float, low: float, high: float, language: str) -> str:
    return f"{_points(difference, language)} ({_points(low, language)} … {_points(high, language)})"
