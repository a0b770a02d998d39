"""Which pipelines a panel offers: those of the store that the filter bar leaves."""

import streamlit as st

from datasource.reports.funnel import pipelines
from datasource.texts import _
from widgets.blocks.reading import Reading


def offered_pipelines(reading: Reading) -> list[str]:
    """The names in their order; a sentence is told when there are none."""
    picked = {
        str(member)
        for part in reading.view.where
        if part.field == "pipeline" and isinstance(part.value, tuple)
        for member in part.value
    }
    offered = [name for name in pipelines(reading.shared.catalog) if not picked or name in picked]
    if not offered:
        st.info(_("This store has no sales pipeline yet; import opportunities with their stages first."))
    return offered
