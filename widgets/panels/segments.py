"""Customers in groups, a way at a time: RFM, behaviour, demography, stages of life, and what the team has saved."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from datasource.errors import MingjingError
from datasource.texts import N_, _
from widgets.blocks.reading import Reading
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.panels.notice import NOTICE
from widgets.panels.segment_clusters import show_clusters
from widgets.panels.segment_life import show_life
from widgets.panels.segment_list import GROUP
from widgets.panels.segment_rfm import show_rfm
from widgets.panels.segment_team import show_team
from widgets.panels.segment_who import show_who
from widgets.state.session import Key, Slot

PARAMS = ("part", GROUP, "cuts", "by", "fields", "groups", "value", "month")
SEEN: Key[str] = Key(Slot.SEGMENTS_SEEN, str)
"""The part that was shown last: a group of one part is none of another."""
PARTS: Mapping[str, tuple[str, Callable[[Reading], None]]] = MappingProxyType(
    {
        "rfm": (N_("What they bought (RFM)"), show_rfm),
        "clusters": (N_("How they behave"), show_clusters),
        "who": (N_("What they are"), show_who),
        "life": (N_("Stages of life"), show_life),
        "team": (N_("Team segments"), show_team),
    }
)


def show_segments(reading: Reading) -> None:
    """The way that the address names, under the page's filters; a sentence says why where nothing is told."""
    labels = {name: _(label) for name, (label, _show) in PARTS.items()}
    slot = f"{Slot.SEGMENTS.value}_part"
    part = choose(_("Way to group"), slot, "part", labels)
    if SEEN.get() not in {"", part}:
        link.drop_own(GROUP)
    SEEN.set(part)
    _told()
    try:
        PARTS[part][1](reading)
    except MingjingError as refusal:
        st.info(str(refusal))


def _told() -> None:
    """What came of the last act, over the page: it may have been done far below."""
    notice = NOTICE.get()
    NOTICE.clear()
    if notice is not None:
        st.toast(plain(notice.text), icon="✅", duration="long")
