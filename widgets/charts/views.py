"""A drawing's views, one inside the other: layers, small charts, parts side by side."""

from collections.abc import Callable
from typing import Any

Encoding = dict[str, Any]


def with_encodings(spec: dict[str, Any], change: Callable[[Encoding], Encoding]) -> dict[str, Any]:
    """A copy of `spec` in which the encoding of every view is what `change` makes of it; `spec` stays as it is."""
    made = {
        key: [with_encodings(part, change) for part in value] if key in {"layer", "hconcat", "vconcat"} else value
        for key, value in spec.items()
    }
    if "spec" in spec:
        made["spec"] = with_encodings(spec["spec"], change)
    if "encoding" in spec:
        made["encoding"] = change(spec["encoding"])
    return made
