"""What of a link could not be followed, told above the page in one sentence each."""

from collections.abc import Sequence

import streamlit as st

from datasource.texts import _
from widgets.controls.view_url import listed


def tell(note: str) -> None:
    """One sentence; nothing when it is empty."""
    if note:
        st.info(note, icon="ℹ️")


def tell_lost(names: Sequence[str]) -> None:
    """That members of a link are not offered to this reader."""
    if names:
        tell(_("Not among what you may see, and left out: {names}.").format(names=listed(names)))
