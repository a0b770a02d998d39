"""The card of a method, folded below its result: what it does, how good it was, when not to use it."""

import streamlit as st

from datasource.analytics.method_card import MethodCard
from datasource.texts import _
from widgets.controls.plain import plain
from widgets.format import day


def show_method_card(card: MethodCard, language: str) -> None:
    """The card, closed until somebody opens it."""
    with st.expander(_("How this is worked out, and how good it is"), icon="ℹ️"):
        st.markdown(plain(_(card.does)))
        _section(_("Data used"), [_(card.data), _("Data as of {day}").format(day=day(card.as_of, language))])
        _section(_("How good it was on data it had not seen"), [f"{_(what)}: {value}" for what, value in card.quality])
        _section(_("What it takes for granted"), [_(text) for text in card.assumes])
        _section(_("When not to use it"), [_(text) for text in card.avoid])
        if card.sources:
            st.caption(plain("; ".join(card.sources)))


def _section(title: str, lines: list[str]) -> None:
    if lines:
        st.markdown(f"**{plain(title)}**\n\n" + "\n".join(f"- {plain(line)}" for line in lines))
