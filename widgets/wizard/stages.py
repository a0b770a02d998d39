"""The order of the stages that are made from the words of one column: only a person can say it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from datasource.loaders.suggest.draft import ColumnDraft
from datasource.texts import _
from widgets import format as form
from widgets.wizard.answers import Take

_OPEN = "open"
Codes = Sequence[tuple[str, str]]


def show_stages(name: str, said: ColumnDraft, take: Take) -> None:
    """The open stages of outcome column `said` in their order, each with a button to move it; the ends come last."""
    stages = [text for text, kind in said.codes if kind == _OPEN]
    if len(stages) < 2:
        return
    with st.expander(_("In which order deals pass the open stages"), expanded=True):
        st.caption(_("Funnels and stage durations go by it. Won and lost come last by themselves."))
        for place, stage in enumerate(stages):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"{place + 1} · {form.as_typed(stage)}", width="stretch")
                for by, sign, told, is_end in (
                    (-1, "↑", _("Move '{stage}' up"), place == 0),
                    (1, "↓", _("Move '{stage}' down"), place == len(stages) - 1),
                ):
                    st.button(
                        sign,
                        key=f"{name}_{place}_{by}",
                        disabled=is_end,
                        help=told.format(stage=form.as_typed(stage)),
                        on_click=partial(_move, said.codes, place, by, take),
                    )


def _move(codes: Codes, place: int, by: int, take: Take) -> None:
    take(codes=moved(codes, place, by))


def moved(codes: Codes, place: int, by: int) -> tuple[tuple[str, str], ...]:
    """`codes` (text, outcome) with the open one at `place` among the open ones moved `by` places."""
    places = [number for number, (_text, kind) in enumerate(codes) if kind == _OPEN]
    now = list(codes)
    here, there = places[place], places[place + by]
    now[here], now[there] = now[there], now[here]
    return tuple(now)
