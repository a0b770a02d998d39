"""What of a link could not be followed, told above the page in one sentence each."""

from collections.abc import Collection, Sequence

import streamlit as st

from datasource.texts import _
from widgets.controls.view_url import listed


def tell(note: str) -> None:
    """One sentence; nothing when it is empty."""
    if note:
        st.info(note, icon="ℹ️")


def tell_lost(names: Sequence[str], unasked: Collection[str] = ()) -> None:
    """That members of a link are not offered to this reader; those that they have not asked for are not named."""
    if asked := [name for name in names if name not in unasked]:
        tell(_("Not among what you may see, and left out: {names}.").format(names=listed(asked)))
    if len(asked) < len(names):
        tell(_("Some of the board's own filters are not among what you may see, and are left out."))
