"""What an own component of the browser has sent, as far as it has the shape that the component gives it."""

from collections.abc import Mapping
from typing import Any


def sent_log(state: Any) -> Any:
    """The log in the state of a component: `{"edits": {"log": […]}}`; nothing sent yet is an empty one.

    What has another shape is handed on as it is, for whoever reads the log to refuse.
    """
    edits = state.get("edits") if isinstance(state, Mapping) else state
    log = edits.get("log", ()) if isinstance(edits, Mapping) else edits
    return () if log is None else log
