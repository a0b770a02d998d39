"""What contents and events brought, how fast leads are answered, who is silent, and how customers like to be met."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Filter, Op, Sort
from datasource.reports.content_effect import content_effect
from datasource.reports.preferred_channels import COLUMNS as PREFERRED_COLUMNS
from datasource.reports.preferred_channels import preferred
from datasource.reports.silent_leads import COLUMNS as SILENT_COLUMNS
from datasource.reports.silent_leads import WINDOWS, silent_leads
from datasource.result import Unit
from datasource.texts import _, plural
from widgets.blocks import drill
from widgets.blocks.beside import show_clickable, show_head
from widgets.blocks.chart import show_chart
from widgets.blocks.customer_link import show_customer_of
from widgets.blocks.method_card import show_method_card
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.blocks.tile import why_empty
from widgets.controls.faces import choose
from widgets.format import number, percent
from widgets.panels.channel_cost import PARAMS as COST_PARAMS
from widgets.panels.channel_cost import show_channel_cost
from widgets.panels.event_funnel import PARAMS as EVENT_PARAMS
from widgets.panels.event_funnel import show_event_funnel
from widgets.panels.lead_answers import show_lead_answers
from widgets.state.session import Slot

CONTENTS, SILENT, PREFERRED = Slot.CONTENTS.value, Slot.SILENT_LEADS.value, Slot.PREFERRED.value
CHART = Chart(
    kind="bar",
    shelves=Shelves(rows=(Dimension(field="content"),), values=("leads",)),
    sort=(Sort(by="leads", desc=True),),
    options=Options(labels=True),
)
BARS, HEIGHT = 12, 420
FIRST_WINDOW = 90


def show_content_effect(reading: Reading) -> None:
    """What became of the leads that each content touched in the period."""
    told = reading.report(content_effect, reading.view.period).result
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Leads touched by each content')}**", width="stretch")
        show_head(CONTENTS, _("Contents"), CHART, told, reading)
    if told.rows.is_empty():
        st.info(why_empty(told))
        return
    best = Sort(by="leads", desc=True)
    most = told.rows.sort(best.by, descending=True).head(BARS)
    shown = type(told)(told.query, told.columns, most, None, told.proof)
    show_chart(CHART, shown, reading, f"{CONTENTS}_chart", HEIGHT, lambda mark: _ask_content(told.query, mark))
    show_clickable(
        f"{CONTENTS}_table",
        told,
        reading,
        lambda cell: _ask_content(
            told.query, {"content": told.rows["content"][cell.row]} if cell.row < told.rows.height else {}
        ),
    )
    st.caption(
        _(
            "A lead counts under each content that touched it, so rows do not add up; the total counts it once."
            " Deals are those opened since the first such touch."
        )
    )


def _ask_content(query: Any, picked: Mapping[str, Any]) -> None:
    named = {name: value for name, value in picked.items() if name == "content"}
    drill.ask(query, named)


def show_silent_leads(reading: Reading) -> None:
    """Leads that reached out of late, and with whom no deal has come about: whom to call."""
    days = {str(days): plural("Last {count} day", "Last {count} days", days) for days in WINDOWS}
    window = int(choose(_("Days"), Slot.SILENT_DAYS.value, "days", days, str(FIRST_WINDOW)))
    made = reading.report(silent_leads, window, _of_leads(reading.view.where))
    found, language = made.found, reading.look.language
    told = _(
        "**{count} of {whole} leads** that reached out in the last {days} days have no deal: {share} ({low} to {high})."
    )
    st.markdown(
        told.format(
            count=number(made.leads.height, Unit.COUNT, language),
            whole=number(found.touched, Unit.COUNT, language),
            days=window,
            share=percent(found.share, language),
            low=percent(found.low, language),
            high=percent(found.high, language),
        )
    )
    show_table(SILENT_COLUMNS, made.leads, reading.look, SILENT, sight=20)
    st.caption(_("Leads that were given up are left out. A list to call from: it says nothing about who would buy."))


def _of_leads(where: tuple[Filter, ...]) -> tuple[Filter, ...]:
    return tuple(part for part in where if part.op is not Op.RELATIVE)


def show_preferred_channels(reading: Reading) -> None:
    """The channel by which each customer is most likely to be met, where that can be told better than by habit."""
    made = reading.report(preferred, reading.view.where)
    found, language = made.found, reading.look.language
    if found.useful is False and found.right is not None and found.usual_right is not None:
        told = _(
            "The customers' own contacts do not tell their channel better than habit does: guessed right {right}, the"
            " commonest channel ({usual}) {common}. So no preference is shown."
        )
        st.info(
            told.format(
                right=percent(found.right, language), usual=found.usual, common=percent(found.usual_right, language)
            )
        )
    else:
        customers = made.customers
        show_table(PREFERRED_COLUMNS, customers.drop("key"), reading.look, PREFERRED, lambda: None, sight=20)
        show_customer_of(PREFERRED, customers["key"], customers["customer"])
    show_method_card(made.card, language)


MARKETING_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {
        "channel_cost": (show_channel_cost, COST_PARAMS),
        "content_effect": (show_content_effect, ()),
        "event_funnel": (show_event_funnel, EVENT_PARAMS),
        "lead_answers": (show_lead_answers, ()),
        "silent_leads": (show_silent_leads, ("days",)),
        "preferred_channels": (show_preferred_channels, ()),
    }
)
"""Each panel with the parameters of the address that are its own."""
