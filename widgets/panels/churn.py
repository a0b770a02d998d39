"""Customers who may leave: money at stake, whom a talk pays for, the list with reasons, and how good the risks are."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from datasource.errors import MingjingError
from datasource.question import Dimension
from datasource.reports.churn import MEASURES, REASONS, RISKS, RULES, ChurnReport, churn, to_save
from datasource.reports.exceptions import STUDIED
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.chart import show_chart
from widgets.blocks.customer_link import show_customer_of
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.controls.faces import choose
from widgets.format import compact, number
from widgets.state.session import Slot

KEY, LIST = Slot.CHURN.value, f"{Slot.CHURN.value}_list"
PARAMS = ("list",)
HEIGHT = 300
COST, SUCCESS = 500, 20
CALIBRATION = (
    Column("tenth", N_("Tenth of the customers, the safest first"), Kind.TEXT),
    Column("chance", N_("Risk that was told"), Kind.NUMBER, Unit.RATE, metric="chance"),
    Column("actual", N_("Share that was lost"), Kind.NUMBER, Unit.RATE, metric="actual"),
)
CALIBRATED = Chart(kind="line", shelves=Shelves(columns=(Dimension(field="tenth"),), values=("chance", "actual")))
GAINS = (
    Column("share", N_("Riskiest share of the customers"), Kind.NUMBER, Unit.RATE),
    Column("found", N_("Lost customers among them"), Kind.NUMBER, Unit.RATE),
    Column("lift", N_("Lift"), Kind.NUMBER, Unit.NUMBER),
)
TOLD = (0.1, 0.2, 0.3, 0.5)
WHY = Column("why", N_("What raises the risk most"), Kind.TEXT)


def show_churn(reading: Reading) -> None:
    """The risks under the page's filters; a sentence says why where none are told."""
    try:
        found = reading.report(churn, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    chosen = _saving(found, reading)
    _list(found, chosen, reading)
    _goodness(found, reading)
    show_method_card(found.card, reading.look.language)


def _saving(found: ChurnReport, reading: Reading) -> pl.DataFrame:
    """What is at stake and what talks would save; the customers whom a talk pays for."""
    language, currency = reading.look.language, reading.look.currency
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Whom it pays to talk to')}**", width="stretch")
        show_proof(found.base, reading, KEY)
    left, right, told = st.columns((1, 1, 2), gap="medium", vertical_alignment="bottom")
    with left:
        cost = st.number_input(
            _("Cost of a talk ({currency})").format(currency=currency),
            min_value=0, value=COST, step=100, key=Slot.CHURN_COST.value,
        )  # fmt: skip
    with right:
        success = st.number_input(
            _("Customers kept by it (%)"), min_value=1, max_value=100, value=SUCCESS, step=5,
            key=Slot.CHURN_SUCCESS.value,
        )  # fmt: skip
    plan = to_save(found.risks, float(cost), success / 100)
    saved = found.risks.filter(pl.Series(plan.chosen))
    with told:
        at_stake = compact(plan.at_risk, Unit.MONEY, language, currency)
        st.markdown(_("**{amount}** of the last year's purchases are at stake.").format(amount=at_stake))
        if plan.threshold is None:
            st.markdown(_("At this cost, talking to anybody costs more than it is expected to save."))
        else:
            text = _(
                "Talk to the **{count}** customers with a risk of {risk} or more: expected to save **{saved}** net."
            )
            st.markdown(
                text.format(
                    count=number(saved.height, Unit.COUNT, language),
                    risk=number(plan.threshold, Unit.RATE, language),
                    saved=compact(plan.saved, Unit.MONEY, language, currency),
                )
            )
    return saved


def _list(found: ChurnReport, saved: pl.DataFrame, reading: Reading) -> None:
    lists = {"all": _("All customers"), "save": _("Whom it pays to talk to")}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        chosen = choose(_("List"), Slot.CHURN_SHOW.value, "list", lists)
        rows = _with_reasons(found.risks if chosen == "all" else saved)
        columns = (*RISKS[:4], WHY, *RISKS[4:])
        told = replace(found.base, columns=columns, rows=rows, totals=None)
        title = _("Customers who may leave")
        show_export(LIST, title, reading, lambda: answer_sheet(title, told, reading))
    if rows.is_empty():
        return
    st.caption(
        plural(
            "{count} customer who bought in the last year, the most money at risk first.",
            "{count} customers who bought in the last year, the most money at risk first.",
            rows.height,
        )
    )
    show_table(columns, rows, reading.look, LIST, lambda: None)
    show_customer_of(LIST, rows["customer_id"], rows["label"])


def _with_reasons(risks: pl.DataFrame) -> pl.DataFrame:
    words = {field: _(text) for field, text in REASONS.items()}
    named = pl.col("reasons").list.eval(pl.element().replace(words)).list.join(" · ")
    return risks.with_columns(named.alias(WHY.name)).drop("reasons")


def _goodness(found: ChurnReport, reading: Reading) -> None:
    st.markdown(f"**{_('How good the risks were on customers that the model had not seen')}**")
    left, right = st.columns((1, 1), gap="medium")
    tenths = found.bins.select(pl.int_range(1, pl.len() + 1).cast(pl.String).alias("tenth"), "chance", "actual")
    with left:
        told = replace(found.base, columns=CALIBRATION, rows=tenths, totals=None)
        show_chart(CALIBRATED, told, reading, f"{KEY}_calibration", HEIGHT, lambda _mark: None)
    with right:
        rules = found.measures.with_columns(pl.col("rule").replace_strict({name: _(RULES[name]) for name in RULES}))
        show_table(MEASURES, rules, reading.look, f"{KEY}_measures")
        show_table(GAINS, found.gains.filter(pl.col("share").round(1).is_in(TOLD)), reading.look, f"{KEY}_gains")
    st.caption(_(STUDIED.sentence))
