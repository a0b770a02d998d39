"""The form of a formula over each record: its subject, its text with ways to go on, and where it is wrong."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st

from datasource.calculation import How
from datasource.metrics.formula.complete import Suggestion, taken
from datasource.metrics.formula.tree import FormulaError
from datasource.metrics.registry import METRICS, subjects
from datasource.texts import N_, _
from widgets.builder.calculation_desk import Body, Desk
from widgets.builder.formulas import LONGEST, fault_of, formula_subjects, offers, pointed
from widgets.format import as_typed
from widgets.state.session import hold_widget, widget_value

HOWS: Mapping[How, str] = MappingProxyType(
    {
        "sum": N_("Sum"),
        "mean": N_("Mean"),
        "median": N_("Median"),
        "min": N_("Lowest"),
        "max": N_("Highest"),
        "distinct": N_("Number of different values"),
    }
)


def show_formula(desk: Desk) -> Body:
    """Subject, aggregation and text; a wrong text is shown with a caret under the character that is to blame."""
    with st.container(horizontal=True):
        subject, how = _subject(desk), _how(desk)
    slot = f"{desk.slot}_text"
    if widget_value(slot) is None:
        hold_widget(slot, desk.part("formula", "text", ""))
    text = st.text_input(
        _("Formula for each record"),
        key=slot,
        max_chars=LONGEST,
        live="300ms",
        placeholder="if(amount > 1000, amount * 0.1, 0)",
        autocomplete="off",
    )
    text = text or ""
    _offers(slot, text, subject)
    parts = {"subject": subject, "text": text.strip() and text, "how": how}
    if error := formula_fault(parts):
        _fault(error, text)
    return parts


def formula_fault(parts: Any) -> FormulaError | None:
    """What is wrong with the formula that the form has made."""
    return fault_of(str(parts["subject"]), str(parts["text"]))


def _subject(desk: Desk) -> str:
    labels = formula_subjects()
    held = desk.part("formula", "subject") or _near(desk)
    names = list(labels)
    at = names.index(held) if held in labels else 0
    return st.selectbox(_("Records"), names, at, labels.__getitem__, key=f"{desk.slot}_records") or names[at]


def _near(desk: Desk) -> str:
    """The subject of the chart's first metric, else opportunities."""
    metrics = [name for name in desk.chart.shelves.metrics() if name in METRICS]
    return subjects(metrics[0])[0] if metrics else "opportunities"


def _how(desk: Desk) -> str:
    hows = {str(how): _(label) for how, label in HOWS.items()}
    held = desk.part("formula", "how", "sum")
    at = list(hows).index(held) if held in hows else 0
    return st.selectbox(_("Put together as"), list(hows), at, hows.__getitem__, key=f"{desk.slot}_how") or "sum"


def _offers(slot: str, text: str, subject: str) -> None:
    """A chip for each way to go on; a click writes it in place of the word at the end of the text."""
    found = offers(text, subject)
    if not found:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for offer in found:
            st.button(
                _chip(offer),
                key=f"{slot}_go_{offer.text.replace('(', '_call')}",
                help=as_typed(f"{offer.label}: {offer.meaning}" if offer.meaning else offer.label),
                on_click=lambda offer=offer: hold_widget(slot, _gone_on(widget_value(slot) or "", offer)),
            )


def _chip(offer: Suggestion) -> str:
    """A field by its name and label, a function by the way that it is written."""
    return f"`{offer.text}` {as_typed(offer.label)}" if not offer.text.endswith("(") else f"`{offer.meaning}`"


def _fault(error: FormulaError, text: str) -> None:
    """Where the formula is wrong; one that only goes no further yet is no error."""
    st.code(pointed(text, error.place), language=None, wrap_lines=False)
    unfinished = error.place > len(text)
    (st.info if unfinished else st.error)(as_typed(str(error)))


def _gone_on(text: str, offer: Suggestion) -> str:
    return taken(text, len(text), offer)
