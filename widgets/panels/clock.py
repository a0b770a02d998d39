"""The reader's clock: moments are kept in UTC and shown in the time zone of the browser."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st


def local(moment: datetime | None) -> datetime | None:
    """A naive UTC moment as the naive local time of the reader's browser."""
    zone = ZoneInfo(st.context.timezone or "UTC")
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
