"""What-if over the pipeline forecast: sliders, and what they change run by run under the same luck."""

import streamlit as st

from datasource.analytics.pipeline_forecast import WhatIf
from datasource.analytics.simulation import Draws
from datasource.reports.pipeline_forecast import Outlook
from datasource.result import Unit
from datasource.texts import _
from widgets.blocks.reading import Reading
from widgets.format import compact, number
from widgets.state.fragment import fragment
from widgets.state.session import Slot

KEY = Slot.WHAT_IF.value
RUNS = 5000
"""Enough for differences: both sides of each have the same luck."""


@fragment
def show_what_if(found: Outlook, reading: Reading) -> None:
    """Sliders for odds, size, days, volume and the odds of one stage; the difference that they make."""
    with st.expander(_("What if …"), icon="🎚️"):
        change = _asked(found)
        if change == WhatIf():
            st.caption(
                _("Move a slider: the same runs are drawn again under what you suppose, and compared one by one.")
            )
            return
        _difference(found, change, reading)


def _asked(found: Outlook) -> WhatIf:
    left, middle, right = st.columns(3, gap="medium")
    with left:
        odds = _factor("odds", _("Odds of winning"))
        size = _factor("size", _("Deal size"))
    with middle:
        days = _factor("days", _("Days to close"))
        volume = _factor("volume", _("New deals"))
    with right:
        stages = [stage for stage in found.deals["stage"].unique(maintain_order=True).to_list() if stage]
        stage = st.selectbox(
            _("Stage"), [None, *stages], format_func=lambda one: one or _("No stage"), key=f"{KEY}_stage"
        )
        of_stage = _factor("stage_odds", _("Odds of winning from this stage on")) if stage else 1.0
    alone = ((stage, of_stage),) if stage and of_stage != 1 else ()
    return WhatIf(win_odds=odds, stage_odds=alone, deal_size=size, cycle=days, volume=volume)


def _factor(name: str, label: str) -> float:
    """A slider from a half to double, as a factor."""
    percent = st.slider(label, -50, 100, 0, 5, format="%+d %%", key=f"{KEY}_{name}")
    return 1 + percent / 100


def _difference(found: Outlook, change: WhatIf, reading: Reading) -> None:
    language, currency = reading.look.language, reading.look.currency
    made = found.pipeline.what_if(change, found.target, Draws(runs=RUNS))

    def signed(value: float) -> str:
        text = compact(value, Unit.MONEY, language, currency)
        return f"+{text}" if value > 0 else text

    with st.container(horizontal=True, gap="medium"):
        st.metric(
            _("Difference on average"),
            signed(made.mean),
            help=_("Standard error {error}.").format(error=compact(made.error, Unit.MONEY, language, currency)),
        )
        st.metric(_("In 80 of 100 runs"), f"{signed(made.p10)} … {signed(made.p90)}")
        if found.target:
            points = number(round(100 * made.chance), Unit.NUMBER, language)
            st.metric(
                _("Chance to reach the goal"),
                _("{points} points").format(points=f"+{points}" if made.chance > 0 else points),
            )
