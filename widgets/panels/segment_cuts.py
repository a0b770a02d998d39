"""The cut-offs of RFM, edited by hand: what stands in the fields counts as soon as it rises, and goes into the link."""

from math import isfinite

import streamlit as st

from datasource.analytics.rfm import MEASURES, Cuts
from datasource.errors import MingjingError
from datasource.texts import N_, _
from widgets.controls import link
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.state.session import Key, Slot, hold_widget, widget_value

CUTS = "cuts"
KEY = f"{Slot.SEGMENTS.value}_cut"
SHOWN: Key[str] = Key(Slot.SEGMENTS_CUTS, str)
"""What the fields were last filled from: the address's cut-offs, or the fifths."""
NAMES = {"recency": N_("Days since the last contract"), "frequency": N_("Contracts"), "money": N_("Money ({currency})")}
STEPS = {"recency": 10.0, "frequency": 1.0, "money": 1000.0}
WIDTH = 136


def asked_cuts() -> Cuts | None:
    """The cut-offs that the address holds; none, and a sentence, where it holds something else."""
    text = link.own(CUTS)
    if not text:
        return None
    found = read_cuts(text)
    if found is None:
        tell(unread_note({CUTS: [text]}))
    return found


def read_cuts(text: str) -> Cuts | None:
    """`30,60,90,180;1,2,3,5;1000,2000,3000,4000` as cut-offs (money in major units); None for anything else."""
    try:
        rows = [tuple(map(float, part.split(","))) for part in text.split(";")]
        found = Cuts(*rows) if len(rows) == len(MEASURES) else None
    except (ValueError, MingjingError):
        return None
    return found if found and all(isfinite(edge) and edge >= 0 for row in rows for edge in row) else None


def written_cuts(cuts: Cuts) -> str:
    """Cut-offs as `read_cuts` reads them."""
    return ";".join(
        ",".join(f"{edge:.2f}".rstrip("0").rstrip(".") for edge in getattr(cuts, name)) for name in MEASURES
    )


def edit_cuts(used: Cuts, fifths: Cuts, currency: str) -> None:
    """The fields, folded away unless they differ from the fifths, and the button back to these."""
    edited = used != fifths
    with st.expander(_("Cut-offs"), icon="✂️", expanded=edited):
        st.caption(
            _(
                "A value that equals a cut-off counts with those below it, so customers with equal values always get"
                " the same score. The fifths are those of all customers of the company, as of the last night."
            )
        )
        _fill(used)
        for name in MEASURES:
            _row(name, getattr(used, name), fifths, currency)
        if entered() is None:
            told = _("The cut-offs of each line must rise from left to right; the page keeps to the last that did.")
            st.error(told)
        st.button(
            _("Back to the fifths"), key=f"{KEY}_back", on_click=_back, disabled=not edited and entered() is not None
        )


def entered() -> Cuts | None:
    """What stands in the fields; None where it does not rise."""
    values = {name: tuple(widget_value(_slot(name, place)) for place in range(4)) for name in MEASURES}
    if any(value is None for row in values.values() for value in row):
        return None
    try:
        return Cuts(**values)
    except MingjingError:
        return None


def _fill(used: Cuts) -> None:
    """Put `used` into the fields where they show something older; what is being entered stays."""
    text = written_cuts(used)
    first = _slot(MEASURES[0], 0)
    if SHOWN.get() == text and widget_value(first) is not None:
        return
    for name in MEASURES:
        for place, edge in enumerate(getattr(used, name)):
            hold_widget(_slot(name, place), float(edge))
    SHOWN.set(text)


def _row(name: str, edges: tuple[float, ...], fifths: Cuts, currency: str) -> None:
    st.markdown(f"**{_(NAMES[name]).format(currency=currency)}**")
    whole = all(float(edge).is_integer() for edge in edges)
    with st.container(horizontal=True, gap="small"):
        for place in range(4):
            score = 5 - place if name == "recency" else 1 + place
            st.number_input(
                _("Score {score} up to").format(score=score),
                min_value=0.0,
                step=STEPS[name],
                format="%.0f" if whole else "%.2f",
                key=_slot(name, place),
                on_change=_take,
                args=(fifths,),
                width=WIDTH,
            )


def _take(fifths: Cuts) -> None:
    found = entered()
    if found is None:
        return
    if found == fifths:
        link.drop_own(CUTS)
    else:
        link.put_own(CUTS, written_cuts(found))
    SHOWN.set(written_cuts(found))


def _back() -> None:
    link.drop_own(CUTS)
    SHOWN.clear()


def _slot(name: str, place: int) -> str:
    return f"{KEY}_{name}_{place}"
