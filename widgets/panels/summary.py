"""The data in sentences: each finding said in the reader's language, with the proof and the records behind it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from datasource.reports.summary import Finding, summary
from datasource.result import Unit
from datasource.texts import N_, _, plural
from widgets.blocks.members import member_text
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.charts.look import Look
from widgets.format import number, signed_rate

Say = Callable[[Finding, Look], str]


def show_summary(reading: Reading) -> None:
    """A few sentences about the period and filters of the page."""
    st.markdown(f"**{_('In a few words')}**")
    view = reading.view
    found = reading.report(summary, view.period, view.where, view.compare)
    if not found:
        st.info(_("Nothing fits the period and filters chosen; choose a longer period or fewer filters."))
    for finding in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
            st.markdown(said(finding, reading.look), width="stretch")
            show_proof(finding.result, reading, f"summary_{finding.about.replace(':', '_')}")


def said(finding: Finding, look: Look) -> str:
    """The sentence of one finding, as Markdown."""
    return SAID[finding.about](finding, look)


def _bold(value: float | None, unit: Unit, look: Look) -> str:
    return f"**{number(value, unit, look.language, look.currency)}**"


def _moved(plain: str, changed: str, unit: Unit) -> Say:
    def say(finding: Finding, look: Look) -> str:
        value = _bold(finding.value, unit, look)
        if finding.change is None:
            return _(plain).format(value=value)
        return _(changed).format(value=value, change=signed_rate(finding.change, look.language))

    return say


def _led(text: str, unit: Unit) -> Say:
    def say(finding: Finding, look: Look) -> str:
        return _(text).format(
            member=f"**{member_text(finding.about.partition(':')[0], finding.member)}**",
            value=_bold(finding.value, unit, look),
            share=number(finding.part, Unit.RATE, look.language),
        )

    return say


def _outstanding(finding: Finding, look: Look) -> str:
    text = _("Of the contracts signed in the period, {value} is still outstanding ({share}).")
    share = number(finding.part, Unit.RATE, look.language)
    return text.format(value=_bold(finding.value, Unit.MONEY, look), share=share)


def _win_rate(finding: Finding, look: Look) -> str:
    count, rate = int(finding.part or 0), _bold(finding.value, Unit.RATE, look)
    if finding.change is None:
        return plural(
            "{rate} of {count} closed deal was won.", "{rate} of {count} closed deals were won.", count, rate=rate
        )
    points = number(abs(finding.change) * 100, Unit.NUMBER, look.language)
    return plural(
        "{rate} of {count} closed deal was won, {points} points against before.",
        "{rate} of {count} closed deals were won, {points} points against before.",
        count,
        rate=rate,
        points=("+" if finding.change > 0 else "-" if finding.change < 0 else "") + points,
    )


def _pipeline(finding: Finding, look: Look) -> str:
    value = _bold(finding.value, Unit.MONEY, look)
    return plural(
        "{count} opportunity worth {value} is open at the end of the period.",
        "{count} opportunities worth {value} are open at the end of the period.",
        int(finding.part or 0),
        value=value,
    )


SAID: Mapping[str, Say] = MappingProxyType(
    {
        "contract_amount": _moved(
            N_("Contracts worth {value} were signed."),
            N_("Contracts worth {value} were signed, {change} against before."),
            Unit.MONEY,
        ),
        "owner:contract_amount": _led(
            N_("{member} leads with contracts worth {value}, {share} of the whole."), Unit.MONEY
        ),
        "outstanding": _outstanding,
        "win_rate": _win_rate,
        "pipeline": _pipeline,
        "new_customers": _moved(
            N_("New customers: {value}."),
            N_("New customers: {value}, {change} against before."),
            Unit.COUNT,
        ),
        "source:new_customers": _led(N_("Most of them, {value} ({share}), came through {member}."), Unit.COUNT),
    }
)
"""How each kind of finding is said."""
